"""Counters that figures are read from: fed in the same transaction as the act, never by counting people.

Acts of one person note what they change (`note_step`, `note_places`, `note_active`, `note_certificate`) while they
hold the lock of the person's enrolment. Whatever else changes how somebody counts (roles, region, merging,
erasing, records made by hand) happens inside `moving`. Acts on many people call `add_enrolments` for new ones, or
`rebuild` for regions.
"""

from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, Executable, bindparam, or_, select, true, update
from sqlalchemy.orm import Session

from lms.models import Enrolment, OutsidePerson, Region
from lms.rules.contribution import NEAR, Kind, Place, Step, find_monday, find_step, span_of_week
from lms.services import counters_rows as rows
from lms.services.counters_adding import add, add_rows
from lms.services.counters_rebuilding import list_weeks, rebuild
from lms.services.store import each_of, read, read_first, table

__all__ = [
    "add_enrolments",
    "moving",
    "note_active",
    "note_certificate",
    "note_places",
    "note_step",
    "rebuild",
]

_ENROLMENT, _REGION, _OUTSIDE = table(Enrolment), table(Region), table(OutsidePerson)
_STANDING = (
    select(_ENROLMENT, _REGION.c.zone)
    .join(_REGION, _REGION.c.id == _ENROLMENT.c.region_id)
    .where(_ENROLMENT.c.id == bindparam("enrolment"))
)
_BY_STEP = {Step.STARTED: (Kind.STARTED, "started_at"), Step.COMPLETED: (Kind.COMPLETED, "completed_at")}


def note_step(session: Session, enrolment: int, step: Step) -> None:
    """Note that an enrolment has just come to a step. Its time is written already, and was empty before."""
    row = read(_STANDING, enrolment=enrolment).one()
    before, after = find_step(row, without=step), find_step(row)
    changes: list[tuple[Place, int]] = []
    if before is not after:
        changes += [((Kind.PEOPLE, row.category, before), -1), ((Kind.PEOPLE, row.category, after), 1)]
    if step in _BY_STEP:
        kind, name = _BY_STEP[step]
        changes.append(((kind, "", find_monday(getattr(row, name), row.zone)), 1))
    add(session, row.region_id, row.excluded_until, changes)


def note_active(session: Session, enrolment: int, at: datetime) -> None:
    """Note that an enrolment is about to do something that counts as activity. It is not written yet."""
    found = read(_near(), enrolment=enrolment, first=at - NEAR, end=at + NEAR).all()
    row = found[0]
    first, end = span_of_week(at, row.zone)
    if not any(other.at and first <= other.at < end for other in found):
        add(session, row.region_id, row.excluded_until, [((Kind.ACTIVE, "", find_monday(at, row.zone)), 1)])


def note_places(
    session: Session, region: str, since: datetime | None, before: Set[Place], after: Set[Place]
) -> None:
    """Note that a course record moves; `since` is the `excluded_until` of its enrolment."""
    left, came = sorted(before - after), sorted(after - before)
    add(session, region, since, [*((place, -1) for place in left), *((place, 1) for place in came)])


def note_certificate(session: Session, enrolment: int, change: int) -> None:
    """Note that an enrolment has just got its certificate (1) or lost it (-1); the enrolment is locked."""
    row = read(_STANDING.with_for_update(of=_ENROLMENT), enrolment=enrolment).one()
    if row.completed_at is not None:
        add(session, row.region_id, row.excluded_until, [((Kind.CERTIFICATE, "", 0), change)])


def find_since(enrolment: int) -> datetime | None:
    """Until when an enrolment is not counted."""
    row = read_first(_SINCE, enrolment=enrolment)
    return row.excluded_until if row else None


@contextmanager
def moving(
    session: Session,
    now: datetime,
    *,
    people: Sequence[int] = (),
    enrolments: Sequence[int] = (),
    outside: Sequence[int] = (),
) -> Iterator[None]:
    """Take people out of the counters, let their rows be changed in any way, and put them back as they are then.

    They are given as persons, as enrolments, or as people known from elsewhere. Their enrolments are locked.
    """
    _count(session, _choose_whom(people, enrolments), outside, now, -1)
    yield
    whom = _choose_whom(people, enrolments)
    if whom is not None:
        session.execute(update(_ENROLMENT).where(whom).values(excluded_until=rows.excluded_until()))
    _count(session, whom, outside, now, 1)


def add_enrolments(session: Session, ids: Sequence[int], now: datetime, *, fresh: bool = False) -> None:
    """Count enrolments that were just written, however many, and see whose role excludes them.

    `fresh`: they have done nothing yet, which saves looking.
    """
    if not ids:
        return
    chosen = each_of(ids)
    mine = _ENROLMENT.c.id.in_(chosen)
    staff = update(_ENROLMENT).where(mine, rows.has_reason_to_be_excluded())
    session.execute(staff.values(excluded_until=rows.excluded_until()))
    if fresh:
        add_rows(session, [rows.count_people(mine)])
        return
    regions = session.execute(select(_ENROLMENT.c.region_id).where(mine).distinct()).scalars().all()
    add_rows(session, rows.of_enrolments(chosen, list_weeks(session, regions, now)))


def _choose_whom(people: Sequence[int], enrolments: Sequence[int]) -> ColumnElement[bool] | None:
    chosen = [
        column.in_(each_of(ids))
        for column, ids in ((_ENROLMENT.c.person_id, people), (_ENROLMENT.c.id, enrolments))
        if ids
    ]
    return or_(*chosen) if chosen else None


def _count(
    session: Session, whom: ColumnElement[bool] | None, outside: Sequence[int], now: datetime, sign: int
) -> None:
    if whom is not None and (held := _hold(whom)):
        parts = rows.of_enrolments(each_of(list(held)), list_weeks(session, sorted(set(held.values())), now))
        add_rows(session, parts, sign)
    if outside:
        these = _OUTSIDE.c.id.in_(each_of(outside))
        session.execute(select(_OUTSIDE.c.id).where(these).order_by(_OUTSIDE.c.id).with_for_update())
        add_rows(session, rows.count_elsewhere(these), sign)


def _hold(whom: ColumnElement[bool]) -> dict[int, str]:
    """Lock enrolments; give id and region."""
    query = select(_ENROLMENT.c.id, _ENROLMENT.c.region_id).where(whom)
    return {row.id: row.region_id for row in read(query.order_by(_ENROLMENT.c.id).with_for_update())}


@cache
def _near() -> Executable:
    """The place of an enrolment, and what it did near a moment; one row at least."""
    events = rows.list_own_events((bindparam("first"), bindparam("end")), bindparam("enrolment"))
    return (
        select(_ENROLMENT.c.region_id, _ENROLMENT.c.excluded_until, _REGION.c.zone, events.c.at)
        .select_from(_ENROLMENT.join(_REGION, _REGION.c.id == _ENROLMENT.c.region_id).outerjoin(events, true()))
        .where(_ENROLMENT.c.id == bindparam("enrolment"))
    )


_SINCE = select(_ENROLMENT.c.excluded_until).where(_ENROLMENT.c.id == bindparam("enrolment"))
