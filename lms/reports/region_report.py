"""The report of one region: the progress of its people, and the same by organisation and language."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from lms.content.model import Course
from lms.language import Words
from lms.reports.progress import count_region
from lms.reports.progress_report import Report, lay_out_region
from lms.reports.region_groups import lay_out_groups


def make_region_report(region: str, courses: Sequence[Course], below: int, now: datetime, said: Words) -> Report:
    """Count one region and lay it out: the one report for page, files and command line. Raises `NotFound`."""
    progress = count_region(region, courses, below, now)
    report = lay_out_region(progress, courses, said)
    return replace(report, tables=(*report.tables, *lay_out_groups(progress, now, said)))
