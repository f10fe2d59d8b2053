"""What is known from elsewhere, read for many people at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import String, or_, select

from lms.models import Enrolment, OutsidePerson, OutsideResult, Person, RoleGrant
from lms.rules.permissions import Role
from lms.rules.sources import Said, Source, State
from lms.services.store import each_of, read, table

PERSON, ENROLMENT, GRANT = table(Person), table(Enrolment), table(RoleGrant)
OUTSIDE, RESULT = table(OutsidePerson), table(OutsideResult)
_STAFF = (Role.TRAINER, Role.COORDINATOR, Role.PROGRAMME, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who has an account here."""

    person_id: int
    name: str
    enrolment_id: int | None
    region: str
    is_staff: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One row of results."""

    course: str
    source: Source
    origin: str
    said: Said
    imports: tuple[int | None, ...]
    """The imports without which it would not stand here: its own, and the one that joined its person by hand."""


def find_known(emails: Iterable[str], now: datetime) -> dict[str, Known]:
    """Find who has an account here, by address."""
    valid = or_(GRANT.c.until.is_(None), GRANT.c.until > now)
    staff = select(GRANT.c.id).where(GRANT.c.person_id == PERSON.c.id, GRANT.c.role.in_(_STAFF), valid).exists()
    query = select(
        PERSON.c.email, PERSON.c.id, PERSON.c.name, ENROLMENT.c.id, ENROLMENT.c.region_id, staff
    ).select_from(PERSON.outerjoin(ENROLMENT, ENROLMENT.c.person_id == PERSON.c.id))
    return {
        row[0]: Known(row[1], row[2], row[3], row[4] or "", bool(row[5]))
        for row in read(query.where(PERSON.c.email.in_(each_of(emails, String))))
    }


def hold_enrolments(ids: Iterable[int]) -> dict[int, str]:
    """Lock enrolments until the transaction ends; give their regions.

    Before anything else of a person is written: whoever enrols and whoever hands in a file then wait in one order.
    """
    mine = ENROLMENT.c.id.in_(each_of(ids))
    locked = select(ENROLMENT.c.id, ENROLMENT.c.region_id).where(mine).order_by(ENROLMENT.c.id).with_for_update()
    return {row.id: row.region_id for row in read(locked)}


def find_outside(keys: Iterable[str]) -> dict[str, Any]:
    """Find people known from elsewhere, by key."""
    return {
        row.person_key: row for row in read(select(OUTSIDE).where(OUTSIDE.c.person_key.in_(each_of(keys, String))))
    }


def list_results(outside_ids: Iterable[int]) -> dict[int, list[Row]]:
    """List all results of people known from elsewhere, by person."""
    found: dict[int, list[Row]] = {}
    for row in read(select(RESULT).where(RESULT.c.outside_person_id.in_(each_of(outside_ids)))):
        found.setdefault(row.outside_person_id, []).append(_row(row))
    return found


def list_results_of_enrolments(enrolment_ids: Iterable[int]) -> dict[int, list[Row]]:
    """List all results from elsewhere, by enrolment."""
    query = select(RESULT, OUTSIDE.c.enrolment_id, OUTSIDE.c.joined_in).join(
        OUTSIDE, OUTSIDE.c.id == RESULT.c.outside_person_id
    )
    found: dict[int, list[Row]] = {}
    for row in read(query.where(OUTSIDE.c.enrolment_id.in_(each_of(enrolment_ids)))):
        found.setdefault(row.enrolment_id, []).append(_row(row, row.joined_in))
    return found


def moment_of(on: date | None, told_at: datetime) -> datetime:
    """Give the moment for which a day stands: its noon, or when we were told if there is no day or it is today."""
    return min(datetime.combine(on, time(12), UTC), told_at) if on else told_at


def _row(row: Any, joined_in: int | None = None) -> Row:
    source = Source(row.source)
    said = Said(source, State(row.state), moment_of(row.happened_on, row.updated_at))
    return Row(row.course_id, source, row.origin, said, (row.import_id, joined_in))
