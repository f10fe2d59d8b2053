"""What folding results from elsewhere reads of many enrolments at once, and what it writes of them at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, delete, func, select, union_all, update
from sqlalchemy.orm import Session

from lms.content.model import Programme
from lms.models import Attempt, CourseRecord, Enrolment, LessonRecord, OutsideFold, SurveyDone
from lms.services import outside_rows
from lms.services.outside_rows import list_results_of_enrolments, moment_of
from lms.services.store import change_many, each_of, read, table

_ENROLMENT, _RECORD, _FOLD = table(Enrolment), table(CourseRecord), table(OutsideFold)
_LESSON, _ATTEMPT, _DONE = table(LessonRecord), table(Attempt), table(SurveyDone)
_LATEST = datetime.max.replace(tzinfo=UTC)
OF_FOLD = (_FOLD.c.enrolment_id == bindparam("enrolment"), _FOLD.c.course_id == bindparam("course"))
_FORGET = delete(_FOLD).where(*OF_FOLD)
_DELETE_RECORD = delete(_RECORD).where(_RECORD.c.id == bindparam("row"))
_KEEP_RECORD = (
    update(_RECORD)
    .where(_RECORD.c.id == bindparam("row"))
    .values({name: bindparam(name) for name in ("started_at", "completed_at", "completed_by")})
)
_KEEP_ENROLMENT = (
    update(_ENROLMENT)
    .where(_ENROLMENT.c.id == bindparam("row"))
    .values({name: bindparam(name) for name in ("started_at", "completed_at")})
)


@dataclass(frozen=True, slots=True)
class Held:
    """What stands of one enrolment, and what others say of it."""

    enrolment: Row[Any]
    records: dict[str, Row[Any]] = field(default_factory=dict)
    folds: dict[str, Row[Any]] = field(default_factory=dict)
    results: Sequence[outside_rows.Row] = ()
    own_starts: dict[str, datetime] = field(default_factory=dict)
    """Course id -> when it was begun here, for courses that had not been begun here when they were folded."""
    sent: datetime | None = None
    """When the self-assessment at the end was sent."""


def hold(enrolment_ids: Iterable[int], programme: Programme, *, lock: bool = True) -> list[Held]:
    """Read what folding needs of enrolments, and lock them unless nothing will be changed."""
    ids = sorted(set(enrolment_ids))
    mine = each_of(ids)
    # The lock comes first and alone, so that what is read next is the latest.
    enrolments = select(_ENROLMENT).where(_ENROLMENT.c.id.in_(mine)).order_by(_ENROLMENT.c.id)
    rows = read(enrolments.with_for_update() if lock else enrolments).all()
    results = list_results_of_enrolments(ids)
    after = (_DONE.c.survey_id == programme.after, ~_DONE.c.skipped)
    done = read(select(_DONE.c.enrolment_id, _DONE.c.done_on).where(_DONE.c.enrolment_id.in_(mine), *after))
    sent = {row.enrolment_id: moment_of(row.done_on, _LATEST) for row in done}
    found = {row.id: Held(row, results=results.get(row.id, ()), sent=sent.get(row.id)) for row in rows}
    for row in read(select(_RECORD).where(_RECORD.c.enrolment_id.in_(mine))):
        found[row.enrolment_id].records[row.course_id] = row
    for row in read(select(_FOLD).where(_FOLD.c.enrolment_id.in_(mine))):
        found[row.enrolment_id].folds[row.course_id] = row
    begun = [
        held.enrolment.id
        for held in found.values()
        if any(course and fold.started_at is None for course, fold in held.folds.items())
    ]
    if begun:
        for row in read(_find_own_starts(each_of(begun))):
            found[row.enrolment].own_starts[row.course] = row.at
    return list(found.values())


def _find_own_starts(ids: Any) -> Any:
    """Find when enrolments did something in a course here for the first time."""

    def first(at: Any, source: Any, of: Any, *also: ColumnElement[bool]) -> Any:
        columns = (of.c.enrolment_id.label("enrolment"), of.c.course_id.label("course"), at.label("at"))
        return select(*columns).select_from(source).where(of.c.enrolment_id.in_(ids), *also)

    lessons = _RECORD.join(_LESSON, _LESSON.c.course_record_id == _RECORD.c.id)
    acts = union_all(
        first(func.coalesce(_LESSON.c.quiz_at, _LESSON.c.done_at, _LESSON.c.updated_at), lessons, _RECORD),
        first(_ATTEMPT.c.started_at, _ATTEMPT, _ATTEMPT),
    ).subquery("acts")
    by = (acts.c.enrolment, acts.c.course)
    return select(*by, func.min(acts.c.at).label("at")).group_by(*by)


@dataclass(frozen=True, slots=True)
class Changes:
    """What folding changes, collected to be written by a few statements."""

    new_records: list[Mapping[str, Any]] = field(default_factory=list)
    records: list[Mapping[str, Any]] = field(default_factory=list)
    dropped_records: list[Mapping[str, Any]] = field(default_factory=list)
    new_folds: list[Mapping[str, Any]] = field(default_factory=list)
    dropped_folds: list[Mapping[str, Any]] = field(default_factory=list)
    enrolments: list[Mapping[str, Any]] = field(default_factory=list)

    def write(self, session: Session) -> None:
        """Write everything."""
        for statement, rows in (
            (_RECORD.insert(), self.new_records),
            (_KEEP_RECORD, self.records),
            (_DELETE_RECORD, self.dropped_records),
            (_FOLD.insert(), self.new_folds),
            (_FORGET, self.dropped_folds),
            (_KEEP_ENROLMENT, self.enrolments),
        ):
            change_many(session, statement, rows)
