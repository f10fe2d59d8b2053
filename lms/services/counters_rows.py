"""The rows that counters add up, as grouped statements: of whole regions, or of some enrolments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    and_,
    case,
    distinct,
    func,
    literal,
    literal_column,
    or_,
    select,
    union_all,
)

from lms.models import (
    COMPLETION,
    Attempt,
    Certificate,
    CourseRecord,
    Enrolment,
    LessonRecord,
    OutsidePerson,
    OutsideResult,
    Person,
    RoleGrant,
)
from lms.rules.contribution import ALWAYS, DONE, EXAM, NEVER, STAFF, Kind, Step, begin_of
from lms.services.store import table

COLUMNS = ("region_id", "kind", "name", "place", "since", "people")
_PERSON, _GRANT = table(Person), table(RoleGrant)
_ENROLMENT, _RECORD = table(Enrolment), table(CourseRecord)
_LESSON, _ATTEMPT = table(LessonRecord), table(Attempt)
_CERTIFICATE = table(Certificate)
_OUTSIDE, _RESULT = table(OutsidePerson), table(OutsideResult)
_SINCE = func.coalesce(_ENROLMENT.c.excluded_until, literal(ALWAYS, _ENROLMENT.c.excluded_until.type))


@dataclass(frozen=True, slots=True)
class Weeks:
    """Regions whose weeks begin at the same moments, and the Mondays between which events are counted."""

    zone: str
    regions: tuple[str, ...]
    mondays: tuple[int, ...]
    """One more than there are weeks."""


def excluded_until() -> ColumnElement[Any]:
    """Until when a person of an enrolment is not counted, from roles and deactivation; null for most people."""
    end = func.coalesce(_GRANT.c.until, literal(NEVER, _GRANT.c.until.type))
    role = select(func.max(end)).where(_GRANT.c.person_id == _ENROLMENT.c.person_id, _GRANT.c.role.in_(STAFF))
    left = select(_PERSON.c.id).where(
        _PERSON.c.id == _ENROLMENT.c.person_id, _PERSON.c.deactivated_at.is_not(None)
    )
    never = literal(NEVER, _ENROLMENT.c.excluded_until.type)
    return case((left.exists(), never), else_=role.scalar_subquery())


def has_reason_to_be_excluded() -> ColumnElement[bool]:
    """Whether an enrolment's person holds or held a role of the staff, or is deactivated."""
    staff = select(_GRANT.c.person_id).where(_GRANT.c.role.in_(STAFF))
    left = select(_PERSON.c.id).where(_PERSON.c.deactivated_at.is_not(None))
    return _ENROLMENT.c.person_id.in_(union_all(staff, left))


def count_people(of: ColumnElement[bool]) -> Select[Any]:
    """People by region, category and furthest step."""
    row = _ENROLMENT.c
    step = case(
        (row.completed_at.is_not(None), Step.COMPLETED),
        (row.started_at.is_not(None), Step.STARTED),
        (row.opened_at.is_not(None), Step.OPENED),
        (row.invited_at.is_not(None), Step.INVITED),
        else_=Step.ENROLLED,
    )
    return _group(row.region_id, Kind.PEOPLE, row.category, step, _SINCE).where(of)


def count_places(of: ColumnElement[bool]) -> tuple[Select[Any], ...]:
    """People by their place in each course, and by their best exam result."""
    row = _RECORD.c
    place = case((row.completed_at.is_not(None), DONE), (row.best_score.is_not(None), EXAM), else_=row.reached)
    begun = or_(row.started_at.is_not(None), row.completed_at.is_not(None))
    places = _group(row.region_id, Kind.PLACE, row.course_id, place, _SINCE)
    scores = _group(row.region_id, Kind.SCORE, row.course_id, row.best_score, _SINCE)
    joined = _RECORD.join(_ENROLMENT, _ENROLMENT.c.id == row.enrolment_id)
    return (
        places.select_from(joined).where(of, begun),
        scores.select_from(joined).where(of, begun, row.best_score.is_not(None)),
    )


def count_certificates(of: ColumnElement[bool]) -> Select[Any]:
    """People who completed the programme and hold a valid certificate, by region."""
    holds = select(_CERTIFICATE.c.id).where(
        _CERTIFICATE.c.enrolment_id == _ENROLMENT.c.id,
        _CERTIFICATE.c.kind == COMPLETION,
        _CERTIFICATE.c.replaced_at.is_(None),
        _CERTIFICATE.c.revoked_at.is_(None),
    )
    row = _ENROLMENT.c
    counted = _group(row.region_id, Kind.CERTIFICATE, literal_column("''"), literal_column("0"), _SINCE)
    return counted.where(of, row.completed_at.is_not(None), holds.exists())


def count_weeks(of: ColumnElement[bool], weeks: Weeks) -> tuple[Select[Any], ...]:
    """People by what they did in each week; everybody counts once a week."""
    here = and_(of, _ENROLMENT.c.region_id.in_(weeks.regions))
    events = _list_events(here, begin_of(weeks.mondays[0], weeks.zone), begin_of(weeks.mondays[-1], weeks.zone))
    active = _by_week(events.c.region_id, events.c.since, Kind.ACTIVE, events.c.at, weeks)
    once = active.with_only_columns(
        *(column for column in active.selected_columns if column.name != "people"),
        func.count(distinct(events.c.enrolment)).label("people"),
    )
    row = _ENROLMENT.c
    return (
        once,
        _by_week(row.region_id, _SINCE, Kind.STARTED, row.started_at, weeks).where(here),
        _by_week(row.region_id, _SINCE, Kind.COMPLETED, row.completed_at, weeks).where(here),
    )


