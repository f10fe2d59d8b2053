"""Signing in without a password: ask for a letter, follow its link or type its code; and signing out."""

from flask import redirect, render_template, request, session
from flask_login import login_user

from lms.errors import InvalidInput
from lms.language import N_
from lms.services import outbox, people
from lms.services import sign_in as service
from lms.services.people import Identity
from lms.services.sign_in import TokenState
from lms.web import context
from lms.web.public import door
from lms.web.security import begin_session, safe_next

_REASONS = {
    TokenState.USED: N_("This link has been used. Each link works once."),
    TokenState.EXPIRED: N_("This link is too old. A link works for one day."),
    TokenState.UNKNOWN: N_("We do not know this link. Perhaps a part of it was cut off in the letter."),
}


@door.get("/sign-in")
def sign_in():
    """Show the one field."""
    following = safe_next(request.args.get("next"))
    return render_template("public/sign_in.html", following=following, email="", fault="")


@door.post("/sign-in")
def send_link():
    """Send a letter if the address is known; the answer is the same either way."""
    email = request.form.get("email", "").strip()
    following = safe_next(request.form.get("next"))
    config = context.lms().config
    try:
        known_form = people.normalise_email(email)
        service.request_link(known_form, context.origin(), config, context.now())
    except InvalidInput as error:
        fault = context.say()(error.message, **error.values)
        return render_template("public/sign_in.html", following=following, email=email, fault=fault)
    session["email"] = known_form
    session["next"] = following
    context.after_answer(lambda: outbox.deliver_due(config, context.now()))
    return redirect(context.url("public.code"))


@door.get("/sign-in/code")
def code():
    """Say that a letter is on its way, and offer the field for its code."""
    return render_template("public/code.html", email=session.get("email", ""), fault="", typed="")


@door.post("/sign-in/code")
def sign_in_with_code():
    """Sign in with the code of the letter."""
    email = request.form.get("email", "").strip()
    typed = request.form.get("code", "").strip()
    config = context.lms().config
    try:
        identity = service.sign_in_with_code(email, typed, context.origin(), config, context.now())
    except InvalidInput as error:
        fault = context.say()(error.message, **error.values)
        return render_template("public/code.html", email=email, fault=fault, typed=typed)
    return enter(identity)


@door.get("/sign-in/<token>")
def confirm(token: str):
    """Show what the link is for. Looking at it changes nothing: programs that check mail open links too."""
    me = context.person()
    if me.is_authenticated:
        return redirect(context.home(me))
    state = service.find_token(token, context.lms().config, context.now())
    if state is TokenState.VALID:
        return render_template("public/confirm.html", token=token)
    return render_template("public/spent.html", reason=_REASONS[state])


@door.post("/sign-in/<token>")
def sign_in_with_link(token: str):
    """Use the link up and sign in."""
    config = context.lms().config
    try:
        identity = service.sign_in_with_token(token, context.origin(), config, context.now())
    except InvalidInput as error:
        me = context.person()
        if me.is_authenticated:  # a double press: the first one has signed this person in
            return redirect(context.home(me))
        return render_template("public/spent.html", reason=context.say()(error.message, **error.values))
    return enter(identity)


@door.post("/sign-out")
def sign_out():
    """End the sessions of this person on all devices."""
    me = context.person()
    if me.is_authenticated:
        service.sign_out_everywhere(me.person_id, context.now())
    session.clear()
    return redirect(context.url("public.front", left="yes"))


def enter(identity: Identity):
    """Begin a session for a person and lead them on."""
    following = session.get("next", "")
    begin_session(context.now())
    login_user(identity)
    return redirect(safe_next(following) or context.home(identity))
