"""Joining a region by its link: one short form, and the same answer for everybody."""

from flask import redirect, render_template, request

from lms.errors import NotFound
from lms.intake.people_words import CATEGORIES
from lms.services import joining, outbox
from lms.services.regions import get_region
from lms.web import context, forms
from lms.web.public import door

_FIELDS = ("name", "email", "category")


@door.get("/join")
def join_code():
    """Ask for the code of a printed sheet."""
    typed = request.args.get("code", "").strip()[:40]
    if typed:
        try:
            return redirect(context.url("public.join", code=joining.get_open_link(typed).code))
        except NotFound:
            return render_template("public/join_code.html", typed=typed, wrong=True), 404
    return render_template("public/join_code.html", typed="", wrong=False)


@door.get("/join/<code>")
def join(code: str):
    """Show the form of a region."""
    try:
        return _form(joining.get_open_link(code), dict.fromkeys(_FIELDS, ""), {})
    except NotFound:
        return render_template("public/join_code.html", typed="", wrong=True), 404


@door.post("/join/<code>")
def join_ask(code: str):
    """Take the form. What becomes of it is decided after the answer, so that the answer tells nothing."""
    typed = {name: request.form.get(name, "") for name in _FIELDS}
    try:
        link = joining.get_open_link(code)
    except NotFound:
        return render_template("public/join_code.html", typed="", wrong=True), 404
    faults = forms.find_person_faults(typed)
    if faults:
        return _form(link, typed, faults), 400
    programme, config = context.lms().catalogue.programme, context.lms().config
    joining.ask(link.code, typed | {"language": context.language()}, context.origin(), config, context.now())

    def settle() -> None:
        joining.settle(programme, config, context.now())
        outbox.deliver_due(config, context.now())

    context.after_answer(settle)
    return redirect(context.url("public.join_thanks"), 303)


@door.get("/join-thanks")
def join_thanks():
    """Say what happens next; the same words for everybody."""
    return render_template("public/join_thanks.html")


def _form(link: joining.LinkRow, typed: dict[str, str], faults: dict[str, str]):
    said = context.say()
    return render_template(
        "public/join.html",
        region=get_region(link.region_id),
        code=link.code,
        typed=typed,
        faults=faults,
        categories=[(name, said(label)) for name, label in CATEGORIES.items()],
    )
