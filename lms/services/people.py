"""Who people are: persons, their roles, and the identity that a session carries."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_login import UserMixin
from sqlalchemy import ColumnElement, Row, bindparam, or_, select, update

from lms.db import transaction
from lms.db.prepared import Prepared
from lms.errors import InvalidInput, NotFound
from lms.intake.people_fields import normalise_email, normalise_name
from lms.language import LANGUAGES
from lms.models import Enrolment, Person, RoleGrant
from lms.rules.permissions import REGIONAL, Grant, Role
from lms.services import audit, counters
from lms.services.store import change, insert_once, read, read_first, table

__all__ = [
    "Identity",
    "PersonRow",
    "change_language",
    "create_person",
    "deactivate",
    "end_role",
    "find_identity",
    "find_identity_now",
    "find_person_by_email",
    "grant_role",
    "list_people",
    "list_role_holders",
    "normalise_email",
]

_PERSON, _ENROLMENT, _GRANT = table(Person), table(Enrolment), table(RoleGrant)
_IDENTITY = Prepared(
    select(
        _PERSON.c.id,
        _PERSON.c.name,
        _PERSON.c.email,
        _PERSON.c.language,
        _PERSON.c.session_version,
        _ENROLMENT.c.id.label("enrolment_id"),
        _ENROLMENT.c.region_id,
        _GRANT.c.role,
        _GRANT.c.region_id.label("role_region"),
    )
    .select_from(
        _PERSON.outerjoin(_ENROLMENT, _ENROLMENT.c.person_id == _PERSON.c.id).outerjoin(
            _GRANT,
            (_GRANT.c.person_id == _PERSON.c.id)
            # A role may be given from a day to come on.
            & (_GRANT.c.granted_at <= bindparam("now"))
            & or_(_GRANT.c.until.is_(None), _GRANT.c.until > bindparam("now")),
        )
    )
    .where(_PERSON.c.id == bindparam("person_id"), _PERSON.c.deactivated_at.is_(None))
    .order_by(_GRANT.c.id)
)
_BY_EMAIL = select(_PERSON).where(_PERSON.c.email == bindparam("email"))


@dataclass(frozen=True)
class Identity(UserMixin):
    """Who is signed in: everything a page needs to know about the person."""

    person_id: int
    name: str
    email: str
    language: str
    session_version: int
    grants: tuple[Grant, ...] = ()
    enrolment_id: int | None = None
    region: str = ""
    """Region of the enrolment; empty without one."""

    def get_id(self) -> str:
        """What the session keeps: the person and the version that ends when it is raised."""
        return f"{self.person_id}.{self.session_version}"


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person as lists show it."""

    id: int
    name: str
    email: str
    language: str
    deactivated: bool = False


def find_identity(person_id: int, session_version: int, now: datetime) -> Identity | None:
    """Find the person of a session; nobody if the session was ended or the person is deactivated. One query."""
    identity = find_identity_now(person_id, now)
    return identity if identity and identity.session_version == session_version else None


def find_identity_now(person_id: int, now: datetime) -> Identity | None:
    """Find a person who may sign in, with the session version of this moment."""
    rows = _IDENTITY.all(person_id=person_id, now=now)
    if not rows:
        return None
    *person, enrolment_id, region, _role, _role_region = rows[0]
    grants = tuple(Grant(Role(role), where) for *_, role, where in rows if role)
    return Identity(*person, grants, enrolment_id, region or "")


def create_person(name: str, email: str, language: str, now: datetime) -> PersonRow:
    """Create a person; who is known by the address already stays as they are."""
    address, name = normalise_email(email), normalise_name(name)
    if language not in LANGUAGES:
        raise InvalidInput("%(language)s is not one of the languages of the service.", language=language[:20])
    with transaction() as session:
        insert_once(
            session, Person, email=address, name=name, language=language, created_at=now, session_version=0
        )
        return _person_row(read(_BY_EMAIL, email=address).one())


def find_person_by_email(email: str) -> PersonRow | None:
    """Find a person by mail address, however it is typed."""
    try:
        row = read_first(_BY_EMAIL, email=normalise_email(email))
    except InvalidInput:
        return None
    return _person_row(row) if row else None


