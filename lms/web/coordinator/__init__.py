"""The coordinators' door: progress, people, enrolling. The region stands in every address; one guard judges."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, g, render_template, request

from lms.errors import NotAllowed, NotFound
from lms.language import N_
from lms.rules.permissions import Action, may, regions_of
from lms.services.people import Identity
from lms.services.regions import get_region
from lms.web import context, guards

door = Blueprint("coordinator", __name__, url_prefix="/regions/<region>")
enrol_door = Blueprint("enrol", __name__, url_prefix="/regions/<region>/enrol")
certificate_door = Blueprint("certificates", __name__, url_prefix="/regions/<region>/certificates")
people_door = Blueprint("people", __name__, url_prefix="/regions/<region>/people")
letter_door = Blueprint("letters", __name__, url_prefix="/regions/<region>/letters")
doors = (door, enrol_door, certificate_door, people_door, letter_door)

_LONGEST_ID = 64


@door.before_request
def _sees_region() -> Response | None:
    """Let in who may see this region; for others it does not exist, and the try is written down."""
    refused = guards.signed_in()
    if refused is not None:
        return refused
    region = str((request.view_args or {}).get("region", ""))
    if not may(context.person().grants, Action.SEE_REGION, region):
        _write_down(region)
        raise NotFound(N_("There is no such region."))
    try:
        g.region = context.lms().catalogue.regions.get(region) or get_region(region)
    except NotFound:
        _write_down(region)
        raise
    return None


def _let_in(action: Action, refusal: str) -> Callable[[], Response | None]:
    """Make the guard of a door that also asks whether its reader may act here."""

    def guard() -> Response | None:
        refused = _sees_region()
        if refused is None and not may(context.person().grants, action, g.region.id):
            raise NotAllowed(refusal)
        return refused

    return guard


enrol_door.before_request(_let_in(Action.ENROL, N_("Only the coordinators of the region can enrol people.")))
people_door.before_request(_let_in(Action.ENROL, N_("Only the coordinators of the region can do this.")))
letter_door.before_request(_let_in(Action.ENROL, N_("Only the coordinators of the region can write letters.")))
certificate_door.before_request(
    _let_in(Action.CERTIFY, N_("Only the coordinators of the region deal with certificates."))
)


def show(template: str, **values: Any) -> str:
    """Render a page of the region; `may_enrol` tells it whether its reader may also act there."""
    return render_template(f"coordinator/{template}", region=g.region, may_enrol=may_enrol(), **values)


def may_enrol() -> bool:
    """Whether the reader may act in the region, not only look."""
    return may(context.person().grants, Action.ENROL, g.region.id)


def _write_down(region: str) -> None:
    context.note("region.refused", f"{request.method} {request.endpoint}", region[:_LONGEST_ID])


@context.add_way
def _way(identity: Identity) -> list[tuple[str, str]]:
    known = context.lms().catalogue.regions
    return [
        (
            context.url("coordinator.progress", region=region),
            context.say()(N_("Region %(name)s"), name=known[region].name if region in known else region),
        )
        for region in regions_of(identity.grants)
    ]


from lms.web.coordinator import (  # noqa: E402
    certificates,
    duplicates,
    enrolling,
    handover,
    joining,
    letter_log,
    letter_plans,
    letters,
    mending,
    people,
    people_acts,
    people_views,
    person,
    progress,
    receipts,
    reports,
    results,
    results_taking,
    scores,
    uploading,
)

__all__ = [
    "certificate_door",
    "certificates",
    "door",
    "doors",
    "duplicates",
    "enrol_door",
    "enrolling",
    "handover",
    "joining",
    "letter_door",
    "letter_log",
    "letter_plans",
    "letters",
    "mending",
    "people",
    "people_acts",
    "people_door",
    "people_views",
    "person",
    "progress",
    "receipts",
    "reports",
    "results",
    "results_taking",
    "scores",
    "uploading",
]
