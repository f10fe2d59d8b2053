"""Modules that a coordinator records as done, with a reason and what proves it; and taking that back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, select, update
from sqlalchemy.orm import Session

from lms.content.model import Course, Programme
from lms.db import transaction
from lms.errors import InvalidInput, NotAllowed, NotFound
from lms.models import CourseRecord, Enrolment, LessonRecord, Person, RecordedCompletion, SurveyDone
from lms.rules import completion
from lms.services import audit, certificates, counters
from lms.services.outside_folding import forget_recorded, refold
from lms.services.store import change, insert, read, read_first, table

LONGEST = 1000
RECORDED = "recorded"

_ENROLMENT, _RECORD, _LESSON = table(Enrolment), table(CourseRecord), table(LessonRecord)
_RECORDED, _PERSON, _SURVEY = table(RecordedCompletion), table(Person), table(SurveyDone)
_MINE = _RECORD.c.enrolment_id == bindparam("enrolment")
_HOLD = (
    select(_ENROLMENT)
    .where(_ENROLMENT.c.id == bindparam("enrolment"), _ENROLMENT.c.region_id == bindparam("region"))
    .with_for_update()
)
_FIND_RECORD = select(_RECORD).where(_MINE, _RECORD.c.course_id == bindparam("course"))
_COURSES_DONE = select(_RECORD.c.course_id).where(_MINE, _RECORD.c.completed_at.is_not(None))
_FIRST_START = select(func.min(_RECORD.c.started_at)).where(_MINE)
_LESSONS_DONE = select(_LESSON.c.lesson_id).where(
    _LESSON.c.course_record_id == bindparam("record"), _LESSON.c.done_at.is_not(None)
)
_SENT = select(_SURVEY.c.id).where(
    _SURVEY.c.enrolment_id == bindparam("enrolment"),
    _SURVEY.c.survey_id == bindparam("survey"),
    ~_SURVEY.c.skipped,
)
_STANDING = _RECORDED.c.taken_back_at.is_(None)
_FIND = select(_RECORDED).where(
    _RECORDED.c.enrolment_id == bindparam("enrolment"), _RECORDED.c.course_id == bindparam("course"), _STANDING
)
_LIST = (
    select(
        _RECORDED.c.course_id,
        _RECORDED.c.reason,
        _RECORDED.c.evidence,
        _RECORDED.c.recorded_at,
        _PERSON.c.name.label("actor"),
    )
    .select_from(_RECORDED.outerjoin(_PERSON, _PERSON.c.id == _RECORDED.c.actor_id))
    .where(_RECORDED.c.enrolment_id == bindparam("enrolment"), _STANDING)
    .order_by(_RECORDED.c.id)
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A module that stands as recorded."""

    course_id: str
    reason: str
    evidence: str
    recorded_at: datetime
    actor: str
    """Name of who recorded it; empty if the person is gone."""


def list_recorded(enrolment_id: int) -> dict[str, Recorded]:
    """Give the modules recorded for an enrolment, by course."""
    rows = read(_LIST, enrolment=enrolment_id)
    return {row.course_id: Recorded(*row[:4], row.actor or "") for row in rows}


def record_completion(
    region: str,
    enrolment_id: int,
    programme: Programme,
    course: Course,
    why: tuple[str, str],
    actor_id: int,
    now: datetime,
) -> None:
    """Record a module as done; `why` is the reason and the evidence.

    Raises `NotFound` (no such enrolment in the region), `InvalidInput` (nothing said, or done already) and
    `NotAllowed` (a module before it is not completed: steps of figures must only fall).
    """
    reason, evidence = (text.strip() for text in why)
    if not reason or not evidence:
        raise InvalidInput("Please give the reason and the evidence.")
    if len(reason) > LONGEST or len(evidence) > LONGEST:
        raise InvalidInput("At most %(longest)s characters, please.", longest=LONGEST)
    with transaction() as session:
        enrolment = _hold(region, enrolment_id)
        record = read_first(_FIND_RECORD, enrolment=enrolment_id, course=course.id)
        if record and record.completed_at:
            raise InvalidInput("This module is completed already.")
        if not completion.may_start(course, _list_courses_done(enrolment_id)):
            raise NotAllowed("Record the modules before it first.")
        before = {"record": _dates(record), "enrolment": _dates(enrolment)}
        with counters.moving(session, now, enrolments=[enrolment_id]):
            _complete(session, enrolment, record, course, now)
            _complete_programme(session, enrolment_id, programme, now)
        insert(
            session,
            RecordedCompletion,
            enrolment_id=enrolment_id,
            region_id=region,
            course_id=course.id,
            reason=reason,
            evidence=evidence,
            actor_id=actor_id,
            recorded_at=now,
            before=before,
        )
        subject = f"enrolment:{enrolment_id}"
        audit.record("completion.recorded", actor_id, subject, region, f"{course.id}: {reason}", "", now)


