"""Only in demo mode: be somebody else, and read the letters that were sent."""

from flask import render_template, request

from lms.errors import NotFound
from lms.language import N_
from lms.services import outbox, people
from lms.services.demo.roles import find_demo_person
from lms.web import context
from lms.web.public import door
from lms.web.public.sign_in import enter

_LETTERS = 40


def _require_demo() -> None:
    if not context.lms().config.demo:
        raise NotFound(N_("There is no such page."))


@door.post("/demo/role")
def be_role():
    """Sign in as the first invented person who holds the role."""
    _require_demo()
    role = request.form.get("role", "")
    person_id = find_demo_person(role) if role in context.DEMO_ROLES else None
    identity = people.find_identity_now(person_id, context.now()) if person_id is not None else None
    if identity is None:
        raise NotFound(N_("The demo has nobody with this role. Load the demo people first."))
    return enter(identity)


@door.get("/outbox")
def letters():
    """Show the letters that would have gone out by mail."""
    _require_demo()
    return render_template("public/outbox.html", letters=outbox.list_outbox(context.lms().config, _LETTERS))
