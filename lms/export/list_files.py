"""Lists of people, letters or findings as files: one line of headings, then the rows. No Flask, no database."""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from lms.export.csv_files import CsvStyle, Value, harmless, write_csv

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST_SHEET_NAME = 31
_FIXED = datetime(2026, 1, 1)  # noqa: DTZ001 - the library takes no zone
_WIDTH = 22


def list_to_csv(
    headings: Sequence[str],
    rows: Iterable[Sequence[Value]],
    style: CsvStyle = CsvStyle.PLAIN,
    language: str = "en",
) -> bytes:
    """Write a list as CSV, for Excel in the country of `language` or plain."""
    return write_csv([headings, *rows], style, language)


def list_to_xlsx(title: str, headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """Write a list as a workbook: numbers as numbers, dates as dates, the headings always in sight.

    The same rows give the same bytes. Times are written as they are given: turn them into the region's zone first.
    """
    # Imported late: a process in which nobody asks for a workbook never needs it, nor its memory.
    import xlsxwriter  # noqa: PLC0415

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": title, "created": _FIXED})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    day, moment = (book.add_format({"num_format": form}) for form in ("yyyy-mm-dd", "yyyy-mm-dd hh:mm"))
    sheet = book.add_worksheet(sheet_name(title))
    sheet.set_column(0, max(0, len(headings) - 1), _WIDTH)
    for place, heading in enumerate(headings):
        sheet.write_string(0, place, harmless(heading), head)
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            match value:
                case None:
                    pass
                case str():
                    sheet.write_string(number, place, harmless(value))
                case datetime():
                    sheet.write_datetime(number, place, value.replace(tzinfo=None), moment)
                case date():
                    sheet.write_datetime(number, place, value, day)
                case _:
                    sheet.write_number(number, place, value)
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()


def sheet_name(text: str) -> str:
    """Make a text fit to name a sheet."""
    return "".join(" " if character in "[]:*?/\\'" else character for character in text)[:_LONGEST_SHEET_NAME]
