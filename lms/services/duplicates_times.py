"""The times of two enrolments that are joined, and what it takes to give the kept one its own back.

When somebody began and completed the programme follows from their records, and from what other sources say:
`refold` has the last word on it, here stands only what this service knows by itself.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, select, update
from sqlalchemy.orm import Session

from lms.models import Enrolment, OutsideFold
from lms.rules.sources import Source
from lms.services.store import change, insert, read_first, table

_ENROLMENT, _FOLD = table(Enrolment), table(OutsideFold)
_STEPS = ("started_at", "completed_at")
_OTHERS = ("invited_at", "opened_at", "last_active_at")
_OF_ENROLMENT = (_FOLD.c.enrolment_id == bindparam("enrolment"), _FOLD.c.course_id == "")
Times = dict[str, datetime | None]


def merge_times(session: Session, kept: Row[Any], removed: Row[Any]) -> dict[str, Any]:
    """Let the earlier of two times stay, of the last act the later one; give what it takes to undo that."""
    fold = _find_fold(kept.id)
    both = (_times(kept) | (fold or {}), _times(removed) | (_find_fold(removed.id) or {}))
    news: Times = {}
    for name in (*_OTHERS, *_STEPS):
        times = [at for own in both if (at := own[name]) is not None]
        news[name] = (max if name == "last_active_at" else min)(times, default=None)
    _set_times(session, kept.id, news)
    return {"before": _write(_times(kept)), "fold": fold and _write(fold), "after": _write(news)}


def restore_times(session: Session, kept: Row[Any], undo: dict[str, Any]) -> None:
    """Put back the times that joining changed, except those that moved on since."""
    there, before = _write(_times(kept)), _read(undo["before"])
    back = {name: before[name] for name in _OTHERS if there[name] == undo["after"][name]}
    _set_times(session, kept.id, back | {name: before[name] for name in _STEPS})
    if undo.get("fold"):
        place = {"enrolment_id": kept.id, "course_id": "", "existed": True, "completed_by": Source.SITE.value}
        insert(session, OutsideFold, **place, **_read(undo["fold"]))


def _set_times(session: Session, enrolment_id: int, times: Times) -> None:
    change(session, delete(_FOLD).where(*_OF_ENROLMENT), enrolment=enrolment_id)
    change(session, update(_ENROLMENT).where(_ENROLMENT.c.id == enrolment_id).values(**times))


def _find_fold(enrolment_id: int) -> Times | None:
    """Give the steps as this service knows them by itself; nothing if no other source has changed them."""
    row = read_first(select(_FOLD).where(*_OF_ENROLMENT), enrolment=enrolment_id)
    return {name: getattr(row, name) for name in _STEPS} if row else None


def _times(row: Row[Any]) -> Times:
    return {name: getattr(row, name) for name in (*_OTHERS, *_STEPS)}


def _write(times: Times) -> dict[str, str | None]:
    return {name: at.isoformat() if at else None for name, at in times.items()}


def _read(times: dict[str, str | None]) -> Times:
    return {name: datetime.fromisoformat(at) if at else None for name, at in times.items()}