def count_elsewhere(of: ColumnElement[bool]) -> tuple[Select[Any], ...]:
    """People who are known from results from elsewhere alone, by furthest step and by course."""
    alone = and_(of, _OUTSIDE.c.enrolment_id.is_(None))
    always = literal(ALWAYS, _ENROLMENT.c.excluded_until.type)
    step = case(
        (_OUTSIDE.c.completed_at.is_not(None), Step.COMPLETED),
        (_OUTSIDE.c.started_at.is_not(None), Step.STARTED),
        else_=Step.ENROLLED,
    )
    best = (
        select(
            _OUTSIDE.c.region_id,
            _RESULT.c.course_id,
            func.max(case((_RESULT.c.state == "completed", DONE), else_=0)).label("place"),
        )
        .join(_RESULT, _RESULT.c.outside_person_id == _OUTSIDE.c.id)
        .where(alone)
        .group_by(_OUTSIDE.c.id, _OUTSIDE.c.region_id, _RESULT.c.course_id)
        .subquery("elsewhere")
    )
    return (
        _group(_OUTSIDE.c.region_id, Kind.ELSEWHERE, literal_column("''"), step, always).where(alone),
        _group(best.c.region_id, Kind.ELSEWHERE_PLACE, best.c.course_id, best.c.place, always),
    )


def of_regions(regions: Sequence[str], weeks: Sequence[Weeks]) -> tuple[Select[Any], ...]:
    """All rows of some regions."""
    here = _ENROLMENT.c.region_id.in_(regions)
    return (
        count_people(here),
        count_certificates(here),
        *count_places(_RECORD.c.region_id.in_(regions)),
        *(part for group in weeks for part in count_weeks(here, group)),
        *count_elsewhere(_OUTSIDE.c.region_id.in_(regions)),
    )


def of_enrolments(ids: Select[Any], weeks: Sequence[Weeks]) -> tuple[Select[Any], ...]:
    """All rows of some enrolments."""
    mine = _ENROLMENT.c.id.in_(ids)
    return (
        count_people(mine),
        count_certificates(mine),
        *count_places(_RECORD.c.enrolment_id.in_(ids)),
        *(part for group in weeks for part in count_weeks(mine, group)),
    )


def list_own_events(near: tuple[Any, Any], enrolment: Any) -> Subquery:
    """List when one enrolment did something between two moments."""
    return _list_events(_ENROLMENT.c.id == enrolment, *near)


def _list_events(of: ColumnElement[bool], first: Any, end: Any) -> Subquery:
    """List what counts as activity: began, handed in, completed a module, did a lesson."""

    def happened(at: Any, *joins: tuple[Any, ColumnElement[bool]]) -> Select[Any]:
        source: Any = _ENROLMENT
        for target, on in joins:
            source = source.join(target, on)
        columns = (_ENROLMENT.c.id.label("enrolment"), _ENROLMENT.c.region_id, _SINCE.label("since"))
        return select(*columns, at.label("at")).select_from(source).where(of, at >= first, at < end)

    record = (_RECORD, _RECORD.c.enrolment_id == _ENROLMENT.c.id)
    lesson = (_LESSON, _LESSON.c.course_record_id == _RECORD.c.id)
    attempt = (_ATTEMPT, _ATTEMPT.c.enrolment_id == _ENROLMENT.c.id)
    return union_all(
        happened(_ENROLMENT.c.started_at),
        happened(_ATTEMPT.c.submitted_at, attempt),
        happened(_RECORD.c.completed_at, record),
        # A lesson that its quiz finished is counted by that attempt already.
        happened(_LESSON.c.done_at, record, lesson).where(_LESSON.c.done_at.is_distinct_from(_LESSON.c.quiz_at)),
    ).subquery("happened")


def _by_week(region: Any, since: Any, kind: Kind, at: Any, weeks: Weeks) -> Select[Any]:
    bounds = [begin_of(monday, weeks.zone) for monday in weeks.mondays]
    place = _which_week(at, weeks, bounds, 0, len(bounds) - 1)
    return _group(region, kind, literal_column("''"), place, since).where(at >= bounds[0], at < bounds[-1])


def _which_week(at: Any, weeks: Weeks, bounds: Sequence[datetime], first: int, end: int) -> ColumnElement[int]:
    """Halve the weeks until one is left: a plain list of cases would compare each time with all of them."""
    if end - first == 1:
        return literal_column(str(weeks.mondays[first]))
    middle = (first + end) // 2
    return case(
        (at < bounds[middle], _which_week(at, weeks, bounds, first, middle)),
        else_=_which_week(at, weeks, bounds, middle, end),
    )


def _group(region: Any, kind: Kind, name: Any, place: Any, since: Any) -> Select[Any]:
    """Count rows by the key of a counter."""
    columns = (
        region.label("region_id"),
        literal_column(f"'{kind.value}'").label("kind"),
        name.label("name"),
        place.label("place"),
        since.label("since"),
    )
    by = (literal_column("1"), literal_column("3"), literal_column("4"), literal_column("5"))
    return select(*columns, func.count().label("people")).group_by(*by)
