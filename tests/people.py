"""The cast: Amina and Dita learn, Bruno trains, Chen and Emil coordinate, Fen runs the programme."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from lms.content import model as content
from lms.db import transaction
from lms.models import Attempt, CourseRecord
from lms.rules.permissions import Role
from lms.services.enrolment import NewPerson, enrol
from lms.services.people import Identity, create_person, find_identity_now, grant_role
from lms.services.regions import load_regions
from lms.services.store import insert

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""A Monday morning."""

NORTH, SOUTH = "north", "south"


@dataclass(frozen=True)
class Cast:
    """Everybody, as identities of the moment they were made."""

    amina: Identity
    bruno: Identity
    chen: Identity
    dita: Identity
    emil: Identity
    fen: Identity


def make_region(region: str, name: str, **changes: Any) -> content.Region:
    """A region as its files describe it."""
    values: dict[str, Any] = {
        "id": region,
        "name": name,
        "country": "IE",
        "languages": ("en",),
        "zone": "Europe/Dublin",
        "target": 150,
        "lab_target": 20,
        "active": True,
    }
    return content.Region(**(values | changes))


def make_regions() -> None:
    """North and South."""
    load_regions([make_region(NORTH, "North", aliases=("Northland",)), make_region(SOUTH, "South")], NOW)


def make_cast() -> Cast:
    """Create the two regions and everybody in them."""
    make_regions()
    return Cast(
        amina=make_trainee("Amina Trainee", "amina@north.example", NORTH),
        bruno=make_staff("Bruno Trainer", "bruno@programme.example", Role.TRAINER),
        chen=make_staff("Chen Coordinator", "chen@north.example", Role.COORDINATOR, NORTH),
        dita=make_trainee("Dita Trainee", "dita@south.example", SOUTH),
        emil=make_staff("Emil Coordinator", "emil@south.example", Role.COORDINATOR, SOUTH),
        fen=make_staff("Fen Programme", "fen@programme.example", Role.PROGRAMME),
    )


def make_trainee(name: str, email: str, region: str, **changes: Any) -> Identity:
    """A person who is enrolled."""
    enrolled = make_enrolment(name, email, region, **changes)
    identity = find_identity_now(enrolled.person_id, NOW)
    assert identity is not None
    return identity


def make_enrolment(name: str, email: str, region: str, now: datetime = NOW, **changes: Any):  # type: ignore[no-untyped-def]
    """An enrolment in a region, with the person."""
    person = NewPerson(name=name, email=email, region=region, **changes)
    return enrol(person, "form", None, now)


def make_staff(name: str, email: str, role: Role, region: str = "") -> Identity:
    """A person who holds a role."""
    person = create_person(name, email, "en", NOW)
    grant_role(person.id, role, region, None, NOW)
    identity = find_identity_now(person.id, NOW)
    assert identity is not None
    return identity


def make_attempt(enrolment_id: int, quiz_id: str, number: int = 1, **changes: Any) -> int:
    """A submitted attempt, written past the services."""
    values: dict[str, Any] = {
        "course_id": "basics",
        "seed": 1,
        "drawn": [],
        "answers": {},
        "started_at": NOW,
        "saved_at": NOW,
        "submitted_at": NOW + timedelta(minutes=10),
        "percent": 100,
        "passed": True,
        "results": {},
        "quiz_digest": "",
    }
    with transaction() as session:
        return insert(
            session, Attempt, enrolment_id=enrolment_id, quiz_id=quiz_id, number=number, **(values | changes)
        )


def make_course_record(enrolment_id: int, region: str, course_id: str, **changes: Any) -> int:
    """Where an enrolment stands in a course, written past the services."""
    with transaction() as session:
        return insert(
            session, CourseRecord, enrolment_id=enrolment_id, region_id=region, course_id=course_id, **changes
        )
