"""Tables that people hand in, as CSV, XLSX or ODS: one reader for all of them, which refuses what is no table.

It finds out by itself what kind of file it has, its encoding, its separator and the line of its headings.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from lms.config import Config
from lms.errors import InvalidInput
from lms.intake import text_table, workbook
from lms.intake.limits import Limits
from lms.language import N_

__all__ = ["FindColumn", "Limits", "Table", "column_letter", "limits_of", "read_table"]

FindColumn = Callable[[str], str | None]
"""Says which column a heading stands for, or None."""

_HEADINGS_WITHIN = 25
"""The headings stand in one of the first lines that are not empty; above them a title may stand."""
_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", N_("This is a PDF, not a table. Save the list as XLSX, ODS or CSV and hand that in.")),
    (b"\x89PNG", N_("This is a picture, not a table. Save the list as XLSX, ODS or CSV and hand that in.")),
    (b"\xff\xd8\xff", N_("This is a picture, not a table. Save the list as XLSX, ODS or CSV and hand that in.")),
    (b"GIF8", N_("This is a picture, not a table. Save the list as XLSX, ODS or CSV and hand that in.")),
    (
        b"\xd0\xcf\x11\xe0",
        N_("This is an old Excel file (.xls) or one with a password. Save it as .xlsx, without a password."),
    ),
)
"""First bytes of files that are often handed in by mistake."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table that was read. All cells are text: numbers without needless zeros, days as 2026-11-22."""

    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    """Line (from 1, as the person's program counts it) and cells of each row that is not empty."""
    delimiter: str
    """Separator of a text file; `;` for spreadsheets, which have none."""
    encoding: str
    kind: str
    """`csv`, `xlsx` or `ods`."""
    line: int = 1
    """Line of the headings."""

    def column(self, place: int) -> Iterator[str]:
        """Give the cells of one column, empty ones included."""
        return (cells[place] if place < len(cells) else "" for _, cells in self.rows)


def limits_of(config: Config) -> Limits:
    """Give the limits that the settings name."""
    return Limits(config.list_megabytes, config.list_unpacked_megabytes, config.list_rows, config.list_columns)


def read_table(data: bytes, limits: Limits, find_column: FindColumn) -> Table:
    """Read a table; `find_column` knows the headings, by which separator, sheet and first line are recognised.

    Raises `InvalidInput` when it is too large, no table, or broken.
    """
    if len(data) > limits.bytes:
        raise InvalidInput(N_("The file is larger than %(size)s MB. Split it."), size=limits.megabytes)
    for beginning, refusal in _FOREIGN:
        if data.startswith(beginning):
            raise InvalidInput(refusal)
    if data.startswith(b"PK"):
        sheets, kind = workbook.open_sheets(data, limits)
        return _first_known((_lay_out(sheet, limits, find_column, ";", "", kind) for sheet in sheets), find_column)
    text, encoding = text_table.decode(data)
    lines = list(
        islice((line for line in text_table.lines_of(text) if line.strip(" ,;\t\ufeff")), _HEADINGS_WITHIN)
    )
    if not lines:
        raise InvalidInput(N_("The file is empty."))
    delimiter = text_table.find_delimiter(text, lines, find_column)
    table = _lay_out(text_table.read_rows(text, delimiter), limits, find_column, delimiter, encoding, "csv")
    if table is None:
        raise InvalidInput(N_("The file is empty."))
    return table


def column_letter(place: int) -> str:
    """Name a column as spreadsheets do: A, B ... Z, AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _first_known(tables: Iterator[Table | None], find_column: FindColumn) -> Table:
    """Of several sheets take the first that has a heading we know, else the first that is not empty."""
    first: Table | None = None
    for table in tables:
        if table is not None and _count_known(table.headings, find_column):
            return table
        first = first or table
    if first is None:
        raise InvalidInput(N_("The file is empty."))
    return first


def _lay_out(
    lines: Iterator[tuple[int, Sequence[str]]],
    limits: Limits,
    find_column: FindColumn,
    delimiter: str,
    encoding: str,
    kind: str,
) -> Table | None:
    """Part headings and rows; None when there is nothing at all."""
    filled = ((line, raw, cells) for line, raw in lines if (cells := _trim(raw)))
    head = list(islice(filled, _HEADINGS_WITHIN))
    if not head:
        return None
    at = _find_headings([cells for _, _, cells in head], find_column)
    headings = tuple(" ".join(cell.split()) for cell in head[at][2])
    width = len(head[at][1])
    rows = []
    for line, raw, trimmed in chain(head[at + 1 :], filled):
        # A row with more separators than the line of headings is kept as it is: a cell of it may have been torn.
        cells = trimmed if len(raw) <= width else tuple(raw)
        _check_width(len(cells), limits)
        if len(rows) == limits.rows:
            raise InvalidInput(N_("The file has more than %(count)s rows. Split it."), count=limits.rows)
        rows.append((line, cells))
    _check_width(len(headings), limits)
    return Table(headings, tuple(rows), delimiter, encoding, kind, head[at][0])


def _find_headings(lines: Sequence[Sequence[str]], find_column: FindColumn) -> int:
    """Give the place of the line of headings: the first with two that we know, else with one, else the first."""
    known = [_count_known(cells, find_column) for cells in lines]
    for enough in (2, 1):
        for place, count in enumerate(known):
            if count >= enough:
                return place
    return 0


def _count_known(cells: Sequence[str], find_column: FindColumn) -> int:
    return len({found for cell in cells if cell and (found := find_column(cell))})


def _check_width(width: int, limits: Limits) -> None:
    if width > limits.columns:
        raise InvalidInput(
            N_("The file has more than %(count)s columns. Keep only those of the list."), count=limits.columns
        )


def _trim(cells: Sequence[str]) -> tuple[str, ...]:
    """Leave out the empty cells at the end, of which spreadsheets write many."""
    width = len(cells)
    while width and not cells[width - 1].strip(" \t\u00a0\ufeff"):
        width -= 1
    return tuple(cells[:width])
