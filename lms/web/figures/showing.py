"""What the templates of figures are given: tables in words, charts as geometry, definitions."""

from dataclasses import dataclass
from typing import Any

from lms.export.tables import list_definitions, say_cell, say_frame, say_heading
from lms.language import N_, Words
from lms.reports.progress_report import Drop, Report
from lms.rules.figures import Figures
from lms.web.figures import charts
from lms.web.figures.charts import Links


@dataclass(frozen=True, slots=True)
class TableView:
    """A table of figures in the words of the reader."""

    id: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[str, ...], bool], ...]
    """Id, label, cells, whether it is a total."""
    has_hidden: bool


def show_table(table: Figures, said: Words) -> TableView:
    """Put a table into words."""
    rows = tuple(
        (
            row.id,
            row.label,
            tuple(say_cell(cell, column, said) for column, cell in zip(table.columns, row.cells, strict=True)),
            row.is_total,
        )
        for row in table.rows
    )
    headings = tuple(say_heading(column, said) for column in table.columns)
    return TableView(table.id, said(table.title), headings, rows, table.has_hidden)


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report of tables alone, in the words of the reader."""

    title: str
    tables: tuple[TableView, ...]
    frame: tuple[tuple[str, str], ...]
    definitions: tuple[tuple[str, str], ...]


def show_report(report: Report, said: Words) -> ReportView:
    """Put a report of tables into words."""
    return ReportView(
        report.title,
        tuple(show_table(table, said) for table in report.tables),
        tuple(say_frame(report.tables, said)),
        tuple(list_definitions(report.tables, said)),
    )


def show_parts(report: Report, said: Words, links: Links | None = None) -> dict[str, Any]:
    """Give everything the shared template of progress figures needs; `links` lead from bars to lists."""
    tables = {table.id: table for table in report.tables}
    steps = tables["steps"]
    return {
        "tables": {name: show_table(table, said) for name, table in tables.items()},
        "steps": charts.chart_steps(steps, report.ranges, said, links),
        "lessons": charts.chart_lessons(tables["lessons"], tables["scores"], report.ranges, said, links),
        "weeks": charts.chart_weeks(tables["weeks"], said),
        "scores": charts.chart_scores(tables["scores"], said),
        "regions": charts.chart_shares(tables["regions"], said) if "regions" in tables else None,
        "headline": say_headline(steps, tables["whole"], said),
        "shares": say_shares(steps, said),
        "links": links.bars if links else {},
        "drop_links": links.drops if links else {},
        "drops": {drop.course: say_drop(drop, said) for drop in report.drops},
        "frame": say_frame(report.tables, said),
        "definitions": tuple(list_definitions(report.tables, said)),
        "has_hidden": any(table.has_hidden for table in report.tables),
    }


def say_headline(steps: Figures, whole: Figures, said: Words) -> tuple[tuple[str, str], ...]:
    """Give the four numbers at the top: number and word."""
    rows = {row.id: row for row in steps.rows}
    people, _, _ = steps.columns

    def number(name: str) -> str:
        return say_cell(rows[name].cells[0], people, said)

    target = say_cell(rows["completed"].cells[1], steps.columns[1], said)
    return (
        (target, said("target")),
        (number("invited"), said("invited")),
        (number("started"), said("started")),
        _say_finished(steps, whole, said),
    )


def _say_finished(steps: Figures, whole: Figures, said: Words) -> tuple[str, str]:
    """Say how many finished, here and elsewhere; where the number elsewhere is hidden, how many did here."""
    here, elsewhere, together = (whole.cell("completed", name) for name in ("here", "elsewhere", "people"))
    everybody, share = whole.columns[2], whole.columns[4]
    if isinstance(together, int):
        part, number, text = whole.cell("completed", "share"), together, N_("finished (%(share)s of the target)")
        if elsewhere:
            text = N_("finished (%(share)s of the target), %(count)s of them elsewhere")
    else:
        part, number, text = steps.cell("completed", "share"), here, N_("finished (%(share)s of the target)")
        if isinstance(here, int):
            text = N_("finished here (%(share)s of the target); how many did elsewhere is hidden")
    shown = say_cell(number, everybody, said)
    if not isinstance(part, float):
        return shown, said("finished")
    return shown, said(text, share=say_cell(part, share, said), count=say_cell(elsewhere, everybody, said))


def say_shares(steps: Figures, said: Words) -> str:
    """Say the two numbers that are often taken for one another: of those who started, and of those invited."""
    rows = {row.id: row.cells[0] for row in steps.rows}
    done, started, invited = (rows[name] for name in ("completed", "started", "invited"))
    if not (isinstance(done, int) and isinstance(started, int) and isinstance(invited, int) and started):
        return ""
    return said(
        "%(first)s of those who started (%(done)s of %(started)s) have completed the programme;"
        " of those who were invited it is %(second)s (%(done)s of %(invited)s).",
        first=said.percent(done / started),
        second=said.percent(done / invited),
        done=said.number(done),
        started=said.number(started),
        invited=said.number(invited),
    )


def say_drop(drop: Drop, said: Words) -> str:
    """Say where most people of a module stop."""
    people = said.plural("%(count)s person", "%(count)s people", drop.people)
    if drop.after == 0:
        return said(
            "Largest drop: before lesson %(number)s is done (%(people)s).", number=drop.before, people=people
        )
    if drop.before == drop.after + 1:
        return said("Largest drop: after lesson %(number)s (%(people)s).", number=drop.after, people=people)
    return said(
        "Largest drop: between lesson %(after)s and lesson %(before)s (%(people)s).",
        after=drop.after,
        before=drop.before,
        people=people,
    )
