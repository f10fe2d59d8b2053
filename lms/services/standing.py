"""Where a trainee stands: what is done, what comes next, how many minutes are left. Reads only."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, case, select

from lms.content.catalogue import Catalogue
from lms.content.model import Course, Lesson, Programme, Quiz
from lms.db.prepared import Prepared
from lms.models import CourseRecord, Enrolment, LessonRecord, SurveyDone
from lms.rules import completion
from lms.rules.completion import Done, Status
from lms.rules.next_step import NextStep, next_step, next_step_in
from lms.rules.sources import Source
from lms.services.decisions import HELD, DecisionRow, read_held
from lms.services.people import Identity
from lms.services.progress import CLOSED
from lms.services.store import table

_ENROLMENT, _RECORD = table(Enrolment), table(CourseRecord)
_LESSON, _DONE = table(LessonRecord), table(SurveyDone)
# Only what is shown: most of what a row costs is making points in time and lists out of what the database gives.
_RECORDS = (
    select(
        _ENROLMENT.c.started_at.label("began_at"),
        _ENROLMENT.c.completed_at.label("ended_at"),
        _RECORD.c.course_id,
        _RECORD.c.started_at,
        _RECORD.c.completed_at,
        _RECORD.c.completed_by,
        _RECORD.c.best_score,
        _RECORD.c.passed_at.is_not(None).label("passed"),
        _RECORD.c.form_at.is_not(None).label("form_done"),
    )
    .select_from(_ENROLMENT.outerjoin(_RECORD, _RECORD.c.enrolment_id == _ENROLMENT.c.id))
    .where(_ENROLMENT.c.id == bindparam("enrolment"))
)
# What the region decided rides along, so that the overview needs no query for it.
_RECORDS_AND_DECISION = Prepared(
    _RECORDS.add_columns(*(column for column in HELD.c if column.name != "decided_in")).outerjoin(
        HELD, HELD.c.decided_in == _ENROLMENT.c.region_id
    )
)
_RECORDS_NOW = Prepared(_RECORDS)
_LESSONS = (
    select(
        _RECORD.c.course_id,
        _LESSON.c.lesson_id,
        _LESSON.c.page,
        case((_LESSON.c.done_at.is_(None), _LESSON.c.pages)).label("pages"),
        _LESSON.c.quiz_at.is_not(None).label("quiz_done"),
        _LESSON.c.done_at.is_not(None).label("done"),
    )
    .join(_RECORD, _RECORD.c.id == _LESSON.c.course_record_id)
    .where(_RECORD.c.enrolment_id == bindparam("enrolment"))
)
_ALL_LESSONS = Prepared(_LESSONS)
_LESSONS_OF_COURSE = Prepared(_LESSONS.where(_RECORD.c.course_id == bindparam("course")))
_SURVEYS = Prepared(
    select(_DONE.c.survey_id).where(_DONE.c.enrolment_id == bindparam("enrolment"), _DONE.c.course_id == "")
)


@dataclass(frozen=True, slots=True)
class LessonState:
    """Where a trainee stands in a lesson."""

    lesson: Lesson
    page: int
    """Where to go on."""
    pages_read: Collection[int]
    """All of them when the lesson is done."""
    quiz_done: bool
    done: bool
    minutes_left: int


@dataclass(frozen=True, slots=True)
class CourseState:
    """Where a trainee stands in a course."""

    course: Course
    lessons: tuple[LessonState, ...]
    status: Status
    """What is missing, and the minutes left."""
    is_open: bool
    """Whether its turn has come."""
    exam_open: bool
    """Whether the exam may be taken: after all lessons."""
    next: NextStep | None
    """What comes next in it; None when it is done or closed."""
    best_score: int | None = None
    """Best exam result in percent."""
    passed: bool = False
    """Whether the exam is passed."""
    form_done: bool = False
    """Whether the form at the end was sent or skipped."""
    started_at: datetime | None = None
    completed_at: datetime | None = None
    completed_by: Source = Source.SITE
    """Which source completed it."""

    @property
    def closed_why(self) -> str:
        """Message that says why the course is closed; empty when it is open."""
        return "" if self.is_open else CLOSED

    @property
    def lessons_done(self) -> int:
        """How many lessons are done."""
        return sum(state.done for state in self.lessons)

    @property
    def minutes_left(self) -> int:
        """Reading minutes left."""
        return self.status.minutes_left

    @property
    def steps(self) -> tuple[int, int]:
        """How many steps of how many are done: each lesson, the exam, the form."""
        ends = [self.passed] * (self.course.exam is not None) + [self.form_done] * (self.course.form is not None)
        total = len(self.lessons) + len(ends)
        return (total if self.completed_at else self.lessons_done + sum(ends)), total


@dataclass(frozen=True, slots=True)
class Overview:
    """Where a trainee stands in the programme."""

    courses: tuple[CourseState, ...]
    next: NextStep | None
    """What comes next; None when nothing is left that can be done now."""
    needs: Quiz | None
    """The questionnaire about needs; None if there is none."""
    before: Quiz | None
    after: Quiz | None
    needs_done: bool
    """Sent or skipped, or there is none."""
    before_done: bool
    after_done: bool
    after_open: bool
    """Whether the self-assessment at the end may be sent: after all courses."""
    started_at: datetime | None
    completed_at: datetime | None
    decision: DecisionRow | None
    """What the region decided about single exam results, if anything."""

    @property
    def has_sheet(self) -> bool:
        """Whether there is something on the strategy sheet, which the third course fills."""
        return any(state.started_at for state in self.courses[2:])

    @property
    def minutes_left(self) -> int:
        """Reading minutes left in all courses."""
        return sum(state.minutes_left for state in self.courses)

    @property
    def steps(self) -> tuple[int, int]:
        """How many steps of how many are done, over all courses and the self-assessment at the end."""
        done, total = (sum(both) for both in zip(*(state.steps for state in self.courses), (0, 0), strict=True))
        last = self.after is not None
        return done + (last and self.after_done), total + last

    @property
    def share(self) -> float:
        """The share of the steps that are done, 0 to 1."""
        done, total = self.steps
        return 1.0 if self.completed_at else done / total if total else 0.0


def overview(identity: Identity, catalogue: Catalogue, now: datetime, language: str = "") -> Overview:
    """Tell where a trainee stands in the programme, in three queries; texts in `language` or the person's own."""
    language = language or identity.language
    courses = catalogue.list_courses(language, identity.region)
    programme = catalogue.programme
    records = _records(identity, _RECORDS_AND_DECISION)
    places = _places(_ALL_LESSONS.all(enrolment=identity.enrolment_id))
    sent = frozenset(row.survey_id for row in _SURVEYS.all(enrolment=identity.enrolment_id))
    done = _done(courses, records, places, sent)
    finished = _finished(records)
    needs, before, after = (
        catalogue.find_quiz(name, language) if name else None
        for name in (programme.needs, programme.before, programme.after)
    )
    began = next(iter(records.values()), None)
    return Overview(
        courses=tuple(_course_state(course, records.get(course.id), places, done, finished) for course in courses),
        next=next_step(programme, courses, done),
        needs=needs,
        before=before,
        after=after,
        needs_done=needs is None or needs.id in sent,
        before_done=before is None or before.id in sent,
        after_done=after is None or after.id in sent,
        after_open=finished.issuperset(programme.courses),
        started_at=began.began_at if began else None,
        completed_at=began.ended_at if began else None,
        decision=read_held(began) if began else None,
    )


