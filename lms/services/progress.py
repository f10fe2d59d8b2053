"""Keeping the rows that figures are counted from: enrolment, course record and lesson record, in one transaction.

Every act of a trainee begins with `touch`, `attend` or `hold`: each locks the enrolment's row, so that what one
person does in two tabs happens one after the other, on PostgreSQL as on SQLite.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.orm import Session

from lms.content.model import Course, CourseKind, Lesson, Programme
from lms.errors import NotAllowed, NotEnrolled, NotFound
from lms.language import N_
from lms.models import CourseRecord, Enrolment, LessonRecord, SurveyDone
from lms.rules import completion
from lms.rules.contribution import Place, Step, find_places
from lms.rules.sources import Source
from lms.services import counters
from lms.services.outside_folding import note_own_completion
from lms.services.people import Identity
from lms.services.store import change, insert, read, read_first, table

CLOSED = N_("This module opens when the modules before it are completed.")
"""Why a course cannot be begun."""
_NOT_ENROLLED = N_("You are not enrolled in the programme.")

_ENROLMENT, _RECORD = table(Enrolment), table(CourseRecord)
_LESSON, _DONE = table(LessonRecord), table(SurveyDone)
_MINE = _ENROLMENT.c.id == bindparam("enrolment")
_ATTEND = update(_ENROLMENT).where(_MINE).values(last_active_at=bindparam("now"))
_TOUCH = _ATTEND.returning(_ENROLMENT.c.started_at)
_BEGIN = update(_ENROLMENT).where(_MINE).values(started_at=bindparam("now"))
_HOLD = select(_ENROLMENT.c.id).where(_MINE).with_for_update()
_TOUCH_RECORD = (
    update(_RECORD)
    .where(_RECORD.c.enrolment_id == bindparam("enrolment"), _RECORD.c.course_id == bindparam("course"))
    .values(last_active_at=bindparam("now"), course_digest=bindparam("digest"))
    .returning(_RECORD)
)
_BEGIN_RECORD = update(_RECORD).where(_RECORD.c.id == bindparam("row")).values(started_at=bindparam("now"))
_RECORD_ID = select(_RECORD.c.id).where(
    _RECORD.c.enrolment_id == bindparam("enrolment"), _RECORD.c.course_id == bindparam("course")
)
_FIND_RECORD = (
    select(_RECORD, _ENROLMENT.c.excluded_until)
    .join(_ENROLMENT, _ENROLMENT.c.id == _RECORD.c.enrolment_id)
    .where(_RECORD.c.enrolment_id == bindparam("enrolment"), _RECORD.c.course_id == bindparam("course"))
)
_FIND_LESSON = select(_LESSON).where(
    _LESSON.c.course_record_id == bindparam("record"), _LESSON.c.lesson_id == bindparam("lesson")
)
_KEEP_LESSON = (
    update(_LESSON)
    .where(_LESSON.c.id == bindparam("row"))
    .values({name: bindparam(name) for name in ("pages", "page", "quiz_at", "done_at", "updated_at")})
)
_LESSONS_DONE = select(_LESSON.c.lesson_id).where(
    _LESSON.c.course_record_id == bindparam("record"), _LESSON.c.done_at.is_not(None)
)
_COURSES_DONE = select(_RECORD.c.course_id).where(
    _RECORD.c.enrolment_id == bindparam("enrolment"), _RECORD.c.completed_at.is_not(None)
)
_SURVEY_SENT = select(_DONE.c.id).where(
    _DONE.c.enrolment_id == bindparam("enrolment"), _DONE.c.survey_id == bindparam("survey"), ~_DONE.c.skipped
)
_SETTLED = (
    "lessons_done",
    "reached",
    "best_score",
    "passed_at",
    "form_at",
    "completed_at",
    "last_active_at",
    "course_digest",
)
_SETTLE = (
    update(_RECORD).where(_RECORD.c.id == bindparam("row")).values({name: bindparam(name) for name in _SETTLED})
)
_COMPLETE = (
    update(_ENROLMENT).where(_MINE, _ENROLMENT.c.completed_at.is_(None)).values(completed_at=bindparam("now"))
)


@dataclass(frozen=True, slots=True)
class LessonPlace:
    """Where a trainee is in a lesson."""

    page: int
    """Where to go on, from 1."""
    pages_read: tuple[int, ...]
    quiz_done: bool
    done: bool
    newly_done: bool = False
    """Whether this very act made it done."""


def touch(session: Session, identity: Identity, now: datetime) -> None:
    """Lock the enrolment and note that its person learned something now. Raises `NotEnrolled`."""
    enrolment = get_enrolment_id(identity)
    row = session.connection().execute(_TOUCH, {"enrolment": enrolment, "now": now}).first()
    if row is None:
        raise NotEnrolled(_NOT_ENROLLED)
    if row.started_at is None:
        counters.note_active(session, enrolment, now)
        change(session, _BEGIN, enrolment=enrolment, now=now)
        counters.note_step(session, enrolment, Step.STARTED)


def attend(session: Session, identity: Identity, now: datetime) -> None:
    """Lock the enrolment and note that its person was here, without having learned. Raises `NotEnrolled`."""
    if not change(session, _ATTEND, enrolment=get_enrolment_id(identity), now=now):
        raise NotEnrolled(_NOT_ENROLLED)


def get_enrolment_id(identity: Identity) -> int:
    """Give the id of the enrolment; raises `NotEnrolled`."""
    if identity.enrolment_id is None:
        raise NotEnrolled(_NOT_ENROLLED)
    return identity.enrolment_id


def hold(session: Session, identity: Identity) -> None:
    """Lock the enrolment without noting anything. Raises `NotEnrolled`."""
    if read_first(_HOLD, enrolment=get_enrolment_id(identity)) is None:
        raise NotEnrolled(_NOT_ENROLLED)


def touch_course(session: Session, identity: Identity, course: Course, now: datetime) -> int:
    """Note that something was learned in a course; the first time this opens its record. Give the record's id."""
    values = {"enrolment": identity.enrolment_id, "course": course.id, "now": now, "digest": course.digest}
    row = session.connection().execute(_TOUCH_RECORD, values).first()
    if row is None:
        return begin_course(session, identity, course, now, started_at=now, last_active_at=now)
    if row.started_at is None:
        change(session, _BEGIN_RECORD, row=row.id, now=now)
        since = counters.find_since(row.enrolment_id)
        counters.note_places(session, row.region_id, since, _places(row), _places(row, started_at=now))
    return row.id


