"""The reports on all regions: figures to be handed on, in five formats, and frozen for good."""

from flask import render_template
from werkzeug.wrappers import Response

from lms.rules.edition_texts import TOTAL
from lms.web import context
from lms.web.figures import editions
from lms.web.programme import door


@door.get("/reports")
def reports() -> str:
    """Show the newest edition and the frozen reports."""
    address = context.url("programme.reports")
    page, notice = editions.read_page(TOTAL), editions.say_done()
    return render_template("programme/reports.html", page=page, address=address, notice=notice)


@door.get("/reports/figures.<any(json, xlsx, pdf, csv):kind>")
def report_file(kind: str) -> Response:
    """Send the newest edition as a file."""
    return editions.send_report(TOTAL, kind, "report-all-regions")


@door.post("/reports")
def change_reports() -> Response:
    """Count a new edition, or freeze the one that is shown."""
    return context.lead_to("programme.reports", done=editions.act(TOTAL))


@door.get("/reports/frozen/<int:report>.<any(json, xlsx, pdf, csv, 'excel.csv'):kind>")
def frozen_file(report: int, kind: str) -> Response:
    """Send a file of a frozen report."""
    return editions.send_frozen(TOTAL, report, kind)
