"""Files between preview and act: kept for the person who handed them in, for a day at most."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from lms.db import transaction
from lms.errors import NotFound
from lms.models import ColumnMapping, Upload
from lms.services.store import change, insert, insert_once, read_first, table

LIFE = timedelta(days=1)
_KEPT_AT_ONCE = 5
_LONGEST_NAME = 120
_UPLOAD, _MAPPING = table(Upload), table(ColumnMapping)
_THIS = (
    (_UPLOAD.c.id == bindparam("upload"))
    & (_UPLOAD.c.person_id == bindparam("of_person"))
    & (_UPLOAD.c.region_id == bindparam("of_region"))
    & (_UPLOAD.c.purpose == bindparam("for_purpose"))
)
_FIND = select(_UPLOAD).where(_THIS, _UPLOAD.c.created_at > bindparam("since"))
_NEWEST = (
    select(_UPLOAD.c.id)
    .where(_UPLOAD.c.person_id == bindparam("of_person"), _UPLOAD.c.purpose == bindparam("for_purpose"))
    .order_by(_UPLOAD.c.created_at.desc(), _UPLOAD.c.id)
    .limit(_KEPT_AT_ONCE)
)
_REMOVE_OTHERS = delete(_UPLOAD).where(
    _UPLOAD.c.person_id == bindparam("of_person"),
    _UPLOAD.c.purpose == bindparam("for_purpose"),
    _UPLOAD.c.id.not_in(_NEWEST),
)
_SAME_MAPPING = (
    (_MAPPING.c.region_id == bindparam("of_region"))
    & (_MAPPING.c.purpose == bindparam("for_purpose"))
    & (_MAPPING.c.signature == bindparam("of_signature"))
)
_RECALL = select(_MAPPING.c.columns).where(_SAME_MAPPING)


@dataclass(frozen=True, slots=True)
class UploadRow:
    """A file that waits for the second press."""

    id: str
    person_id: int
    region_id: str
    purpose: str
    name: str
    content: bytes
    choices: dict[str, Any]
    created_at: datetime


def keep(
    person_id: int,
    region: str,
    purpose: str,
    name: str,
    content: bytes,
    now: datetime,
    choices: dict[str, Any] | None = None,
) -> str:
    """Keep a file and give the name under which it waits; of one person the newest few wait."""
    upload = secrets.token_urlsafe(16)
    with transaction() as session:
        insert(
            session,
            Upload,
            id=upload,
            person_id=person_id,
            region_id=region,
            purpose=purpose,
            name=name[-_LONGEST_NAME:],
            content=content,
            choices=choices or {},
            created_at=now,
        )
        change(session, _REMOVE_OTHERS, of_person=person_id, for_purpose=purpose)
    return upload


def get(upload: str, person_id: int, region: str, purpose: str, now: datetime) -> UploadRow:
    """Give a file that waits; raises `NotFound` when it is another person's, another region's, or gone."""
    row = read_first(
        _FIND, upload=upload, of_person=person_id, of_region=region, for_purpose=purpose, since=now - LIFE
    )
    if row is None:
        raise NotFound("There is no such file.")
    return UploadRow(**row._mapping)


def choose(upload: UploadRow, **choices: Any) -> None:
    """Note what was chosen for a file, such as its columns; other choices stay."""
    with transaction() as session:
        change(session, _this(upload).values(choices=upload.choices | choices))


def leave_rest(session: Session, upload: UploadRow, content: bytes, **choices: Any) -> None:
    """Keep only what is left to do of a file, inside the transaction of the act."""
    change(session, _this(upload).values(content=content, choices=upload.choices | choices))


def remove(upload: UploadRow) -> bool:
    """Put a file away; False when somebody was faster."""
    with transaction() as session:
        gone = delete(_UPLOAD).where(_UPLOAD.c.id == upload.id, _UPLOAD.c.person_id == upload.person_id)
        return bool(change(session, gone))


def forget_old(now: datetime) -> int:
    """Remove files that waited for more than a day; give their number."""
    with transaction() as session:
        return change(session, delete(_UPLOAD).where(_UPLOAD.c.created_at <= now - LIFE))


def recall_columns(region: str, purpose: str, signature: str) -> dict[str, Any]:
    """Give how the columns of such a file were understood last time; nothing when it was never said."""
    row = read_first(_RECALL, of_region=region, for_purpose=purpose, of_signature=signature)
    return dict(row.columns) if row else {}


def remember_columns(region: str, purpose: str, signature: str, columns: dict[str, Any], now: datetime) -> None:
    """Keep for the next file of this make how its columns were understood."""
    with transaction() as session:
        values = {"columns": columns, "updated_at": now}
        if not insert_once(
            session, ColumnMapping, region_id=region, purpose=purpose, signature=signature, **values
        ):
            same = update(_MAPPING).where(_SAME_MAPPING).values(**values)
            change(session, same, of_region=region, for_purpose=purpose, of_signature=signature)


def _this(upload: UploadRow):  # type: ignore[no-untyped-def]
    return update(_UPLOAD).where(_UPLOAD.c.id == upload.id, _UPLOAD.c.person_id == upload.person_id)
