"""How the very first person gets in: a one-time link for the first administrator."""

from datetime import datetime

from sqlalchemy import select

from lms.config import Config
from lms.db import db, transaction
from lms.models import Person, RoleGrant, SignInToken
from lms.rules.permissions import Role
from lms.services.people import create_person, grant_role
from lms.services.sign_in import make_link


def make_first_link(config: Config, now: datetime) -> str | None:
    """A sign-in link for the first administrator, made on the way; None once an administrator has signed in."""
    with transaction():
        administrators = (
            select(Person.id)
            .join(RoleGrant, RoleGrant.person_id == Person.id)
            .where(RoleGrant.role == Role.ADMINISTRATOR, Person.deactivated_at.is_(None))
        )
        has_entered = (
            select(SignInToken.id)
            .where(SignInToken.person_id.in_(administrators), SignInToken.used_at.is_not(None))
            .limit(1)
        )
        if db.session.scalar(has_entered) is not None:
            return None
        person_id = db.session.scalar(administrators.order_by(Person.id).limit(1))
        if person_id is None:
            person = create_person("Administrator", config.contact, "en", now)
            grant_role(person.id, Role.ADMINISTRATOR, "", None, now)
            person_id = person.id
        url, _code = make_link(person_id, config, now)
        return url
