"""The people of the journeys: trainees who are invited, staff, and those of the demo in all states."""

import email
import re
from datetime import UTC, datetime
from email import policy
from itertools import count

from sqlalchemy import select

from lms.db import db
from lms.models import CourseRecord, Enrolment, Person, RoleGrant
from lms.rules.permissions import Role
from lms.services import enrolment, outbox
from lms.services.people import create_person, grant_role
from tests.journeys.site import Site

HOME = "donegal"
_numbers = count(1)


def enrol(site: Site, name: str = "Maria Byrne", region: str = "") -> enrolment.Enrolled:
    """Enrol a new person whose address nobody else has."""
    region = region or next(iter(site.catalogue.regions))
    person = enrolment.NewPerson(
        name=name, email=f"person{next(_numbers)}@{region}.example", region=region, language="en"
    )
    with site.app.app_context():
        return enrolment.enrol(person, "form", None, datetime.now(UTC))


def address_of(site: Site, person_id: int) -> str:
    """The mail address of a person."""
    with site.app.app_context():
        found = db.session.scalar(select(Person.email).where(Person.id == person_id))
    assert found
    return found


def invite(site: Site, enrolled: enrolment.Enrolled) -> str:
    """Send the invitation; give the text of the letter as it lies in the outbox folder."""
    now = datetime.now(UTC)
    with site.app.app_context():
        enrolment.invite([enrolled.enrolment_id], site.config, now)
        outbox.deliver_due(site.config, now)
    return letters_to(site, address_of(site, enrolled.person_id))[-1]


def letters_to(site: Site, address: str) -> list[str]:
    """The letters to one address in the outbox folder, oldest first."""
    found = []
    for path in sorted((site.config.var / "outbox").glob("*.eml"), key=lambda path: path.stat().st_mtime_ns):
        message = email.message_from_bytes(path.read_bytes(), policy=policy.default)
        if address in str(message["To"]):
            body = message.get_body(("plain",))
            assert body is not None
            found.append(body.get_content().replace("\r\n", "\n"))
    return found


def link_in(letter: str) -> str:
    """The sign-in link of a letter."""
    found = re.search(r"https?://\S+/sign-in/\S+", letter)
    assert found, letter
    return found.group()


def staff(site: Site, role: Role, region: str = "") -> int:
    """A new person with a role."""
    now = datetime.now(UTC)
    with site.app.app_context():
        person = create_person("Sean Gallagher", f"staff{next(_numbers)}@programme.example", "en", now)
        grant_role(person.id, role, region, None, now)
    return person.id


def find_states(site: Site) -> dict[str, int]:
    """People of the demo by their state: nobody, trainee fresh, in the middle and finished, and the roles."""
    home = Person.email.like(f"%.{HOME}@%")
    trainee = select(Person.id).join(Enrolment).where(home).order_by(Person.id)
    records = select(CourseRecord.enrolment_id)
    middle = select(CourseRecord.enrolment_id).where(
        CourseRecord.course_id == "competence", CourseRecord.lessons_done.between(1, 4)
    )
    queries = {
        "fresh": trainee.where(Enrolment.opened_at.is_(None), Enrolment.id.not_in(records)),
        "middle": trainee.where(Enrolment.id.in_(middle), Enrolment.completed_at.is_(None)),
        "finished": trainee.where(Enrolment.completed_at.is_not(None)),
    }
    for role in ("trainer", "coordinator", "programme", "administrator"):
        queries[role] = select(Person.id).join(RoleGrant).where(home, RoleGrant.role == role)
    with site.app.app_context():
        found: dict[str, int | None] = {name: db.session.scalar(query.limit(1)) for name, query in queries.items()}
        others = trainee.where(Enrolment.id.in_(middle)).offset(1).limit(1)
        participant = db.session.scalar(others)
        assert participant is not None
        grant_role(participant, Role.LAB_PARTICIPANT, HOME, None, datetime.now(UTC))
    states = {name: person for name, person in found.items() if person is not None}
    assert len(states) == len(queries), f"the demo has nobody who is {set(queries) - set(states)}"
    return {"nobody": 0, **states, "participant": participant}
