"""Stopping reminders by the link in each of them, without signing in; looking at the page changes nothing."""

from flask import current_app, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from lms.services import reminders
from lms.web import context
from lms.web.public import door

ONE_CLICK = "List-Unsubscribe"
"""What mail programs send when their reader presses the button beside a letter (RFC 8058)."""


@door.get("/letters/stop/<token>")
def stop_page(token: str) -> str:
    """Say what the button does."""
    address, stopped = reminders.find_stop(token, context.lms().config)
    return render_template("public/stop_letters.html", token=token, address=address, stopped=stopped)


@door.post("/letters/stop/<token>")
def stop(token: str) -> Response:
    """Stop the letters: pressed on the page, or by a mail program in the reader's name.

    A mail program has no page of ours and so no form token; the signed address itself is its right to do this.
    """
    if request.form.get(ONE_CLICK) != "One-Click":
        current_app.extensions["csrf"].protect()
    reminders.stop_letters(token, context.origin(), context.lms().config, context.now())
    if ONE_CLICK in request.form:
        return make_response("", 200)
    return redirect(context.url("public.stop_page", token=token))  # type: ignore[return-value]


@door.post("/letters/start/<token>")
def start(token: str) -> Response:
    """Have the letters again."""
    reminders.start_letters(token, context.origin(), context.lms().config, context.now())
    return redirect(context.url("public.stop_page", token=token))  # type: ignore[return-value]
