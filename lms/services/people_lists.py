"""A list of people on its way: what it says with what was chosen by hand, and taking it over."""

import csv
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.db import transaction
from lms.intake import people_words
from lms.intake.list_columns import PeopleSheet, arrange
from lms.intake.people_file import Frame, KnownRegion, PeopleFile, read_sheet
from lms.intake.table_file import Limits, read_table
from lms.models import ImportBatch
from lms.services import uploads
from lms.services.bulk_enrolment import Foreseen, Imported, foresee, import_people
from lms.services.store import insert
from lms.services.uploads import UploadRow

PURPOSE = "people"
_ROLES = ("trainee",)
"""A region's list brings trainees; roles are given one by one."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a list would do."""

    file: PeopleFile
    frame: Frame
    foreseen: Foreseen


def open_sheet(upload: UploadRow, limits: Limits) -> PeopleSheet:
    """Read a waiting list with its columns as they were chosen, now or for the last list of this make."""
    table = read_table(upload.content, limits, people_words.find_column)
    lines = upload.choices.get("lines", ())
    chosen = upload.choices.get("columns")
    sheet = arrange(table, chosen, lines)
    if chosen is None:
        remembered = uploads.recall_columns(upload.region_id, PURPOSE, sheet.signature)
        sheet = arrange(table, remembered, lines) if remembered else sheet
    return sheet


def preview(upload: UploadRow, sheet: PeopleSheet, regions: Sequence[KnownRegion], language: str) -> Preview:
    """Read the rows of a waiting list, with the cells that were mended by hand; nothing is written.

    Raises `InvalidInput` when it is the list of another region.
    """
    mended = {int(line): cells for line, cells in upload.choices.get("cells", {}).items()}
    frame = Frame(tuple(regions), upload.region_id, True, _ROLES, language, mended)
    file = read_sheet(sheet, frame)
    return Preview(file, frame, foresee(file.rows))


def choose_columns(upload: UploadRow, sheet: PeopleSheet, columns: dict[str, str], now: datetime) -> None:
    """Say by hand what the columns mean, for this list and for the next one of its make."""
    with transaction():
        uploads.choose(upload, columns=columns)
        uploads.remember_columns(upload.region_id, PURPOSE, sheet.signature, columns, now)


def mend_cells(upload: UploadRow, cells: dict[str, dict[str, str]]) -> None:
    """Mend cells by hand: line -> column -> text. Earlier ones stay."""
    known = upload.choices.get("cells", {})
    uploads.choose(upload, cells=known | {line: known.get(line, {}) | row for line, row in cells.items()})


def take_over(upload: UploadRow, shown: Preview, actor_id: int, now: datetime) -> Imported:
    """Enrol the people of a list; what needs the coordinator waits on, the rest of the file is put away."""
    file = shown.file
    with transaction() as session:
        imported = import_people(file.rows, actor_id, now)
        numbers = {
            "rows": len(file.table.rows),
            "created": len(imported.created),
            "unchanged": imported.unchanged,
            "elsewhere": len(imported.elsewhere),
            "faulty": len(file.bad_lines),
        }
        insert(
            session,
            ImportBatch,
            region_id=upload.region_id,
            kind=PURPOSE,
            actor_id=actor_id,
            at=now,
            name=upload.name,
            digest=hashlib.sha256(upload.content).hexdigest(),
            numbers=numbers,
        )
        if file.problems:
            lines = sorted(file.bad_lines)
            uploads.leave_rest(session, upload, _rest(file), lines=lines)
        else:
            uploads.remove(upload)
    return imported


def _rest(file: PeopleFile) -> bytes:
    """Write the lines that cannot be used yet, as they stand."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow(file.sheet.labels)
    writer.writerows(cells for line, cells in file.table.rows if line in file.bad_lines)
    return out.getvalue().encode()
