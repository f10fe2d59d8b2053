"""Spreadsheets (XLSX, ODS) as rows of text. No formula is ever run: its cell gives the value saved with it."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineSheet, load_workbook

from lms.errors import InvalidInput
from lms.intake.limits import Limits
from lms.intake.workbook_guard import BROKEN, repack
from lms.language import N_

_MOST_SHEETS = 20
_HEADINGS_WITHIN = 25
Cell = int | float | str | bool | time | date | datetime | timedelta


def open_sheets(data: bytes, limits: Limits) -> tuple[Iterator[Iterator[tuple[int, Sequence[str]]]], str]:
    """Give the rows of each sheet with their line numbers, and the kind of file; raises `InvalidInput`."""
    safe, kind = repack(data, limits)
    with _our_words():
        book = load_workbook(io.BytesIO(safe))
        count = min(len(book.sheet_names), _MOST_SHEETS)
    return (_rows(_open(book, number)) for number in range(count)), kind


def say_cell(value: Cell) -> str:
    """Write a cell as text: 3 and not 3.0, 2026-11-22 for a day, 2026-11-22 09:00 with its time."""
    match value:
        case str():
            return value
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            return str(int(value)) if value == int(value) and abs(value) < 1e15 else f"{value:.10g}"
        case datetime():
            midnight = value.time() == time()
            return value.date().isoformat() if midnight else value.isoformat(sep=" ", timespec="minutes")
        case time():
            return value.isoformat(timespec="minutes")
        case timedelta():
            minutes, seconds = divmod(int(value.total_seconds()), 60)
            return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return value.isoformat()


def _open(book, number: int) -> CalamineSheet:  # type: ignore[no-untyped-def]
    with _our_words():
        return book.get_sheet_by_index(number)


def _rows(sheet: CalamineSheet) -> Iterator[tuple[int, Sequence[str]]]:
    # Empty rows above the first cell are not given; empty columns before it are not given either.
    first, left = sheet.start or (0, 0)
    rows = [[""] * left + [say_cell(cell) for cell in cells] for cells in sheet.to_python()]
    _check_merged(sheet, first, rows)
    return iter(list(enumerate(rows, start=first + 1)))


def _check_merged(sheet: CalamineSheet, first: int, rows: Sequence[Sequence[str]]) -> None:
    """Refuse a heading over several columns that hold something: nobody can say which of them it names."""
    for (top, left), (_, right) in sheet.merged_cell_ranges or ():
        place = top - first
        if right == left or not 0 <= place < min(_HEADINGS_WITHIN, len(rows)):
            continue
        heading = rows[place][left] if left < len(rows[place]) else ""
        others = sum(1 for cell in rows[place] if cell.strip()) > 1  # a title alone in its line is no heading
        below = rows[place + 1 :]
        used = [at for at in range(left, right + 1) if any(at < len(row) and row[at].strip() for row in below)]
        covered = place + 1 < len(rows) and any(
            at < len(rows[place + 1]) and rows[place + 1][at].strip() for at in range(left + 1, right + 1)
        )
        if heading.strip() and others and len(used) > 1 and covered:
            raise InvalidInput(
                N_(
                    "The heading %(heading)s lies over several columns. Undo the merging, and give each a heading."
                ),
                heading=heading.strip()[:80],
            )


@contextmanager
def _our_words() -> Iterator[None]:
    """Turn what the reader raises into our words; a stumble of its Rust part comes as a bare `PanicException`."""
    try:
        yield
    except BaseException as error:
        if isinstance(error, (CalamineError, ValueError, OSError)) or type(error).__name__ == "PanicException":
            raise InvalidInput(BROKEN) from error
        raise