def course_state(identity: Identity, programme: Programme, course: Course, now: datetime) -> CourseState:
    """Tell where a trainee stands in one course, in two queries."""
    records = _records(identity)
    places = _places(_LESSONS_OF_COURSE.all(enrolment=identity.enrolment_id, course=course.id))
    done = _done([course], records, places, frozenset())
    return _course_state(course, records.get(course.id), places, done, _finished(records))


def _records(identity: Identity, query: Prepared = _RECORDS_NOW) -> dict[str, Row[Any]]:
    """Give the records by course; under "" the enrolment alone when there are none."""
    return {row.course_id or "": row for row in query.all(enrolment=identity.enrolment_id)}


def _finished(records: Mapping[str, Row[Any]]) -> frozenset[str]:
    return frozenset(course for course, row in records.items() if row.completed_at)


def _places(rows: Iterable[Row[Any]]) -> dict[tuple[str, str], Row[Any]]:
    return {(row.course_id, row.lesson_id): row for row in rows}


def _done(
    courses: Iterable[Course],
    records: Mapping[str, Row[Any]],
    places: Mapping[tuple[str, str], Row[Any]],
    surveys: frozenset[str],
) -> Done:
    """Put together what a person did. What was finished once stays done, whatever came to it since."""
    done = Done(pages={}, quizzes=set(), exams={}, forms=set(), surveys=surveys)
    for course in courses:
        record = records.get(course.id)
        finished = bool(record and record.completed_at)
        for lesson in course.lessons:
            place = places.get((course.id, lesson.id))
            if finished or (place and place.done):
                done.pages[lesson.id] = range(1, len(lesson.pages) + 1)
            elif place:
                done.pages[lesson.id] = place.pages
            if lesson.quiz and (finished or (place and (place.done or place.quiz_done))):
                done.quizzes.add(lesson.quiz.id)
        if course.exam and record and (record.passed or finished):
            done.exams[course.exam.id] = max(record.best_score or 0, course.exam.pass_mark or 0)
        elif course.exam and record and record.best_score is not None:
            done.exams[course.exam.id] = record.best_score
        if record and (record.form_done or finished):
            done.forms.add(course.id)
    return done


def _course_state(
    course: Course,
    record: Row[Any] | None,
    places: Mapping[tuple[str, str], Row[Any]],
    done: Done,
    finished: frozenset[str],
) -> CourseState:
    # Whoever has begun a course goes on with it, even if another one was put before it since.
    is_open = completion.may_start(course, finished) or bool(record and record.started_at)
    lessons = tuple(_lesson_state(lesson, places.get((course.id, lesson.id)), done) for lesson in course.lessons)
    lessons_done = frozenset(state.lesson.id for state in lessons if state.done)
    return CourseState(
        course=course,
        lessons=lessons,
        status=completion.course_status(course, done),
        is_open=is_open,
        exam_open=is_open and completion.may_take_exam(course, lessons_done),
        next=next_step_in(course, done) if is_open else None,
        best_score=record.best_score if record else None,
        passed=bool(record and record.passed),
        form_done=bool(record and record.form_done),
        started_at=record.started_at if record else None,
        completed_at=record.completed_at if record else None,
        completed_by=Source(record.completed_by) if record else Source.SITE,
    )


def _lesson_state(lesson: Lesson, row: Row[Any] | None, done: Done) -> LessonState:
    status = completion.lesson_status(lesson, done)
    return LessonState(
        lesson=lesson,
        page=row.page if row else 1,
        pages_read=done.pages.get(lesson.id, ()),
        quiz_done=lesson.quiz is not None and lesson.quiz.id in done.quizzes,
        done=status.done,
        minutes_left=status.minutes_left,
    )
