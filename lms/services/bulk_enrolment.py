"""Enrolling the people of a list, all of them or none, in a handful of statements however long the list is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    MetaData,
    String,
    Table,
    bindparam,
    literal,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.schema import CreateTable, DropTable

from lms.db import UtcDateTime, transaction
from lms.errors import InvalidInput
from lms.intake.people_fields import (
    LONGEST_ORGANISATION,
    NewPerson,
    normalise_email,
    normalise_name,
    one_line,
    search_text,
)
from lms.intake.people_words import CATEGORIES
from lms.language import LANGUAGES
from lms.models import Enrolment, Person
from lms.rules.permissions import REGIONAL, Role
from lms.services import audit, counters
from lms.services.people import create_person, grant_role
from lms.services.regions import RegionRow, get_region
from lms.services.store import each_of, read, table, wait_for_turn

_PERSON, _ENROLMENT = table(Person), table(Enrolment)
_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_INCOMING = Table(
    "incoming_person",
    MetaData(),
    Column("place", Integer),
    *(
        Column(name, String)
        for name in ("email", "name", "language", "region_id", "category", "organisation", "search")
    ),
    prefixes=["TEMPORARY"],
)
"""The rows of one list, for the length of a transaction."""
_OF_PERSON = (_INCOMING.c.email, _INCOMING.c.name, _INCOMING.c.language)
_OF_ENROLMENT = (_INCOMING.c.region_id, _INCOMING.c.category, _INCOMING.c.organisation, _INCOMING.c.search)
_KNOWN = _INCOMING.join(_PERSON, _PERSON.c.email == _INCOMING.c.email)
_OTHER_NAMES = (
    select(_INCOMING.c.place, _PERSON.c.name, _INCOMING.c.email, _INCOMING.c.organisation)
    .select_from(_KNOWN.outerjoin(_ENROLMENT, _ENROLMENT.c.person_id == _PERSON.c.id))
    # Whoever is enrolled already keeps what they are searched by: other spellings have nothing to do here.
    .where(_PERSON.c.name != _INCOMING.c.name, _ENROLMENT.c.id.is_(None))
)
_SEARCH = update(_INCOMING).where(_INCOMING.c.place == bindparam("at")).values(search=bindparam("found"))
_OUTCOME = (
    select(_INCOMING.c.place, _INCOMING.c.region_id, _ENROLMENT.c.id, _ENROLMENT.c.region_id.label("there"))
    .select_from(_KNOWN.join(_ENROLMENT, _ENROLMENT.c.person_id == _PERSON.c.id))
    .order_by(_INCOMING.c.place)
)
_WHERE = select(_PERSON.c.email, _ENROLMENT.c.region_id).join(_ENROLMENT, _ENROLMENT.c.person_id == _PERSON.c.id)


@dataclass(frozen=True, slots=True)
class Imported:
    """What taking over a list came to."""

    created: tuple[int, ...]
    """Enrolments that are new."""
    enrolled: tuple[int, ...]
    """Enrolments of all trainees of the list in their regions, new or not."""
    granted: int
    """Rows that gave somebody a role."""
    unchanged: int
    elsewhere: tuple[NewPerson, ...]
    """Rows of people who are enrolled in another region already; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What taking over a list would come to."""

    new: int
    unchanged: int
    elsewhere: tuple[NewPerson, ...]


def import_people(
    rows: Iterable[NewPerson], actor_id: int | None, now: datetime, source: str = "list"
) -> Imported:
    """Take over all rows of a list or none. The same list again changes nothing, and nobody is ever removed.

    Who is there already keeps name, language, category and role. Two lists at once wait for each other.
    """
    everybody = list(rows)
    regions = {name: get_region(name) for name in dict.fromkeys(row.region for row in everybody if row.region)}
    trainees = [row for row in everybody if row.role == Role.TRAINEE]
    with transaction() as session:
        wait_for_turn(session, "people.import")
        created, enrolled, elsewhere = _enrol_all(session, trainees, regions, source, now)
        _after_enrolling(session, created, now)
        # Roles last: who got one is enrolled and counted by then, and a role takes them out of the figures.
        granted = [_give_role(row, regions, actor_id, now) for row in everybody if row.role != Role.TRAINEE]
        if created:
            where = next(iter(regions)) if len(regions) == 1 else ""
            audit.record("people.imported", actor_id, "", where, f"created {len(created)}", "", now)
    unchanged = len(trainees) - len(created) - len(elsewhere) + granted.count(False)
    return Imported(tuple(created), tuple(enrolled), granted.count(True), unchanged, tuple(elsewhere))


def foresee(rows: Sequence[NewPerson]) -> Foreseen:
    """Say what taking over a list of trainees would come to. Nothing is written."""
    here = _PERSON.c.email.in_(each_of((row.email for row in rows), String))
    there = {row.email: row.region_id for row in read(_WHERE.where(here))}
    elsewhere = tuple(row for row in rows if there.get(row.email, row.region) != row.region)
    return Foreseen(len(rows) - len(there), len(there) - len(elsewhere), elsewhere)


def _after_enrolling(session: Session, created: Sequence[int], now: datetime) -> None:
    """Do what belongs to every new enrolment; here is the one place for it, in the same transaction."""
    counters.add_enrolments(session, created, now, fresh=True)


def _enrol_all(
    session: Session, rows: Sequence[NewPerson], regions: Mapping[str, RegionRow], source: str, now: datetime
) -> tuple[list[int], list[int], list[NewPerson]]:
    """Write the rows into a table of this transaction and let the database do the rest.

    Gives the new enrolments, all enrolments of the list, and the rows of people who are enrolled elsewhere.
    """
    if not rows:
        return [], [], []
    connection = session.connection()
    insert_into = _INSERT[connection.dialect.name]
    connection.execute(CreateTable(_INCOMING))
    _fill(connection, [_prepare(place, row, regions) for place, row in enumerate(rows)])
    people = select(*_OF_PERSON, literal(now, UtcDateTime), literal(0)).where(_INCOMING.c.place >= 0)
    names = (*(column.name for column in _OF_PERSON), "created_at", "session_version")
    connection.execute(insert_into(_PERSON).from_select(names, people).on_conflict_do_nothing())
    _search_by_name_on_file(connection)
    enrolments = (
        select(_PERSON.c.id, _PERSON.c.language, *_OF_ENROLMENT, literal(source), literal(now, UtcDateTime))
        .select_from(_KNOWN)
        .where(_INCOMING.c.place >= 0)
        .order_by(_INCOMING.c.place)
    )
    names = ("person_id", "language", *(column.name for column in _OF_ENROLMENT), "source", "created_at")
    fresh = insert_into(_ENROLMENT).from_select(names, enrolments).on_conflict_do_nothing()
    created = connection.execute(fresh.returning(_ENROLMENT.c.id)).scalars().all()
    found = connection.execute(_OUTCOME).all()
    connection.execute(DropTable(_INCOMING))
    enrolled = list(dict.fromkeys(row.id for row in found if row.region_id == row.there))
    return sorted(created), enrolled, [rows[row.place] for row in found if row.region_id != row.there]


def _prepare(place: int, row: NewPerson, regions: Mapping[str, RegionRow]) -> tuple[Any, ...]:
    """Check a row and bring it to the form in which it is stored."""
    region = regions.get(row.region) or get_region(row.region)
    language = row.language or region.languages[0]
    if row.category and row.category not in CATEGORIES:
        raise InvalidInput("%(category)s is not one of the kinds of stakeholders.", category=row.category[:80])
    if language not in LANGUAGES:
        raise InvalidInput("%(language)s is not one of the languages of the service.", language=language[:20])
    email, name = normalise_email(row.email), normalise_name(row.name)
    organisation = one_line(row.organisation)[:LONGEST_ORGANISATION]
    search = search_text(name, email, organisation)
    return place, email, name, language, region.id, row.category, organisation, search


def _fill(connection: Connection, values: Sequence[tuple[Any, ...]]) -> None:
    if connection.dialect.name == "postgresql":
        raw: Any = connection.connection.dbapi_connection
        with raw.cursor() as cursor, cursor.copy(f"COPY {_INCOMING.name} FROM STDIN") as copy:
            for line in values:
                copy.write_row(line)
        return
    marks = ", ".join("?" * len(_INCOMING.columns))
    connection.exec_driver_sql(f"INSERT INTO {_INCOMING.name} VALUES ({marks})", list(values))  # noqa: S608


def _search_by_name_on_file(connection: Connection) -> None:
    """Whoever was known by another name is searched by the name on file, which stays."""
    for row in connection.execute(_OTHER_NAMES).all():
        found = search_text(row.name, row.email, row.organisation)
        connection.execute(_SEARCH, {"at": row.place, "found": found})


def _give_role(row: NewPerson, regions: Mapping[str, RegionRow], actor_id: int | None, now: datetime) -> bool:
    role, region = Role(row.role), regions.get(row.region)
    language = row.language or (region.languages[0] if region else "en")
    person = create_person(row.name, row.email, language, now)
    return grant_role(person.id, role, region.id if region and role in REGIONAL else "", actor_id, now)
