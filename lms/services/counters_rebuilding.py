"""Counting the counters anew: after bulk work, when they are empty, and once a day to see that they are right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, delete, exists, func, insert, literal, or_, select, union_all, update
from sqlalchemy.orm import Session

from lms.db import transaction
from lms.models import AuditLine, Enrolment, OutsidePerson, Region
from lms.rules.contribution import ALWAYS, WEEKLY, begin_of, list_mondays
from lms.services import audit
from lms.services import counters_rows as rows
from lms.services.counters_adding import CHANGE, COUNTED, fold, is_postgres, wait_to_replace
from lms.services.counters_rows import COLUMNS, Weeks
from lms.services.store import read, read_first, table

_WEEKS = 14
"""Twelve weeks are shown; one more on each side, because clocks and zones differ."""
_CHECKED = "counters.checked"
_ONCE = timedelta(hours=20)

_ENROLMENT, _REGION, _AUDIT, _OUTSIDE = table(Enrolment), table(Region), table(AuditLine), table(OutsidePerson)


@dataclass(frozen=True, slots=True)
class Difference:
    """A counter that was wrong."""

    region: str
    kind: str
    name: str
    place: int
    kept: int
    counted: int


def list_weeks(session: Session, regions: Sequence[str], now: datetime) -> list[Weeks]:
    """Group regions whose weeks begin at the same moments."""
    found: dict[tuple[datetime, ...], tuple[str, list[str], tuple[int, ...]]] = {}
    for row in session.execute(select(_REGION.c.id, _REGION.c.zone).where(_REGION.c.id.in_(regions))):
        mondays = list_mondays(now + timedelta(weeks=1), row.zone, _WEEKS)
        # Compared in UTC: the same local time in two zones is not the same moment.
        moments = tuple(begin_of(monday, row.zone).astimezone(ALWAYS.tzinfo) for monday in mondays)
        found.setdefault(moments, (row.zone, [], mondays))[1].append(row.id)
    return [Weeks(zone, tuple(names), mondays) for zone, names, mondays in found.values()]


def rebuild(session: Session, regions: Sequence[str], now: datetime) -> None:
    """Count some regions anew. Acts that are under way at the same time are neither lost nor counted twice.

    Weeks that no report shows any more are forgotten.
    """
    if not regions:
        return
    wait_to_replace(session)
    _refresh_excluded(session, regions)
    session.execute(delete(COUNTED).where(COUNTED.c.region_id.in_(regions)))
    counted = union_all(*rows.of_regions(regions, list_weeks(session, regions, now)))
    statement = insert(COUNTED).from_select(COLUMNS, counted)
    if is_postgres(session):
        # One statement sees one moment: the changes that it removes are those of the acts that it counts.
        gone = delete(CHANGE).where(CHANGE.c.region_id.in_(regions)).returning(CHANGE.c.id)
        statement = statement.add_cte(gone.cte("gone"))
    session.execute(statement)


def rebuild_all(now: datetime) -> None:
    """Count all regions anew."""
    with transaction() as session:
        rebuild(session, _list_regions(), now)


def repair(now: datetime) -> tuple[Difference, ...]:
    """Compare all counters with the people, count anew the regions where they differ, and say what differed."""
    with transaction() as session:
        regions = _list_regions()
        wait_to_replace(session)
        fold(session)
        _refresh_excluded(session, regions)
        found = _compare(session, regions, now) if regions else ()
        wrong = sorted({difference.region for difference in found})
        rebuild(session, wrong, now)
        if found:
            audit.record("counters.repaired", None, "", "", f"{len(found)} in {', '.join(wrong)}", "", now)
    return found


def fill_if_empty(now: datetime) -> bool:
    """Count all regions if there are people but no counters yet; say whether that was so."""
    people = or_(exists(select(_ENROLMENT.c.id)), exists(select(_OUTSIDE.c.id)))
    counted = or_(exists(select(COUNTED.c.kind)), exists(select(CHANGE.c.id)))
    if read_first(select(literal(1)).where(people, ~counted)) is None:
        return False
    rebuild_all(now)
    return True


def repair_daily(now: datetime) -> tuple[Difference, ...]:
    """Do `repair` once a day at most; else only add up what acts have left."""
    checked = select(_AUDIT.c.id).where(
        _AUDIT.c.region_id == "", _AUDIT.c.at > now - _ONCE, _AUDIT.c.action == _CHECKED
    )
    with transaction() as session:
        if read_first(checked.limit(1)) is not None:
            fold(session)
            return ()
        audit.record(_CHECKED, None, "", "", "", "", now)
        return repair(now)


def _list_regions() -> list[str]:
    return list(read(select(_REGION.c.id).order_by(_REGION.c.id)).scalars())


def _refresh_excluded(session: Session, regions: Sequence[str]) -> None:
    here = _ENROLMENT.c.region_id.in_(regions)
    until = rows.excluded_until()
    wrong = _ENROLMENT.c.excluded_until.is_distinct_from(until)
    for whom in (rows.has_reason_to_be_excluded(), _ENROLMENT.c.excluded_until.is_not(None)):
        session.execute(update(_ENROLMENT).where(here, whom, wrong).values(excluded_until=until))


def _compare(session: Session, regions: Sequence[str], now: datetime) -> tuple[Difference, ...]:
    """Find counters that differ from a new count, in one statement, so that both sides see the same moment."""
    weeks = list_weeks(session, regions, now)
    shown = or_(
        COUNTED.c.kind.not_in(WEEKLY), COUNTED.c.place >= min((group.mondays[0] for group in weeks), default=0)
    )
    fresh = union_all(*rows.of_regions(regions, weeks)).subquery("fresh")
    zero = literal(0)
    sides = union_all(
        _side(COUNTED.c, COUNTED.c.people, zero).where(COUNTED.c.region_id.in_(regions), shown),
        _side(CHANGE.c, CHANGE.c.people, zero).where(CHANGE.c.region_id.in_(regions)),
        _side(fresh.c, zero, fresh.c.people),
    ).subquery("sides")
    key = [sides.c[name] for name in COLUMNS[:-1]]
    kept, counted = func.sum(sides.c.kept), func.sum(sides.c.counted)
    query = select(*key, kept, counted).group_by(*key).having(kept != counted).order_by(*key)
    return tuple(Difference(*row[:4], *row[5:]) for row in session.execute(query))


def _side(columns: Any, kept: Any, counted: Any) -> Select[Any]:
    return select(*(columns[name] for name in COLUMNS[:-1]), kept.label("kept"), counted.label("counted"))
