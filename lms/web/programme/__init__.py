"""The programme office's door: all regions side by side."""

from flask import Blueprint, Response

from lms.errors import NotFound
from lms.language import N_
from lms.rules.permissions import Action, may
from lms.services.people import Identity
from lms.web import context, guards

door = Blueprint("programme", __name__, url_prefix="/programme")
doors = (door,)


@door.before_request
def _sees_programme() -> Response | None:
    """Let in who may see all regions; for others these pages do not exist."""
    refused = guards.signed_in()
    if refused is None and not may(context.person().grants, Action.SEE_PROGRAMME):
        raise NotFound(N_("There is no such page."))
    return refused


@context.add_way
def _way(identity: Identity) -> list[tuple[str, str]]:
    if not may(identity.grants, Action.SEE_PROGRAMME):
        return []
    return [(context.url("programme.progress"), context.say()(N_("All regions")))]


from lms.web.programme import progress, reports, sources  # noqa: E402

__all__ = ["door", "doors", "progress", "reports", "sources"]
