"""What everybody may read: help, privacy, accessibility."""

from flask import render_template

from lms.web.public import door


@door.get("/help")
def help_page():
    """How to sign in, learn, and whom to ask."""
    return render_template("public/help.html")


@door.get("/privacy")
def privacy():
    """What is kept on whom, why and how long."""
    return render_template("public/privacy.html")


@door.get("/accessibility")
def accessibility():
    """The accessibility statement."""
    return render_template("public/accessibility.html")