def begin_course(session: Session, identity: Identity, course: Course, now: datetime, **values: Any) -> int:
    """Open the record of a course; raises `NotAllowed` while courses that come first are not completed."""
    require_open(identity, course)
    row_id = insert(
        session,
        CourseRecord,
        enrolment_id=identity.enrolment_id,
        course_id=course.id,
        region_id=identity.region,
        course_digest=course.digest,
        **values,
    )
    if "started_at" in values:
        places = find_places(course.id, begun=True, reached=0, score=None, completed=False)
        since = counters.find_since(get_enrolment_id(identity))
        counters.note_places(session, identity.region, since, frozenset(), places)
    return row_id


def require_open(identity: Identity, course: Course) -> None:
    """Refuse a course whose turn has not come."""
    if course.kind is not CourseKind.COURSE:
        raise NotFound("There is no such module.")
    if course.requires and not completion.may_start(course, list_courses_done(identity)):
        raise NotAllowed(CLOSED)


def list_courses_done(identity: Identity) -> frozenset[str]:
    """List the ids of completed courses."""
    return frozenset(read(_COURSES_DONE, enrolment=identity.enrolment_id).scalars())


def list_lessons_done(identity: Identity, course: Course) -> frozenset[str]:
    """List the ids of the lessons done in a course."""
    record = read_first(_RECORD_ID, enrolment=identity.enrolment_id, course=course.id)
    return frozenset(read(_LESSONS_DONE, record=record.id).scalars()) if record else frozenset()


