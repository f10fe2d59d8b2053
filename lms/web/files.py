"""Sends files: their names and kinds, and which CSV the reader asked for (`?for=excel` or plain)."""

from collections.abc import Iterable, Sequence

from flask import make_response, request
from werkzeug.wrappers import Response

from lms.export.csv_files import CSV_TYPE, CsvStyle, Value
from lms.export.list_files import XLSX_TYPE, list_to_csv, list_to_xlsx
from lms.language import funding_line
from lms.web import context


def send(data: bytes, kind: str, name: str) -> Response:
    """Send bytes as a file to keep; `name` is plain ASCII."""
    response = make_response(data)
    response.headers["Content-Type"] = kind
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def send_list(
    kind: str, title: str, headings: Sequence[str], rows: Iterable[Sequence[Value]], name: str
) -> Response:
    """Send a list as a workbook, or as the CSV that was asked for."""
    if kind == "xlsx":
        return send(list_to_xlsx(title, headings, rows), XLSX_TYPE, f"{name}.xlsx")
    return send(list_to_csv(headings, rows, csv_style(), context.language()), CSV_TYPE, f"{name}.csv")


def csv_style() -> CsvStyle:
    """Say which CSV was asked for: for Excel in the reader's country (`?for=excel`), else plain."""
    return CsvStyle.EXCEL if request.args.get("for") == CsvStyle.EXCEL else CsvStyle.PLAIN


def funding() -> str:
    """Give the co-funding line that closes each file, in the words of the page."""
    return funding_line(context.say(), context.lms().config.funding)
