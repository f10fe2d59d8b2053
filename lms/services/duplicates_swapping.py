"""Two enrolments change places in one course: record, lessons, attempts and form. Twice gives back what was."""

from typing import Any

from sqlalchemy import Table, func, select, update
from sqlalchemy.orm import Session

from lms.models import Attempt, CourseRecord, OutsideFold, RecordedCompletion, SurveyDone
from lms.services.store import change, read, table

_RECORD, _ATTEMPT = table(CourseRecord), table(Attempt)
_SURVEY, _RECORDED, _FOLD = table(SurveyDone), table(RecordedCompletion), table(OutsideFold)
_ASIDE = "\x1f"
"""Set before an id that waits aside, so that no unique key is in the way while two rows change places."""


def swap_course(session: Session, one: int, other: int, course: str) -> None:
    """Give each of two enrolments what the other has in a course. Lessons hang on the record and come along."""
    _swap(session, _RECORD, one, other, course, "course_id", "text")
    _swap(session, _SURVEY, one, other, course, "survey_id", "text")
    _swap(session, _ATTEMPT, one, other, course, "number", "number")
    _swap(session, _FOLD, one, other, course, "course_id", "text")
    _swap(session, _RECORDED, one, other, course, "", "")


def _swap(session: Session, target: Table, one: int, other: int, course: str, key: str, kind: str) -> None:
    mine, others = (_list_ids(target, enrolment, course) for enrolment in (one, other))
    column: Any = target.c[key] if key else None
    if mine and kind:
        aside = -column if kind == "number" else _ASIDE + column
        change(session, update(target).where(target.c.id.in_(mine)).values({key: aside}))
    if others:
        change(session, update(target).where(target.c.id.in_(others)).values(enrolment_id=one))
    if mine:
        values: dict[str, Any] = {"enrolment_id": other}
        if kind == "number":
            values[key] = -column
        elif kind:
            values[key] = func.substr(column, len(_ASIDE) + 1)
        change(session, update(target).where(target.c.id.in_(mine)).values(values))


def _list_ids(target: Table, enrolment: int, course: str) -> list[int]:
    query = select(target.c.id).where(target.c.enrolment_id == enrolment, target.c.course_id == course)
    return list(read(query.order_by(target.c.id)).scalars())
