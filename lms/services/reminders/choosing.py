"""Who of some people gets a letter today, and why the others do not. The dry run and the act ask the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, select

from lms.models import Enrolment, LetterStop, Message, Person
from lms.rules.letters import Facts, Kind, LetterState, Reason, why_not
from lms.services.regions import RegionRow
from lms.services.store import each_of, read, table

_ENROLMENT, _PERSON, _MESSAGE, _STOP = table(Enrolment), table(Person), table(Message), table(LetterStop)
_PEOPLE = (
    select(
        _ENROLMENT.c.id.label("enrolment_id"),
        _PERSON.c.id,
        _PERSON.c.name,
        _PERSON.c.email,
        _PERSON.c.language,
        _PERSON.c.deactivated_at,
        _ENROLMENT.c.invited_at,
        _ENROLMENT.c.opened_at,
        _ENROLMENT.c.started_at,
        _ENROLMENT.c.completed_at,
        _STOP.c.id.label("stop_id"),
    )
    .select_from(
        _ENROLMENT.join(_PERSON, _PERSON.c.id == _ENROLMENT.c.person_id).outerjoin(
            _STOP, _STOP.c.person_id == _PERSON.c.id
        )
    )
    .order_by(_ENROLMENT.c.id)
)
_LETTERS = (
    select(_MESSAGE.c.person_id, _MESSAGE.c.state, _MESSAGE.c.address, _MESSAGE.c.sent_at)
    .where(_MESSAGE.c.kind.in_([kind.value for kind in Kind]))
    .order_by(_MESSAGE.c.id)
)


@dataclass(frozen=True, slots=True)
class Ready:
    """Somebody who gets a letter."""

    enrolment_id: int
    id: int
    """Of the person."""
    name: str
    email: str
    language: str
    invited_at: datetime | None


@dataclass(frozen=True, slots=True)
class Skipped:
    """Somebody who gets none."""

    enrolment_id: int
    person_id: int
    name: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Chosen:
    """What came of looking at some people."""

    ready: tuple[Ready, ...]
    skipped: tuple[Skipped, ...]


def choose(region: RegionRow, enrolment_ids: Iterable[int], kind: Kind, now: datetime) -> Chosen:
    """Say who of some people gets a letter of a kind today. Whoever is not of the region is passed over."""
    ready: list[Ready] = []
    skipped: list[Skipped] = []
    today = now.astimezone(ZoneInfo(region.zone)).date()
    mine = _ENROLMENT.c.id.in_(each_of(enrolment_ids))
    rows = read(_PEOPLE.where(mine, _ENROLMENT.c.region_id == region.id)).all()
    written = _list_letters([row.id for row in rows])
    for row in rows:
        reason = why_not(kind, _facts(row, written.get(row.id, []), region.zone), today)
        if reason is None:
            ready.append(Ready(row.enrolment_id, row.id, row.name, row.email, row.language, row.invited_at))
        else:
            skipped.append(Skipped(row.enrolment_id, row.id, row.name, reason))
    return Chosen(tuple(ready), tuple(skipped))


def _list_letters(person_ids: list[int]) -> dict[int, list[Row[Any]]]:
    found: dict[int, list[Row[Any]]] = {}
    for row in read(_LETTERS.where(_MESSAGE.c.person_id.in_(each_of(person_ids)))):
        found.setdefault(row.person_id, []).append(row)
    return found


def _facts(row: Row[Any], written: list[Row[Any]], zone: str) -> Facts:
    """Put together what decides, from a person and all letters of regions to them, oldest first."""
    here = [one for one in written if one.address == row.email and one.state in ("sent", "bounced")]
    days = [_day(one.sent_at, zone) for one in written if one.sent_at]
    return Facts(
        address=row.email,
        closed=row.deactivated_at is not None,
        opened=row.opened_at is not None,
        started=row.started_at is not None,
        completed=row.completed_at is not None,
        stopped=row.stop_id is not None,
        on_its_way=any(one.state == LetterState.WAITING for one in written),
        bounced=bool(here) and here[-1].state == LetterState.BOUNCED,
        last_on=max(days, default=None),
    )


def _day(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()
