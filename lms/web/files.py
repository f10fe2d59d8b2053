"""Sends files: their names and kinds, and which CSV the reader asked for (`?for=excel` or plain)."""

from flask import make_response, request
from werkzeug.wrappers import Response

from lms.export.csv_files import CsvStyle
from lms.language import funding_line
from lms.web import context


def send(data: bytes, kind: str, name: str) -> Response:
    """Send bytes as a file to keep; `name` is plain ASCII."""
    response = make_response(data)
    response.headers["Content-Type"] = kind
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def csv_style() -> CsvStyle:
    """Say which CSV was asked for: for Excel in the reader's country (`?for=excel`), else plain."""
    return CsvStyle.EXCEL if request.args.get("for") == CsvStyle.EXCEL else CsvStyle.PLAIN


def funding() -> str:
    """Give the co-funding line that closes each file, in the words of the page."""
    return funding_line(context.say(), context.lms().config.funding)
