"""The region page: how far its people have come, as a page and as files."""

from collections.abc import Sequence
from datetime import datetime

from flask import g, render_template
from flask_login import current_user
from werkzeug.wrappers import Response

from lms.content.model import Course
from lms.language import Words
from lms.reports.progress import count_region
from lms.reports.progress_report import Report, lay_out_region
from lms.rules.permissions import Action, may
from lms.services import audit
from lms.web import context
from lms.web.coordinator import door
from lms.web.coordinator.kept import KeptReport, give_report, send_csv, send_xlsx
from lms.web.coordinator.showing import show_parts


@door.get("")
def progress(region: str) -> str:
    """Show the figures of the region."""
    kept = _give(region)
    return render_template(
        "coordinator/progress.html",
        region=g.region,
        kept=kept,
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
        return lay_out_region(count_region(region, courses, below, now), courses, said)

    def show(report: Report) -> str:
        return render_template("coordinator/_figures.html", region=region, parts=show_parts(report, context.say()))

    return give_report(region, count, show)


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
