"""A list of people that needs its coordinator: say what the columns mean, mend cells, take faulty lines home."""

from collections import Counter

from flask import g, redirect, render_template, request
from werkzeug.wrappers import Response

from lms.errors import InvalidInput
from lms.export.csv_files import CSV_TYPE
from lms.export.list_files import XLSX_TYPE, list_to_csv, list_to_xlsx
from lms.intake.people_file import faulty_rows
from lms.intake.people_words import COLUMN_LABELS
from lms.language import N_
from lms.services import people_lists
from lms.web import context, files
from lms.web.coordinator import enrol_door
from lms.web.coordinator.list_faults import read_cells
from lms.web.coordinator.uploading import open_sheet, open_upload, open_waiting

_NO_ROLES = [name for name in COLUMN_LABELS if name != "role"]
"""A region's list gives no roles, so there is nothing to choose."""
_FILE = "lines-to-correct"


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
    return _to_preview(upload)


@enrol_door.get("/list/<upload>/lines-to-correct.xlsx")
def faulty_xlsx(region: str, upload: str) -> Response:
    """Send the lines that cannot be used, with the reason in a last column."""
    headings, rows = _faulty(upload)
    return files.send(list_to_xlsx(context.say()("Lines to correct"), headings, rows), XLSX_TYPE, f"{_FILE}.xlsx")


@enrol_door.get("/list/<upload>/lines-to-correct.csv")
def faulty_csv(region: str, upload: str) -> Response:
    """Send the same lines as CSV."""
    headings, rows = _faulty(upload)
    data = list_to_csv(headings, rows, files.csv_style(), context.language())
    return files.send(data, CSV_TYPE, f"{_FILE}.csv")


def _faulty(upload: str) -> tuple[list[str], list[list[str]]]:
    _, shown = open_waiting(upload)
    if shown is None:
        raise InvalidInput(N_("Please say first which column holds the mail addresses."))
    return faulty_rows(shown.file, shown.frame, context.say())


def _ask(upload: str, fault: str, chosen: dict[str, str] | None = None) -> str:
    waiting, sheet = open_sheet(upload)
    said = context.say()
    samples = [
        (sheet.labels.index(column.label), column, (chosen or {}).get(column.label, column.meaning))
        for column in sheet.samples()
    ]
    return render_template(
        "coordinator/upload_columns.html",
        region=g.region,
        upload=waiting,
        samples=samples,
        meanings=[(name, said(COLUMN_LABELS[name])) for name in _NO_ROLES],
        fault=fault,
    )


def _to_preview(upload: str) -> Response:
    return redirect(context.url("enrol.preview", region=g.region.id, upload=upload), 303)  # type: ignore[return-value]
