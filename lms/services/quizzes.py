"""What trainees do with quizzes and exams: begin a try, save answers, hand it in, look back."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, update
from sqlalchemy.orm import Session

from lms.content.model import Course, Programme, Quiz, QuizKind
from lms.db import transaction
from lms.errors import InvalidInput, NotFound
from lms.language import N_
from lms.models import Attempt
from lms.rules import grading
from lms.services import counters, progress
from lms.services.answers import check_answer, clean_answer, clean_answers
from lms.services.attempts import (
    AttemptState,
    History,
    begin,
    find_attempt,
    history,
    list_rows,
    lock_or_begin,
    lock_row,
    put_answer,
    state_of,
    take_turn_to_begin,
)
from lms.services.people import Identity
from lms.services.store import change, table

__all__ = [
    "AttemptState",
    "History",
    "find_attempt",
    "history",
    "open_attempt",
    "save_answer",
    "save_answers",
    "submit_attempt",
]

_CLOSE_BY = timedelta(minutes=1)
"""Activity is noted to the minute: answers that follow each other closely cost one statement each."""
_FOREIGN = N_("This question does not belong to this try.")

_ATTEMPT = table(Attempt)
_SAVE = (
    update(_ATTEMPT)
    .where(_ATTEMPT.c.id == bindparam("row"))
    .values(answers=bindparam("answers"), saved_at=bindparam("now"))
)
_RESULT = ("drawn", "answers", "saved_at", "submitted_at", "percent", "passed", "results", "quiz_digest")
_SUBMIT = (
    update(_ATTEMPT).where(_ATTEMPT.c.id == bindparam("row")).values({name: bindparam(name) for name in _RESULT})
)


def open_attempt(identity: Identity, course: Course, quiz: Quiz, now: datetime) -> AttemptState:
    """Give the open try, or begin a new one.

    Raises `NoAttemptsLeft` during a pause, `NotAllowed` for an exam before its lessons.
    """
    _require_quiz(course, quiz)
    with transaction() as session:
        take_turn_to_begin(session, identity)
        rows = list_rows(identity, quiz)
        row = next((row for row in rows if row.submitted_at is None), None)
        if row is None:
            row = begin(session, identity, course, quiz, rows, now)
    return state_of(row)


def save_answer(
    identity: Identity,
    course: Course,
    quiz: Quiz,
    question_name: str,
    value: Any,
    now: datetime,
    attempt_number: int | None = None,
) -> None:
    """Keep one answer. Raises `InvalidInput` when it does not fit or the try was handed in already.

    The path that is walked most: as a rule one statement, without reading first.
    """
    _require_quiz(course, quiz)
    if attempt_number is not None and check_answer(quiz, question_name, value):
        progress.get_enrolment_id(identity)
        since = now - _CLOSE_BY
        if put_answer(identity, course, quiz, attempt_number, question_name, value, since, now):
            return
    save_answers(identity, course, quiz, {question_name: value}, now, attempt_number)


def save_answers(
    identity: Identity,
    course: Course,
    quiz: Quiz,
    answers: Mapping[str, Any],
    now: datetime,
    attempt_number: int | None = None,
) -> AttemptState:
    """Keep some answers of a try; the others stay. An empty value takes an answer back."""
    _require_quiz(course, quiz)
    with transaction() as session:
        row = lock_or_begin(session, identity, course, quiz, attempt_number, now)
        if row.submitted_at is not None:
            raise InvalidInput("This try was handed in already. Nothing can be added to it.")
        kept = dict(row.answers)
        for name, value in answers.items():
            if name not in row.drawn:
                raise InvalidInput(_FOREIGN)
            clean_answer(quiz, name, value, kept)
        change(session, _SAVE, row=row.id, answers=kept, now=now)
        progress.touch(session, identity, now)
        progress.touch_course(session, identity, course, now)
    return state_of(row, answers=kept, saved_at=now)


def submit_attempt(
    identity: Identity,
    programme: Programme,
    course: Course,
    quiz: Quiz,
    answers: Mapping[str, Any] | None,
    now: datetime,
    attempt_number: int | None = None,
) -> AttemptState:
    """Hand a try in with the answers saved so far and those given here, and finish what this finishes.

    Handing in twice gives the same result and changes nothing.
    """
    _require_quiz(course, quiz)
    with transaction() as session:
        row = _row_to_submit(session, identity, course, quiz, attempt_number, now)
        if row.submitted_at is not None:
            return state_of(row)
        drawn = _asked(quiz, row.drawn)
        given = clean_answers(quiz, drawn, {**row.answers, **(answers or {})})
        grade = grading.grade(quiz, given, drawn)
        values = {
            "drawn": list(drawn),
            "answers": given,
            "saved_at": now if answers else row.saved_at,
            "submitted_at": now,
            "percent": grade.percent,
            "passed": grade.passed,
            "results": {result.name: result.points for result in grade.results},
            "quiz_digest": quiz.digest,
        }
        progress.touch(session, identity, now)
        counters.note_active(session, row.enrolment_id, now)
        change(session, _SUBMIT, row=row.id, **values)
        record_id = progress.touch_course(session, identity, course, now)
        _finish(session, identity, programme, course, quiz, grade, record_id, now)
    return state_of(row, **{name: value for name, value in values.items() if name != "quiz_digest"})


def _finish(
    session: Session,
    identity: Identity,
    programme: Programme,
    course: Course,
    quiz: Quiz,
    grade: grading.Grade,
    record_id: int,
    now: datetime,
) -> None:
    """Note in lesson and course what a try that was handed in finishes."""
    if quiz.kind is QuizKind.EXAM:
        passed_at = now if grade.passed else None
        progress.settle(session, identity, programme, course, now, score=grade.percent, passed_at=passed_at)
        return
    enrolment = progress.get_enrolment_id(identity)
    lesson = next(lesson for lesson in course.lessons if lesson.quiz and lesson.quiz.id == quiz.id)
    if progress.keep_lesson(session, enrolment, record_id, lesson, now, quiz_at=now).newly_done:
        progress.settle(session, identity, programme, course, now)


def _require_quiz(course: Course, quiz: Quiz) -> None:
    if all(quiz.id != other.id for other in course.quizzes()):
        raise NotFound("There is no such quiz in this module.")


def _row_to_submit(
    session: Session, identity: Identity, course: Course, quiz: Quiz, number: int | None, now: datetime
) -> Row[Any]:
    if number is None and lock_row(identity, quiz, None) is None:
        # No try is open: a second press, after the first one has handed it in.
        last = next(reversed(list_rows(identity, quiz)), None)
        if last is not None:
            return last
    return lock_or_begin(session, identity, course, quiz, number, now)


def _asked(quiz: Quiz, drawn: list[str]) -> tuple[str, ...]:
    """The questions of a try as the quiz has them now: one that was taken out is not held against anybody."""
    if quiz.draw is None:
        return tuple(question.name for question in quiz.questions)
    return tuple(name for name in drawn if quiz.question(name))
