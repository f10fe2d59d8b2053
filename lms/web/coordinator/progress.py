"""The region page: how far its people have come, as a page and as files."""

from collections.abc import Sequence
from datetime import datetime

from flask import g, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from lms.content.model import Course
from lms.language import Words
from lms.reports.comparison import compare
from lms.reports.progress import count_programme
from lms.reports.progress_report import Report, lay_out_programme
from lms.reports.region_report import make_region_report
from lms.rules.people_filter import EVERYBODY, NEEDS_A_NUDGE, WAITING_FOR_EXAM
from lms.rules.permissions import Action, may
from lms.services import audit
from lms.web import context
from lms.web.coordinator import door
from lms.web.coordinator.bar_links import link_bars
from lms.web.coordinator.kept import KeptReport, give_report, give_view_counts, send_csv, send_xlsx
from lms.web.coordinator.people import list_courses
from lms.web.coordinator.showing import show_parts


@door.get("")
def progress(region: str) -> str:
    """Show the figures of the region, with the ways to the people behind them."""
    kept = _give(region)
    beside = request.args.get("compare") == "yes"
    return render_template(
        "coordinator/progress.html",
        region=g.region,
        kept=kept,
        beside=beside,
        compared=compare(_give_programme(), region, context.lms().config.hidden_below) if beside else (),
        may_enrol=may(current_user.grants, Action.ENROL, region),
    )


@door.get("/progress.csv")
def progress_csv(region: str) -> Response:
    """Send the same figures as CSV."""
    _note_export(region, "csv")
    return send_csv(_give(region).report, f"progress-{region}")


@door.get("/progress.xlsx")
def progress_xlsx(region: str) -> Response:
    """Send the same figures as a workbook."""
    _note_export(region, "xlsx")
    return send_xlsx(_give(region).report, f"progress-{region}")


def _give(region: str) -> KeptReport:
    def count(courses: Sequence[Course], below: int, now: datetime, said: Words) -> Report:
        return make_region_report(region, courses, below, now, said)

    def show(report: Report) -> str:
        said = context.say()
        links = link_bars(report, list_courses(), context.url("coordinator.people", region=region), said)
        parts = show_parts(report, said, links)
        return render_template(
            "coordinator/_figures.html", region=region, parts=parts, ways=_list_ways(region, said)
        )

    return give_report(region, count, show)


def _list_ways(region: str, said: Words) -> tuple[tuple[str, int, str], ...]:
    """List the views of the people list with their numbers; kept with the figures, for a minute at most."""
    counts = give_view_counts(region)
    return (
        (said("Needs a nudge"), counts.nudge, NEEDS_A_NUDGE.to_query()),
        (said("Waiting for exam"), counts.exam, WAITING_FOR_EXAM.to_query()),
        (said("All people"), counts.everybody, EVERYBODY.to_query()),
    )


def _give_programme() -> Report:
    """Count all regions, for their average alone; nothing of another region is shown."""

    def count(courses: Sequence[Course], below: int, now: datetime, said: Words) -> Report:
        return lay_out_programme(count_programme(courses, below, now), courses, said)

    return give_report(None, count, lambda report: "", "average").report


def _note_export(region: str, kind: str) -> None:
    audit.record(
        "report.exported",
        current_user.person_id,
        f"region-progress.{kind}",
        region,
        "",
        context.origin(),
        context.now(),
    )
