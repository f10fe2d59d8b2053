"""The trainers' door: courses with their problems, previews as a trainee sees them, packages."""

from flask import Blueprint, Response

from lms.errors import NotFound
from lms.language import N_
from lms.rules.permissions import Action, may
from lms.services.people import Identity
from lms.web import context, guards

door = Blueprint("trainer", __name__, url_prefix="/teach")
doors = (door,)


@door.before_request
def _teaches() -> Response | None:
    """Let in who may teach."""
    refused = guards.signed_in()
    if refused is None and not may(context.person().grants, Action.TEACH):
        raise NotFound("These pages are for trainers.")
    return refused


@context.add_way
def _way(identity: Identity) -> list[tuple[str, str]]:
    if not may(identity.grants, Action.TEACH):
        return []
    return [(context.url("trainer.courses"), context.say()(N_("Courses and packages")))]


from lms.web.trainer import bulk, courses, packages, preview, quiz_preview, sheets  # noqa: E402

__all__ = ["bulk", "courses", "door", "doors", "packages", "preview", "quiz_preview", "sheets"]
