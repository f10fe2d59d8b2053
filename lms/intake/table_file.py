"""Tables as text: finds out encoding and separator by itself, keeps line numbers, refuses what is no table."""

import codecs
import csv
import io
from collections.abc import Callable
from dataclasses import dataclass

from lms.errors import InvalidInput

_SEPARATORS = ",;\t"
_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_MOST_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class Table:
    """A table that was read."""

    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    """Line (from 1) and cells of each row that is not empty."""
    delimiter: str
    encoding: str


def read_table(data: bytes, largest: int, most_rows: int, find_column: Callable[[str], str | None]) -> Table:
    """Read a table; `find_column` knows the headings, by which the separator is recognised.

    Raises `InvalidInput` when it is too large, no text, or broken.
    """
    if len(data) > largest:
        raise InvalidInput("The file is larger than %(size)s MB. Split it.", size=largest // (1024 * 1024))
    text, encoding = _decode(data)
    lines = [line for line in text.splitlines() if line.strip(_SEPARATORS + " \ufeff")]
    if not lines:
        raise InvalidInput("The file is empty.")
    delimiter = max(_SEPARATORS, key=lambda mark: _known(lines[0], mark, find_column))
    headings: tuple[str, ...] | None = None
    rows = []
    for line, cells in _rows(text, delimiter):
        if not any(cell.strip() for cell in cells):
            continue
        if headings is None:
            headings = tuple(cell.strip() for cell in cells[:_MOST_COLUMNS])
            continue
        if len(rows) == most_rows:
            raise InvalidInput("The file has more than %(count)s rows. Split it.", count=most_rows)
        rows.append((line, tuple(cells[:_MOST_COLUMNS])))
    return Table(headings or (), tuple(rows), delimiter, encoding)


def _decode(data: bytes) -> tuple[str, str]:
    if data.startswith((_ZIP, _OLD_EXCEL)):
        raise InvalidInput("This is a spreadsheet file. Save it as CSV and hand that in.")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace"), "utf-16"
    if b"\0" in data:
        raise InvalidInput("This is not a text file. Save the list as CSV and hand that in.")
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), "cp1252"


def _known(line: str, mark: str, find_column: Callable[[str], str | None]) -> tuple[int, int]:
    cells = next(csv.reader([line], delimiter=mark), [])
    return sum(find_column(cell) is not None for cell in cells), len(cells)


def _rows(text: str, delimiter: str):  # type: ignore[no-untyped-def]
    """Yield each row with the line on which it begins: a cell in quotes may hold line breaks."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for cells in reader:
            yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        raise InvalidInput(
            "Line %(line)s cannot be read: a quotation mark is not closed, or a cell is far too long.", line=begins
        ) from error
