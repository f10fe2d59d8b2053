"""Joining two enrolments of one person, and parting them again within thirty days."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, literal, null, or_, select, update
from sqlalchemy.orm import Session

from lms.content.model import Programme
from lms.db import transaction
from lms.errors import InvalidInput, NotFound
from lms.models import (
    Background,
    CourseRecord,
    Enrolment,
    OutsidePerson,
    Person,
    PersonPair,
    PrivateAnswer,
    RoleGrant,
    SurveyDone,
)
from lms.services import audit, certificates, counters
from lms.services.duplicates_swapping import swap_course
from lms.services.duplicates_times import merge_times, restore_times
from lms.services.outside_folding import refold
from lms.services.store import change, insert, read, read_first, table

UNDO_DAYS = 30
JOINED, UNDONE, DIFFERENT = "joined", "undone", "different"

_ENROLMENT, _PERSON, _RECORD = table(Enrolment), table(Person), table(CourseRecord)
_PAIR, _GRANT = table(PersonPair), table(RoleGrant)
_MOVING = {
    "surveys": table(SurveyDone),
    "private": table(PrivateAnswer),
    "background": table(Background),
    "outside": table(OutsidePerson),
}
"""What goes over to the kept enrolment where that has none of its own: surveys of the programme, what was said for
statistics, and all results from elsewhere."""
_BOTH = (
    select(_ENROLMENT, _PERSON.c.deactivated_at, _PERSON.c.name)
    .join(_PERSON, _PERSON.c.id == _ENROLMENT.c.person_id)
    .where(_ENROLMENT.c.id.in_(bindparam("ids", expanding=True)), _ENROLMENT.c.region_id == bindparam("region"))
    .order_by(_ENROLMENT.c.id)
    .with_for_update()
)


def join(region: str, kept_id: int, removed_id: int, programme: Programme, actor_id: int, now: datetime) -> int:
    """Join two enrolments of a region: the better result of each course stays, the removed person is closed.

    Notes and roles stay where they are. Gives the id of the pair; raises `NotFound` and `InvalidInput`.
    """
    with transaction() as session:
        kept, removed = _hold(region, kept_id, removed_id)
        if kept.deactivated_at or removed.deactivated_at:
            raise InvalidInput("One of the two accounts is closed already.")
        if _holds_role(removed.person_id, now):
            raise InvalidInput(
                "%(name)s holds a role here. Keep this account, or end the role first.", name=removed.name
            )
        with counters.moving(session, now, enrolments=[kept_id, removed_id]):
            undo = _join(session, kept, removed, programme, now)
        pair = _note(session, region, (kept_id, removed_id), JOINED, actor_id, now, undo)
        subject = f"enrolment:{kept_id}"
        audit.record("people.joined", actor_id, subject, region, f"enrolment:{removed_id}", "", now)
    return pair


def undo_join(region: str, pair_id: int, programme: Programme, actor_id: int, now: datetime) -> None:
    """Part two people again, as they were; what was done since then stays with the result it belongs to.

    A certificate that rests on both is withdrawn. Raises `NotFound` if they are not joined, or if the thirty days
    are over, and `InvalidInput` if one of them was joined to somebody else since.
    """
    with transaction() as session:
        mine = select(_PAIR).where(_PAIR.c.id == pair_id, _PAIR.c.region_id == region, _PAIR.c.decision == JOINED)
        pair = read_first(mine.with_for_update())
        if pair is None or pair.undo is None or pair.at < now - timedelta(days=UNDO_DAYS):
            raise NotFound("There is nothing to undo, or the thirty days are over.")
        kept, removed = _hold(region, pair.kept_id, pair.removed_id)
        if _was_joined_since(pair):
            raise InvalidInput("Undo the later joining of this person first.")
        with counters.moving(session, now, enrolments=[kept.id, removed.id]):
            _part(session, kept, removed, programme, pair.undo)
            certificates.withdraw_lapsed(session, [kept.id, removed.id], actor_id, now)
        change(session, update(_PAIR).where(_PAIR.c.id == pair_id).values(decision=UNDONE, undo=null()))
        subject = f"enrolment:{kept.id}"
        audit.record("people.parted", actor_id, subject, region, f"enrolment:{removed.id}", "", now)


def keep_apart(region: str, first_id: int, second_id: int, actor_id: int, now: datetime) -> None:
    """Note that two people only look alike, so that nobody is asked again. Raises `NotFound`."""
    one, other = sorted((first_id, second_id))
    same = select(_PAIR.c.id).where(
        _PAIR.c.kept_id == one, _PAIR.c.removed_id == other, _PAIR.c.decision == DIFFERENT
    )
    with transaction() as session:
        _hold(region, one, other)
        if read_first(same) is not None:
            return
        _note(session, region, (one, other), DIFFERENT, actor_id, now, None)
        audit.record("people.different", actor_id, f"enrolment:{one}", region, f"enrolment:{other}", "", now)


def forget_old_joins(now: datetime) -> int:
    """Remove what was kept to undo joins, once the time is over; give how many."""
    old = _PAIR.c.undo.is_not(None) & (_PAIR.c.at < now - timedelta(days=UNDO_DAYS))
    with transaction() as session:
        return change(session, update(_PAIR).where(old).values(undo=null()))


def _join(
    session: Session, kept: Row[Any], removed: Row[Any], programme: Programme, now: datetime
) -> dict[str, Any]:
    """Bring the better of two enrolments together and close the other; give what it takes to undo that."""
    undo: dict[str, Any] = {"courses": _swap_better(session, kept.id, removed.id)}
    for name, target in _MOVING.items():
        undo[name] = _move(session, target, _list_spare(target, kept.id, removed.id), kept.id)
    undo |= merge_times(session, kept, removed)
    refold(session, [kept.id], programme)
    closed = {"deactivated_at": now, "session_version": _PERSON.c.session_version + 1}
    change(session, update(_PERSON).where(_PERSON.c.id == removed.person_id).values(**closed))
    return undo


def _part(session: Session, kept: Row[Any], removed: Row[Any], programme: Programme, undo: dict[str, Any]) -> None:
    """Give both back what was theirs."""
    for course in undo["courses"]:
        swap_course(session, kept.id, removed.id, course)
    for name, target in _MOVING.items():
        _move(session, target, undo.get(name, ()), removed.id)
    restore_times(session, kept, undo)
    refold(session, [kept.id, removed.id], programme)
    change(session, update(_PERSON).where(_PERSON.c.id == removed.person_id).values(deactivated_at=None))


def _was_joined_since(pair: Row[Any]) -> bool:
    both = (pair.kept_id, pair.removed_id)
    one_of_both = or_(_PAIR.c.kept_id.in_(both), _PAIR.c.removed_id.in_(both))
    later = select(_PAIR.c.id).where(_PAIR.c.id > pair.id, _PAIR.c.decision == JOINED, one_of_both)
    return read_first(later) is not None


def _hold(region: str, one: int, other: int) -> tuple[Row[Any], Row[Any]]:
    rows = {row.id: row for row in read(_BOTH, ids=[one, other], region=region)}
    if len(rows) < 2:
        raise NotFound("There are no such two people.")
    return rows[one], rows[other]


def _holds_role(person_id: int, now: datetime) -> bool:
    running = or_(_GRANT.c.until.is_(None), _GRANT.c.until > literal(now, _GRANT.c.until.type))
    return read_first(select(_GRANT.c.id).where(_GRANT.c.person_id == person_id, running)) is not None


def _swap_better(session: Session, kept_id: int, removed_id: int) -> list[str]:
    """Give the kept enrolment the other one's result wherever that is better; give those courses."""
    rows = read(select(_RECORD).where(_RECORD.c.enrolment_id.in_([kept_id, removed_id]))).all()
    worth = {(row.enrolment_id, row.course_id): _worth(row) for row in rows}
    courses = sorted({row.course_id for row in rows})
    better = [
        course for course in courses if worth.get((removed_id, course), ()) > worth.get((kept_id, course), ())
    ]
    for course in better:
        swap_course(session, kept_id, removed_id, course)
    return better


