"""Where anybody can check a certificate: the code goes in, what the certificate says comes out."""

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from lms.export.certificate import say_hours
from lms.language import N_
from lms.services import certificates
from lms.web import context
from lms.web.public import door


@door.get("/certificates")
def check() -> str:
    """Ask for the code."""
    return render_template("public/certificates.html", typed="", fault="")


@door.post("/certificates")
def look_up() -> str | Response | tuple[str, int]:
    """Lead to the certificate of a code."""
    typed = request.form.get("code", "").strip()
    config = context.lms().config
    found = certificates.check_code(typed, context.origin(), config, context.now())
    if found is None:
        fault = context.say()(N_("No certificate has this code. Compare it letter by letter with the document."))
        return render_template("public/certificates.html", typed=typed[:80], fault=fault), 404
    return redirect(context.url("public.checked", code=found.facts.code))


@door.get("/certificates/<code>")
def checked(code: str) -> str | tuple[str, int]:
    """Show what the certificate of a code says, and whether it is valid."""
    found = certificates.check_code(code, context.origin(), context.lms().config, context.now())
    if found is None:
        fault = context.say()(N_("No certificate has this code. Compare it letter by letter with the document."))
        return render_template("public/certificates.html", typed=code[:80], fault=fault), 404
    return render_template(
        "public/certificate.html",
        certificate=found,
        State=certificates.CertificateState,
        hours=say_hours(found.facts.minutes, context.say()),
    )
