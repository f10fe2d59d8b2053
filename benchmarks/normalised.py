"""Counting people from their own rows, as any usual report does: the other side of the counters.

Tests hold the counters against it; it shares nothing with them but the keys of the counts.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Executable,
    Select,
    bindparam,
    case,
    distinct,
    func,
    literal,
    literal_column,
    or_,
    select,
    union_all,
)

from lms.db import reading
from lms.intake.people_words import CATEGORIES
from lms.models import Attempt, CourseRecord, Enrolment, LessonRecord, Person, RoleGrant
from lms.reports.tallies import (
    COMPLETED,
    INVITED,
    OPENED,
    STARTED,
    WEEK_KINDS,
    WEEKS,
    Outline,
    Tally,
    category_key,
    list_steps,
    week_bounds,
    week_key,
)
from lms.rules.permissions import Role

STAFF = tuple(role.value for role in (Role.TRAINER, Role.COORDINATOR, Role.PROGRAMME, Role.ADMINISTRATOR))
"""Who holds one of these roles now is not counted as a trainee."""


@dataclass(frozen=True, slots=True)
class PeopleRow:
    """How many people of one region and category came how far; each number counts this step or a later one."""

    region: str
    category: str
    excluded: bool
    invited: int
    opened: int
    started: int
    completed: int
    enrolled: int


@dataclass(frozen=True, slots=True)
class CourseRow:
    """How many people of a region stand at the same place of one course."""

    region: str
    course: str
    reached: int
    """Number of the furthest lesson done."""
    best_score: int | None
    completed: bool
    people: int


@dataclass(frozen=True, slots=True)
class WeekRow:
    """How many people of a region did something in one week; `kind` is active, started or completed."""

    region: str
    kind: str
    week: int
    """Position in the list of weeks, from 0."""
    people: int


def count(region: str, zone: str, outlines: Sequence[Outline], now: datetime) -> Tally:
    """Count one region."""
    return count_all([(region, zone)], outlines, now)[region]


def count_all(regions: Sequence[tuple[str, str]], outlines: Sequence[Outline], now: datetime) -> dict[str, Tally]:
    """Count several regions, given with their zones; those whose weeks begin at the same moments together."""
    names = [name for name, _ in regions]
    groups: dict[tuple[float, ...], tuple[tuple[datetime, ...], list[str]]] = {}
    for name, zone in regions:
        bounds = week_bounds(now, zone)
        groups.setdefault(tuple(bound.timestamp() for bound in bounds), (bounds, []))[1].append(name)
    people, places = list_people_rows(names, now), list_course_rows(names, now)
    weeks = [row for bounds, part in groups.values() for row in list_week_rows(part, bounds, now)]
    return {
        name: summarise(
            [row for row in people if row.region == name],
            [row for row in places if row.region == name],
            [row for row in weeks if row.region == name],
            outlines,
        )
        for name in names
    }


def summarise(
    people: Iterable[PeopleRow],
    courses: Iterable[CourseRow],
    weeks: Iterable[WeekRow],
    outlines: Sequence[Outline],
) -> Tally:
    """Add up the rows of one region; every count that could be asked for is there, at least as zero."""
    tally = Tally(dict.fromkeys(list_steps(outlines), 0), {course.id: Counter() for course in outlines})
    counts = tally.counts
    for category in ("", *CATEGORIES):
        counts |= {category_key(category, INVITED): 0, category_key(category, COMPLETED): 0}
    counts |= {week_key(week, kind): 0 for week in range(WEEKS) for kind in WEEK_KINDS}
    for row in people:
        _add_people(tally, row)
    known = {course.id: course for course in outlines}
    for place in courses:
        if place.course in known:
            _add_course(tally, known[place.course], place)
    for event in weeks:
        counts[week_key(event.week, event.kind)] += event.people
    return tally


def _add_people(tally: Tally, row: PeopleRow) -> None:
    if row.excluded:
        tally.excluded += row.enrolled
        return
    category = row.category if not row.category or row.category in CATEGORIES else "other"
    for key, number in ((INVITED, row.invited), (COMPLETED, row.completed)):
        tally.counts[key] += number
        tally.counts[category_key(category, key)] += number
    tally.counts[OPENED] += row.opened
    tally.counts[STARTED] += row.started


def _add_course(tally: Tally, course: Outline, row: CourseRow) -> None:
    counts = tally.counts
    counts[course.started] += row.people
    reached = course.lessons if row.completed or row.best_score is not None else min(row.reached, course.lessons)
    for number in range(1, reached + 1):
        counts[course.lesson(number)] += row.people
    if row.completed or row.best_score is not None:
        counts[course.exam] += row.people
    if row.completed:
        counts[course.completed] += row.people
    if row.best_score is not None:
        tally.scores[course.id][row.best_score] += row.people


def list_people_rows(regions: Sequence[str], now: datetime) -> tuple[PeopleRow, ...]:
    """Count people by region, category and whether they are excluded."""
    rows = _read(_people_query(), regions, now)
    return tuple(PeopleRow(row[0], row[1], bool(row[2]), *row[3:]) for row in rows)


def list_course_rows(regions: Sequence[str], now: datetime) -> tuple[CourseRow, ...]:
    """Count people by region and their place in each course."""
    rows = _read(_course_query(), regions, now)
    return tuple(CourseRow(*row[:4], bool(row[4]), row[5]) for row in rows)


def list_week_rows(regions: Sequence[str], bounds: Sequence[datetime], now: datetime) -> tuple[WeekRow, ...]:
    """Count people per region and week; week n lies between `bounds[n]` and `bounds[n + 1]`."""
    values = {f"bound{position}": bound for position, bound in enumerate(bounds)}
    return tuple(
        WeekRow(row[0], kind, row[1], row[2])
        for kind, statement in _week_queries(len(bounds) - 1)
        for row in _read(statement, regions, now, **values)
    )


def _read(
    statement: Executable, regions: Sequence[str], now: datetime, **values: object
) -> Iterable[Sequence[Any]]:
    wanted = {"now": now, "regions": list(regions), **values}
    return reading().execute(statement, wanted).all()


# The statements are built once: building costs more than running them.


def _excluded_people() -> Any:
    """Staff and deactivated people."""
    staff = select(RoleGrant.person_id).where(
        RoleGrant.role.in_(STAFF), or_(RoleGrant.until.is_(None), RoleGrant.until > bindparam("now"))
    )
    return union_all(staff, select(Person.id).where(Person.deactivated_at.is_not(None)))


def _of_regions(column: Any) -> ColumnElement[bool]:
    return column.in_(bindparam("regions", expanding=True))


def _counted() -> Select[Any]:
    """Ids of the enrolments that count."""
    return select(Enrolment.id).where(
        _of_regions(Enrolment.region_id), Enrolment.person_id.not_in(_excluded_people())
    )


@cache
def _people_query() -> Executable:
    steps = (Enrolment.invited_at, Enrolment.opened_at, Enrolment.started_at, Enrolment.completed_at)
    excluded = case((Enrolment.person_id.in_(_excluded_people()), 1), else_=0).label("excluded")
    return (
        select(
            Enrolment.region_id,
            Enrolment.category,
            excluded,
            func.count(func.coalesce(*steps)),
            func.count(func.coalesce(*steps[1:])),
            func.count(func.coalesce(*steps[2:])),
            func.count(Enrolment.completed_at),
            func.count(),
        )
        .where(_of_regions(Enrolment.region_id))
        .group_by(Enrolment.region_id, Enrolment.category, literal_column("excluded"))
    )


@cache
def _course_query() -> Executable:
    completed = case((CourseRecord.completed_at.is_not(None), 1), else_=0).label("completed")
    place = (CourseRecord.region_id, CourseRecord.course_id, CourseRecord.reached, CourseRecord.best_score)
    return (
        select(*place, completed, func.count())
        .where(_of_regions(CourseRecord.region_id), CourseRecord.started_at.is_not(None))
        .where(CourseRecord.enrolment_id.in_(_counted()))
        .group_by(*place, literal_column("completed"))
    )


@cache
def _week_queries(count: int) -> tuple[tuple[str, Executable], ...]:
    person, region = Enrolment.id, Enrolment.region_id
    quizzes = select(person.label("enrolment"), region.label("region"), Attempt.submitted_at.label("at")).join(
        Attempt, Attempt.enrolment_id == person
    )
    of_course = select(person, region, CourseRecord.completed_at).join(
        CourseRecord, CourseRecord.enrolment_id == person
    )
    lessons = (
        select(person, region, LessonRecord.done_at)
        .join(CourseRecord, CourseRecord.enrolment_id == person)
        .join(LessonRecord, LessonRecord.course_record_id == CourseRecord.id)
        # A lesson that its quiz finished is counted by that attempt already.
        .where(LessonRecord.done_at.is_distinct_from(LessonRecord.quiz_at))
    )
    begun = select(person, region, Enrolment.started_at)
    parts = [part.where(person.in_(_counted())) for part in (quizzes, of_course, lessons, begun)]
    events = union_all(*parts).subquery("happened")
    people = func.count(distinct(events.c.enrolment))
    return (
        ("active", _by_week(events.c.region, events.c.at, people, count)),
        ("started", _by_week(region, Enrolment.started_at, func.count(), count, person.in_(_counted()))),
        ("completed", _by_week(region, Enrolment.completed_at, func.count(), count, person.in_(_counted()))),
    )


def _by_week(
    region: Any, at: Any, counting: ColumnElement[int], count: int, *conditions: ColumnElement[bool]
) -> Executable:
    # Weeks begin at local midnight, so their bounds come as parameters and no database has to know the zone.
    bounds = [bindparam(f"bound{position}", type_=Enrolment.started_at.type) for position in range(count + 1)]
    week = _which_week(at, bounds, 0, count).label("week")
    inside = (at >= bounds[0], at < bounds[count])
    return select(region, week, counting).where(*inside, *conditions).group_by(region, literal_column("week"))


def _which_week(at: Any, bounds: list[BindParameter[Any]], first: int, end: int) -> ColumnElement[int]:
    """Halve the weeks until one is left: a plain list of cases would compare each time up to twelve times."""
    if end - first == 1:
        return literal(first)
    middle = (first + end) // 2
    return case(
        (at < bounds[middle], _which_week(at, bounds, first, middle)),
        else_=_which_week(at, bounds, middle, end),
    )
