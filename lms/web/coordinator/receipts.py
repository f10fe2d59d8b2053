"""From packages, without names: the figures of receipts, the switch of the region, and a place to type them."""

from flask import g, request
from werkzeug.wrappers import Response

from lms.errors import InvalidInput
from lms.export.tables import list_definitions, say_frame
from lms.language import N_
from lms.reports.receipts import count_receipts
from lms.rules.receipts import LONGEST, Mode
from lms.services import receipts as service
from lms.services.receipts import MOST_TYPED, Line, Taken
from lms.web import context
from lms.web.coordinator import door, show
from lms.web.figures.showing import show_table

_MODES = (
    (
        Mode.OFF,
        N_("Off"),
        N_("Packages ask nothing but the learning platform they lie on. This is how every region begins."),
    ),
    (
        Mode.SEND,
        N_("Sent by the packages"),
        N_("A package sends one line each time an attempt is begun, failed, completed or passed."),
    ),
    (
        Mode.CODE,
        N_("Shown as a line to type"),
        N_(
            "A package sends nothing. It shows the line at the end, and whoever collects them "
            "types them in on this page."
        ),
    ),
)

_SAVED = N_("Saved. Packages that are made from now on obey; those handed out before stay as they are.")


@door.get("/receipts")
def receipts(region: str) -> str:
    """Show what packages have said."""
    return _page()


@door.post("/receipts")
def choose(region: str) -> Response:
    """Switch the receipts of the region."""
    chosen = request.form.get("mode", "")
    if chosen not in list(Mode):
        raise InvalidInput(N_("Choose one of the three."))
    actor, now = context.person().person_id, context.now()
    service.choose_mode(region, Mode(chosen), actor, context.origin(), now)
    return context.lead_to("coordinator.receipts", region=region, saved="yes")


@door.post("/receipts/lines")
def type_in(region: str) -> str | tuple[str, int]:
    """Take in lines that were typed or pasted, and say of each what became of it."""
    typed = request.form.get("lines", "")
    lines = [line.strip()[: LONGEST + 1] for line in typed.splitlines() if line.strip()]
    said = context.say()
    if not lines:
        return _page(fault=said("Please type or paste at least one line.")), 400
    if len(lines) > MOST_TYPED:
        fault = said("These are more than %(most)s lines. Please hand them in in several goes.", most=MOST_TYPED)
        return _page(fault=fault, typed=typed), 400
    config = context.lms().config
    found = service.take_typed(region, lines, config, context.person().person_id, context.origin(), context.now())
    # What was refused stands in the field again, to be mended.
    left = "\n".join(line.text for line in found if line.taken is Taken.REFUSED)
    return _page(taken=found, typed=left)


def _page(taken: tuple[Line, ...] = (), typed: str = "", fault: str = "") -> str:
    said, held, region = context.say(), context.lms(), g.region
    courses = held.catalogue.list_courses(context.language())
    tables = count_receipts(region.id, region.zone, courses, held.config.hidden_below, context.now(), said)
    mode = service.find_mode(region.id)
    has_any = any(row.cells[0] != 0 for table in tables for row in table.rows if row.is_total)
    return show(
        "receipts.html",
        # Before anything is switched on there is one thing to decide, and nothing to see.
        is_used=mode is not Mode.OFF or has_any,
        tables=[show_table(table, said) for table in tables],
        frame=say_frame(tables, said),
        definitions=tuple(list_definitions(tables, said)),
        mode=mode,
        modes=[(mode.value, said(name), said(text)) for mode, name, text in _MODES],
        notice=said(_SAVED) if "saved" in request.args else "",
        typed=typed,
        fault=fault,
        new=sum(line.taken is Taken.NEW for line in taken),
        repeated=sum(line.taken is Taken.REPEATED for line in taken),
        refused=[(line.text, said(line.reason.message, **line.reason.values)) for line in taken if line.reason],
    )
