"""What trainees do with lessons: read pages and come back to where they were."""

from datetime import datetime

from sqlalchemy import bindparam, select

from lms.content.model import Course, Lesson, Programme
from lms.db import transaction
from lms.db.prepared import Prepared
from lms.errors import NotFound
from lms.models import CourseRecord, LessonRecord
from lms.services import progress
from lms.services.people import Identity
from lms.services.progress import LessonPlace
from lms.services.standing import CourseState, LessonState, Overview, course_state, overview
from lms.services.store import table

__all__ = [
    "CourseState",
    "LessonPlace",
    "LessonState",
    "Overview",
    "course_state",
    "find_place",
    "mark_page_read",
    "overview",
]

_RECORD, _LESSON = table(CourseRecord), table(LessonRecord)
_PLACE = Prepared(
    select(_LESSON.c.page, _LESSON.c.pages, _LESSON.c.quiz_at, _LESSON.c.done_at)
    .join(_RECORD, _RECORD.c.id == _LESSON.c.course_record_id)
    .where(
        _RECORD.c.enrolment_id == bindparam("enrolment"),
        _RECORD.c.course_id == bindparam("course"),
        _LESSON.c.lesson_id == bindparam("lesson"),
    )
)


def find_place(enrolment_id: int, course_id: str, lesson_id: str) -> LessonPlace:
    """Find where a trainee is in a lesson; the first page if it was never opened. One query."""
    row = _PLACE.first(enrolment=enrolment_id, course=course_id, lesson=lesson_id)
    if row is None:
        return LessonPlace(1, (), False, False)
    return LessonPlace(row.page, tuple(row.pages), row.quiz_at is not None, row.done_at is not None)


def mark_page_read(
    identity: Identity, programme: Programme, course: Course, lesson: Lesson, number: int, now: datetime
) -> LessonPlace:
    """Keep that a page was read, and what is finished by it.

    Raises `NotFound` for a page that is not there, `NotAllowed` for a course whose turn has not come.
    """
    if course.lesson(lesson.id) is None or not 1 <= number <= len(lesson.pages):
        raise NotFound("There is no such page.")
    with transaction() as session:
        progress.touch(session, identity, now)
        record_id = progress.touch_course(session, identity, course, now)
        enrolment = progress.get_enrolment_id(identity)
        place = progress.keep_lesson(session, enrolment, record_id, lesson, now, page=number)
        if place.newly_done:
            progress.settle(session, identity, programme, course, now)
    return place
