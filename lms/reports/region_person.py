"""One person of a region: dates, places and letters. No answers and no scores."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from lms.content.model import Course
from lms.db import reading
from lms.models import CourseRecord, Enrolment, Message
from lms.reports.region_people import PersonRow, find_person
from lms.rules.letters import Kind

_LETTERS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter that was written to somebody."""

    kind: str
    state: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class PersonPage:
    """What the page of one person needs besides the standing of a trainee."""

    row: PersonRow
    created_at: datetime
    source: str
    """How the enrolment came about."""
    left_at: datetime | None
    completed_by: Mapping[str, str]
    """Course -> which source completed it."""
    letters: tuple[LetterLine, ...]


def read_person(region: str, enrolment_id: int, courses: Sequence[Course], now: datetime) -> PersonPage | None:
    """Read one person of a region; None if nobody of that enrolment is in it."""
    row = find_person(region, enrolment_id, courses, now)
    if row is None:
        return None
    facts = select(Enrolment.created_at, Enrolment.source, Enrolment.left_at).where(Enrolment.id == enrolment_id)
    completed = select(CourseRecord.course_id, CourseRecord.completed_by).where(
        CourseRecord.enrolment_id == enrolment_id, CourseRecord.completed_at.is_not(None)
    )
    letters = (
        select(Message.kind, Message.state, Message.created_at)
        .where(Message.person_id == row.person_id, Message.kind.in_(list(Kind)))
        .order_by(Message.id.desc())
        .limit(_LETTERS_SHOWN)
    )
    return PersonPage(
        row,
        *reading().execute(facts).one(),
        completed_by={row.course_id: row.completed_by for row in reading().execute(completed)},
        letters=tuple(LetterLine(*line) for line in reading().execute(letters)),
    )
