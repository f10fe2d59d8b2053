"""The region's reports: figures to be handed on, in five formats, counted weekly or on demand, frozen for good."""

from flask import g, redirect
from flask_login import current_user
from werkzeug.wrappers import Response

from lms.rules.permissions import Action, may
from lms.web import context, editions
from lms.web.coordinator import door


@door.get("/reports")
def reports(region: str) -> str:
    """Show the newest edition and the frozen reports."""
    may_enrol = may(current_user.grants, Action.ENROL, region)
    address = f"{context.lms().config.prefix}/regions/{region}/reports"
    return editions.show_reports("coordinator/reports.html", region, address, region=g.region, may_enrol=may_enrol)


@door.get("/reports/figures.<any(json, xlsx, pdf, csv):kind>")
def report_file(region: str, kind: str) -> Response:
    """Send the newest edition as a file."""
    return editions.send_report(region, kind, f"report-{region}")


@door.post("/reports")
def change_reports(region: str) -> Response:
    """Count a new edition, or freeze the one that is shown."""
    return redirect(context.url("coordinator.reports", region=region, done=editions.act(region)))  # type: ignore[return-value]


@door.get("/reports/frozen/<int:report>.<any(json, xlsx, pdf, csv, 'excel.csv'):kind>")
def frozen_file(region: str, report: int, kind: str) -> Response:
    """Send a file of a frozen report."""
    return editions.send_frozen(region, report, kind)
