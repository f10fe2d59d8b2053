"""Tries at quizzes as they lie in the database: found, shown, begun, and one answer put into them."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import JSON, Row, String, bindparam, cast, func, select, update
from sqlalchemy.dialects.postgresql import JSONB, array
from sqlalchemy.orm import Session

from lms.content.model import Course, Quiz, QuizKind
from lms.db import reading
from lms.db.prepared import Prepared
from lms.errors import NoAttemptsLeft, NotAllowed, NotFound
from lms.models import Attempt, CourseRecord
from lms.rules import completion
from lms.rules.drawing import draw
from lms.rules.trying import next_attempt
from lms.services import progress
from lms.services.people import Identity
from lms.services.store import insert, read, read_first, table, wait_for_turn

_SEEDS = 2**32
_ATTEMPT, _RECORD = table(Attempt), table(CourseRecord)
_ALL = (
    select(_ATTEMPT)
    .where(_ATTEMPT.c.enrolment_id == bindparam("enrolment"), _ATTEMPT.c.quiz_id == bindparam("quiz"))
    .order_by(_ATTEMPT.c.number)
)
_ALL_NOW = Prepared(_ALL)
_ONE = _ALL.where(_ATTEMPT.c.number == bindparam("number"))
_LOCK_ONE = _ONE.with_for_update()
_LOCK_OPEN = _ALL.where(_ATTEMPT.c.submitted_at.is_(None)).with_for_update()


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
    rows = _ALL_NOW.all(enrolment=identity.enrolment_id, quiz=quiz.id)
    states = tuple(state_of(row) for row in rows)
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
    return state_of(row) if row else None


def list_rows(identity: Identity, quiz: Quiz) -> list[Row[Any]]:
    """List all tries as rows, the oldest first."""
    return list(read(_ALL, enrolment=identity.enrolment_id, quiz=quiz.id))


def lock_row(identity: Identity, quiz: Quiz, number: int | None) -> Row[Any] | None:
    """Find a try, the open one without a number, and let nobody else change it until the transaction ends.

    Locks are always taken in the order turn to begin, attempt, enrolment, course record, so that two acts never
    wait in a circle.
    """
    values = {"enrolment": identity.enrolment_id, "quiz": quiz.id}
    return read_first(_LOCK_OPEN, **values) if number is None else read_first(_LOCK_ONE, number=number, **values)


def put_answer(
    identity: Identity,
    course: Course,
    quiz: Quiz,
    number: int,
    name: str,
    value: Any,
    since: datetime,
    now: datetime,
) -> bool:
    """Put one answer into an open try by a statement that stands for itself, and say whether it fitted.

    It does not where more is to be done or to be said: there is no such open try, the question is not among those
    that it asks, or nothing has been learned in the course `since` then. Raises `NotSaved`.
    """
    values = {
        "enrolment": identity.enrolment_id,
        "course": course.id,
        "quiz": quiz.id,
        "which": number,
        "name": name,
        "asked": json.dumps(name),
        "path": f'$."{name}"',
        "value": json.dumps(value),
        "since": since,
        "now": now,
    }
    return bool(_put(reading().dialect.name).change(**values))


@cache
def _put(dialect: str) -> Prepared:
    name, value = bindparam("name", type_=String), bindparam("value", type_=String)
    if dialect == "postgresql":
        whole = func.jsonb_set(cast(_ATTEMPT.c.answers, JSONB), array([name]), cast(value, JSONB))
        changed, is_asked = cast(whole, JSON), cast(_ATTEMPT.c.drawn, JSONB).has_key(name)
    else:
        changed = func.json_set(
            _ATTEMPT.c.answers, bindparam("path", type_=String), func.json(value), type_=String
        )
        # A list of names as it was written: each stands in it between quotation marks.
        is_asked = func.instr(_ATTEMPT.c.drawn, bindparam("asked", type_=String)) > 0
    is_active = (
        select(_RECORD.c.id)
        .where(_RECORD.c.enrolment_id == bindparam("enrolment"), _RECORD.c.course_id == bindparam("course"))
        .where(_RECORD.c.last_active_at > bindparam("since"), _RECORD.c.last_active_at <= bindparam("now"))
        .exists()
    )
    return Prepared(
        update(_ATTEMPT)
        .where(_ATTEMPT.c.enrolment_id == bindparam("enrolment"), _ATTEMPT.c.quiz_id == bindparam("quiz"))
        .where(_ATTEMPT.c.number == bindparam("which"), _ATTEMPT.c.submitted_at.is_(None), is_asked, is_active)
        .values(answers=changed, saved_at=bindparam("now"))
        .returning(_ATTEMPT.c.id)
    )


def lock_or_begin(
    session: Session, identity: Identity, course: Course, quiz: Quiz, number: int | None, now: datetime
) -> Row[Any]:
    """Find a try and lock it, or begin it; two tabs that are the first at once get the same one."""
    row = lock_row(identity, quiz, number)
    if row is None:
        take_turn_to_begin(session, identity)
        row = lock_row(identity, quiz, number) or begin_numbered(session, identity, course, quiz, number, now)
    return row


def take_turn_to_begin(session: Session, identity: Identity) -> None:
    """Begin one try of a trainee at a time. Raises `NotEnrolled`."""
    wait_for_turn(session, f"begin:{progress.get_enrolment_id(identity)}")


def begin_numbered(
    session: Session, identity: Identity, course: Course, quiz: Quiz, number: int | None, now: datetime
) -> Row[Any]:
    """Begin the try that a page was showing when nothing had been saved of it yet."""
    rows = list_rows(identity, quiz)
    if number not in (None, len(rows) + 1) or any(row.submitted_at is None for row in rows):
        raise NotFound("There is no such try.")
    return begin(session, identity, course, quiz, rows, now)


def begin(
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


def state_of(row: Row[Any], **changes: Any) -> AttemptState:
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
