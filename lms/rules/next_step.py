"""What a person should do next, and how long it takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from lms.content.model import Course, Programme
from lms.rules.completion import (
    Done,
    exam_passed,
    has_started,
    lesson_status,
    list_courses_done,
    may_start,
)


class StepKind(StrEnum):
    """What comes next."""

    NEEDS = "needs"
    """The questionnaire about needs; may be left out."""
    BEFORE = "before"
    """The self-assessment before the first course."""
    PAGE = "page"
    QUIZ = "quiz"
    EXAM = "exam"
    FORM = "form"
    AFTER = "after"
    """The self-assessment after the last course."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing to do."""

    kind: StepKind
    course: str = ""
    """Id of the course; empty for surveys around the programme."""
    lesson: str = ""
    page: int = 0
    """PAGE: the first page that was not opened."""
    quiz: str = ""
    """Id of the quiz, exam, form or survey."""
    minutes_left: int = 0
    """Reading minutes left in the lesson (PAGE, QUIZ); else 0."""


def next_step(programme: Programme, courses: Sequence[Course], done: Done) -> NextStep | None:
    """Find what to do next over the whole programme; None when nothing is left that can be done now.

    `courses` are the published ones in the order of the programme. The questionnaires that stand before the first
    course are offered until the first page is opened: who has begun to learn is not sent back.
    """
    if not any(has_started(course, done) for course in courses):
        for kind, survey in ((StepKind.NEEDS, programme.needs), (StepKind.BEFORE, programme.before)):
            if survey and survey not in done.surveys:
                return NextStep(kind, quiz=survey)
    finished = list_courses_done(courses, done)
    for course in courses:
        if course.id not in finished and may_start(course, finished):
            return next_step_in(course, done)
    if programme.after and programme.after not in done.surveys and finished.issuperset(programme.courses):
        return NextStep(StepKind.AFTER, quiz=programme.after)
    return None


def next_step_in(course: Course, done: Done) -> NextStep | None:
    """Find what to do next in a course: pages and quiz of its lessons in order, the exam, the form."""
    for lesson in course.lessons:
        status = lesson_status(lesson, done)
        if status.done:
            continue
        read = done.pages.get(lesson.id, ())
        page = next((page.number for page in lesson.pages if page.number not in read), 0)
        if page:
            return NextStep(StepKind.PAGE, course.id, lesson.id, page, minutes_left=status.minutes_left)
        quiz = lesson.quiz.id if lesson.quiz else ""
        return NextStep(StepKind.QUIZ, course.id, lesson.id, quiz=quiz, minutes_left=status.minutes_left)
    if course.exam is not None and not exam_passed(course, done):
        return NextStep(StepKind.EXAM, course.id, quiz=course.exam.id)
    if course.form is not None and course.id not in done.forms:
        return NextStep(StepKind.FORM, course.id, quiz=course.form.id)
    return None
