"""Bringing people into the programme: one by one, by a list (`bulk_enrolment`), and by the letter that invites."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, select
from sqlalchemy.orm import Session

from lms.config import Config
from lms.db import transaction
from lms.errors import InvalidInput
from lms.export import letters
from lms.intake.people_fields import LONGEST_ORGANISATION, NewPerson, one_line, search_text
from lms.intake.people_words import CATEGORIES
from lms.models import Enrolment, Message, Person
from lms.services import audit, contacts, counters, outbox, sign_in
from lms.services.bulk_enrolment import Foreseen, Imported, foresee, import_people
from lms.services.people import create_person
from lms.services.regions import RegionRow, get_region
from lms.services.store import each_of, insert_once, read, table

__all__ = ["Enrolled", "Foreseen", "Imported", "NewPerson", "enrol", "foresee", "import_people", "invite"]

_JUST_NOW = timedelta(minutes=10)
"""Pressing "invite" again within this time is a double press."""

_ENROLMENT, _PERSON, _MESSAGE = table(Enrolment), table(Person), table(Message)
_OF_PERSON = select(_ENROLMENT.c.id, _ENROLMENT.c.region_id).where(
    _ENROLMENT.c.person_id == bindparam("person_id")
)


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What enrolling one person came to."""

    enrolment_id: int
    person_id: int
    created: bool
    region: str
    """Region of the enrolment, which is another one if the person was enrolled there before."""


def enrol(person: NewPerson, source: str, actor_id: int | None, now: datetime) -> Enrolled:
    """Enrol one person; who is enrolled already stays as they are. Raises `InvalidInput`, `NotFound` (region)."""
    with transaction() as session:
        enrolled = _enrol(session, person, get_region(person.region), source, now)
        if enrolled.created:
            counters.add_enrolments(session, [enrolled.enrolment_id], now, fresh=True)
            subject = f"person:{enrolled.person_id}"
            audit.record("person.enrolled", actor_id, subject, person.region, source, "", now)
    return enrolled


def invite(enrolment_ids: Sequence[int], config: Config, now: datetime) -> int:
    """Write letters to trainees who have none yet; give the number of letters.

    A letter that is still on its way, or that was written a moment ago, is not written twice.
    """
    count = 0
    helpers: dict[str, letters.Helper] = {}
    with transaction() as session:
        # The lock comes first and alone: the next statement then sees what a second press has written.
        mine = _ENROLMENT.c.id.in_(each_of(enrolment_ids))
        read(select(_ENROLMENT.c.id).where(mine).order_by(_ENROLMENT.c.id).with_for_update())
        for row in read(_to_invite(mine, now)).all():
            if row.region_id not in helpers:
                helpers[row.region_id] = contacts.helper_in(row.region_id, config, now)
            _write_invitation(session, row, helpers[row.region_id], config, now)
            count += 1
    return count


def _enrol(session: Session, row: NewPerson, region: RegionRow, source: str, now: datetime) -> Enrolled:
    if row.category and row.category not in CATEGORIES:
        raise InvalidInput("%(category)s is not one of the kinds of stakeholders.", category=row.category[:80])
    person = create_person(row.name, row.email, row.language or region.languages[0], now)
    organisation = one_line(row.organisation)[:LONGEST_ORGANISATION]
    enrolment_id = insert_once(
        session,
        Enrolment,
        person_id=person.id,
        region_id=region.id,
        category=row.category,
        organisation=organisation,
        search=search_text(person.name, person.email, organisation),
        language=person.language,
        source=source,
        created_at=now,
    )
    if enrolment_id:
        return Enrolled(enrolment_id, person.id, True, region.id)
    there = read(_OF_PERSON, person_id=person.id).one()
    return Enrolled(there.id, person.id, False, there.region_id)


def _to_invite(chosen: ColumnElement[bool], now: datetime) -> Select[Any]:
    mine = (_MESSAGE.c.person_id == _PERSON.c.id) & (_MESSAGE.c.kind == outbox.INVITATION)
    on_its_way = mine & _MESSAGE.c.sent_at.is_(None) & _MESSAGE.c.failed_at.is_(None)
    just_written = mine & (_MESSAGE.c.created_at > now - _JUST_NOW)
    return (
        select(_PERSON, _ENROLMENT.c.region_id)
        .join(_ENROLMENT, _ENROLMENT.c.person_id == _PERSON.c.id)
        .where(chosen, _PERSON.c.deactivated_at.is_(None), _ENROLMENT.c.invited_at.is_(None))
        .where(~select(_MESSAGE.c.id).where(on_its_way | just_written).exists())
        .order_by(_ENROLMENT.c.id)
    )


def _write_invitation(
    session: Session, row: Row[Any], helper: letters.Helper, config: Config, now: datetime
) -> None:
    link = sign_in.make_link_for(session, row.id, outbox.INVITATION, config, now)
    way = sign_in.sign_in_way(link, config)
    region = get_region(row.region_id)
    letter = letters.invitation(
        letters.letter_words(row.language), row.name, region.name, way, helper, config.funding
    )
    cause = outbox.Cause(region.id)
    outbox.write_letter(session, letter, outbox.INVITATION, row, now, sign_in.LIFE, cause)
