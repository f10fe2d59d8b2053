"""What everybody may read: help, privacy, accessibility."""

from flask import render_template

from lms.services.decisions import find_decision
from lms.web import context
from lms.web.public import door


@door.get("/help")
def help_page():
    """How to sign in, learn, and whom to ask."""
    return render_template("public/help.html")


@door.get("/privacy")
def privacy():
    """What is kept on whom, why and how long."""
    me = context.person()
    region = me.region if me.is_authenticated else ""
    return render_template("public/privacy.html", scores_decision=find_decision(region) if region else None)


@door.get("/accessibility")
def accessibility():
    """The accessibility statement."""
    return render_template("public/accessibility.html")
