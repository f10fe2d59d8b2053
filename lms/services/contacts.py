"""Whom a person may ask: the coordinator of the region, else its office, else the service's contact."""

from datetime import datetime

from sqlalchemy import bindparam, select

from lms.config import Config
from lms.export.letters import Helper
from lms.models import Enrolment, Region
from lms.rules.permissions import Role
from lms.services.people import list_role_holders
from lms.services.store import read_first, table

_ENROLMENT, _REGION = table(Enrolment), table(Region)
_REGION_OF = select(_ENROLMENT.c.region_id).where(_ENROLMENT.c.person_id == bindparam("person_id"))
_OFFICE = select(_REGION.c.contact).where(_REGION.c.id == bindparam("region"))


def helper_of(person_id: int | None, config: Config, now: datetime) -> Helper:
    """Find whom a person may ask."""
    row = read_first(_REGION_OF, person_id=person_id)
    return helper_in(row.region_id if row else "", config, now)


def helper_in(region: str, config: Config, now: datetime) -> Helper:
    """Find whom the people of a region may ask; a region that does not exist has the service's contact."""
    coordinators = list_role_holders(Role.COORDINATOR, region, now)
    if coordinators:
        return Helper(coordinators[0].name, coordinators[0].email)
    office = read_first(_OFFICE, region=region)
    return Helper("", office.contact if office and office.contact else config.contact)
