"""Who a visitor of the demo becomes when choosing a role."""

from sqlalchemy import select

from lms.db import db
from lms.models import Enrolment, Person, RoleGrant

DEMO_DOMAIN = "demo.eu-belong.example"
"""Addresses of invented people end with it; nobody else may be signed in without a letter."""


def find_demo_person(role: str) -> int | None:
    """The id of the first invented person who holds a role; trainees are those who are enrolled."""
    people = select(Person.id).where(Person.email.like(f"%@{DEMO_DOMAIN}")).order_by(Person.id).limit(1)
    if role == "trainee":
        query = people.join(Enrolment, Enrolment.person_id == Person.id)
    else:
        query = people.join(RoleGrant, RoleGrant.person_id == Person.id).where(RoleGrant.role == role)
    return db.session.scalar(query)
