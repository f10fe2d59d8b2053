"""People of a region who may be one and the same, and those who were joined."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from lms.content.model import Course
from lms.db import reading
from lms.models import Enrolment, Person, PersonPair
from lms.reports.people_query import is_open
from lms.reports.region_people import PersonRow, list_people
from lms.rules.duplicates import Candidate, Why, find_pairs

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two people who look like one."""

    first: PersonRow
    second: PersonRow
    why: Why


@dataclass(frozen=True, slots=True)
class Joined:
    """Two people who were joined into one."""

    pair_id: int
    kept: str
    removed: str
    removed_email: str
    at: datetime
    undoable: bool
    waits: bool = False
    """Whether a later joining of one of them has to be undone first."""


def list_likenesses(region: str, courses: Sequence[Course], now: datetime) -> tuple[tuple[Likeness, ...], int]:
    """List who looks like whom, without those whom somebody looked at already; and how many there are in all."""
    rows = reading().execute(
        select(Enrolment.id, Person.name, Person.email, Enrolment.organisation)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.region_id == region, is_open(region))
        .order_by(Enrolment.id)
    )
    different = _list_different(region)
    pairs = [
        pair for pair in find_pairs(Candidate(*row) for row in rows) if (pair.first, pair.second) not in different
    ]
    shown = pairs[:MOST_SHOWN]
    ids = sorted({one for pair in shown for one in (pair.first, pair.second)})
    people = {row.enrolment_id: row for row in list_people(region, ids, courses, now)}
    return tuple(Likeness(people[pair.first], people[pair.second], pair.why) for pair in shown), len(pairs)


def list_joined(region: str) -> tuple[Joined, ...]:
    """List the pairs of a region that are joined, the newest first."""
    kept, removed = (select(Enrolment.id, Person.name, Person.email).join(Person).subquery() for _ in range(2))
    query = (
        select(PersonPair, kept.c.name, removed.c.name, removed.c.email)
        .join(kept, kept.c.id == PersonPair.kept_id)
        .join(removed, removed.c.id == PersonPair.removed_id)
        .where(PersonPair.region_id == region, PersonPair.decision == "joined")
        .order_by(PersonPair.id.desc())
        .limit(MOST_SHOWN)
    )
    joined_since: set[int] = set()
    found = []
    for row in reading().execute(query):
        both = {row.kept_id, row.removed_id}
        waits = row.undo is not None and not both.isdisjoint(joined_since)
        found.append(Joined(row.id, *row[-3:], row.at, row.undo is not None and not waits, waits))
        joined_since |= both
    return tuple(found)


def _list_different(region: str) -> set[tuple[int, int]]:
    query = select(PersonPair.kept_id, PersonPair.removed_id).where(
        PersonPair.region_id == region, PersonPair.decision == "different"
    )
    return {(min(row), max(row)) for row in reading().execute(query)}
