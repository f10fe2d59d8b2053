"""Wanting no reminders: one press, without signing in, and one press to have them again."""

from datetime import datetime

from sqlalchemy import bindparam, delete, select

from lms.config import Config
from lms.db import transaction
from lms.errors import NotFound
from lms.language import N_
from lms.models import LetterStop, Person
from lms.services import audit
from lms.services.stop_links import read_stop_token
from lms.services.store import change, insert_once, read_first, table

_PERSON, _STOP = table(Person), table(LetterStop)
_FIND = (
    select(_PERSON.c.email, _STOP.c.id.label("stop_id"))
    .select_from(_PERSON.outerjoin(_STOP, _STOP.c.person_id == _PERSON.c.id))
    .where(_PERSON.c.id == bindparam("person"))
)
_START = delete(_STOP).where(_STOP.c.person_id == bindparam("person"))
_UNKNOWN = N_("This link is not complete. Copy the whole line of the letter.")


def find_stop(token: str, config: Config) -> tuple[str, bool]:
    """Give the address for which a link was made, mostly hidden, and whether its letters are stopped.

    Asking changes nothing. Raises `NotFound` for a link that is not ours.
    """
    row = read_first(_FIND, person=_get_person(token, config))
    if row is None:
        raise NotFound(_UNKNOWN)
    user, _, domain = row.email.partition("@")
    return f"{user[:1]}…@{domain}", row.stop_id is not None


def stop_letters(token: str, origin: str, config: Config, now: datetime) -> None:
    """Send no reminders any more to the person of a link; once more changes nothing."""
    person_id = _get_person(token, config)
    with transaction() as session:
        if read_first(_FIND, person=person_id) is None:
            raise NotFound(_UNKNOWN)
        if insert_once(session, LetterStop, person_id=person_id, stopped_at=now):
            audit.record("letters.stopped", person_id, f"person:{person_id}", "", "", origin, now)


def start_letters(token: str, origin: str, config: Config, now: datetime) -> None:
    """Send reminders again to the person of a link."""
    person_id = _get_person(token, config)
    with transaction() as session:
        if change(session, _START, person=person_id):
            audit.record("letters.started", person_id, f"person:{person_id}", "", "", origin, now)


def _get_person(token: str, config: Config) -> int:
    person_id = read_stop_token(token, config)
    if person_id is None:
        raise NotFound(_UNKNOWN)
    return person_id