def get_record(session: Session, identity: Identity, course: Course, now: datetime) -> Row[Any]:
    """Give the record of a course, opened if need be."""
    values = {"enrolment": identity.enrolment_id, "course": course.id}
    row = read_first(_FIND_RECORD, **values)
    if row is None:
        begin_course(session, identity, course, now)
        row = read(_FIND_RECORD, **values).one()
    return row


def keep_lesson(
    session: Session, enrolment: int, record_id: int, lesson: Lesson, now: datetime, **news: Any
) -> LessonPlace:
    """Change a lesson's record by `page` (read) or `quiz_at`, and say where the trainee is in it now."""
    row = read_first(_FIND_LESSON, record=record_id, lesson=lesson.id)
    pages = set(row.pages if row else ()) | ({news["page"]} if "page" in news else set())
    quiz_at = (row.quiz_at if row else None) or news.get("quiz_at")
    was_done = row.done_at if row else None
    done_at = was_done or (now if completion.lesson_done(lesson, pages, quiz_at is not None) else None)
    page = min(news["page"] + 1, len(lesson.pages)) if "page" in news else (row.page if row else 1)
    newly_done = done_at is not None and was_done is None
    if newly_done and done_at != quiz_at:
        # A lesson that its quiz finishes counts as that attempt, which is noted already.
        counters.note_active(session, enrolment, now)
    values = {"pages": sorted(pages), "page": page, "quiz_at": quiz_at, "done_at": done_at, "updated_at": now}
    if row is None:
        insert(session, LessonRecord, course_record_id=record_id, lesson_id=lesson.id, **values)
    else:
        change(session, _KEEP_LESSON, row=row.id, **values)
    return LessonPlace(page, tuple(sorted(pages)), quiz_at is not None, done_at is not None, newly_done)


def settle(
    session: Session, identity: Identity, programme: Programme, course: Course, now: datetime, **news: Any
) -> None:
    """Bring the course record up to date with `news`, and complete course and programme if this was the last step.

    What is completed stays completed, whatever the course becomes later.
    """
    record = get_record(session, identity, course, now)
    done = frozenset(read(_LESSONS_DONE, record=record.id).scalars())
    counted = [lesson.number for lesson in course.lessons if lesson.id in done]
    passed_at = record.passed_at or news.get("passed_at")
    form_at = record.form_at or news.get("form_at")
    is_done = completion.course_done(course, done, passed_at is not None, form_at is not None)
    completed_at = record.completed_at or (now if is_done else None)
    scores = [score for score in (record.best_score, news.get("score")) if score is not None]
    values = {
        "lessons_done": len(counted),
        "reached": max(counted, default=0),
        "best_score": max(scores, default=None),
        "passed_at": passed_at,
        "form_at": form_at,
        "completed_at": completed_at,
        "last_active_at": now,
        "course_digest": course.digest,
    }
    newly_completed = completed_at is not None and record.completed_at is None
    if newly_completed:
        counters.note_active(session, record.enrolment_id, now)
    change(session, _SETTLE, row=record.id, **values)
    before, after = _places(record), _places(record, **values)
    counters.note_places(session, record.region_id, record.excluded_until, before, after)
    if newly_completed:
        settle_programme(session, identity, programme, now)
    elif is_done and record.completed_by != Source.SITE:
        note_own_completion(session, record.enrolment_id, course.id, now)


def settle_programme(session: Session, identity: Identity, programme: Programme, now: datetime) -> None:
    """Complete the programme if nothing is missing any more."""
    enrolment = identity.enrolment_id
    sent = bool(programme.after) and read_first(_SURVEY_SENT, enrolment=enrolment, survey=programme.after)
    is_done = completion.programme_done(programme, list_courses_done(identity), bool(sent))
    if is_done and change(session, _COMPLETE, enrolment=enrolment, now=now):
        counters.note_step(session, get_enrolment_id(identity), Step.COMPLETED)


def _places(record: Row[Any], **news: Any) -> frozenset[Place]:
    """Where a course record counts, as it is or as it will be."""
    row = {**record._mapping, **news}
    return find_places(
        row["course_id"],
        begun=row["started_at"] is not None,
        reached=row["reached"],
        score=row["best_score"],
        completed=row["completed_at"] is not None,
    )
