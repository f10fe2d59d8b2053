"""What everybody may read: help, privacy, accessibility."""

from flask import render_template
from flask_login import current_user

from lms.services.decisions import find_decision
from lms.web.public import door


@door.get("/help")
def help_page():
    """How to sign in, learn, and whom to ask."""
    return render_template("public/help.html")


@door.get("/privacy")
def privacy():
    """What is kept on whom, why and how long."""
    region = current_user.region if current_user.is_authenticated else ""
    return render_template("public/privacy.html", scores_decision=find_decision(region) if region else None)


@door.get("/accessibility")
def accessibility():
    """The accessibility statement."""
    return render_template("public/accessibility.html")
