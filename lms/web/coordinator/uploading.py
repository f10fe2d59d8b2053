"""A list of people: shown first with everything that is wrong in it, written only after a second press."""

from flask import g, request
from werkzeug.wrappers import Response

from lms.errors import InvalidInput, NotFound
from lms.intake.list_columns import PeopleSheet
from lms.intake.pasted import list_from_pasted
from lms.intake.table_file import limits_of
from lms.language import N_
from lms.services import outside, people_lists, uploads
from lms.services.people_lists import PURPOSE, Preview
from lms.services.uploads import UploadRow
from lms.web import context, forms
from lms.web.coordinator import enrol_door, show
from lms.web.coordinator.list_faults import show_faults

_MOST_SHOWN = 500
_PASTED = N_("Pasted addresses")


@enrol_door.get("/list")
def upload(region: str) -> str:
    """Ask for a file, or for addresses."""
    return _ask("", "")


@enrol_door.post("/list")
def hand_in(region: str) -> Response | tuple[str, int]:
    """Keep the file and show what is in it; nothing is written of it."""
    sent, text = request.files.get("file"), request.form.get("text", "")
    limits = limits_of(context.lms().config)
    data, name, lines = b"", "", ()
    if sent:
        data, name = sent.read(limits.bytes + 1), sent.filename or ""
        sent.close()
    try:
        if not data and text.strip():
            (data, lines), name = list_from_pasted(text), context.say()(_PASTED)
        if not data:
            raise InvalidInput(N_("Please choose a file with people in it, or paste their addresses."))
        person, now = context.person().person_id, context.now()
        waiting = UploadRow("", person, region, PURPOSE, name, data, {"lines": lines} if lines else {}, now)
        sheet = people_lists.open_sheet(waiting, limits)
        if sheet.complete:
            people_lists.preview(waiting, sheet, _regions(), context.say().language)
        upload_id = uploads.keep(person, region, PURPOSE, name, data, now, waiting.choices)
    except InvalidInput as error:
        return _ask(forms.say_refusal(error), text), 400
    return _to("enrol.preview", upload_id)


@enrol_door.get("/list/<upload>")
def preview(region: str, upload: str) -> Response | str | tuple[str, int]:
    """Show what would happen."""
    try:
        waiting, shown = open_waiting(upload)
    except NotFound:
        return _ask("", "", gone=True), 404
    if shown is None:
        return _to("enrol.columns", upload)
    said = context.say()
    return show(
        "upload_preview.html",
        upload=waiting,
        file=shown.file,
        foreseen=shown.foreseen,
        faults=show_faults(shown, said),
        added=forms.read_whole(request.args.get("added")),
        checked="checked" in request.args,
        most_shown=_MOST_SHOWN,
    )


@enrol_door.post("/list/<upload>/add")
def add(region: str, upload: str) -> Response | tuple[str, int]:
    """Enrol the people of the list that was shown. The same list again changes nothing."""
    try:
        waiting, shown = open_waiting(upload)
    except NotFound:  # a double press: the first one has taken it over
        return _ask("", "", gone=True), 404
    if shown is None:
        return _to("enrol.columns", upload)
    held, now = context.lms(), context.now()
    imported = people_lists.take_over(waiting, shown, context.person().person_id, now)
    outside.adopt(imported.created, held.catalogue.programme, held.config, now)
    if shown.file.problems:
        return _to("enrol.preview", upload, added=len(imported.created))
    return context.lead_to("coordinator.people", region=region, added=len(imported.created))


@enrol_door.post("/list/<upload>/put-away")
def put_away(region: str, upload: str) -> Response:
    """Throw the file away without adding anybody."""
    uploads.remove(open_upload(upload))
    return context.lead_to("enrol.upload", region=region)


def open_upload(upload: str) -> UploadRow:
    """Give a list of this person and region that waits; raises `NotFound`."""
    return uploads.get(upload, context.person().person_id, g.region.id, PURPOSE, context.now())


def open_sheet(upload: str) -> tuple[UploadRow, PeopleSheet]:
    """Give a list that waits, with its columns."""
    waiting = open_upload(upload)
    return waiting, people_lists.open_sheet(waiting, limits_of(context.lms().config))


def open_waiting(upload: str) -> tuple[UploadRow, Preview | None]:
    """Give a list that waits, and what it would do; None while nobody has said which column holds addresses."""
    waiting, sheet = open_sheet(upload)
    if not sheet.complete:
        return waiting, None
    return waiting, people_lists.preview(waiting, sheet, _regions(), context.say().language)


def _regions() -> tuple:  # type: ignore[type-arg]
    others = (region for region in context.lms().catalogue.regions.values() if region.id != g.region.id)
    return g.region, *others


def _ask(fault: str, text: str, gone: bool = False) -> str:
    return show(
        "upload.html",
        fault=fault,
        text=text,
        gone=gone,
        limits=limits_of(context.lms().config),
    )


def _to(endpoint: str, upload: str, **more: object) -> Response:
    return context.lead_to(endpoint, region=g.region.id, upload=upload, **more)
