"""Letters on their way: written with the act that causes them, sent afterwards, wiped of secrets when sent."""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Any

from sqlalchemy import Row, bindparam, func, select, update
from sqlalchemy.orm import Session

from lms.config import Config
from lms.db import transaction
from lms.export import letters
from lms.models import Enrolment, Message, Person
from lms.services.mail_server import MailServer, NotAccepted, NotReachable
from lms.services.store import change, insert, read, table

_BATCH = 50
_LEASE = timedelta(minutes=10)
"""How long a letter belongs to the process that took it; after a crash another one takes it."""
_PAUSES = (timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=4))
"""How long to wait after each failed try; after the last one the letter is given up."""

_MESSAGE, _PERSON, _ENROLMENT = table(Message), table(Person), table(Enrolment)
_DUE = (
    select(_MESSAGE, _PERSON.c.name)
    .select_from(_MESSAGE.outerjoin(_PERSON, _PERSON.c.id == _MESSAGE.c.person_id))
    .where(_MESSAGE.c.sent_at.is_(None), _MESSAGE.c.failed_at.is_(None), _MESSAGE.c.due_at <= bindparam("now"))
    .order_by(_MESSAGE.c.due_at, _MESSAGE.c.id)
    .limit(_BATCH)
    .with_for_update(skip_locked=True, of=_MESSAGE)
)
_INVITED = (
    update(_ENROLMENT)
    .where(_ENROLMENT.c.person_id == bindparam("of_person"))
    .values(invited_at=func.coalesce(_ENROLMENT.c.invited_at, bindparam("at", type_=_ENROLMENT.c.invited_at.type)))
)

INVITATION, SIGN_IN = "invitation", "sign-in"
"""The kinds of letters."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one round of sending did."""

    sent: int
    failed: int


@dataclass(frozen=True, slots=True)
class SentLetter:
    """A letter in the outbox folder."""

    address: str
    subject: str
    text: str
    at: datetime


def write_letter(
    session: Session, letter: letters.Letter, kind: str, person: Any, now: datetime, lasts: timedelta
) -> None:
    """Put a letter to a person (id, email, language) into the outbox. It is not sent any more after `lasts`."""
    insert(
        session,
        Message,
        person_id=person.id,
        kind=kind,
        address=person.email,
        language=person.language,
        subject=letter.subject,
        text=letter.text,
        created_at=now,
        due_at=now,
        expires_at=now + lasts,
    )


def deliver_due(config: Config, now: datetime) -> Delivered:
    """Send what is due. Safe to run in several processes at once: each letter is taken by one of them."""
    sent = failed = 0
    while rows := _take(now):
        with _way_out(config) as way:
            for row in rows:
                done = _deliver(row, way, config, now)
                sent, failed = sent + done, failed + (not done)
        if len(rows) < _BATCH:
            break
    return Delivered(sent, failed)


def list_outbox(config: Config, limit: int) -> tuple[SentLetter, ...]:
    """Read the newest letters of the outbox folder."""
    paths = sorted(_folder(config).glob("*.eml"), reverse=True)[:limit]
    return tuple(_read_letter(path) for path in paths)


class _Folder:
    """Stands for a mail server where none is set: letters become files."""

    def __init__(self, config: Config) -> None:
        self.path = _folder(config)

    def __enter__(self) -> "_Folder":
        self.path.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is held open."""

    def send(self, message: EmailMessage, name: str) -> None:
        """Write one letter; a half-written one is never seen."""
        path = self.path / f"{name}.eml"
        draft = path.with_suffix(".draft")
        draft.touch(mode=0o600)
        draft.write_bytes(message.as_bytes(policy=policy.SMTP))
        os.replace(draft, path)  # noqa: PTH105


def _way_out(config: Config) -> MailServer | _Folder:
    return MailServer(config.mail_server) if config.mail_server else _Folder(config)


def _folder(config: Config) -> Path:
    return config.var / "outbox"


def _take(now: datetime) -> list[Row[Any]]:
    """Take the letters that are due, so that no other process sends them too."""
    with transaction() as session:
        rows = list(read(_DUE, now=now))
        if rows:
            mine = _MESSAGE.c.id.in_([row.id for row in rows])
            change(session, update(_MESSAGE).where(mine).values(due_at=now + _LEASE, tries=_MESSAGE.c.tries + 1))
    return rows


def _deliver(row: Row[Any], way: MailServer | _Folder, config: Config, now: datetime) -> bool:
    """Send one letter and note what came of it."""
    if row.expires_at <= now:
        _give_up(row, "too late", now)
        return False
    letter = letters.Letter(row.subject, row.text)
    reference = f"{row.created_at:%Y%m%dT%H%M%S}-{row.id:08d}"
    message = letters.mail(letter, row.name or "", row.address, config.mail_from, reference, now)
    try:
        way.send(message, reference)
    except NotAccepted as error:
        _give_up(row, str(error), now)
        return False
    except (NotReachable, OSError) as error:
        if row.tries >= len(_PAUSES):
            _give_up(row, str(error), now)
        else:
            with transaction() as session:
                later = update(_MESSAGE).where(_MESSAGE.c.id == row.id)
                change(session, later.values(due_at=now + _PAUSES[row.tries], failure=str(error)[:500]))
        return False
    with transaction() as session:
        done = update(_MESSAGE).where(_MESSAGE.c.id == row.id)
        change(session, done.values(sent_at=now, failure="", text=letters.without_secrets(row.text)))
        if row.kind == INVITATION:
            change(session, _INVITED, of_person=row.person_id, at=now)
    return True


def _give_up(row: Row[Any], reason: str, now: datetime) -> None:
    with transaction() as session:
        lost = update(_MESSAGE).where(_MESSAGE.c.id == row.id)
        change(
            session,
            lost.values(failed_at=now, failure=reason[:500], text=letters.without_secrets(row.text)),
        )


def _read_letter(path: Path) -> SentLetter:
    message = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
    to = message["To"].addresses[0].addr_spec
    body = message.get_body(("plain",))
    text = body.get_content().replace("\r\n", "\n") if body else ""
    return SentLetter(to, str(message["Subject"]), text, message["Date"].datetime)
