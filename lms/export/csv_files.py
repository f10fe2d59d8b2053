"""Tables as CSV: as a spreadsheet in the reader's country opens it, or plain for programs. No Flask."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum

from lms.language import words

CSV_TYPE = "text/csv; charset=utf-8"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")
"""A cell that begins so could be run as a formula by a spreadsheet."""

Value = str | int | float | date | datetime | None


class CsvStyle(StrEnum):
    """For whom a CSV file is written."""

    EXCEL = "excel"
    """Opens right on a double click: byte order mark, and the marks that Excel has in the reader's country."""
    PLAIN = "plain"
    """For programs: UTF-8 without a mark, commas, decimal points, ISO dates."""


def write_csv(lines: Iterable[Sequence[Value]], style: CsvStyle = CsvStyle.PLAIN, language: str = "en") -> bytes:
    """Write lines of values; texts that a spreadsheet would run are made harmless.

    `language` is what the reader speaks: where decimals have a comma, Excel parts the cells with semicolons.
    """
    mark = words(language).number(0.5, 1)[1] if style is CsvStyle.EXCEL else "."
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n", delimiter="," if mark == "." else ";")
    writer.writerows([_write(value, mark) for value in line] for line in lines)
    return out.getvalue().encode("utf-8-sig" if style is CsvStyle.EXCEL else "utf-8")


def harmless(text: str) -> str:
    """Put a quote before what a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _write(value: Value, mark: str) -> str:
    match value:
        case None:
            return ""
        case str():
            return harmless(value)
        case datetime():
            # Excel and programs alike read this form as a date with a time.
            return value.replace(microsecond=0, tzinfo=None).isoformat(" ")
        case date():
            return value.isoformat()
        case float():
            return repr(value).replace(".", mark)
        case _:
            return str(value)
