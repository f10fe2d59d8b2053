"""Frozen reports: handed in once, the same file for good."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from lms.db import transaction
from lms.errors import InvalidInput, NotFound
from lms.intake.people_fields import one_line
from lms.models import FrozenFile, FrozenReport
from lms.services import audit
from lms.services.store import insert, read, read_first, table

LONGEST_PURPOSE = 200

_REPORT, _FILE = table(FrozenReport), table(FrozenFile)
_OF_SCOPE = select(_REPORT).where(_REPORT.c.region_id == bindparam("region"))
_LIST = _OF_SCOPE.order_by(_REPORT.c.frozen_at.desc(), _REPORT.c.id.desc())
_LAST = _LIST.limit(1)
_ONE = _OF_SCOPE.where(_REPORT.c.id == bindparam("report"))
_CONTENT = select(_FILE).where(_FILE.c.report_id == bindparam("report"), _FILE.c.name == bindparam("name"))


@dataclass(frozen=True, slots=True)
class FrozenRow:
    """A frozen report as lists show it."""

    id: int
    edition_id: int
    title: str
    purpose: str
    language: str
    indicator_version: int
    as_of: datetime
    frozen_at: datetime
    frozen_name: str
    digest: str


@dataclass(frozen=True, slots=True)
class NewFrozen:
    """A report to be frozen, with its files as they are handed out: `json`, `xlsx`, `pdf`, `csv`, `excel.csv`."""

    region: str
    edition_id: int
    title: str
    purpose: str
    language: str
    indicator_version: int
    as_of: datetime
    files: Mapping[str, bytes]


def freeze(new: NewFrozen, actor: int, name: str, origin: str, now: datetime) -> int:
    """Keep a report for good and give its id; freezing the same edition twice gives two reports with one digest.

    The files themselves are kept: a later version of a library may write other bytes, the archive never does.
    """
    purpose = one_line(new.purpose)
    if len(purpose) > LONGEST_PURPOSE:
        raise InvalidInput("At most %(longest)s characters, please.", longest=LONGEST_PURPOSE)
    digest = digest_of(new.files["json"])
    with transaction() as session:
        report = insert(
            session,
            FrozenReport,
            region_id=new.region,
            edition_id=new.edition_id,
            title=new.title,
            purpose=purpose,
            language=new.language,
            indicator_version=new.indicator_version,
            as_of=new.as_of,
            frozen_at=now,
            frozen_by=actor,
            frozen_name=name,
            digest=digest,
        )
        for kind, content in new.files.items():
            values = {"name": kind, "digest": digest_of(content), "content": content}
            insert(session, FrozenFile, report_id=report, **values)
        audit.record("report.frozen", actor, f"frozen_report:{report}", new.region, digest, origin, now)
    return report


def list_frozen(region: str) -> tuple[FrozenRow, ...]:
    """List the frozen reports of a region, or of the programme (empty), the newest first."""
    return tuple(_row(row) for row in read(_LIST, region=region))


def find_last_frozen(region: str) -> FrozenRow | None:
    """Find the newest frozen report of a region, or of the programme."""
    row = read_first(_LAST, region=region)
    return _row(row) if row else None


def open_file(region: str, report: int, name: str) -> tuple[FrozenRow, bytes]:
    """Give a file of a frozen report as it was handed in.

    Raises `NotFound` for a report of another region, and `InvalidInput` if the archive was tampered with.
    """
    row = read_first(_ONE, region=region, report=report)
    kept = read_first(_CONTENT, report=report, name=name) if row else None
    if row is None or kept is None:
        raise NotFound("There is no such report.")
    if digest_of(kept.content) != kept.digest or (name == "json" and kept.digest != row.digest):
        raise InvalidInput("This file is no longer the one that was frozen. Please tell the programme office.")
    return _row(row), bytes(kept.content)


def digest_of(content: bytes) -> str:
    """Give the SHA-256 digest of a file."""
    return hashlib.sha256(content).hexdigest()


def _row(row: object) -> FrozenRow:
    return FrozenRow(*(getattr(row, name) for name in FrozenRow.__slots__))
