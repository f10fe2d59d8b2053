"""The programme page: all regions against their targets, as a page and as files."""

from collections.abc import Sequence
from datetime import datetime

from flask import render_template
from werkzeug.wrappers import Response

from lms.content.model import Course
from lms.language import Words
from lms.reports.progress import count_programme
from lms.reports.progress_report import Report, lay_out_programme
from lms.web import context
from lms.web.figures.keeping import KeptReport, give_report
from lms.web.figures.sending import send_report
from lms.web.figures.showing import show_parts
from lms.web.frame import fill_frame
from lms.web.kept import blank, keep_page
from lms.web.programme import door


@door.get("")
def progress() -> str:
    """Show the figures of all regions."""
    kept, me = _give(), context.person()
    title = kept.report.title
    page = keep_page(
        ("programme", title, context.language(), context.demo_role()),
        lambda: render_template("programme/progress.html", title=title, figures=blank("figures")),
    )
    return page.fill({"figures": kept.html} | fill_frame(me, context.say()))


@door.get("/progress.<any(csv, xlsx):kind>")
def progress_file(kind: str) -> Response:
    """Send the same figures as a file."""
    return send_report(_give().report, kind, "progress-all-regions", "programme-progress")


def _give() -> KeptReport:
    return give_report(None, _count, _show)


def _count(courses: Sequence[Course], below: int, now: datetime, said: Words) -> Report:
    return lay_out_programme(count_programme(courses, below, now), courses, said)


def _show(report: Report) -> str:
    regions = report.table("regions")
    links = {
        row.id: context.url("coordinator.progress", region=row.id) for row in regions.rows if not row.is_total
    }
    return render_template("programme/_figures.html", parts=show_parts(report, context.say()), links=links)
