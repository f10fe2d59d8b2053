"""A list of people that needs its coordinator: say what the columns mean, mend cells, take faulty lines home."""

from collections import Counter

from flask import g, request
from werkzeug.wrappers import Response

from lms.errors import InvalidInput
from lms.intake.people_file import faulty_rows
from lms.intake.people_words import COLUMN_LABELS
from lms.language import N_
from lms.services import people_lists
from lms.web import context, files
from lms.web.coordinator import enrol_door, show
from lms.web.coordinator.list_faults import read_cells
from lms.web.coordinator.uploading import open_sheet, open_upload, open_waiting

_NO_ROLES = [name for name in COLUMN_LABELS if name != "role"]
"""A region's list gives no roles, so there is nothing to choose."""


@enrol_door.get("/list/<upload>/columns")
def columns(region: str, upload: str) -> str:
    """Show each column with some of its cells, and ask what it means."""
    return _ask(upload, "")


@enrol_door.post("/list/<upload>/columns")
def choose_columns(region: str, upload: str) -> Response | tuple[str, int]:
    """Keep what the columns mean, for this list and the next one of its make."""
    waiting, sheet = open_sheet(upload)
    chosen = {label: request.form.get(f"column-{place}", "") for place, label in enumerate(sheet.labels)}
    counts = Counter(chosen.values())
    twice = next((name for name in COLUMN_LABELS if counts[name] > 1), None)
    said = context.say()
    if twice:
        fault = said("Two columns cannot both be: %(meaning)s.", meaning=said(COLUMN_LABELS[twice]))
        return _ask(upload, fault, chosen), 400
    if not counts["email"]:
        return _ask(upload, said("Please say which column holds the mail addresses."), chosen), 400
    known = {label: name if name in COLUMN_LABELS else "" for label, name in chosen.items()}
    people_lists.choose_columns(waiting, sheet, known, context.now())
    return _to_preview(upload)


@enrol_door.post("/list/<upload>")
def mend(region: str, upload: str) -> Response:
    """Take the cells that were mended in the page, and check the list again."""
    people_lists.mend_cells(open_upload(upload), read_cells(request.form))
    return _to_preview(upload, checked="yes")


@enrol_door.get("/list/<upload>/lines-to-correct.<any(csv, xlsx):kind>")
def faulty_file(region: str, upload: str, kind: str) -> Response:
    """Send the lines that cannot be used, with the reason in a last column."""
    _, shown = open_waiting(upload)
    if shown is None:
        raise InvalidInput(N_("Please say first which column holds the mail addresses."))
    said = context.say()
    headings, rows = faulty_rows(shown.file, shown.frame, said)
    return files.send_list(kind, said("Lines to correct"), headings, rows, "lines-to-correct")


def _ask(upload: str, fault: str, chosen: dict[str, str] | None = None) -> str:
    waiting, sheet = open_sheet(upload)
    said = context.say()
    samples = [
        (sheet.labels.index(column.label), column, (chosen or {}).get(column.label, column.meaning))
        for column in sheet.samples()
    ]
    return show(
        "upload_columns.html",
        upload=waiting,
        samples=samples,
        meanings=[(name, said(COLUMN_LABELS[name])) for name in _NO_ROLES],
        fault=fault,
    )


def _to_preview(upload: str, **more: str) -> Response:
    return context.lead_to("enrol.preview", region=g.region.id, upload=upload, **more)
