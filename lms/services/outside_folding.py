"""Folding results from elsewhere into the records of people who are enrolled here, and taking them out again.

The record shows the joined standing; what this service knows by itself is kept beside it in `outside_fold`. Both
follow from what stands there and from the rows of results alone, so folding twice changes nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session

from lms.content.model import Programme
from lms.models import OutsideFold
from lms.rules import completion
from lms.rules.sources import Said, Source, Standing, decide
from lms.services.outside_fold_rows import OF_FOLD, Changes, Held, hold
from lms.services.store import change, table

_FOLD = table(OutsideFold)
_OWN_COMPLETION = (
    update(_FOLD).where(*OF_FOLD, _FOLD.c.completed_at.is_(None)).values(completed_at=bindparam("now"))
)
_FORGET_RECORDED = (
    update(_FOLD)
    .where(*OF_FOLD, _FOLD.c.completed_by == Source.RECORDED.value)
    .values(completed_at=None, completed_by=Source.SITE.value)
)


def note_own_completion(session: Session, enrolment_id: int, course_id: str, now: datetime) -> None:
    """Note that somebody completed here what another source had completed before; the record keeps its day."""
    change(session, _OWN_COMPLETION, enrolment=enrolment_id, course=course_id, now=now)


def forget_recorded(session: Session, enrolment_id: int, course_id: str) -> None:
    """Forget that a coordinator had recorded a course before another source completed it."""
    change(session, _FORGET_RECORDED, enrolment=enrolment_id, course=course_id)


def refold(session: Session, enrolment_ids: Iterable[int], programme: Programme) -> None:
    """Bring the records of enrolments to what follows from their own acts and all results from elsewhere."""
    changes = Changes()
    for held in hold(enrolment_ids, programme):
        _Folding(held, programme, changes).fold()
    changes.write(session)


def count_unfinished(held: Iterable[Held], programme: Programme, without: int) -> int:
    """Count who has completed the programme and would not have, were an import taken back. Nothing is written."""
    changes = Changes()
    for one in held:
        others = [row for row in one.results if without not in row.imports]
        _Folding(replace(one, results=others), programme, changes).fold()
    return sum(1 for dates in changes.enrolments if dates["completed_at"] is None)


class _Folding:
    """Folds the results of one enrolment."""

    def __init__(self, held: Held, programme: Programme, changes: Changes) -> None:
        self.held, self.programme, self.changes = held, programme, changes

    def fold(self) -> None:
        """Say what changes of the enrolment and its records."""
        told: dict[str, list[Said]] = {}
        for row in self.held.results:
            told.setdefault(row.course, []).append(row.said)
        courses = {*self.held.records, *told, *self.held.folds} - {""}
        own = {course: self._own(course) for course in sorted(courses)}
        joined = {course: decide(standing, told.get(course, ())) for course, standing in own.items()}
        for course, standing in joined.items():
            self._keep_course(course, own[course], standing)
        self._keep_enrolment(own, joined)

    def _own(self, course: str) -> Standing:
        """Give what this service knows of a course by itself."""
        record, fold = self.held.records.get(course), self.held.folds.get(course)
        if record is None:
            return Standing()
        by = Source(record.completed_by)
        if fold is None:
            return Standing(record.started_at, record.completed_at, by)
        started = fold.started_at or self.held.own_starts.get(course)
        # A completion that names no source from elsewhere came about here, since the fold.
        if record.completed_at and by in (Source.SITE, Source.RECORDED):
            return Standing(started, record.completed_at, by)
        return Standing(started, fold.completed_at, Source(fold.completed_by))

    def _keep_course(self, course: str, own: Standing, joined: Standing) -> None:
        record = self.held.records.get(course)
        if joined == own:
            self._unfold(course, own)
            return
        if course not in self.held.folds:
            self._remember(course, record is not None, own)
        values = _values(joined)
        if record is None:
            enrolment = self.held.enrolment
            place = {"enrolment_id": enrolment.id, "course_id": course, "region_id": enrolment.region_id}
            self.changes.new_records.append(place | values)
        elif any(getattr(record, name) != value for name, value in values.items()):
            self.changes.records.append({"row": record.id, **values})

    def _unfold(self, course: str, own: Standing) -> None:
        record, fold = self.held.records.get(course), self.held.folds.get(course)
        if fold is None:
            return
        self._forget(course)
        untouched = own == Standing() and record is not None and record.best_score is None and not record.form_at
        if untouched and not fold.existed:
            self.changes.dropped_records.append({"row": record.id})
        elif record is not None:
            self.changes.records.append({"row": record.id, **_values(own)})

    def _keep_enrolment(self, own: Mapping[str, Standing], joined: Mapping[str, Standing]) -> None:
        row, fold = self.held.enrolment, self.held.folds.get("")
        mine = Standing(row.started_at, row.completed_at)
        if fold is not None:
            mine = Standing(fold.started_at or _first_start(own), fold.completed_at or self._when_done(own))
        starts = [at for at in (mine.started_at, _first_start(joined)) if at]
        completed_at = mine.completed_at
        if completed_at is None and (when := self._when_done(joined)):
            completed_at = row.completed_at or when
        whole = Standing(min(starts, default=None), completed_at)
        if whole == mine and fold is not None:
            self._forget("")
        elif whole != mine and fold is None:
            self._remember("", True, mine)
        if (whole.started_at, whole.completed_at) != (row.started_at, row.completed_at):
            dates = {"started_at": whole.started_at, "completed_at": whole.completed_at}
            self.changes.enrolments.append({"row": row.id, **dates})

    def _when_done(self, standings: Mapping[str, Standing]) -> datetime | None:
        """Give when the last part of the programme was done; None while something is missing."""
        sent = self.held.sent
        ends = {course: found.completed_at for course, found in standings.items() if found.completed_at}
        if not completion.programme_done(self.programme, ends, sent is not None):
            return None
        asked = [sent] if self.programme.after and sent else []
        return max((*(ends[course] for course in self.programme.courses), *asked), default=None)

    def _remember(self, course: str, existed: bool, own: Standing) -> None:
        place = {"enrolment_id": self.held.enrolment.id, "course_id": course, "existed": existed}
        self.changes.new_folds.append(place | _values(own))

    def _forget(self, course: str) -> None:
        self.changes.dropped_folds.append({"enrolment": self.held.enrolment.id, "course": course})


def _values(standing: Standing) -> dict[str, Any]:
    """Give what a row keeps of a standing."""
    return {
        "started_at": standing.started_at,
        "completed_at": standing.completed_at,
        "completed_by": standing.completed_by.value,
    }


def _first_start(standings: Mapping[str, Standing]) -> datetime | None:
    return min((found.started_at for found in standings.values() if found.started_at), default=None)
