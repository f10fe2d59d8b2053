"""What trainees do with quizzes and exams: begin a try, save answers, hand it in, look back."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.orm import Session

from lms.content.model import Course, Programme, Quiz, QuizKind
from lms.db import transaction
from lms.errors import InvalidInput, NoAttemptsLeft, NotAllowed, NotFound
from lms.models import Attempt
from lms.rules import completion, grading
from lms.rules.drawing import draw
from lms.rules.trying import next_attempt
from lms.services import progress
from lms.services.answers import clean_answer, clean_answers
from lms.services.people import Identity
from lms.services.store import change, insert, read, read_first, table

_SEEDS = 2**32
_ATTEMPT = table(Attempt)
_ALL = (
    select(_ATTEMPT)
    .where(_ATTEMPT.c.enrolment_id == bindparam("enrolment"), _ATTEMPT.c.quiz_id == bindparam("quiz"))
    .order_by(_ATTEMPT.c.number)
)
_ONE = _ALL.where(_ATTEMPT.c.number == bindparam("number"))
_OPEN = _ALL.where(_ATTEMPT.c.submitted_at.is_(None))
_SAVE = (
    update(_ATTEMPT)
    .where(_ATTEMPT.c.id == bindparam("row"))
    .values(answers=bindparam("answers"), saved_at=bindparam("saved_at"))
)
_SUBMIT = (
    update(_ATTEMPT)
    .where(_ATTEMPT.c.id == bindparam("row"))
    .values(
        {
            name: bindparam(name)
            for name in (
                "drawn",
                "answers",
                "saved_at",
                "submitted_at",
                "percent",
                "passed",
                "results",
                "quiz_digest",
            )
        }
    )
)


@dataclass(frozen=True, slots=True)
class AttemptState:
    """One try at a quiz."""

    number: int
    seed: int
    drawn: tuple[str, ...]
    """Names of its questions in the order in which they are asked."""
    answers: Mapping[str, Any]
    started_at: datetime
    saved_at: datetime | None = None
    submitted_at: datetime | None = None
    """None while it is open."""
    percent: int | None = None
    passed: bool | None = None
    results: Mapping[str, int] | None = None
    """Points (0 to 1000) by question."""


@dataclass(frozen=True, slots=True)
class History:
    """All tries of a trainee at a quiz."""

    best: int | None
    """Best result in percent."""
    tries_left: int | None
    """None = as many as wanted."""
    opens_at: datetime | None
    """When the next try is possible; None = now."""
    attempts: tuple[AttemptState, ...]
    open: AttemptState | None
    """The try that is not handed in yet."""
    next_number: int
    """Number of the open try, else of the one that would come next."""


def history(identity: Identity, quiz: Quiz, now: datetime) -> History:
    """Tell how a trainee did so far, and whether another try is possible. One query."""
    states = tuple(_state(row) for row in read(_ALL, enrolment=identity.enrolment_id, quiz=quiz.id))
    submitted = [state for state in states if state.submitted_at]
    allowed = next_attempt(quiz, [state.submitted_at for state in submitted if state.submitted_at], now)
    current = next((state for state in states if state.submitted_at is None), None)
    return History(
        best=max((state.percent for state in submitted if state.percent is not None), default=None),
        tries_left=allowed.tries_left,
        opens_at=allowed.opens_at,
        attempts=states,
        open=current,
        next_number=current.number if current else len(states) + 1,
    )


def find_attempt(enrolment_id: int, quiz_id: str, number: int) -> AttemptState | None:
    """Find one try."""
    row = read_first(_ONE, enrolment=enrolment_id, quiz=quiz_id, number=number)
    return _state(row) if row else None


def open_attempt(identity: Identity, course: Course, quiz: Quiz, now: datetime) -> AttemptState:
    """Give the open try, or begin a new one.

    Raises `NoAttemptsLeft` during a pause, `NotAllowed` for an exam before its lessons.
    """
    _require_quiz(course, quiz)
    with transaction() as session:
        progress.hold(session, identity)
        rows = read(_ALL, enrolment=identity.enrolment_id, quiz=quiz.id).all()
        row = next((row for row in rows if row.submitted_at is None), None)
        if row is None:
            row = _begin(session, identity, course, quiz, rows, now)
    return _state(row)


def save_answer(
    identity: Identity,
    course: Course,
    quiz: Quiz,
    question_name: str,
    value: Any,
    now: datetime,
    attempt_number: int | None = None,
) -> AttemptState:
    """Keep one answer. Raises `InvalidInput` when it does not fit or the try was handed in already."""
    return save_answers(identity, course, quiz, {question_name: value}, now, attempt_number)


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
        progress.touch(session, identity, now)
        row = _find_row(identity, quiz, attempt_number) or _begin_numbered(
            session, identity, course, quiz, attempt_number, now
        )
        if row.submitted_at is not None:
            raise InvalidInput("This try was handed in already. Nothing can be added to it.")
        kept = dict(row.answers)
        for name, value in answers.items():
            if name not in row.drawn:
                raise InvalidInput("This question does not belong to this try.")
            clean_answer(quiz, name, value, kept)
        change(session, _SAVE, row=row.id, answers=kept, saved_at=now)
        progress.touch_course(session, identity, course, now)
    return _state(row, answers=kept, saved_at=now)


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
        progress.touch(session, identity, now)
        row = _row_to_submit(session, identity, course, quiz, attempt_number, now)
        if row.submitted_at is not None:
            return _state(row)
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
        change(session, _SUBMIT, row=row.id, **values)
        progress.touch_course(session, identity, course, now)
        _finish(session, identity, programme, course, quiz, grade, now)
    return _state(row, **{name: value for name, value in values.items() if name != "quiz_digest"})


def _finish(
    session: Session,
    identity: Identity,
    programme: Programme,
    course: Course,
    quiz: Quiz,
    grade: grading.Grade,
    now: datetime,
) -> None:
    """Note in lesson and course what a try that was handed in finishes."""
    if quiz.kind is QuizKind.EXAM:
        passed_at = now if grade.passed else None
        progress.settle(session, identity, programme, course, now, score=grade.percent, passed_at=passed_at)
        return
    lesson = next(lesson for lesson in course.lessons if lesson.quiz and lesson.quiz.id == quiz.id)
    record = progress.get_record(session, identity, course, now)
    _, newly_done = progress.keep_lesson(session, record.id, lesson, now, quiz_at=now)
    if newly_done:
        progress.settle(session, identity, programme, course, now)


def _require_quiz(course: Course, quiz: Quiz) -> None:
    if all(quiz.id != other.id for other in course.quizzes()):
        raise NotFound("There is no such quiz in this module.")


def _find_row(identity: Identity, quiz: Quiz, number: int | None) -> Row[Any] | None:
    values = {"enrolment": identity.enrolment_id, "quiz": quiz.id}
    return read_first(_OPEN, **values) if number is None else read_first(_ONE, number=number, **values)


def _row_to_submit(
    session: Session, identity: Identity, course: Course, quiz: Quiz, number: int | None, now: datetime
) -> Row[Any]:
    found = _find_row(identity, quiz, number)
    if found is None and number is None:
        # No try is open: a second press, after the first one has handed it in.
        rows = read(_ALL, enrolment=identity.enrolment_id, quiz=quiz.id).all()
        found = rows[-1] if rows else None
    return found or _begin_numbered(session, identity, course, quiz, number, now)


def _begin_numbered(
    session: Session, identity: Identity, course: Course, quiz: Quiz, number: int | None, now: datetime
) -> Row[Any]:
    """Begin the try that a page was showing when nothing had been saved of it yet."""
    rows = read(_ALL, enrolment=identity.enrolment_id, quiz=quiz.id).all()
    if number not in (None, len(rows) + 1) or any(row.submitted_at is None for row in rows):
        raise NotFound("There is no such try.")
    return _begin(session, identity, course, quiz, rows, now)


def _begin(
    session: Session, identity: Identity, course: Course, quiz: Quiz, rows: list[Row[Any]], now: datetime
) -> Row[Any]:
    progress.require_open(identity, course)
    if quiz.kind is QuizKind.EXAM and not completion.may_take_exam(
        course, progress.list_lessons_done(identity, course)
    ):
        raise NotAllowed("The exam opens when all lessons of this module are done.")
    if not next_attempt(quiz, [row.submitted_at for row in rows if row.submitted_at], now).now:
        raise NoAttemptsLeft("All tries are used for now. The next ones open after a pause.")
    seed = secrets.randbelow(_SEEDS)
    insert(
        session,
        Attempt,
        enrolment_id=identity.enrolment_id,
        course_id=course.id,
        quiz_id=quiz.id,
        number=len(rows) + 1,
        seed=seed,
        drawn=list(draw(quiz, seed)),
        answers={},
        started_at=now,
        quiz_digest=quiz.digest,
    )
    return read(_ONE, enrolment=identity.enrolment_id, quiz=quiz.id, number=len(rows) + 1).one()


def _asked(quiz: Quiz, drawn: list[str]) -> tuple[str, ...]:
    """The questions of a try as the quiz has them now: one that was taken out is not held against anybody."""
    if quiz.draw is None:
        return tuple(question.name for question in quiz.questions)
    return tuple(name for name in drawn if quiz.question(name))


def _state(row: Row[Any], **changes: Any) -> AttemptState:
    values = {
        "number": row.number,
        "seed": row.seed,
        "drawn": row.drawn,
        "answers": row.answers,
        "started_at": row.started_at,
        "saved_at": row.saved_at,
        "submitted_at": row.submitted_at,
        "percent": row.percent,
        "passed": row.passed,
        "results": row.results,
    } | changes
    return AttemptState(**{**values, "drawn": tuple(values["drawn"])})
