"""Who a visitor of the demo becomes when choosing a role."""

from sqlalchemy import select

from lms.db import db
from lms.models import CourseRecord, Enrolment, Person, RoleGrant

DEMO_DOMAIN = "demo.eu-belong.example"
"""Addresses of invented people end with it; nobody else may be signed in without a letter."""
HOME = "donegal"
"""The region whose people a visitor becomes: its working language is the one in which the course was written."""


def find_demo_person(role: str) -> int | None:
    """The id of an invented person of the home region who holds a role.

    A trainee is somebody in the middle of a course, so that there is something to continue.
    """
    people = select(Person.id).where(Person.email.like(f"%.{HOME}@{DEMO_DOMAIN}")).order_by(Person.id).limit(1)
    if role != "trainee":
        return db.session.scalar(
            people.join(RoleGrant, RoleGrant.person_id == Person.id).where(RoleGrant.role == role)
        )
    enrolled = people.join(Enrolment, Enrolment.person_id == Person.id)
    learning = enrolled.join(CourseRecord, CourseRecord.enrolment_id == Enrolment.id).where(
        CourseRecord.lessons_done.between(2, 4), CourseRecord.completed_at.is_(None), Person.language == "en"
    )
    found = db.session.scalar(learning)
    return found if found is not None else db.session.scalar(enrolled)
