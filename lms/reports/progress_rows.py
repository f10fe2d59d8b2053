"""What the progress reports read: the regions, and their counters, in one statement for any number of people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import NamedTuple

from sqlalchemy import Executable, bindparam, case, exists, func, or_, select, union_all

from lms.db import reading
from lms.models import Counted, CountedChange, Enrolment, OutsidePerson, Region
from lms.rules.contribution import WEEKLY, Kind

__all__ = ["CounterRow", "RegionFacts", "list_counters", "list_region_facts"]


@dataclass(frozen=True, slots=True)
class RegionFacts:
    """A region as the reports name it."""

    id: str
    name: str
    zone: str
    target: int


class CounterRow(NamedTuple):
    """How many people of a region stand at one place; `rules.contribution` says what the words mean."""

    region: str
    kind: str
    name: str
    place: int
    excluded: bool
    people: int


def list_region_facts(region: str | None = None) -> tuple[RegionFacts, ...]:
    """List the regions by name: one, or all that take part or have people."""
    rows = reading().execute(_regions(region is None), {} if region is None else {"region": region})
    return tuple(RegionFacts(*row) for row in rows.all())


def list_counters(regions: Sequence[str], first_monday: int, now: datetime) -> tuple[CounterRow, ...]:
    """List the counters of some regions, with the weeks from a Monday on."""
    values = {"regions": list(regions), "first": first_monday, "now": now}
    return tuple(map(CounterRow._make, reading().execute(_counters(), values).all()))


@cache
def _regions(everywhere: bool) -> Executable:
    query = select(Region.id, Region.name, Region.zone, Region.target).order_by(Region.name, Region.id)
    if not everywhere:
        return query.where(Region.id == bindparam("region"))
    people = (
        exists().where(Enrolment.region_id == Region.id),
        exists().where(OutsidePerson.region_id == Region.id),
    )
    return query.where(or_(Region.active, *people))


@cache
def _counters() -> Executable:
    """Counters, and changes not added up yet: one statement, so that no act is seen in half."""
    parts = (
        select(
            table.region_id,
            table.kind,
            table.name,
            table.place,
            case((table.since > bindparam("now"), 1), else_=0).label("excluded"),
            table.people,
        )
        .where(table.region_id.in_(bindparam("regions", expanding=True)))
        .where(or_(table.kind.not_in(WEEKLY), table.place >= bindparam("first")))
        # Of people who are excluded only the number is told.
        .where(or_(table.since <= bindparam("now"), table.kind == Kind.PEOPLE))
        for table in (Counted, CountedChange)
    )
    rows = union_all(*parts).subquery("rows")
    key = (rows.c.region_id, rows.c.kind, rows.c.name, rows.c.place, rows.c.excluded)
    people = func.sum(rows.c.people)
    return select(*key, people).group_by(*key).having(people != 0)
