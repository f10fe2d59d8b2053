"""The progress reports: their tables, and what is said beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from lms.content.model import Course
from lms.language import Words
from lms.reports import progress_tables as tables
from lms.reports import progress_whole as whole
from lms.reports.progress import ProgrammeProgress, Progress
from lms.reports.progress_tables import outlined
from lms.rules.figures import Figures


@dataclass(frozen=True, slots=True)
class Drop:
    """Where most people of a module stop: between two shown lessons (0 = the start), and how many."""

    course: str
    after: int
    before: int
    people: int


@dataclass(frozen=True, slots=True)
class Report:
    """One report: its tables, and what is said beside them."""

    id: str
    title: str
    tables: tuple[Figures, ...]
    drops: tuple[Drop, ...] = ()
    ranges: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Row id of a hidden step -> the lowest and highest number it can have."""

    def table(self, table_id: str) -> Figures:
        """Give a table by its id; a KeyError if there is none."""
        return {table.id: table for table in self.tables}[table_id]


def lay_out_region(progress: Progress, courses: Sequence[Course], said: Words) -> Report:
    """Make the report of one region."""
    name = progress.region.name if progress.region else ""
    laid_out = (
        tables.lay_out_steps(progress, courses, said),
        whole.lay_out_whole(progress, courses, said),
        tables.lay_out_lessons(progress, courses, said),
        tables.lay_out_modules(progress, courses, said),
        tables.lay_out_weeks(progress, said),
        tables.lay_out_categories(progress, said),
    )
    title = said("Progress in %(region)s", region=name)
    return Report("region-progress", title, laid_out, find_drops(progress, courses), _ranges(progress))


def lay_out_programme(counted: ProgrammeProgress, courses: Sequence[Course], said: Words) -> Report:
    """Make the report of all regions."""
    total = counted.total
    laid_out = (
        whole.lay_out_regions(counted, courses, said),
        tables.lay_out_steps(total, courses, said),
        whole.lay_out_whole(total, courses, said),
        tables.lay_out_lessons(total, courses, said),
        tables.lay_out_modules(total, courses, said),
        tables.lay_out_weeks(total, said),
        tables.lay_out_categories(total, said),
    )
    title = said("Progress in all regions")
    return Report("programme-progress", title, laid_out, find_drops(total, courses), _ranges(total))


def find_drops(progress: Progress, courses: Sequence[Course]) -> tuple[Drop, ...]:
    """Find for each module between which two shown steps most people stop."""
    found = []
    for course, outline in outlined(courses):
        steps = [
            (0, outline.started),
            *((lesson.number, outline.lesson(lesson.number)) for lesson in course.lessons),
        ]
        shown = [(number, count) for number, key in steps if (count := progress.shown[key]) is not None]
        drops = [
            Drop(course.id, after, before, more - fewer) for (after, more), (before, fewer) in pairwise(shown)
        ]
        largest = max(drops, key=lambda drop: drop.people, default=None)
        if largest and largest.people > 0:
            found.append(largest)
    return tuple(found)


def _ranges(progress: Progress) -> dict[str, tuple[int, int]]:
    return {"-".join(key): found for key, found in progress.ranges.items()}
