"""What trainees say about themselves for statistics: they alone see it, change it and take it back."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import bindparam, delete, select, update

from lms.db import transaction
from lms.errors import NotEnrolled
from lms.models import Background
from lms.rules.background import TOPICS, clean
from lms.services.people import Identity
from lms.services.store import change, insert_once, read_first, table

_BACKGROUND = table(Background)
_MINE = _BACKGROUND.c.enrolment_id == bindparam("enrolment")
_FIND = select(_BACKGROUND).where(_MINE)
_REMOVE = delete(_BACKGROUND).where(_MINE)
_CHANGE = update(_BACKGROUND).where(_MINE)


def find_background(enrolment_id: int) -> dict[str, str] | None:
    """Find what somebody said, by topic; None if nothing was ever said."""
    row = read_first(_FIND, enrolment=enrolment_id)
    return {topic.id: getattr(row, topic.id) for topic in TOPICS} if row else None


def say_background(identity: Identity, given: Mapping[str, str], now: datetime) -> None:
    """Keep what somebody says; topics left open are not stated."""
    enrolment = _enrolment(identity)
    values = {topic.id: "" for topic in TOPICS} | clean(given)
    with transaction() as session:
        fresh = insert_once(session, Background, enrolment_id=enrolment, saved_at=now, **values)
        if fresh is None:
            change(session, _CHANGE.values(**values, saved_at=now), enrolment=enrolment)


def take_back_background(identity: Identity) -> None:
    """Remove all that somebody said."""
    with transaction() as session:
        change(session, _REMOVE, enrolment=_enrolment(identity))


def _enrolment(identity: Identity) -> int:
    if identity.enrolment_id is None:
        raise NotEnrolled("You are not enrolled in the course. Your regional coordinator can enrol you.")
    return identity.enrolment_id
