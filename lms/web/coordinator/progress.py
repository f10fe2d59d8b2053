"""The region page: how far its people have come, as a page and as files."""

from collections.abc import Sequence
from datetime import datetime

from flask import render_template, request
from werkzeug.wrappers import Response

from lms.content.model import Course
from lms.language import Words
from lms.reports.comparison import compare
from lms.reports.progress import count_programme
from lms.reports.progress_report import Report, lay_out_programme
from lms.reports.region_report import make_region_report
from lms.web import context
from lms.web.coordinator import door, may_enrol, show
from lms.web.coordinator.bar_links import link_bars
from lms.web.coordinator.people import list_courses, list_ways
from lms.web.figures.keeping import KeptReport, give_report
from lms.web.figures.sending import send_report
from lms.web.figures.showing import show_parts
from lms.web.frame import fill_frame
from lms.web.kept import blank, keep_page


@door.get("")
def progress(region: str) -> str:
    """Show the figures of the region, with the ways to the people behind them."""
    kept, me = _give(region), context.person()
    title = kept.report.title
    if request.args.get("compare") == "yes":
        compared = compare(_give_programme(), region, context.lms().config.hidden_below)
        return show("progress.html", title=title, figures=kept.html, beside=True, compared=compared)
    key = ("region", region, title, may_enrol(), context.language(), context.demo_role())
    page = keep_page(
        key, lambda: show("progress.html", title=title, figures=blank("figures"), beside=False, compared=())
    )
    return page.fill({"figures": kept.html} | fill_frame(me, context.say()))


@door.get("/progress.<any(csv, xlsx):kind>")
def progress_file(region: str, kind: str) -> Response:
    """Send the same figures as a file."""
    return send_report(_give(region).report, kind, f"progress-{region}", "region-progress", region)


def _give(region: str) -> KeptReport:
    def count(courses: Sequence[Course], below: int, now: datetime, said: Words) -> Report:
        return make_region_report(region, courses, below, now, said)

    def draw(report: Report) -> str:
        said = context.say()
        links = link_bars(report, list_courses(), context.url("coordinator.people", region=region), said)
        parts = show_parts(report, said, links)
        # Kept for everybody who may see the region, so nothing of this one reader stands in it.
        return render_template("coordinator/_figures.html", region=region, parts=parts, ways=list_ways(region))

    return give_report(region, count, draw)


def _give_programme() -> Report:
    """Count all regions, for their average alone; nothing of another region is shown."""

    def count(courses: Sequence[Course], below: int, now: datetime, said: Words) -> Report:
        return lay_out_programme(count_programme(courses, below, now), courses, said)

    return give_report(None, count, lambda report: "", "average").report
