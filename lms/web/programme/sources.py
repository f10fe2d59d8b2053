"""Where people of all regions learned, as a page and as files."""

from flask import render_template
from werkzeug.wrappers import Response

from lms.reports.progress_report import Report
from lms.reports.sources import count_all_sources, lay_out_sources
from lms.web import context
from lms.web.figures.sending import send_report
from lms.web.figures.showing import show_report
from lms.web.programme import door


@door.get("/sources")
def sources() -> str:
    """Show where people learned."""
    return render_template("programme/sources.html", report=show_report(_count(), context.say()))


@door.get("/sources.<any(csv, xlsx):kind>")
def sources_file(kind: str) -> Response:
    """Send the same figures as a file."""
    return send_report(_count(), kind, "sources-all-regions", "programme-sources")


def _count() -> Report:
    held, said = context.lms(), context.say()
    courses = held.catalogue.list_courses(said.language)
    return lay_out_sources(count_all_sources(courses, held.config.hidden_below, context.now()), courses, said)
