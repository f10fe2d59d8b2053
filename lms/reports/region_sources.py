"""Modules completed in a region by who says so: what coordinators recorded stands in a column of its own."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, func, select

from lms.content.model import Course
from lms.db import reading
from lms.language import N_, Words
from lms.models import CourseRecord, Enrolment
from lms.reports.people_query import counts
from lms.reports.progress import Progress
from lms.reports.progress_tables import outlined
from lms.reports.small_groups import Count, hide_parts
from lms.rules.figures import HIDDEN, Cell, Column, Figures, Row
from lms.rules.sources import Source

_ELSEWHERE = "elsewhere"
_COLUMNS = (
    Column(Source.SITE, N_("On this site")),
    Column(Source.MOODLE, N_("Region's Moodle")),
    Column(Source.PAPER, N_("Signed list")),
    Column(Source.RECORDED, N_("Recorded by a coordinator"), definition="recorded"),
    Column(_ELSEWHERE, N_("Not enrolled here")),
)
_COMPLETIONS = (
    select(CourseRecord.course_id, CourseRecord.completed_by, func.count())
    .join(Enrolment, Enrolment.id == CourseRecord.enrolment_id)
    .where(
        CourseRecord.region_id == bindparam("region"),
        CourseRecord.completed_at.is_not(None),
        counts(bindparam("now")),
    )
    .group_by(CourseRecord.course_id, CourseRecord.completed_by)
)


def lay_out_completions(progress: Progress, courses: Sequence[Course], now: datetime, said: Words) -> Figures:
    """Make the table of one region: a row for each module."""
    found = _count(progress.region.id if progress.region else "", now)
    rows = []
    for course, outline in outlined(courses):
        total = progress.shown[outline.completed]
        parts = [found.get((course.id, source), 0) for source in Source]
        # Who is known from elsewhere alone is in the total, and has no record here.
        parts.append(max(0, total - sum(parts)) if total is not None else 0)
        cells = hide_parts(parts, total, progress.below)
        label = said("Completed module %(number)s", number=course.number)
        rows.append(Row(f"{course.id}-sources", label, tuple(map(_cell, cells))))
    return Figures.build(
        "sources",
        N_("Modules completed, by who says so"),
        _COLUMNS,
        rows,
        progress.as_of,
        zone=progress.zone,
        excluded=progress.excluded,
        threshold=progress.below,
    )


def _count(region: str, now: datetime) -> dict[tuple[str, str], int]:
    rows = reading().execute(_COMPLETIONS, {"region": region, "now": now}).all()
    return {(course, source): people for course, source, people in rows}


def _cell(count: Count) -> Cell:
    return HIDDEN if count is None else count
