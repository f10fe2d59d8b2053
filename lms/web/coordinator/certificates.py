"""The certificates of a region: find one, fetch it, send it again, correct the name, withdraw it."""

from flask import Response, g, request
from werkzeug.wrappers import Response as AnyResponse

from lms.errors import InvalidInput
from lms.language import N_
from lms.services import certificates, outbox
from lms.services.certificates import CertificateState
from lms.web import context
from lms.web.coordinator import certificate_door, show
from lms.web.documents import send_pdf

_MOST_SHOWN = 100
STATES = {
    "": N_("All"),
    CertificateState.VALID: N_("Valid"),
    CertificateState.REPLACED: N_("Replaced"),
    CertificateState.REVOKED: N_("Withdrawn"),
}
_NOTICES = {
    "sent": N_("A letter is on its way that says where the certificate lies."),
    "corrected": N_("A new certificate is issued with this name. The old one says that it was replaced."),
    "revoked": N_("The certificate is withdrawn. Whoever checks its code reads that it is not valid any more."),
}


@certificate_door.get("")
def certificate_list(region: str) -> str:
    """List the certificates, newest first."""
    text, state = request.args.get("q", "").strip()[:100], request.args.get("state", "")
    state = state if state in STATES else ""
    said = context.say()
    found = certificates.list_certificates(region, text, state, context.lms().config, _MOST_SHOWN + 1)
    return show(
        "certificates.html",
        certificates=found[:_MOST_SHOWN],
        more=len(found) > _MOST_SHOWN,
        text=text,
        state=state,
        states={name: said(label) for name, label in STATES.items()},
    )


@certificate_door.get("/<int:certificate>")
def certificate(region: str, certificate: int) -> str:
    """Show one certificate with everything that can be done."""
    return _page(certificate)


@certificate_door.get("/<int:certificate>/certificate.pdf")
def certificate_pdf(region: str, certificate: int) -> Response:
    """Fetch the document for somebody."""
    config = context.lms().config
    document = certificates.give_pdf(certificates.get_certificate(region, certificate, config), config)
    context.note("certificate.fetched", f"certificate:{certificate}", region)
    return send_pdf(document, f"certificate-{certificate}")


@certificate_door.post("/<int:certificate>/send")
def send(region: str, certificate: int) -> AnyResponse | tuple[str, int]:
    """Write to the person again."""
    config = context.lms().config
    try:
        certificates.send_again(region, certificate, context.person().person_id, config, context.now())
    except InvalidInput as error:
        return _page(certificate, send=context.say()(error.message, **error.values)), 400
    context.after_answer(lambda: outbox.deliver_due(config, context.now()))
    return _back(certificate, "sent")


@certificate_door.post("/<int:certificate>/correct")
def correct(region: str, certificate: int) -> AnyResponse | tuple[str, int]:
    """Issue it anew with another name."""
    name = request.form.get("name", "")
    try:
        new = certificates.correct_name(
            region, certificate, name, context.person().person_id, context.lms().config, context.now()
        )
    except InvalidInput as error:
        return _page(certificate, name=name, correct=context.say()(error.message, **error.values)), 400
    return _back(new, "corrected")


@certificate_door.post("/<int:certificate>/revoke")
def revoke(region: str, certificate: int) -> AnyResponse | tuple[str, int]:
    """Withdraw it."""
    reason = request.form.get("reason", "")
    try:
        certificates.revoke(region, certificate, reason, context.person().person_id, context.now())
    except InvalidInput as error:
        return _page(certificate, reason=reason, revoke=context.say()(error.message, **error.values)), 400
    return _back(certificate, "revoked")


def _page(certificate: int, **typed: str) -> str:
    said = context.say()
    notice = _NOTICES.get(request.args.get("notice", ""), "")
    found = certificates.get_certificate(g.region.id, certificate, context.lms().config)
    return show(
        "certificate.html",
        certificate=found,
        typed={"name": found.facts.name, "reason": "", "send": "", "correct": "", "revoke": "", **typed},
        states={name: said(label) for name, label in STATES.items()},
        State=CertificateState,
        notice=said(notice) if notice else "",
    )


def _back(certificate: int, notice: str) -> AnyResponse:
    return context.lead_to("certificates.certificate", region=g.region.id, certificate=certificate, notice=notice)
