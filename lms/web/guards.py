"""The guards: each door has one of these as its only check of who may come in."""

from flask import Response, jsonify, redirect, request

from lms.errors import NotAllowed, NotEnrolled
from lms.language import N_
from lms.rules.permissions import Action, may
from lms.web.context import person, say, url


def open_to_all() -> None:
    """Let everybody in."""


def signed_in() -> Response | None:
    """Let in who is signed in; others go to the sign-in page and come back afterwards."""
    if person().is_authenticated:
        return None
    if wants_json():
        answer = jsonify(
            saved=False, message=say()(N_("You are signed out. Sign in in another tab; your answers stay here."))
        )
        answer.status_code = 401
        return answer
    if request.method in ("GET", "HEAD"):
        wanted = request.script_root + request.full_path.rstrip("?")
        return redirect(url("public.sign_in", next=wanted))  # type: ignore[return-value]
    return redirect(url("public.sign_in"))  # type: ignore[return-value]


def enrolled() -> Response | None:
    """Let in who is enrolled in the programme."""
    refused = signed_in()
    if refused is None and person().enrolment_id is None:
        raise NotEnrolled("You are not enrolled in the course. Your regional coordinator can enrol you.")
    return refused


def reads_materials() -> Response | None:
    """Let in who may read the materials of the Learning Lab."""
    refused = signed_in()
    if refused is None and not may(person().grants, Action.READ_MATERIALS):
        raise NotAllowed("These materials are for the people of the Learning Lab.")
    return refused


def wants_json() -> bool:
    """Whether a script of ours asks, not a page."""
    return request.is_json or request.accept_mimetypes.best == "application/json"
