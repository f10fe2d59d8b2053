"""Where people of all regions learned, as a page and as files."""

from flask import render_template
from flask_login import current_user
from werkzeug.wrappers import Response

from lms.reports.progress_report import Report
from lms.reports.sources import count_all_sources, lay_out_sources
from lms.services import audit
from lms.web import context
from lms.web.coordinator.kept import send_csv, send_xlsx
from lms.web.coordinator.showing import show_report
from lms.web.programme import door


@door.get("/sources")
def sources() -> str:
    """Show where people learned."""
    return render_template("programme/sources.html", report=show_report(_count(), context.say()))


@door.get("/sources.csv")
def sources_csv() -> Response:
    """Send the same figures as CSV."""
    _note_export("csv")
    return send_csv(_count(), "sources-all-regions")


@door.get("/sources.xlsx")
def sources_xlsx() -> Response:
    """Send the same figures as a workbook."""
    _note_export("xlsx")
    return send_xlsx(_count(), "sources-all-regions")


def _count() -> Report:
    held, said = context.lms(), context.say()
    courses = held.catalogue.list_courses(said.language)
    return lay_out_sources(count_all_sources(courses, held.config.hidden_below, context.now()), courses, said)


def _note_export(kind: str) -> None:
    who, origin = current_user.person_id, context.origin()
    audit.record("report.exported", who, f"programme-sources.{kind}", "", "", origin, context.now())
