"""Turns tables of figures into the geometry of charts: shares of the width, so that text keeps its size."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from babel.dates import format_date

from lms.export.tables import say_cell
from lms.language import Words
from lms.rules.figures import HIDDEN, Cell, Column, ColumnKind, Figures, Row

Ranges = Mapping[str, tuple[int, int]]
"""Row id of a hidden number -> the lowest and highest it can be."""


@dataclass(frozen=True, slots=True)
class Links:
    """Where bars lead, and what stands beside them; by row id."""

    bars: Mapping[str, str]
    notes: Mapping[str, tuple[str, str]]
    """A sentence and the address it leads to."""
    drops: Mapping[str, str]
    """By course: who stopped where most do."""


_COUNT = Column("people", "")


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar. Shares are percent of the width."""

    label: str
    text: str
    """The number as it stands at the end of the bar."""
    share: float
    until: float
    """Where the hatched part of a hidden number ends; equal to `share` for a number that is shown."""
    link: str = ""
    """Address of the list of the people it counts; empty where there is none."""
    note: str = ""
    note_link: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars with what they say in words."""

    id: str
    title: str
    summary: str
    bars: tuple[Bar, ...]
    heading: str = ""
    course: str = ""
    mark: float | None = None
    """Where the target stands, in percent of the width."""
    mark_text: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """One week of a column chart; positions in percent of the width, heights in percent of the height."""

    left: float
    middle: float
    height: float
    text: str
    day: str
    month: str
    """Only where a month begins."""


@dataclass(frozen=True, slots=True)
class Box:
    """How scores lie, on a line from 0 to 100 percent; None where there are too few."""

    label: str
    people: str
    low: float | None
    median: float | None
    high: float | None
    mean: float | None
    words: str


def chart_steps(table: Figures, ranges: Ranges, said: Words, links: Links | None = None) -> Chart:
    """Draw the way from invitation to completion, with the target as a mark."""
    target = table.rows[0].cells[1]
    aim = target if isinstance(target, int) else 0
    most = max([aim, *_numbers(table.rows)], default=0)
    bars = _linked(_bars(table.rows, most, said, ranges, share_from=3), table.rows, links)
    summary = "; ".join(f"{bar.label}: {bar.text}" for bar in bars)
    mark = 100 * aim / most if most and aim else None
    words = said("target %(count)s", count=said.number(aim))
    return Chart(table.id, said(table.title), summary, bars, mark=mark, mark_text=words)


def chart_lessons(
    table: Figures, scores: Figures, ranges: Ranges, said: Words, links: Links | None = None
) -> tuple[Chart, ...]:
    """Draw for each module how many people reached each lesson."""
    headings = {row.id: row.label for row in scores.rows}
    charts = []
    for course, found in groupby(table.rows, key=_course_of):
        rows = tuple(found)
        most = max([*_numbers(rows), *(ranges[row.id][1] + 1 for row in rows if row.id in ranges)], default=0)
        bars = _linked(_bars(rows, most, said, ranges, share_from=0), rows, links, notes=False)
        summary = "; ".join(f"{bar.label}: {bar.text}" for bar in bars)
        charts.append(Chart(f"lessons-{course}", headings[course], summary, bars, headings[course], course))
    return tuple(charts)


def chart_shares(table: Figures, said: Words) -> Chart:
    """Draw the share of each row, such as of each region's target."""
    place = next(at for at, column in enumerate(table.columns) if column.kind is ColumnKind.SHARE)
    shares = [row.cells[place] for row in table.rows]
    most = max([1.0, *(share for share in shares if isinstance(share, float))])
    bars = []
    for row, share in zip(table.rows, shares, strict=True):
        width = 100 * share / most if isinstance(share, float) else 0.0
        bars.append(Bar(row.label, say_cell(share, table.columns[place], said), width, width))
    summary = "; ".join(f"{bar.label}: {bar.text}" for bar in bars)
    title = said(table.columns[place].label)
    return Chart(f"{table.id}-shares", title, summary, tuple(bars), mark=100 / most, mark_text=said.percent(1))


def chart_weeks(table: Figures, said: Words) -> tuple[Mark, ...]:
    """Draw how many people were active in each week."""
    most = max(_numbers(table.rows), default=0)
    step = 100 / max(1, len(table.rows))
    marks = []
    month = ""
    for at, row in enumerate(table.rows):
        monday = date.fromisoformat(row.id)
        name = format_date(monday, "MMM", locale=said.locale)
        count = row.cells[0]
        height = 100 * count / most if isinstance(count, int) and most else 0.0
        text = "?" if count is HIDDEN else say_cell(count, _COUNT, said)
        marks.append(
            Mark(at * step, (at + 0.5) * step, height, text, str(monday.day), name if name != month else "")
        )
        month = name
    return tuple(marks)


def chart_scores(table: Figures, said: Words) -> tuple[Box, ...]:
    """Draw mean, median and the middle half of exam results."""
    boxes = []
    for row in table.rows:
        people, mean, deviation, low, median, high = row.cells
        count = say_cell(people, _COUNT, said)
        if not isinstance(mean, float):
            boxes.append(Box(row.label, count, None, None, None, None, said("Too few results to show.")))
            continue
        words = said(
            "Mean %(mean)s %%, standard deviation %(deviation)s, median %(median)s %%, "
            "middle half %(low)s to %(high)s %%, n\u00a0=\u00a0%(count)s",
            mean=said.number(mean, 1),
            deviation=said.number(_number(deviation), 1),
            median=said.number(_number(median), 1),
            low=said.number(_number(low), 1),
            high=said.number(_number(high), 1),
            count=count,
        )
        boxes.append(Box(row.label, count, _number(low), _number(median), _number(high), mean, words))
    return tuple(boxes)


def _bars(rows: Sequence[Row], most: int, said: Words, ranges: Ranges, *, share_from: int) -> tuple[Bar, ...]:
    """Make bars of rows that begin with people and end with a share; shares are said from a row on."""
    bars = []
    for at, row in enumerate(rows):
        people, *_, share = row.cells
        if isinstance(people, int):
            width = 100 * people / most if most else 0.0
            percent = f" ({said.percent(share)})" if isinstance(share, float) and at >= share_from else ""
            bars.append(Bar(row.label, said.number(people) + percent, width, width))
        elif row.id in ranges and most:
            low, high = ranges[row.id]
            # From the last surely reached number to the first surely not reached one.
            bars.append(Bar(row.label, str(people), 100 * (low - 1) / most, 100 * (high + 1) / most))
        else:
            bars.append(Bar(row.label, said("hidden"), 0.0, 0.0))
    return tuple(bars)


def _linked(bars: Sequence[Bar], rows: Sequence[Row], links: Links | None, notes: bool = True) -> tuple[Bar, ...]:
    """Give bars the links and notes of their rows."""
    if links is None:
        return tuple(bars)
    return tuple(
        replace(bar, link=links.bars.get(row.id, ""), note=note, note_link=note_link)
        for bar, row in zip(bars, rows, strict=True)
        for note, note_link in [links.notes.get(row.id, ("", "")) if notes else ("", "")]
    )


def _course_of(row: Row) -> str:
    return row.id.rsplit("-lesson-", 1)[0].removesuffix("-started").removesuffix("-completed")


def _numbers(rows: Sequence[Row]) -> list[int]:
    return [row.cells[0] for row in rows if isinstance(row.cells[0], int)]


def _number(cell: Cell) -> float:
    return float(cell) if isinstance(cell, int | float) else 0.0
