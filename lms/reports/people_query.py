"""Turns the filter of the people list into conditions that both databases understand.

The states are those of `rules.people_state`, asked in SQL.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    false,
    func,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import aliased

from lms.content.model import Course
from lms.language import fold
from lms.models import COMPLETION, Certificate, CourseRecord, Enrolment, Person
from lms.rules.people_filter import NOT_STATED, Nudge, PeopleFilter, Reached, Sort, State

Condition = ColumnElement[bool]
_Text = str | BindParameter[Any]
_INVITED = or_(
    Enrolment.invited_at.is_not(None),
    Enrolment.opened_at.is_not(None),
    Enrolment.started_at.is_not(None),
    Enrolment.completed_at.is_not(None),
)
_OPENED = or_(
    Enrolment.opened_at.is_not(None), Enrolment.started_at.is_not(None), Enrolment.completed_at.is_not(None)
)
_STARTED = or_(Enrolment.started_at.is_not(None), Enrolment.completed_at.is_not(None))
_COMPLETED = Enrolment.completed_at.is_not(None)
_LEARNS = and_(Enrolment.started_at.is_not(None), Enrolment.completed_at.is_(None))
_CERTIFIED = and_(
    _COMPLETED,
    select(Certificate.id)
    .where(
        Certificate.enrolment_id == Enrolment.id,
        Certificate.kind == COMPLETION,
        Certificate.replaced_at.is_(None),
        Certificate.revoked_at.is_(None),
    )
    .exists(),
)
_STEPS: dict[Reached, Condition] = {
    Reached.INVITED: _INVITED,
    Reached.OPENED: _OPENED,
    Reached.STARTED: _STARTED,
    Reached.COMPLETED: _COMPLETED,
    Reached.CERTIFICATE: _CERTIFIED,
}
ORDERS: dict[Sort, tuple[Any, ...]] = {
    Sort.NAME: (Enrolment.search, Enrolment.id),
    Sort.QUIET: (Enrolment.last_active_at.asc().nulls_first(), Enrolment.id),
    Sort.ACTIVE: (Enrolment.last_active_at.desc().nulls_last(), Enrolment.id),
    Sort.NEWEST: (Enrolment.id.desc(),),
}


def find_conditions(
    region: str, wanted: PeopleFilter, courses: Sequence[Course], now: datetime
) -> list[Condition]:
    """Give what must hold for an enrolment of a region to be meant by a filter."""
    found = [Enrolment.region_id == region]
    found += [Enrolment.search.contains(word, autoescape=True) for word in fold(wanted.text).split()]
    if wanted.state is not None:
        stays = is_open(region)
        found += [stays if wanted.state is not State.CLOSED else ~stays, _state(region, wanted, courses)]
    elif wanted.hides_closed:
        found.append(is_open(region))
    if wanted.nudge is not None:
        before = now - timedelta(days=wanted.days)
        meant = _nudge(region, wanted.nudge, before, courses)
        # The index by name, which lists walk, does not hold the last activity.
        plain = wanted.nudge is Nudge.WAITING_FOR_EXAM or _asks_for_activity(wanted)
        found += [counts(now), meant if plain else _people(region, meant)]
    if wanted.reached is not None:
        found += [counts(now), _reached(region, wanted)]
    elif wanted.course and not wanted.source and wanted.state is None:
        found.append(_in_course(region, wanted))
    if wanted.category:
        found.append(Enrolment.category == _stated(wanted.category))
    if wanted.organisation:
        found.append(_people(region, Enrolment.organisation == _stated(wanted.organisation)))
    if wanted.language:
        found.append(Enrolment.language == wanted.language)
    if wanted.source:
        found.append(_with_record(region, wanted.course, CourseRecord.completed_at.is_not(None), _by(wanted)))
    return found


def _asks_for_activity(wanted: PeopleFilter) -> bool:
    """Whether a filter asks for nothing but steps and the last activity, which one index holds together."""
    only = PeopleFilter(nudge=wanted.nudge, days=wanted.days, sort=wanted.sort, page=wanted.page)
    return wanted.nudge is not None and wanted.nudge is not Nudge.WAITING_FOR_EXAM and wanted == only


def find_ids(region: str, conditions: Sequence[Condition], wanted: PeopleFilter) -> Select[Any]:
    """Give the statement of the enrolments for which all conditions of a filter hold, in its order."""
    query = select(Enrolment.id).order_by(*ORDERS[wanted.sort])
    if wanted.sort in ((Sort.QUIET, Sort.ACTIVE) if _asks_for_activity(wanted) else (Sort.NAME,)):
        return query.where(*conditions)
    # Who is meant is found along the one index, and put in order along another that holds little else.
    return query.where(Enrolment.region_id == region, _people(region, *conditions))


def is_open(region: _Text) -> Condition:
    """Whether an account of a region is not closed."""
    here = aliased(Enrolment)
    closed = select(here.id).join(Person, Person.id == here.person_id).where(Person.deactivated_at.is_not(None))
    # Who is closed counts in no figure: of the few who do not, an index holds the people.
    return ~_among(closed.where(here.region_id == region, here.excluded_until.is_not(None)))


def counts(now: datetime | BindParameter[Any]) -> Condition:
    """Whether somebody counts in figures: no staff, no closed account."""
    return or_(Enrolment.excluded_until.is_(None), Enrolment.excluded_until <= now)


def count_if(condition: Condition) -> ColumnElement[int]:
    """Count the rows for which something holds, beside other counts of the same rows."""
    return func.count().filter(condition)


def nudge_conditions(nudge: Nudge, courses: Sequence[Course]) -> Condition:
    """Say who could do with a nudge of a kind, with the parameters `region`, `now` and `before`."""
    return and_(counts(bindparam("now")), _nudge(bindparam("region"), nudge, bindparam("before"), courses))


def _state(region: str, wanted: PeopleFilter, courses: Sequence[Course]) -> Condition:
    asked = [course for course in courses if wanted.course in ("", course.id)]
    waits = _waits(region, courses)
    match wanted.state:
        case State.NEW:
            return ~_INVITED
        case State.INVITED:
            return and_(_INVITED, ~_OPENED)
        case State.OPENED:
            return and_(_OPENED, ~_STARTED)
        case State.EXAM:
            return and_(_LEARNS, _waits(region, asked, passed=False))
        case State.FORM:
            return and_(_LEARNS, _waits(region, asked, passed=True), ~_waits(region, courses, passed=False))
        case State.AFTER:
            return and_(_LEARNS, _all_completed(region, courses))
        case State.LEARNING:
            rest = and_(_LEARNS, ~waits, ~_all_completed(region, courses))
            return and_(rest, _in_course(region, wanted)) if wanted.course else rest
        case State.COMPLETED:
            return _COMPLETED
    return true()


def _nudge(
    region: _Text, nudge: Nudge, before: datetime | BindParameter[Any], courses: Sequence[Course]
) -> Condition:
    kinds = {
        Nudge.NEVER_OPENED: and_(Enrolment.invited_at < before, ~_OPENED),
        Nudge.NOT_STARTED: and_(Enrolment.opened_at < before, ~_STARTED),
        # Acts of one's own are what counts; who is waiting for a second try at an exam is quiet too.
        Nudge.INACTIVE: and_(_LEARNS, func.coalesce(Enrolment.last_active_at, Enrolment.started_at) < before),
    }
    if nudge is Nudge.WAITING_FOR_EXAM:
        return and_(_LEARNS, _waits(region, courses, passed=False))
    return or_(*kinds.values()) if nudge is Nudge.ANY else kinds[nudge]


def _reached(region: str, wanted: PeopleFilter) -> Condition:
    if not wanted.course:
        return _STEPS.get(wanted.reached, false())  # type: ignore[arg-type]
    took_exam = or_(CourseRecord.best_score.is_not(None), CourseRecord.completed_at.is_not(None))
    steps = {
        Reached.STARTED: CourseRecord.started_at.is_not(None),
        Reached.LESSON: or_(CourseRecord.reached >= wanted.lesson, took_exam),
        Reached.EXAM: took_exam,
        Reached.COMPLETED: CourseRecord.completed_at.is_not(None),
    }
    if wanted.reached not in steps:
        return false()
    return _with_record(region, wanted.course, CourseRecord.started_at.is_not(None), steps[wanted.reached])


def _in_course(region: str, wanted: PeopleFilter) -> Condition:
    """Who has begun a course and not completed it; with a lesson: has done this one and no later one."""
    here = [CourseRecord.started_at.is_not(None), CourseRecord.completed_at.is_(None)]
    if wanted.lesson:
        # Who took the exam has been further, whatever the lessons say.
        here += [CourseRecord.reached == wanted.lesson, CourseRecord.best_score.is_(None)]
    return and_(Enrolment.completed_at.is_(None), _with_record(region, wanted.course, *here))


def _waits(region: _Text, courses: Iterable[Course], passed: bool | None = None) -> Condition:
    """Who has done all lessons of a course and not completed it; `passed`: whether its exam is."""
    found = []
    for course in courses:
        done = [CourseRecord.lessons_done >= len(course.lessons), CourseRecord.started_at.is_not(None)]
        if passed is not None and course.exam is not None:
            done.append(CourseRecord.passed_at.is_not(None) if passed else CourseRecord.passed_at.is_(None))
        elif passed is False:
            continue
        found.append(_records(region, course.id, CourseRecord.completed_at.is_(None), *done))
    # Few people wait at a time, so these are looked up, instead of looking through all for them.
    return Enrolment.id.in_(union_all(*found)) if found else false()


def _all_completed(region: str, courses: Sequence[Course]) -> Condition:
    done = CourseRecord.completed_at.is_not(None)
    # The last course first: hardly anybody has completed it who has not completed the programme.
    return and_(true(), *(_with_record(region, course.id, done) for course in reversed(courses)))


def _with_record(region: _Text, course: str, *conditions: Condition) -> Condition:
    """Who has a course record of which all this holds."""
    return _among(_records(region, course, *conditions))


def _records(region: _Text, course: str, *conditions: Condition) -> Select[Any]:
    query: Select[Any] = select(CourseRecord.enrolment_id).where(CourseRecord.region_id == region, *conditions)
    return query.where(CourseRecord.course_id == course) if course else query


def _people(region: str, *conditions: Condition) -> Condition:
    """Who is among the people for whom all this holds, found by themselves along the index that fits."""
    return _among(select(Enrolment.id).where(Enrolment.region_id == region, *conditions).correlate(None))


def _among(ids: Select[Any]) -> Condition:
    """Who belongs to a set. The sum keeps databases from walking the set and looking each of its people up."""
    return (Enrolment.id + 0).in_(ids)


def _by(wanted: PeopleFilter) -> Condition:
    return CourseRecord.completed_by == wanted.source


def _stated(text: str) -> str:
    return "" if text == NOT_STATED else text


__all__ = ["Condition", "count_if", "counts", "find_conditions", "find_ids", "is_open", "nudge_conditions"]
