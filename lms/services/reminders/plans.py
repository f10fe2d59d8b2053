"""Schedules: which reminder goes out on which day of the week, and running those whose day has come."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, or_, select, update
from sqlalchemy.orm import Session

from lms.config import Config
from lms.content.catalogue import Catalogue
from lms.db import transaction
from lms.errors import InvalidInput, NotFound
from lms.models import LetterPlan, Person, Region
from lms.rules.letters import REMINDERS, Kind, Timetable, due_day
from lms.services import audit
from lms.services.reminders.notes import check_note
from lms.services.reminders.writing import Order, Written, write_order
from lms.services.store import change, insert, read, read_first, table

MOST_PLANS = 20
LONGEST_DAYS = 365

_PLAN, _PERSON, _REGION = table(LetterPlan), table(Person), table(Region)
_ALL = (
    select(_PLAN, _PERSON.c.name.label("by"), _REGION.c.zone)
    .select_from(
        _PLAN.join(_REGION, _REGION.c.id == _PLAN.c.region_id).outerjoin(_PERSON, _PERSON.c.id == _PLAN.c.actor_id)
    )
    .order_by(_PLAN.c.is_on.desc(), _PLAN.c.weekday, _PLAN.c.id)
)
_OF_REGION = _ALL.where(_PLAN.c.region_id == bindparam("region"))
_ONE = _OF_REGION.where(_PLAN.c.id == bindparam("plan"))
_RUNNING = _ALL.where(_PLAN.c.is_on, _REGION.c.active)


@dataclass(frozen=True, slots=True)
class PlanWish:
    """What a coordinator wants of a schedule."""

    kind: Kind
    days: int
    weekday: int
    starts_on: date
    ends_on: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A schedule as it stands."""

    id: int
    region: str
    kind: Kind
    days: int
    note: str
    by: str
    """Name of who wrote it down; empty when they are gone."""
    timetable: Timetable


@dataclass(frozen=True, slots=True)
class DuePlan:
    """A schedule whose day has come."""

    plan: Plan
    day: date


def list_plans(region: str) -> tuple[Plan, ...]:
    """List the schedules of a region, running ones first."""
    return tuple(_plan(row) for row in read(_OF_REGION, region=region))


def get_plan(region: str, plan_id: int) -> Plan:
    """Give a schedule of a region; raises `NotFound`."""
    row = read_first(_ONE, region=region, plan=plan_id)
    if row is None:
        raise NotFound("There is no such schedule.")
    return _plan(row)


def add_plan(region: str, wish: PlanWish, actor_id: int | None, now: datetime) -> int:
    """Write a schedule down; it runs from the next of its days on. Raises `InvalidInput`."""
    values = _check(wish)
    with transaction() as session:
        if len(list_plans(region)) >= MOST_PLANS:
            raise InvalidInput("A region has at most %(most)s schedules. Change one of them.", most=MOST_PLANS)
        plan_id = insert(
            session,
            LetterPlan,
            region_id=region,
            **values,
            is_on=True,
            actor_id=actor_id,
            changed_at=now,
            ran_on=None,
        )
        audit.record("letter_plan.added", actor_id, f"plan:{plan_id}", region, _describe(wish), "", now)
    return plan_id


def change_plan(region: str, plan_id: int, wish: PlanWish, actor_id: int | None, now: datetime) -> None:
    """Change a schedule of a region. Raises `NotFound`, `InvalidInput`."""
    values = _check(wish)
    with transaction() as session:
        _change(session, region, plan_id, {**values, "actor_id": actor_id, "changed_at": now})
        audit.record("letter_plan.changed", actor_id, f"plan:{plan_id}", region, _describe(wish), "", now)


def switch_plan(region: str, plan_id: int, on: bool, actor_id: int | None, now: datetime) -> None:
    """Switch a schedule of a region on or off. Raises `NotFound`."""
    with transaction() as session:
        _change(session, region, plan_id, {"is_on": on, "actor_id": actor_id, "changed_at": now})
        act = "letter_plan.on" if on else "letter_plan.off"
        audit.record(act, actor_id, f"plan:{plan_id}", region, "", "", now)


def list_due_plans(now: datetime) -> tuple[DuePlan, ...]:
    """List the schedules of all regions that have to run now."""
    found = ((plan, due_day(plan.timetable, now)) for plan in (_plan(row) for row in read(_RUNNING)))
    return tuple(DuePlan(plan, day) for plan, day in found if day is not None)


def run_plan(
    due: DuePlan, enrolment_ids: tuple[int, ...], catalogue: Catalogue, config: Config, now: datetime
) -> Written | None:
    """Write the letters of a schedule to these people, once for each of its days.

    None when another process has done it. Day and letters are noted in one transaction: what is broken off is done
    anew.
    """
    done = (
        update(_PLAN)
        .where(_PLAN.c.id == due.plan.id, _PLAN.c.is_on, or_(_PLAN.c.ran_on.is_(None), _PLAN.c.ran_on < due.day))
        .values(ran_on=due.day)
    )
    claimed: list[bool] = []

    def claim(session: Session) -> bool:
        claimed.append(bool(change(session, done)))
        return claimed[-1]

    order = Order(due.plan.region, due.plan.kind, due.plan.note, plan_id=due.plan.id, author=due.plan.by)
    written = write_order(order, enrolment_ids, catalogue, config, now, claim)
    return written if claimed[-1] else None


def _change(session: Session, region: str, plan_id: int, values: dict[str, Any]) -> None:
    mine = update(_PLAN).where(_PLAN.c.id == plan_id, _PLAN.c.region_id == region)
    if not change(session, mine.values(**values)):
        raise NotFound("There is no such schedule.")


def _check(wish: PlanWish) -> dict[str, Any]:
    if wish.kind not in REMINDERS:
        raise InvalidInput("Please choose one of the letters in the list.")
    if not 1 <= wish.days <= LONGEST_DAYS:
        raise InvalidInput("Please give a number of days from 1 to %(most)s.", most=LONGEST_DAYS)
    if wish.weekday not in range(7):
        raise InvalidInput("Please choose a day of the week.")
    if wish.ends_on < wish.starts_on:
        raise InvalidInput("The last day lies before the first one.")
    return {
        "kind": wish.kind.value,
        "days": wish.days,
        "weekday": wish.weekday,
        "starts_on": wish.starts_on,
        "ends_on": wish.ends_on,
        "note": check_note(wish.note),
    }


def _describe(wish: PlanWish) -> str:
    return f"{wish.kind} after {wish.days} days, weekday {wish.weekday}, {wish.starts_on} to {wish.ends_on}"


def _plan(row: Row[Any]) -> Plan:
    timetable = Timetable(row.weekday, row.starts_on, row.ends_on, row.is_on, row.changed_at, row.ran_on, row.zone)
    return Plan(row.id, row.region_id, Kind(row.kind), row.days, row.note, row.by or "", timetable)
