"""Who may do what, on whose data: one table."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person can be here. Being a trainee comes with an enrolment, the others are granted."""

    TRAINEE = "trainee"
    TRAINER = "trainer"
    COORDINATOR = "coordinator"
    PROGRAMME = "programme"
    ADMINISTRATOR = "administrator"
    LAB_PARTICIPANT = "lab_participant"


REGIONAL = frozenset({Role.TRAINEE, Role.COORDINATOR, Role.LAB_PARTICIPANT})
"""Roles that hold in the region they were given for, and nowhere else."""


@dataclass(frozen=True, slots=True)
class Grant:
    """One role of one person."""

    role: Role
    region: str = ""
    """Region of a regional role; empty for the others."""


class Action(StrEnum):
    """Everything that is guarded."""

    LEARN = "learn"
    """Take the courses and keep one's own progress."""
    READ_MATERIALS = "read_materials"
    """Read and download the materials of the Learning Lab."""
    TEACH = "teach"
    """Preview courses, see their problems, make packages."""
    SEE_REGION = "see_region"
    """See figures and people of a region."""
    ENROL = "enrol"
    """Enrol and invite people of a region."""
    CERTIFY = "certify"
    """Fetch, send, correct and withdraw the certificates of people of a region."""
    SEE_PROGRAMME = "see_programme"
    """See the figures of all regions."""
    ADMINISTER = "administer"
    """Give and end roles."""


_MAY: dict[Action, frozenset[Role]] = {
    Action.LEARN: frozenset({Role.TRAINEE}),
    Action.READ_MATERIALS: frozenset(
        {Role.LAB_PARTICIPANT, Role.TRAINER, Role.COORDINATOR, Role.PROGRAMME, Role.ADMINISTRATOR}
    ),
    Action.TEACH: frozenset({Role.TRAINER, Role.ADMINISTRATOR}),
    Action.SEE_REGION: frozenset({Role.COORDINATOR, Role.PROGRAMME, Role.ADMINISTRATOR}),
    Action.ENROL: frozenset({Role.COORDINATOR, Role.ADMINISTRATOR}),
    Action.CERTIFY: frozenset({Role.COORDINATOR, Role.ADMINISTRATOR}),
    Action.SEE_PROGRAMME: frozenset({Role.PROGRAMME, Role.ADMINISTRATOR}),
    Action.ADMINISTER: frozenset({Role.ADMINISTRATOR}),
}


def may(grants: Iterable[Grant], action: Action, region: str = "") -> bool:
    """Whether one of the roles allows the action, in `region` where a region is given."""
    allowed = _MAY[action]
    return any(
        grant.role in allowed and (not region or grant.role not in REGIONAL or grant.region == region)
        for grant in grants
    )


def regions_of(grants: Iterable[Grant]) -> tuple[str, ...]:
    """The regions somebody coordinates, in the order of their names."""
    return tuple(sorted({grant.region for grant in grants if grant.role is Role.COORDINATOR}))
