"""The region's reports: figures to be handed on, in five formats, counted weekly or on demand, frozen for good."""

from werkzeug.wrappers import Response

from lms.web import context
from lms.web.coordinator import door, show
from lms.web.figures import editions


@door.get("/reports")
def reports(region: str) -> str:
    """Show the newest edition and the frozen reports."""
    address = context.url("coordinator.reports", region=region)
    return show("reports.html", page=editions.read_page(region), address=address, notice=editions.say_done())


@door.get("/reports/figures.<any(json, xlsx, pdf, csv):kind>")
def report_file(region: str, kind: str) -> Response:
    """Send the newest edition as a file."""
    return editions.send_report(region, kind, f"report-{region}")


@door.post("/reports")
def change_reports(region: str) -> Response:
    """Count a new edition, or freeze the one that is shown."""
    return context.lead_to("coordinator.reports", region=region, done=editions.act(region))


@door.get("/reports/frozen/<int:report>.<any(json, xlsx, pdf, csv, 'excel.csv'):kind>")
def frozen_file(region: str, report: int, kind: str) -> Response:
    """Send a file of a frozen report."""
    return editions.send_frozen(region, report, kind)
