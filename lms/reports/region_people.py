"""The people of a region with where they stand: page by page, no scores, no answers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, func, select

from lms.content.model import Course
from lms.db import reading
from lms.models import CourseRecord, Enrolment, Person
from lms.reports.people_query import count_if, find_conditions, find_ids, is_open, nudge_conditions
from lms.rules.people_filter import DAYS, Nudge, PeopleFilter
from lms.rules.people_state import CourseSteps, Standing, Steps, find_standing

ON_A_PAGE = 50
_MOST_VIEWS = 16
_views: dict[tuple[tuple[str, int, bool], ...], Select[Any]] = {}
_NOT_YET = (Enrolment.invited_at.is_(None), Enrolment.opened_at.is_(None), Enrolment.completed_at.is_(None))


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One enrolled person as the coordinator's list shows them."""

    enrolment_id: int
    person_id: int
    name: str
    email: str
    language: str
    organisation: str
    category: str
    standing: Standing
    last_active_at: datetime | None
    steps: Steps
    counted: bool
    """False for staff and closed accounts, which no figure counts."""
    active: bool
    """False for closed accounts."""


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """One page of the list."""

    rows: tuple[PersonRow, ...]
    total: int
    """How many people the filter means, on all pages."""
    wanted: PeopleFilter
    """As it was asked for; a page behind the last one has become the last one."""

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // ON_A_PAGE))


@dataclass(frozen=True, slots=True)
class ViewCounts:
    """How many people the views have that everybody sees."""

    everybody: int
    """Without those who have left."""
    nudge: int
    exam: int
    uninvited: int
    closed: int
    """Have left, or their account is closed for another reason."""


def find_enrolments(
    region: str, wanted: PeopleFilter, courses: Sequence[Course], now: datetime
) -> tuple[int, ...]:
    """Give the enrolments of a region that a filter means, on all its pages, in its order."""
    query = find_ids(region, find_conditions(region, wanted, courses, now), wanted)
    return tuple(reading().execute(query).scalars())


def keep_in_region(region: str, enrolment_ids: Iterable[int]) -> tuple[int, ...]:
    """Give those of some enrolments that belong to a region, each once, in order of names."""
    chosen = (Enrolment.region_id == region, Enrolment.id.in_(set(enrolment_ids)))
    return tuple(reading().execute(find_ids(region, chosen, PeopleFilter())).scalars())


def read_page(region: str, wanted: PeopleFilter, courses: Sequence[Course], now: datetime) -> PeoplePage:
    """Read one page of the list: four statements, however many people there are."""
    conditions = find_conditions(region, wanted, courses, now)
    total = reading().execute(select(func.count()).select_from(Enrolment).where(*conditions)).scalar_one()
    number = min(wanted.page, max(1, -(-total // ON_A_PAGE)))
    # The ids first: only the people of this page are then looked up.
    ids = find_ids(region, conditions, wanted).limit(ON_A_PAGE).offset((number - 1) * ON_A_PAGE)
    rows = list_people(region, tuple(reading().execute(ids).scalars()) if total else (), courses, now)
    return PeoplePage(rows, total, replace(wanted, page=number))


def list_people(
    region: str, enrolment_ids: Sequence[int], courses: Sequence[Course], now: datetime
) -> tuple[PersonRow, ...]:
    """List people of a region by their enrolments, in that order; those of other regions are left out."""
    if not enrolment_ids:
        return ()
    found = {row.id: row for row in reading().execute(_people(enrolment_ids)) if row.region_id == region}
    places = _list_places(list(found))
    return tuple(
        _person(found[each], places.get(each, {}), courses, now) for each in enrolment_ids if each in found
    )


def find_person(region: str, enrolment_id: int, courses: Sequence[Course], now: datetime) -> PersonRow | None:
    """Find one person of a region."""
    return next(iter(list_people(region, (enrolment_id,), courses, now)), None)


def count_views(region: str, courses: Sequence[Course], now: datetime, days: int = DAYS) -> ViewCounts:
    """Count the views that everybody sees, in one pass over the people of a region."""
    values = {"region": region, "now": now, "before": now - timedelta(days=days)}
    people, nudge, exam, uninvited, closed = reading().execute(_find_views(courses), values).one()
    return ViewCounts(people - closed, nudge, exam, uninvited, closed)


def list_uninvited(region: str) -> list[int]:
    """List the enrolments of a region that no invitation has reached and that have not been used."""
    query = select(Enrolment.id).where(Enrolment.region_id == region, *_NOT_YET, is_open(region))
    return list(reading().execute(query.order_by(Enrolment.id)).scalars())


def _find_views(courses: Sequence[Course]) -> Select[Any]:
    """Give the statement of the views; it is built once for these courses, which takes longer than to run it."""
    shape = tuple((course.id, len(course.lessons), course.exam is None) for course in courses)
    query = _views.get(shape)
    if query is None:
        if len(_views) >= _MOST_VIEWS:
            _views.clear()
        query = _views[shape] = select(
            func.count(),
            count_if(nudge_conditions(Nudge.ANY, courses)),
            count_if(nudge_conditions(Nudge.WAITING_FOR_EXAM, courses)),
            count_if(and_(*_NOT_YET, is_open(bindparam("region")))),
            count_if(~is_open(bindparam("region"))),
        ).where(Enrolment.region_id == bindparam("region"))
    return query


def _people(enrolment_ids: Sequence[int]) -> Select[Any]:
    return (
        select(
            Enrolment.id,
            Enrolment.person_id,
            Enrolment.region_id,
            Person.name,
            Person.email,
            Person.language,
            Person.deactivated_at,
            Enrolment.organisation,
            Enrolment.category,
            Enrolment.invited_at,
            Enrolment.opened_at,
            Enrolment.started_at,
            Enrolment.completed_at,
            Enrolment.last_active_at,
            Enrolment.excluded_until,
        )
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.id.in_(enrolment_ids))
    )


def _list_places(enrolment_ids: Sequence[int]) -> dict[int, dict[str, CourseSteps]]:
    """Give for each enrolment: course id -> where it stands there."""
    columns = (
        CourseRecord.enrolment_id,
        CourseRecord.course_id,
        CourseRecord.lessons_done,
        CourseRecord.reached,
        CourseRecord.started_at.is_not(None),
        CourseRecord.passed_at.is_not(None),
        CourseRecord.completed_at.is_not(None),
        CourseRecord.completed_by,
    )
    found: dict[int, dict[str, CourseSteps]] = {}
    rows = reading().execute(select(*columns).where(CourseRecord.enrolment_id.in_(enrolment_ids)))
    for enrolment, course, *steps in rows:
        found.setdefault(enrolment, {})[course] = CourseSteps(*steps)
    return found


def _person(
    row: Row[Any], places: Mapping[str, CourseSteps], courses: Sequence[Course], now: datetime
) -> PersonRow:
    steps = Steps(row.invited_at, row.opened_at, row.started_at, row.completed_at, row.deactivated_at)
    return PersonRow(
        enrolment_id=row.id,
        person_id=row.person_id,
        name=row.name,
        email=row.email,
        language=row.language,
        organisation=row.organisation,
        category=row.category,
        standing=find_standing(steps, places, courses),
        last_active_at=row.last_active_at,
        steps=steps,
        counted=row.excluded_until is None or row.excluded_until <= now,
        active=row.deactivated_at is None,
    )
