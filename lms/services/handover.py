"""Handing a region to another coordinator, from a day on. History and open tasks belong to the region and stay."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, case, delete, func, insert, literal, or_, select, update
from sqlalchemy.orm import Session

from lms.db import transaction
from lms.errors import InvalidInput, NotFound
from lms.models import AuditLine, Person, RoleGrant, SavedView, Upload
from lms.rules.permissions import Role
from lms.services import audit, counters
from lms.services.people import create_person
from lms.services.regions import get_region
from lms.services.store import change, insert_once, read, read_first, table

_GRANT, _PERSON = table(RoleGrant), table(Person)
_VIEW, _UPLOAD, _LINE = table(SavedView), table(Upload), table(AuditLine)
_HERE = (_GRANT.c.role == Role.COORDINATOR.value) & (_GRANT.c.region_id == bindparam("region"))
_RUNNING = or_(_GRANT.c.until.is_(None), _GRANT.c.until > bindparam("now"))
_LIST = (
    select(_PERSON.c.id, _PERSON.c.name, _PERSON.c.email, _GRANT.c.granted_at, _GRANT.c.until)
    .join(_GRANT, _GRANT.c.person_id == _PERSON.c.id)
    .where(_HERE, _RUNNING, _PERSON.c.deactivated_at.is_(None))
    .order_by(_GRANT.c.granted_at, _GRANT.c.id)
)
_HISTORY = (
    select(_LINE.c.at, _LINE.c.action, _PERSON.c.name.label("actor"))
    .select_from(_LINE.outerjoin(_PERSON, _PERSON.c.id == _LINE.c.actor_id))
    .where(_LINE.c.region_id == bindparam("region"), _LINE.c.action.in_(bindparam("actions", expanding=True)))
    .order_by(_LINE.c.at.desc(), _LINE.c.id.desc())
    .limit(bindparam("limit"))
)
_WAITING = select(func.count()).select_from(_UPLOAD).where(_UPLOAD.c.region_id == bindparam("region"))


@dataclass(frozen=True, slots=True)
class Coordinator:
    """Somebody who coordinates a region, now or from a day to come."""

    person_id: int
    name: str
    email: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a region's history."""

    at: datetime
    action: str
    actor: str


@dataclass(frozen=True, slots=True)
class Successor:
    """Who takes over."""

    name: str
    email: str
    language: str


def list_coordinators(region: str, now: datetime) -> tuple[Coordinator, ...]:
    """List who coordinates a region and who will."""
    return tuple(Coordinator(*row) for row in read(_LIST, region=region, now=now))


def list_history(region: str, actions: Iterable[str], limit: int) -> tuple[Event, ...]:
    """List what was done in a region of these actions, the newest first."""
    rows = read(_HISTORY, region=region, actions=list(actions), limit=limit)
    return tuple(Event(row.at, row.action, row.actor or "") for row in rows)


def count_waiting_uploads(region: str) -> int:
    """Count the lists of a region that were uploaded and wait for the second press."""
    return read(_WAITING, region=region).scalar_one()


def hand_over(
    region: str, new: Successor, leaving: int | None, starts: datetime, actor_id: int, now: datetime
) -> int:
    """Let somebody coordinate a region from `starts` on, and somebody else no longer; give the new person's id.

    `leaving` = None adds a coordinator. Raises `InvalidInput` (bad name or address, coordinates already) and
    `NotFound` (`leaving` does not coordinate here).
    """
    starts = max(starts, now)
    with transaction() as session:
        language = new.language or get_region(region).languages[0]
        person = create_person(new.name, new.email, language, now)
        if person.deactivated:
            raise InvalidInput("This account is closed. Please use another address, or ask the help desk.")
        if any(other.person_id == person.id for other in list_coordinators(region, now)):
            raise InvalidInput("%(name)s coordinates this region already.", name=person.name)
        with counters.moving(session, now, people=[person.id, *([leaving] if leaving is not None else ())]):
            _grant(session, region, person.id, starts)
            if leaving is not None:
                _end(session, region, leaving, starts, now)
        who = f"person:{person.id}"
        audit.record("role.granted", actor_id, who, region, f"coordinator from {starts:%Y-%m-%d}", "", now)
        if leaving is not None:
            _hand_on(session, region, leaving, person.id, at_once=starts <= now)
            detail = f"to person:{person.id} from {starts:%Y-%m-%d}"
            audit.record("region.handed_over", actor_id, f"person:{leaving}", region, detail, "", now)
    return person.id


def call_off(region: str, person_id: int, actor_id: int, now: datetime) -> None:
    """Call off a handover that has not come yet; who was to leave stays. Raises `NotFound`."""
    with transaction() as session:
        planned = select(_GRANT.c.granted_at).where(_HERE, _GRANT.c.person_id == person_id)
        row = read_first(planned.where(_GRANT.c.granted_at > bindparam("now")), region=region, now=now)
        if row is None:
            raise NotFound("There is no handover to call off.")
        with counters.moving(session, now, people=[other.person_id for other in list_coordinators(region, now)]):
            change(session, delete(_GRANT).where(_HERE, _GRANT.c.person_id == person_id), region=region)
            same_moment = update(_GRANT).where(_HERE, _GRANT.c.until == bindparam("at")).values(until=None)
            stay = change(session, same_moment, region=region, at=row.granted_at)
        detail = f"{stay} stay"
        audit.record("region.handover_called_off", actor_id, f"person:{person_id}", region, detail, "", now)


def _grant(session: Session, region: str, person_id: int, starts: datetime) -> None:
    role = {"person_id": person_id, "role": Role.COORDINATOR.value, "region_id": region}
    if not insert_once(session, RoleGrant, granted_at=starts, until=None, **role):
        mine = update(_GRANT).where(_HERE, _GRANT.c.person_id == bindparam("person"))
        change(session, mine.values(granted_at=starts, until=None), region=region, person=person_id)


def _end(session: Session, region: str, person_id: int, at: datetime, now: datetime) -> None:
    """End a role at a moment; one that ends before it stays as it is: handing over gives nobody more time."""
    mine = update(_GRANT).where(_HERE, _RUNNING, _GRANT.c.person_id == bindparam("person"))
    moment = literal(at, _GRANT.c.until.type)
    until = case((_GRANT.c.until < moment, _GRANT.c.until), else_=moment)
    if not change(session, mine.values(until=until), region=region, person=person_id, now=now):
        raise NotFound("This person does not coordinate the region.")


def _hand_on(session: Session, region: str, old: int, new: int, *, at_once: bool) -> None:
    """Give views and waiting lists of one coordinator to another; who stays for some days keeps their own."""
    names = select(_VIEW.c.name).where(_VIEW.c.person_id == new, _VIEW.c.region_id == region)
    views = (_VIEW.c.person_id == old) & (_VIEW.c.region_id == region) & _VIEW.c.name.not_in(names)
    if at_once:
        change(session, update(_VIEW).where(views).values(person_id=new))
        lists = update(_UPLOAD).where(_UPLOAD.c.person_id == old, _UPLOAD.c.region_id == region)
        change(session, lists.values(person_id=new))
        return
    copied = (_VIEW.c.region_id, _VIEW.c.name, _VIEW.c.query, _VIEW.c.created_at)
    columns = ["person_id", *(column.name for column in copied)]
    change(session, insert(_VIEW).from_select(columns, select(literal(new), *copied).where(views)))
