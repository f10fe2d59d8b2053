"""Counting tries, so that guessing is slow: exact over all processes, and it ends by itself."""

from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import bindparam, delete, func, select

from lms.db import transaction
from lms.errors import TooManyRequests
from lms.models import Try
from lms.services.store import change, insert, table, wait_for_turn

_TRY = table(Try)
_COUNT = select(func.count(), func.min(_TRY.c.at)).where(
    _TRY.c.subject == bindparam("subject"), _TRY.c.at > bindparam("since")
)
_NEWEST = (
    select(_TRY.c.id)
    .where(_TRY.c.subject == bindparam("subject"))
    .order_by(_TRY.c.id.desc())
    .limit(1)
    # Of a whole office that signs in at once, each takes back another one, and nobody waits.
    .with_for_update(skip_locked=True)
    .scalar_subquery()
)
_TAKE_BACK = delete(_TRY).where(_TRY.c.id == _NEWEST)
_FORGET = delete(_TRY).where(_TRY.c.subject == bindparam("subject"))
_FORGET_OLD = delete(_TRY).where(_TRY.c.at <= bindparam("since"))
_LONGEST_WINDOW = timedelta(days=1)


def count_try(subject: str, limit: int, window: timedelta, now: datetime) -> None:
    """Count one try at `subject` (a keyed hash); raise `TooManyRequests` when `limit` is used up in `window`."""
    with transaction() as session:
        wait_for_turn(session, subject)
        count, oldest = session.connection().execute(_COUNT, {"subject": subject, "since": now - window}).one()
        if count >= limit:
            seconds = max(1, ceil((oldest + window - now).total_seconds()))
            raise TooManyRequests(
                "Too many tries. Please wait %(minutes)s minutes and try again.",
                retry_after=seconds,
                minutes=ceil(seconds / 60),
            )
        insert(session, Try, subject=subject, at=now)


def take_back_try(subject: str) -> None:
    """Uncount the newest try at `subject`: it was a good one."""
    with transaction() as session:
        change(session, _TAKE_BACK, subject=subject)


def forget_tries(subject: str) -> None:
    """Start counting `subject` from nothing."""
    with transaction() as session:
        change(session, _FORGET, subject=subject)


def forget_old_tries(now: datetime) -> int:
    """Remove tries that no limit looks at any more; give their number."""
    with transaction() as session:
        return change(session, _FORGET_OLD, since=now - _LONGEST_WINDOW)
