"""Figures as files: CSV for everything that reads tables, XLSX with numbers as numbers. No Flask, no database."""

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from lms.export.csv_files import CSV_TYPE, CsvStyle, Value, harmless, write_csv
from lms.export.list_files import XLSX_TYPE, sheet_name
from lms.language import Words
from lms.rules.definitions import DEFINITIONS
from lms.rules.figures import HIDDEN, Cell, Column, ColumnKind, Figures

__all__ = ["CSV_TYPE", "XLSX_TYPE", "CsvStyle", "to_csv", "to_xlsx"]

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_ALWAYS = ("person", "region", "excluded", "as_of", "hidden")
"""Definitions that belong to every set of figures."""
_DASH = "\u2013"
SHARE_DIGITS = 4


def to_csv(
    title: str,
    tables: Sequence[Figures],
    said: Words,
    funding: str,
    style: CsvStyle = CsvStyle.PLAIN,
    language: str = "",
    facts: Sequence[tuple[str, str]] = (),
) -> bytes:
    """Write tables one below the other; the same figures give the same bytes."""
    lines: list[Sequence[Value]] = [[title], *say_frame(tables, said), *facts]
    for table in tables:
        lines += [[], [said(table.title)], ["", *(say_heading(column, said) for column in table.columns)]]
        lines += [[row.label, *(_raw(cell, said) for cell in row.cells)] for row in table.rows]
    lines += [[], [said("What the words mean")], *list_definitions(tables, said)]
    if funding:
        lines += [[], [funding]]
    return write_csv(lines, style, language or said.language)


def to_xlsx(
    title: str,
    tables: Sequence[Figures],
    said: Words,
    funding: str,
    facts: Sequence[tuple[str, str]] = (),
) -> bytes:
    """Write a workbook with a sheet per table and one of definitions; the same figures give the same bytes."""
    # Imported late: a process in which nobody asks for a workbook never needs it, nor its memory.
    import xlsxwriter  # noqa: PLC0415

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    # The time of the figures stands for the time of the file, so that the bytes depend on the figures alone.
    book.set_properties({"title": title, "created": tables[0].as_of.replace(tzinfo=None)})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    formats = {
        ColumnKind.COUNT: book.add_format({"num_format": "#,##0"}),
        ColumnKind.SHARE: book.add_format({"num_format": "0.0 %"}),
        ColumnKind.MEAN: book.add_format({"num_format": "0.0"}),
        ColumnKind.TEXT: book.add_format({"num_format": "#,##0"}),
    }
    frame = [*say_frame(tables, said), *facts]
    for table in tables:
        named = sheet_name(said(table.title))
        if any(other.get_name().casefold() == named.casefold() for other in book.worksheets()):
            named = f"{named[:-3]} {len(book.worksheets())}"
        sheet = book.add_worksheet(named)
        _write_table(sheet, title, table, frame, said, head, formats)
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    _write_definitions(
        book.add_worksheet(sheet_name(said("Definitions"))), tables, frame, said, funding, head, wrap
    )
    book.close()
    return out.getvalue()


def say_cell(cell: Cell, column: Column, said: Words) -> str:
    """Write a cell as a page shows it."""
    if cell is HIDDEN:
        return said("hidden")
    if cell is None:
        return _DASH
    if isinstance(cell, str):
        return cell
    if column.kind is ColumnKind.SHARE:
        return said.percent(cell)  # type: ignore[arg-type]
    return said.number(cell, 1 if column.kind is ColumnKind.MEAN else 0)  # type: ignore[arg-type]


def say_heading(column: Column, said: Words) -> str:
    """Write the heading of a column with its unit."""
    return f"{said(column.label)} ({said(column.unit)})" if column.unit else said(column.label)


def say_frame(tables: Sequence[Figures], said: Words) -> list[tuple[str, str]]:
    """Say when the figures were counted, how many people were left out, and how many figures are not shown."""
    first = tables[0]
    hidden = sum(cell is HIDDEN for table in tables for row in table.rows for cell in row.cells)
    return [
        (said("As of"), f"{said.time(first.as_of, first.zone)} ({first.zone})"),
        (
            said("Excluded: trainers, coordinators and others of the staff, closed accounts"),
            said.number(first.excluded),
        ),
        (said("Hidden to protect small groups"), said.plural("%(count)s figure", "%(count)s figures", hidden)),
    ]


def name_definitions(tables: Sequence[Figures]) -> list[str]:
    """List the ids of the words that the tables use."""
    return [*dict.fromkeys((*(name for table in tables for name in table.definitions), *_ALWAYS))]


def list_definitions(tables: Sequence[Figures], said: Words) -> Iterator[tuple[str, str]]:
    """List the words of the tables with what they mean."""
    for name in name_definitions(tables):
        term, text = DEFINITIONS[name]
        yield said(term), said(text)


def _raw(cell: Cell, said: Words) -> int | float | str:
    """Give a cell as data: numbers stay numbers."""
    if cell is HIDDEN:
        return said("hidden")
    if cell is None:
        return _DASH
    return round(cell, SHARE_DIGITS) if isinstance(cell, float) else cell  # type: ignore[return-value]


def _write_table(
    sheet: "Worksheet",
    title: str,
    table: Figures,
    frame: Sequence[tuple[str, str]],
    said: Words,
    head: "Format",
    formats: dict[ColumnKind, "Format"],
) -> None:
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, len(table.columns), 15)
    sheet.write_string(0, 0, harmless(f"{title}: {said(table.title)}"), head)
    line = 1
    for name, text in frame:
        sheet.write_string(line, 0, harmless(f"{name}: {text}"))
        line += 1
    line += 1
    sheet.write_string(line, 0, "", head)
    for place, column in enumerate(table.columns, start=1):
        sheet.write_string(line, place, harmless(say_heading(column, said)), head)
    for number, row in enumerate(table.rows, start=line + 1):
        sheet.write_string(number, 0, harmless(row.label))
        for place, (column, cell) in enumerate(zip(table.columns, row.cells, strict=True), start=1):
            value = _raw(cell, said)
            if isinstance(value, str):
                sheet.write_string(number, place, harmless(value))
            else:
                sheet.write_number(number, place, value, formats[column.kind])
    sheet.freeze_panes(line + 1, 1)


def _write_definitions(
    sheet: "Worksheet",
    tables: Sequence[Figures],
    frame: Sequence[tuple[str, str]],
    said: Words,
    funding: str,
    head: "Format",
    wrap: "Format",
) -> None:
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, said("What the words mean"), head)
    line = 1
    for term, text in list_definitions(tables, said):
        sheet.write_string(line, 0, harmless(term), wrap)
        sheet.write_string(line, 1, harmless(text), wrap)
        line += 1
    for name, text in frame:
        sheet.write_string(line, 0, harmless(name), wrap)
        sheet.write_string(line, 1, harmless(text), wrap)
        line += 1
    if funding:
        sheet.write_string(line + 1, 1, harmless(funding), wrap)