def list_people(region: str) -> tuple[PersonRow, ...]:
    """List everybody who is enrolled or holds a role in a region, by name."""
    belongs = _PERSON.c.id.in_(select(_ENROLMENT.c.person_id).where(_ENROLMENT.c.region_id == region)) | (
        _PERSON.c.id.in_(select(_GRANT.c.person_id).where(_GRANT.c.region_id == region))
    )
    rows = read(select(_PERSON).where(belongs).order_by(_PERSON.c.name, _PERSON.c.id))
    return tuple(_person_row(row) for row in rows)


def list_role_holders(role: Role, region: str, now: datetime) -> tuple[PersonRow, ...]:
    """List who holds a role in a region now, in the order in which they got it."""
    query = (
        select(_PERSON)
        .join(_GRANT, _GRANT.c.person_id == _PERSON.c.id)
        .where(_GRANT.c.role == role, _GRANT.c.region_id == region, _PERSON.c.deactivated_at.is_(None))
        .where(_GRANT.c.granted_at <= now, or_(_GRANT.c.until.is_(None), _GRANT.c.until > now))
        .order_by(_GRANT.c.id)
    )
    return tuple(_person_row(row) for row in read(query))


def grant_role(
    person_id: int, role: Role, region: str, actor_id: int | None, now: datetime, until: datetime | None = None
) -> bool:
    """Give a role, in a region where the role is regional, and say whether that changed anything."""
    role = Role(role)
    if role is Role.TRAINEE:
        raise InvalidInput("A trainee needs no role: enrol the person instead.")
    if role in REGIONAL and not region:
        raise InvalidInput("The role %(role)s needs a region.", role=role.value)
    if region and role not in REGIONAL:
        raise InvalidInput("The role %(role)s is not tied to a region.", role=role.value)
    with transaction() as session, counters.moving(session, now, people=[person_id]):
        fresh = insert_once(
            session,
            RoleGrant,
            person_id=person_id,
            role=role.value,
            region_id=region,
            granted_at=now,
            until=until,
        )
        other_end = _this_grant(person_id, role, region) & _GRANT.c.until.is_distinct_from(until)
        changed = bool(fresh or change(session, update(_GRANT).where(other_end).values(until=until)))
        if changed:
            audit.record("role.granted", actor_id, f"person:{person_id}", region, role.value, "", now)
    return changed


def end_role(person_id: int, role: Role, region: str, actor_id: int | None, now: datetime) -> None:
    """End a role from this moment on; it counts at the next request of the person."""
    mine = _this_grant(person_id, role, region)
    with transaction() as session, counters.moving(session, now, people=[person_id]):
        running = or_(_GRANT.c.until.is_(None), _GRANT.c.until > now)
        if change(session, update(_GRANT).where(mine, running).values(until=now)):
            audit.record("role.ended", actor_id, f"person:{person_id}", region, Role(role).value, "", now)


def deactivate(person_id: int, actor_id: int | None, now: datetime) -> None:
    """Keep a person out from the next request on; what they did stays."""
    with transaction() as session, counters.moving(session, now, people=[person_id]):
        statement = (
            update(_PERSON)
            .where(_PERSON.c.id == person_id, _PERSON.c.deactivated_at.is_(None))
            .values(deactivated_at=now, session_version=_PERSON.c.session_version + 1)
        )
        if change(session, statement):
            audit.record("person.deactivated", actor_id, f"person:{person_id}", "", "", "", now)
        elif read_first(select(_PERSON.c.id).where(_PERSON.c.id == person_id)) is None:
            raise NotFound("There is no such person.")


def change_language(person_id: int, language: str, now: datetime) -> None:
    """Choose the language of a person's pages and letters."""
    if language not in LANGUAGES:
        raise InvalidInput("%(language)s is not one of the languages of the service.", language=language[:20])
    with transaction() as session:
        # Lists of people are narrowed by the copy. It comes first: enrolments are locked before people everywhere.
        change(session, update(_ENROLMENT).where(_ENROLMENT.c.person_id == person_id).values(language=language))
        change(session, update(_PERSON).where(_PERSON.c.id == person_id).values(language=language))


def _this_grant(person_id: int, role: Role, region: str) -> ColumnElement[bool]:
    return (_GRANT.c.person_id == person_id) & (_GRANT.c.role == Role(role).value) & (_GRANT.c.region_id == region)


def _person_row(row: Row[Any]) -> PersonRow:
    return PersonRow(row.id, row.name, row.email, row.language, row.deactivated_at is not None)
