"""Keeps counted reports, their HTML and the numbers of views until something changes, for a minute at most."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from markupsafe import Markup
from werkzeug.wrappers import Response

from lms.content.model import Course
from lms.export import tables
from lms.language import Words
from lms.reports.freshness import Stamp, find_stamp
from lms.reports.progress_report import Report
from lms.reports.region_people import ViewCounts, count_views
from lms.web import context, files

_LONGEST = timedelta(minutes=1)
"""Roles that end by themselves leave no trace that the stamp could see; after so long we count again."""


@dataclass(frozen=True, slots=True)
class KeptReport:
    """A report with the part of the page that shows it."""

    report: Report
    html: Markup
    stamp: Stamp
    until: datetime


@dataclass(frozen=True, slots=True)
class _KeptCounts:
    """How many people the views of a region have."""

    counts: ViewCounts
    stamp: Stamp
    until: datetime


Count = Callable[[Sequence[Course], int, datetime, Words], Report]
Show = Callable[[Report], str]


def give_report(region: str | None, count: Count, show: Show, purpose: str = "page") -> KeptReport:
    """Give the report of a region (None = of all) in the reader's language, counted again only if need be.

    `purpose` keeps reports apart that are shown in different ways.
    """
    held, now, said = context.lms(), context.now(), context.say()
    memory: dict[tuple[str | None, str, str, str], KeptReport] = current_app.extensions.setdefault(
        "lms-reports", {}
    )
    # The page is made for one prefix, since addresses stand in it.
    key = (region, said.language, context.url("public.front"), purpose)
    stamp = find_stamp(region)
    kept = memory.get(key)
    if kept is None or kept.stamp != stamp or kept.until <= now:
        courses = held.catalogue.list_courses(said.language)
        report = count(courses, held.config.hidden_below, now, said)
        kept = memory[key] = KeptReport(report, Markup(show(report)), stamp, now + _LONGEST)  # noqa: S704
    return kept


def give_view_counts(region: str) -> ViewCounts:
    """Give the numbers of the views; counting looks at everybody, so it waits until something was done."""
    now = context.now()
    memory: dict[str, _KeptCounts] = current_app.extensions.setdefault("lms-view-counts", {})
    stamp = find_stamp(region)
    kept = memory.get(region)
    if kept is None or kept.stamp != stamp or kept.until <= now:
        courses = context.lms().catalogue.list_courses(context.say().language)
        kept = memory[region] = _KeptCounts(count_views(region, courses, now), stamp, now + _LONGEST)
    return kept.counts


def send_csv(report: Report, name: str) -> Response:
    """Send a report as CSV."""
    said, style = context.say(), files.csv_style()
    data = tables.to_csv(report.title, report.tables, said, files.funding(), style, context.language())
    return files.send(data, tables.CSV_TYPE, f"{name}.csv")


def send_xlsx(report: Report, name: str) -> Response:
    """Send a report as a workbook."""
    data = tables.to_xlsx(report.title, report.tables, context.say(), files.funding())
    return files.send(data, tables.XLSX_TYPE, f"{name}.xlsx")
