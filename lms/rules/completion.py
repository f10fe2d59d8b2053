"""What is done, what is missing, and what comes next. Pure functions over what a person did.

A lesson is done when all its pages were opened and its quiz was submitted once, with any result. A course is
done when all lessons are done, the exam is passed, and the form was sent or skipped. The programme is completed
when all courses are done and the self-assessment afterwards was sent.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from lms.content.model import Course, Lesson, Programme
from lms.rules.missing import Missing, MissingKind


@dataclass(frozen=True, slots=True)
class Done:
    """What a person did, over the whole programme."""

    pages: Mapping[str, Collection[int]] = field(default_factory=dict)
    """Lesson id -> numbers of the pages that were opened."""
    quizzes: Collection[str] = ()
    """Ids of lesson quizzes that were submitted at least once."""
    exams: Mapping[str, int] = field(default_factory=dict)
    """Exam id -> best percent so far."""
    forms: Collection[str] = ()
    """Ids of courses whose form was sent or skipped."""
    surveys: Collection[str] = ()
    """Ids of surveys of the programme that were sent (or skipped, where they are optional)."""
    statuses: dict[str, "Status"] = field(default_factory=dict, compare=False, repr=False)
    """Lesson id -> how far it is, as far as it was reckoned: one page asks several times."""


@dataclass(frozen=True, slots=True)
class Status:
    """How far something is."""

    started: bool
    missing: tuple[Missing, ...]
    """The machine form of "why is this not finished?"; empty when it is done."""
    minutes_left: int
    """Reading minutes of what is not done; pages count alike."""

    @property
    def done(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


_NOTHING_MISSING = Status(True, (), 0)


def lesson_done(lesson: Lesson, pages_read: Collection[int], quiz_done: bool) -> bool:
    """Say whether a lesson is done: all its pages opened, and its quiz submitted if it has one."""
    return not _unread(lesson, pages_read) and (quiz_done or lesson.quiz is None)


def course_done(course: Course, lessons_done: Collection[str], exam_passed: bool, form_done: bool) -> bool:
    """Say whether a course is done; an exam or a form that it does not have is not asked for."""
    return (
        all(lesson.id in lessons_done for lesson in course.lessons)
        and (exam_passed or course.exam is None)
        and (form_done or course.form is None)
    )


def programme_done(programme: Programme, courses_done: Collection[str], after_done: bool) -> bool:
    """Say whether the programme is completed."""
    return all(course in courses_done for course in programme.courses) and (after_done or not programme.after)


def may_start(course: Course, courses_done: Collection[str]) -> bool:
    """Say whether the courses that come first are done."""
    return all(needed in courses_done for needed in course.requires)


def may_take_exam(course: Course, lessons_done: Collection[str]) -> bool:
    """Say whether the exam is open: all lessons are done."""
    return course.exam is not None and all(lesson.id in lessons_done for lesson in course.lessons)


def lesson_status(lesson: Lesson, done: Done) -> Status:
    """Say how far a lesson is and what is missing."""
    status = done.statuses.get(lesson.id)
    if status is None:
        status = done.statuses[lesson.id] = _reckon(lesson, done)
    return status


def course_status(course: Course, done: Done) -> Status:
    """Say how far a course is and what is missing, in the order in which it is to be done."""
    lessons = [lesson_status(lesson, done) for lesson in course.lessons]
    missing = [gap for status in lessons for gap in status.missing]
    if course.exam is not None and not exam_passed(course, done):
        best = done.exams.get(course.exam.id)
        missing.append(
            Missing(MissingKind.EXAM, course.title, course.id, best=best, mark=course.exam.pass_mark or 0)
        )
    if course.form is not None and course.id not in done.forms:
        missing.append(Missing(MissingKind.FORM, course.title, course.id))
    started = any(status.started for status in lessons) or bool(course.exam and course.exam.id in done.exams)
    return Status(started, tuple(missing), sum(status.minutes_left for status in lessons))


def exam_passed(course: Course, done: Done) -> bool:
    """Say whether the best attempt reaches the pass mark; True for a course without exam."""
    if course.exam is None:
        return True
    best = done.exams.get(course.exam.id)
    return best is not None and best >= (course.exam.pass_mark or 0)


def list_lessons_done(course: Course, done: Done) -> frozenset[str]:
    """List the ids of the lessons of a course that are done."""
    return frozenset(lesson.id for lesson in course.lessons if lesson_status(lesson, done).done)


def list_courses_done(courses: Sequence[Course], done: Done) -> frozenset[str]:
    """List the ids of the courses that are done."""
    return frozenset(
        course.id
        for course in courses
        if course_done(course, list_lessons_done(course, done), exam_passed(course, done), course.id in done.forms)
    )


def has_started(course: Course, done: Done) -> bool:
    """Say whether anything of a course was done: a page, a quiz, the exam."""
    return any(done.pages.get(lesson.id) for lesson in course.lessons) or any(
        quiz.id in done.quizzes or quiz.id in done.exams for quiz in course.quizzes()
    )


@lru_cache(maxsize=1024)  # most lessons of most people, and the same for all of them
def _not_begun(lesson: str, title: str, minutes: int) -> Status:
    return Status(False, (Missing(MissingKind.LESSON, title, lesson),), max(minutes, 1))


def _reckon(lesson: Lesson, done: Done) -> Status:
    read = done.pages.get(lesson.id, ())
    quiz_done = lesson.quiz is None or lesson.quiz.id in done.quizzes
    if lesson.pages and not read and not (lesson.quiz and quiz_done):
        return _not_begun(lesson.id, lesson.title, lesson.minutes)
    unread = _unread(lesson, read)
    if quiz_done and lesson.pages and not unread:
        return _NOTHING_MISSING
    missing = []
    if len(unread) == len(lesson.pages) and not (lesson.quiz and quiz_done):
        missing.append(Missing(MissingKind.LESSON, lesson.title, lesson.id))
    else:
        if unread:
            missing.append(Missing(MissingKind.PAGES, lesson.title, lesson.id, pages=unread))
        if not quiz_done:
            missing.append(Missing(MissingKind.QUIZ, lesson.title, lesson.id))
    started = len(unread) < len(lesson.pages) or (lesson.quiz is not None and quiz_done)
    minutes = -(-lesson.minutes * len(unread) // len(lesson.pages)) if lesson.pages else 0
    return Status(started, tuple(missing), max(minutes, 1) if missing else 0)


def _unread(lesson: Lesson, pages_read: Collection[int]) -> tuple[int, ...]:
    return tuple([page.number for page in lesson.pages if page.number not in pages_read])
