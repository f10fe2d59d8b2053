"""Answers that are documents."""

from flask import Response, make_response


def send_pdf(document: bytes, name: str) -> Response:
    """Send a PDF to be kept; it is personal, so no cache between may keep it."""
    response = make_response(document)
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response
