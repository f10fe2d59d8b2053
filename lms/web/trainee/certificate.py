"""The trainee's certificate: a page that says what it says, and the document."""

from flask import Response, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from lms.errors import NotFound
from lms.language import N_
from lms.services import certificates
from lms.web import context
from lms.web.documents import send_pdf
from lms.web.trainee import door


@door.get("/certificate")
def certificate() -> str:
    """Show the certificate, or offer to issue it, or say when it comes."""
    enrolment = context.person().enrolment_id
    return render_template(
        "trainee/certificate.html",
        certificate=certificates.find_own(enrolment, context.lms().config),
        is_due=certificates.is_due(enrolment),
        State=certificates.CertificateState,
    )


@door.post("/certificate")
def issue_certificate() -> AnyResponse:
    """Issue the certificate now, without waiting for the nightly run."""
    held = context.lms()
    certificates.get_own(context.person().enrolment_id, held.catalogue, held.config, context.now())
    return redirect(context.url("trainee.certificate"))


@door.get("/certificate.pdf")
def certificate_pdf() -> Response:
    """Give the document."""
    config = context.lms().config
    found = certificates.find_own(context.person().enrolment_id, config)
    if found is None or found.state is not certificates.CertificateState.VALID:
        raise NotFound(N_("There is no valid certificate here."))
    return send_pdf(certificates.give_pdf(found, config), "eu-belong-certificate")