def take_back(
    region: str, enrolment_id: int, programme: Programme, course: Course, actor_id: int, now: datetime
) -> None:
    """Take a recorded module back; what the person did on the site since then stays, and counts by itself.

    What other sources say of it stands from now on. A certificate that rests on it is withdrawn with it.

    Raises `NotFound` if nothing is recorded.
    """
    with transaction() as session:
        enrolment = _hold(region, enrolment_id)
        found = read_first(_FIND, enrolment=enrolment_id, course=course.id)
        record = read_first(_FIND_RECORD, enrolment=enrolment_id, course=course.id)
        if found is None or record is None:
            raise NotFound("Nothing is recorded there.")
        ended = update(_RECORDED).where(_RECORDED.c.id == found.id)
        change(session, ended.values(taken_back_at=now, taken_back_by=actor_id))
        if record.completed_by == RECORDED:
            with counters.moving(session, now, enrolments=[enrolment_id]):
                _uncomplete(session, enrolment, record, course, found)
                refold(session, [enrolment_id], programme)
                certificates.withdraw_lapsed(session, [enrolment_id], actor_id, now)
        else:
            # Another source stands in the record; what was kept beside it must not bring this one back.
            forget_recorded(session, enrolment_id, course.id)
        subject = f"enrolment:{enrolment_id}"
        audit.record("completion.taken_back", actor_id, subject, region, course.id, "", now)


def _hold(region: str, enrolment_id: int) -> Row[Any]:
    row = read_first(_HOLD, enrolment=enrolment_id, region=region)
    if row is None:
        raise NotFound("There is no such person.")
    return row


def _complete(
    session: Session, enrolment: Row[Any], record: Row[Any] | None, course: Course, now: datetime
) -> None:
    news = {"completed_at": now, "completed_by": RECORDED}
    if record is None:
        mine = {"enrolment_id": enrolment.id, "region_id": enrolment.region_id, "course_id": course.id}
        insert(session, CourseRecord, started_at=now, course_digest=course.digest, **mine, **news)
    else:
        started_at = record.started_at or now
        mine = update(_RECORD).where(_RECORD.c.id == record.id)
        change(session, mine.values(started_at=started_at, **news))
    if enrolment.started_at is None:
        # Each step of a figure is part of the one before: who completed a module has started.
        change(session, update(_ENROLMENT).where(_ENROLMENT.c.id == enrolment.id).values(started_at=now))


def _complete_programme(session: Session, enrolment_id: int, programme: Programme, now: datetime) -> None:
    sent = bool(programme.after) and read_first(_SENT, enrolment=enrolment_id, survey=programme.after)
    if completion.programme_done(programme, _list_courses_done(enrolment_id), bool(sent)):
        mine = update(_ENROLMENT).where(_ENROLMENT.c.id == enrolment_id, _ENROLMENT.c.completed_at.is_(None))
        change(session, mine.values(completed_at=now))


def _uncomplete(session: Session, enrolment: Row[Any], record: Row[Any], course: Course, found: Row[Any]) -> None:
    done = frozenset(read(_LESSONS_DONE, record=record.id).scalars())
    if completion.course_done(course, done, record.passed_at is not None, record.form_at is not None):
        news: dict[str, Any] = {"completed_by": "site"}
        change(session, update(_RECORD).where(_RECORD.c.id == record.id).values(**news))
        return
    untouched = record.last_active_at is None and record.best_score is None and not done
    if found.before["record"] is None and untouched:
        change(session, delete(_RECORD).where(_RECORD.c.id == record.id))
    else:
        begun = found.before["record"] and found.before["record"]["started_at"]
        started_at = None if untouched and not begun else record.started_at
        news = {"completed_at": None, "completed_by": "site", "started_at": started_at}
        change(session, update(_RECORD).where(_RECORD.c.id == record.id).values(**news))
    back: dict[str, Any] = {}
    if enrolment.completed_at and not found.before["enrolment"]["completed_at"]:
        back["completed_at"] = None
    if enrolment.started_at == found.recorded_at and enrolment.last_active_at is None:
        back["started_at"] = read(_FIRST_START, enrolment=enrolment.id).scalar()
    if back:
        change(session, update(_ENROLMENT).where(_ENROLMENT.c.id == enrolment.id).values(**back))


def _list_courses_done(enrolment_id: int) -> frozenset[str]:
    return frozenset(read(_COURSES_DONE, enrolment=enrolment_id).scalars())


def _dates(row: Row[Any] | None) -> dict[str, str | None] | None:
    if row is None:
        return None
    times = {"started_at": row.started_at, "completed_at": row.completed_at}
    return {name: at.isoformat() if at else None for name, at in times.items()}
