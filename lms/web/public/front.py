"""The front page, the choice of language, and the sign of life for machines."""

from flask import jsonify, redirect, render_template, request, session

from lms.language import LANGUAGES
from lms.services import health, people
from lms.web import context
from lms.web.public import door
from lms.web.security import safe_next


@door.get("/")
def front():
    """Say in three sentences what this is, and ask for one address; who is signed in goes on at once."""
    me = context.person()
    if me.is_authenticated:
        return redirect(context.home(me))
    return render_template("public/front.html", left="left" in request.args)


@door.post("/language")
def choose_language():
    """Keep the chosen language and go back to the page."""
    chosen, me = request.form.get("language", ""), context.person()
    if chosen in LANGUAGES:
        if me.is_authenticated:
            people.change_language(me.person_id, chosen, context.now())
            session.pop("language", None)
        else:
            session["language"] = chosen
    return redirect(safe_next(request.form.get("next")) or context.url("public.front"))


@door.get("/health")
def alive():
    """Tell a watching machine that pages and database answer."""
    health.check()
    return jsonify(status="ok")