def _worth(row: Row[Any]) -> tuple[bool, bool, int, int, int, bool]:
    score = -1 if row.best_score is None else row.best_score
    return (
        row.completed_at is not None,
        row.passed_at is not None,
        score,
        row.lessons_done,
        row.reached,
        row.started_at is not None,
    )


def _list_spare(target: Any, kept_id: int, removed_id: int) -> list[int]:
    """List what of the removed enrolment the kept one has not got; results from elsewhere go over in any case."""
    spare = target.c.enrolment_id == removed_id
    if "course_id" in target.c:
        spare &= target.c.course_id == ""
    if target is not _MOVING["outside"]:
        own = target.alias()
        same = [own.c[key] == target.c[key] for key in ("survey_id", "course_id") if key in target.c]
        spare &= ~select(own.c.id).where(own.c.enrolment_id == kept_id, *same).exists()
    return list(read(select(target.c.id).where(spare).order_by(target.c.id)).scalars())


def _move(session: Session, target: Any, ids: Sequence[int], enrolment_id: int) -> list[int]:
    if ids:
        change(session, update(target).where(target.c.id.in_(ids)).values(enrolment_id=enrolment_id))
    return list(ids)


def _note(
    session: Session,
    region: str,
    pair: tuple[int, int],
    decision: str,
    actor_id: int,
    now: datetime,
    undo: dict[str, Any] | None,
) -> int:
    values = {"kept_id": pair[0], "removed_id": pair[1], "decision": decision, "at": now, "undo": undo}
    return insert(session, PersonPair, region_id=region, actor_id=actor_id, **values)
