"""Folding results from elsewhere into the records of people who are enrolled here, and taking them out again.

The record shows the joined standing; what this service knows by itself is kept beside it in `outside_fold`. Both
follow from what stands there and from the rows of results alone, so folding twice changes nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, select, union_all, update
from sqlalchemy.orm import Session

from lms.content.model import Programme
from lms.models import Attempt, CourseRecord, Enrolment, LessonRecord, OutsideFold, SurveyDone
from lms.rules import completion
from lms.rules.sources import Source, Standing, decide
from lms.services.outside_rows import Row, in_parts, list_results_of_enrolments, moment_of
from lms.services.store import change, insert, read, read_first, table

_ENROLMENT, _RECORD, _FOLD = table(Enrolment), table(CourseRecord), table(OutsideFold)
_LESSON, _ATTEMPT, _DONE = table(LessonRecord), table(Attempt), table(SurveyDone)
_PLACE = (_FOLD.c.enrolment_id == bindparam("enrolment"), _FOLD.c.course_id == bindparam("course"))
_OWN_COMPLETION = (
    update(_FOLD).where(*_PLACE, _FOLD.c.completed_at.is_(None)).values(completed_at=bindparam("now"))
)
_FORGET_RECORDED = (
    update(_FOLD)
    .where(*_PLACE, _FOLD.c.completed_by == Source.RECORDED.value)
    .values(completed_at=None, completed_by=Source.SITE.value)
)
_FORGET = delete(_FOLD).where(*_PLACE)
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
_OWN_ACTS = union_all(
    select(func.min(func.coalesce(_LESSON.c.quiz_at, _LESSON.c.done_at, _LESSON.c.updated_at)).label("at"))
    .join(_RECORD, _RECORD.c.id == _LESSON.c.course_record_id)
    .where(_RECORD.c.enrolment_id == bindparam("enrolment"), _RECORD.c.course_id == bindparam("course")),
    select(func.min(_ATTEMPT.c.started_at)).where(
        _ATTEMPT.c.enrolment_id == bindparam("enrolment"), _ATTEMPT.c.course_id == bindparam("course")
    ),
).subquery("acts")
_OWN_START = select(func.min(_OWN_ACTS.c.at).label("at"))


def note_own_completion(session: Session, enrolment_id: int, course_id: str, now: datetime) -> None:
    """Note that somebody completed here what another source had completed before; the record keeps its day."""
    change(session, _OWN_COMPLETION, enrolment=enrolment_id, course=course_id, now=now)


def forget_recorded(session: Session, enrolment_id: int, course_id: str) -> None:
    """Forget that a coordinator had recorded a course before another source completed it."""
    change(session, _FORGET_RECORDED, enrolment=enrolment_id, course=course_id)


def refold(session: Session, enrolment_ids: Iterable[int], programme: Programme) -> None:
    """Bring the records of enrolments to what follows from their own acts and all results from elsewhere."""
    for part in in_parts(sorted(set(enrolment_ids))):
        # The lock comes first and alone, so that what is read next is the latest.
        locked = select(_ENROLMENT).where(_ENROLMENT.c.id.in_(part)).order_by(_ENROLMENT.c.id)
        enrolments = read(locked.with_for_update()).all()
        held = _hold(part, programme)
        for enrolment in enrolments:
            _Folding(session, enrolment, held, programme).fold()


@dataclass(frozen=True, slots=True)
class _Held:
    """What was read for some enrolments at once."""

    records: Mapping[tuple[int, str], Any]
    folds: Mapping[tuple[int, str], Any]
    results: Mapping[int, list[Row]]
    sent: Mapping[int, datetime]
    """When the self-assessment at the end was sent."""


def _hold(part: Sequence[int], programme: Programme) -> _Held:
    records = read(select(_RECORD).where(_RECORD.c.enrolment_id.in_(part)))
    folds = read(select(_FOLD).where(_FOLD.c.enrolment_id.in_(part)))
    after = _DONE.c.survey_id == programme.after
    sent = read(select(_DONE).where(_DONE.c.enrolment_id.in_(part), after, ~_DONE.c.skipped))
    latest = datetime.max.replace(tzinfo=UTC)
    return _Held(
        {(row.enrolment_id, row.course_id): row for row in records},
        {(row.enrolment_id, row.course_id): row for row in folds},
        list_results_of_enrolments(part),
        {row.enrolment_id: moment_of(row.done_on, latest) for row in sent},
    )


class _Folding:
    """Folds the results of one enrolment."""

    def __init__(self, session: Session, enrolment: Any, held: _Held, programme: Programme) -> None:
        self.session, self.enrolment, self.programme = session, enrolment, programme
        self.records = {place[1]: row for place, row in held.records.items() if place[0] == enrolment.id}
        self.folds = {place[1]: row for place, row in held.folds.items() if place[0] == enrolment.id}
        self.sent = held.sent.get(enrolment.id)
        self.told: dict[str, list[Row]] = {}
        for row in held.results.get(enrolment.id, ()):
            self.told.setdefault(row.course, []).append(row)

    def fold(self) -> None:
        """Bring the enrolment and its records up to date."""
        own = {course: self._own(course) for course in {*self.records, *self.told, *self.folds} - {""}}
        joined = {
            course: decide(standing, (row.said for row in self.told.get(course, ())))
            for course, standing in own.items()
        }
        for course, standing in joined.items():
            self._keep_course(course, own[course], standing)
        self._keep_enrolment(own, joined)

    def _own(self, course: str) -> Standing:
        """Give what this service knows of a course by itself."""
        record, fold = self.records.get(course), self.folds.get(course)
        if record is None:
            return Standing()
        by = Source(record.completed_by)
        if fold is None:
            return Standing(record.started_at, record.completed_at, by)
        started = fold.started_at or self._find_own_start(course)
        # A completion that names no source from elsewhere came about here, since the fold.
        if record.completed_at and by in (Source.SITE, Source.RECORDED):
            return Standing(started, record.completed_at, by)
        return Standing(started, fold.completed_at, Source(fold.completed_by))

    def _find_own_start(self, course: str) -> datetime | None:
        row = read_first(_OWN_START, enrolment=self.enrolment.id, course=course)
        return row.at if row else None

    def _keep_course(self, course: str, own: Standing, joined: Standing) -> None:
        record, fold = self.records.get(course), self.folds.get(course)
        if joined == own:
            self._unfold(course, own)
            return
        if fold is None:
            self._remember(course, record is not None, own)
        values = {
            "started_at": joined.started_at,
            "completed_at": joined.completed_at,
            "completed_by": joined.completed_by.value,
        }
        if record is None:
            enrolment = self.enrolment
            insert(
                self.session,
                CourseRecord,
                enrolment_id=enrolment.id,
                course_id=course,
                region_id=enrolment.region_id,
                **values,
            )
        elif any(getattr(record, name) != value for name, value in values.items()):
            change(self.session, _KEEP_RECORD, row=record.id, **values)

    def _unfold(self, course: str, own: Standing) -> None:
        record, fold = self.records.get(course), self.folds.get(course)
        if fold is None:
            return
        change(self.session, _FORGET, enrolment=self.enrolment.id, course=course)
        untouched = own == Standing() and record is not None and record.best_score is None and not record.form_at
        if untouched and not fold.existed:
            change(self.session, _DELETE_RECORD, row=record.id)
        elif record is not None:
            change(
                self.session,
                _KEEP_RECORD,
                row=record.id,
                started_at=own.started_at,
                completed_at=own.completed_at,
                completed_by=own.completed_by.value,
            )

    def _remember(self, course: str, existed: bool, own: Standing) -> None:
        insert(
            self.session,
            OutsideFold,
            enrolment_id=self.enrolment.id,
            course_id=course,
            existed=existed,
            started_at=own.started_at,
            completed_at=own.completed_at,
            completed_by=own.completed_by.value,
        )

    def _keep_enrolment(self, own: Mapping[str, Standing], joined: Mapping[str, Standing]) -> None:
        row, fold = self.enrolment, self.folds.get("")
        mine = Standing(row.started_at, row.completed_at)
        if fold is not None:
            mine = Standing(fold.started_at or _first_start(own), fold.completed_at or self._when_done(own))
        starts = [at for at in (mine.started_at, _first_start(joined)) if at]
        completed_at = mine.completed_at
        if completed_at is None and (when := self._when_done(joined)):
            completed_at = row.completed_at or when
        whole = Standing(min(starts, default=None), completed_at)
        if whole == mine and fold is not None:
            change(self.session, _FORGET, enrolment=row.id, course="")
        elif whole != mine and fold is None:
            self._remember("", True, mine)
        if (whole.started_at, whole.completed_at) != (row.started_at, row.completed_at):
            change(
                self.session,
                _KEEP_ENROLMENT,
                row=row.id,
                started_at=whole.started_at,
                completed_at=whole.completed_at,
            )

    def _when_done(self, standings: Mapping[str, Standing]) -> datetime | None:
        """Give when the last part of the programme was done; None while something is missing."""
        ends = {course: found.completed_at for course, found in standings.items() if found.completed_at}
        if not completion.programme_done(self.programme, ends, self.sent is not None):
            return None
        asked = [self.sent] if self.programme.after and self.sent else []
        return max((*(ends[course] for course in self.programme.courses), *asked), default=None)


def _first_start(standings: Mapping[str, Standing]) -> datetime | None:
    return min((found.started_at for found in standings.values() if found.started_at), default=None)
