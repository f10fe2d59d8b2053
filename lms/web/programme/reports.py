"""The reports on all regions: figures to be handed on, in five formats, and frozen for good."""

from flask import redirect
from werkzeug.wrappers import Response

from lms.rules.edition_texts import TOTAL
from lms.web import context, editions
from lms.web.programme import door


@door.get("/reports")
def reports() -> str:
    """Show the newest edition and the frozen reports."""
    return editions.show_reports(
        "programme/reports.html", TOTAL, f"{context.lms().config.prefix}/programme/reports"
    )


@door.get("/reports/figures.<any(json, xlsx, pdf, csv):kind>")
def report_file(kind: str) -> Response:
    """Send the newest edition as a file."""
    return editions.send_report(TOTAL, kind, "report-all-regions")


@door.post("/reports")
def change_reports() -> Response:
    """Count a new edition, or freeze the one that is shown."""
    return redirect(context.url("programme.reports", done=editions.act(TOTAL)))  # type: ignore[return-value]


@door.get("/reports/frozen/<int:report>.<any(json, xlsx, pdf, csv, 'excel.csv'):kind>")
def frozen_file(report: int, kind: str) -> Response:
    """Send a file of a frozen report."""
    return editions.send_frozen(TOTAL, report, kind)
