"""The link by which people join the region: open, renew, close it, print it, and decide on those who wait."""

from flask import g, request
from markupsafe import Markup
from werkzeug.wrappers import Response

from lms.errors import InvalidInput, NotFound
from lms.export.qr import qr_svg
from lms.intake.people_words import CATEGORIES
from lms.language import N_many
from lms.services import joining, outbox
from lms.web import context, forms
from lms.web.coordinator import enrol_door, show

_MOST_IDS = 900
_DECIDED = {
    "approved": N_many("%(count)s person was let in.", "%(count)s people were let in."),
    "refused": N_many("%(count)s person was turned away.", "%(count)s people were turned away."),
}


@enrol_door.get("/join")
def join(region: str) -> str:
    """Show the link, its rules, and who waits."""
    return _page("", None)


@enrol_door.post("/join/open")
def join_open(region: str) -> Response:
    """Open the link, or give it a new code."""
    joining.open_link(region, context.person().person_id, context.now())
    return _back()


@enrol_door.post("/join/close")
def join_close(region: str) -> Response:
    """Close the link."""
    joining.close_link(region, context.person().person_id, context.now())
    return _back()


@enrol_door.post("/join/domains")
def join_domains(region: str) -> Response | tuple[str, int]:
    """Say whose addresses join at once."""
    text = request.form.get("domains", "")
    try:
        joining.set_domains(region, text, context.person().person_id, context.now())
    except InvalidInput as error:
        return _page(context.say()(error.message, **error.values), text), 400
    return _back(saved="yes")


@enrol_door.post("/join/decide")
def join_decide(region: str) -> Response:
    """Let the chosen people in, or turn them away."""
    chosen = forms.read_ids("request")
    if not chosen:
        return _back(nobody="yes")
    approve = request.form.get("decision") == "approve"
    held, person = context.lms(), context.person().person_id
    programme, config = held.catalogue.programme, held.config
    count = joining.decide(region, chosen[:_MOST_IDS], approve, person, programme, config, context.now())
    if approve and count:
        context.after_answer(lambda: outbox.deliver_due(config, context.now()))
    return _back(**{"approved" if approve else "refused": count})


@enrol_door.get("/join/sheet")
def join_sheet(region: str) -> str:
    """Show the sheet that hangs on the wall: QR code, address and code."""
    link = joining.find_link(region)
    if link is None or not link.open:
        raise NotFound("There is no such link.")
    return show("join_sheet.html", link=link, **_address(link.code))


def _page(fault: str, typed: str | None) -> str:
    link = joining.find_link(g.region.id)
    said = context.say()
    return show(
        "join.html",
        link=link,
        waiting=joining.list_waiting(g.region.id),
        categories={name: said(label) for name, label in CATEGORIES.items()},
        days=joining.FORGOTTEN_AFTER.days,
        typed="\n".join(link.domains) if link and typed is None else typed or "",
        fault=fault,
        notice=_notice(),
        notice_kind="attention" if "nobody" in request.args else "good",
        **_address(link.code if link else ""),
    )


def _address(code: str) -> dict[str, object]:
    address = f"{context.lms().config.base_url}/join/{code}"
    # Drawn by our own library from an address of ours: nothing in it comes from a person.
    return {"address": address, "qr": Markup(qr_svg(address)) if code else ""}  # noqa: S704


def _notice() -> str:
    said = context.say()
    if "saved" in request.args:
        return said("The domains are saved.")
    if "nobody" in request.args:
        return said("Nobody is chosen.")
    for name, (one, many) in _DECIDED.items():
        count = forms.read_whole(request.args.get(name))
        if count is not None:
            return said.plural(one, many, count)
    return ""


def _back(**values: object) -> Response:
    return context.lead_to("enrol.join", region=g.region.id, **values)
