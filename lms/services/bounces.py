"""Letters that a mail server took and could not deliver: noted from the reports that come back."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from lms.db import transaction
from lms.intake.bounces import Bounce
from lms.models import Message
from lms.rules.letters import LetterState
from lms.services.outbox import reference_of
from lms.services.store import change, read_first, table

_BEFORE, _AFTER = timedelta(days=7), timedelta(hours=1)
"""How long after a letter a report on it may come, and how far two clocks may differ."""
_MOST = 2**31
_MESSAGE = table(Message)
_BY_ID = select(_MESSAGE).where(_MESSAGE.c.id == bindparam("row"))
_BY_ADDRESS = (
    select(_MESSAGE)
    .where(_MESSAGE.c.address.in_(bindparam("addresses", expanding=True)))
    .where(_MESSAGE.c.sent_at.between(bindparam("first"), bindparam("last")))
    .order_by(_MESSAGE.c.sent_at.desc(), _MESSAGE.c.id.desc())
    .limit(1)
)
_LOST = update(_MESSAGE).where(_MESSAGE.c.id == bindparam("row"), _MESSAGE.c.state == LetterState.SENT.value)


class Noted(StrEnum):
    """What became of a report."""

    NEW = "new"
    KNOWN = "known"
    """It was noted before."""
    STRANGE = "strange"
    """It speaks of no letter of ours."""


def note_bounces(bounces: Iterable[Bounce], now: datetime) -> Counter[Noted]:
    """Note which letters came back; the same reports again change nothing."""
    with transaction():
        return Counter(_note(bounce, now) for bounce in bounces)


def _note(bounce: Bounce, now: datetime) -> Noted:
    row = _find_letter(bounce)
    if row is None or row.sent_at is None:
        return Noted.STRANGE
    with transaction() as session:
        lost = _LOST.values(state=LetterState.BOUNCED.value, failed_at=now, failure=bounce.status)
        return Noted.NEW if change(session, lost, row=row.id) else Noted.KNOWN


def _find_letter(bounce: Bounce) -> Row[Any] | None:
    """Find the letter by its own id, which no other has; only where none came back, by address and time."""
    if bounce.message_id:
        reference = bounce.message_id.strip("<>").rpartition("@")[0]
        number = reference.rpartition("-")[2]
        if not number.isascii() or not number.isdigit() or not int(number[:20]) < _MOST:
            return None
        row = read_first(_BY_ID, row=int(number))
        return row if row is not None and reference_of(row) == reference else None
    if bounce.at is None or not bounce.addresses:
        return None
    first, last = bounce.at - _BEFORE, bounce.at + _AFTER
    return read_first(_BY_ADDRESS, addresses=bounce.addresses, first=first, last=last)
