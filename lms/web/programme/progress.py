"""The programme page: all regions against their targets, as a page and as files."""

from collections.abc import Sequence
from datetime import datetime

from flask import render_template
from flask_login import current_user
from werkzeug.wrappers import Response

from lms.content.model import Course
from lms.language import Words
from lms.reports.progress import count_programme
from lms.reports.progress_report import Report, lay_out_programme
from lms.services import audit
from lms.web import context
from lms.web.coordinator.kept import KeptReport, give_report, send_csv, send_xlsx
from lms.web.coordinator.showing import show_parts
from lms.web.programme import door


@door.get("")
def progress() -> str:
    """Show the figures of all regions."""
    return render_template("programme/progress.html", kept=_give())


@door.get("/progress.csv")
def progress_csv() -> Response:
    """Send the same figures as CSV."""
    _note_export("csv")
    return send_csv(_give().report, "progress-all-regions")


@door.get("/progress.xlsx")
def progress_xlsx() -> Response:
    """Send the same figures as a workbook."""
    _note_export("xlsx")
    return send_xlsx(_give().report, "progress-all-regions")


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


def _note_export(kind: str) -> None:
    audit.record(
        "report.exported",
        current_user.person_id,
        f"programme-progress.{kind}",
        "",
        "",
        context.origin(),
        context.now(),
    )
