"""Leads from the bars of a region's figures to the lists of exactly those people.

A hidden number has no link: the list would say on a click what the page does not say. Coordinators see their
people in the list anyway; the page is what is printed and handed on.
"""

from collections.abc import Sequence

from lms.content.model import Course
from lms.language import Words
from lms.reports.progress_report import Drop, Report
from lms.rules.figures import Figures, Row
from lms.rules.people_filter import NOT_STATED, Nudge, PeopleFilter, Reached, Sort
from lms.web.figures.charts import Links

_NEVER_OPENED = PeopleFilter(nudge=Nudge.NEVER_OPENED, days=0, sort=Sort.QUIET)


def link_bars(report: Report, courses: Sequence[Course], people: str, said: Words) -> Links:
    """Find where the bars of a report lead; `people` is the address of the list."""

    def address(wanted: PeopleFilter) -> str:
        return f"{people}?{wanted.to_query()}"

    filters = {row.id: found for row, found in _list_filters(report, courses) if isinstance(row.cells[0], int)}
    bars = {row_id: address(wanted) for row_id, wanted in filters.items()}
    stopped = {drop.course: address(found) for drop in report.drops if (found := _stopped(drop))}
    notes = {
        f"{drop.course}-completed": (_say_lesson(drop, said), stopped[drop.course])
        for drop in report.drops
        if drop.course in stopped
    }
    invited, opened = (report.table("steps").cell(name, "people") for name in ("invited", "opened"))
    if isinstance(invited, int) and isinstance(opened, int) and invited > opened:
        silent = said.plural("%(count)s never opened", "%(count)s never opened", invited - opened)
        notes["opened"] = (silent, address(_NEVER_OPENED))
    return Links(bars, notes, stopped)


def _list_filters(report: Report, courses: Sequence[Course]) -> list[tuple[Row, PeopleFilter]]:
    found = [(row, wanted) for row in report.table("steps").rows if (wanted := _of_step(row.id, courses))]
    found += [(row, wanted) for row in report.table("lessons").rows if (wanted := _of_step(row.id, courses))]
    for row in report.table("categories").rows:
        if not row.is_total:
            found.append((row, PeopleFilter(reached=Reached.INVITED, category=row.id)))
    for table in report.tables:
        if table.id in ("organisations", "languages"):
            found += [(row, wanted) for row in table.rows if (wanted := _of_group(table, row))]
    return found


def _of_step(row_id: str, courses: Sequence[Course]) -> PeopleFilter | None:
    if row_id in ("invited", "opened", "started", "completed", "certificate"):
        return PeopleFilter(reached=Reached(row_id))
    for course in courses:
        step = row_id.removeprefix(f"{course.id}-")
        if step in ("started", "completed"):
            return PeopleFilter(reached=Reached(step), course=course.id)
        if step.startswith("lesson-") and step[7:].isdigit():
            return PeopleFilter(reached=Reached.LESSON, course=course.id, lesson=int(step[7:]))
    return None


def _of_group(table: Figures, row: Row) -> PeopleFilter | None:
    kind = row.id.removeprefix(f"{table.id}-")
    if kind == "smaller":
        return None
    if table.id == "languages":
        return PeopleFilter(reached=Reached.INVITED, language=row.id)
    return PeopleFilter(reached=Reached.INVITED, organisation=NOT_STATED if kind == NOT_STATED else row.label)


def _stopped(drop: Drop) -> PeopleFilter | None:
    """Who stopped where most people of a module do, if that is one place."""
    if drop.after == 0 or drop.before != drop.after + 1:
        return None
    return PeopleFilter(course=drop.course, lesson=drop.after, sort=Sort.QUIET)


def _say_lesson(drop: Drop, said: Words) -> str:
    return said("largest drop: after lesson %(number)s", number=drop.after)
