"""Files that a region's Moodle hands out, read as they come: who, which activity, how far. Writes nothing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import PurePath
from re import compile as pattern

from lms.errors import InvalidInput
from lms.intake.moodle_results_columns import Layout, find_layout
from lms.intake.moodle_results_fields import (
    FileKind,
    Holds,
    Reading,
    ResultColumn,
    ResultLine,
    ResultsFile,
    read_day,
    read_percent,
)
from lms.intake.moodle_results_words import find_heading, find_state
from lms.intake.people_fields import normalise_email, one_line
from lms.intake.people_words import plain
from lms.intake.row_problems import ADDRESS_MISSING, LONGEST_VALUE, NO_ADDRESS, RowProblem, cell_at
from lms.intake.table_file import Limits, Table, read_table
from lms.language import N_

__all__ = ["FileKind", "ResultsFile", "guess_course", "name_of_file", "read_results"]

_NOTHING = ("", "-")
_NO_SCORE = N_("This is not a score out of 100.")
_POINTS = N_("Export the points with 100 as the highest, or as a percentage.")
_TAIL = pattern(r"[-_ ]*\d{8}[-_]\d{4}.*$|[-_ ]*\(\d+\)$")
"""What Moodle and browsers put behind a name: a day with a time, a number in brackets."""


def read_results(
    data: bytes, limits: Limits, today: date, meanings: Mapping[str, str] | None = None
) -> ResultsFile:
    """Read a file of Moodle's; raises `InvalidInput` when it is none.

    `meanings` says by hand what state words mean that we do not know: plain word -> `completed` or `nothing`.
    """
    table = read_table(data, limits, find_heading)
    reader = _Reader(table, find_layout(table), today, meanings or {})
    lines = [found for line, cells in table.rows if (found := reader.read(line, cells))]
    return ResultsFile(
        reader.layout.kind,
        reader.layout.columns,
        tuple(lines),
        tuple(reader.problems),
        reader.list_ignored(),
        reader.unknown,
        table,
    )


def name_of_file(name: str) -> str:
    """Give the name of a download without the time and the number that were put behind it."""
    return one_line(_TAIL.sub("", PurePath(name).stem)) or one_line(name)


def guess_course(heading: str, names: Mapping[str, Sequence[str]]) -> str:
    """Guess which course a heading speaks of, by the longest of its names in it; empty if by none.

    `names` gives for each course its titles in all languages and "module 1" in all languages.
    """
    text = plain(heading)
    found = [
        (len(plain(name)), course)
        for course, titles in names.items()
        for name in titles
        if plain(name) and plain(name) in text
    ]
    return max(found, default=(0, ""))[1]


class _Reader:
    """Reads one row after the other and collects what is wrong."""

    def __init__(self, table: Table, layout: Layout, today: date, meanings: Mapping[str, str]) -> None:
        self.table, self.layout, self.meanings = table, layout, meanings
        # Somewhere it is tomorrow already.
        self.latest = today + timedelta(days=1)
        self.problems: list[RowProblem] = []
        self.unknown: Counter[str] = Counter()

    def read(self, line: int, cells: Sequence[str]) -> ResultLine | None:
        """Read one row; None when nobody can be recognised in it, or when it says nothing."""
        address = cell_at(cells, self.layout.email)
        readings = [found for column in self.layout.columns if (found := self._read_cell(line, cells, column))]
        if self.layout.attempt is not None and cell_at(cells, self.layout.attempt).isdigit():
            score = self.layout.columns[0].place
            if not any(reading.place == score for reading in readings):
                readings.append(Reading(score, state="started"))
        try:
            email = normalise_email(address)
        except InvalidInput:
            if readings or any(cell.strip() for cell in cells):
                self._complain(line, self.layout.email, address, NO_ADDRESS if address else ADDRESS_MISSING)
            return None
        name = " ".join(filter(None, (cell_at(cells, place) for place in self.layout.names)))
        return ResultLine(line, name, email, readings=tuple(readings))

    def list_ignored(self) -> tuple[str, ...]:
        """List the headings that are not taken over."""
        layout = self.layout
        used = {layout.email, *layout.names, *(column.place for column in layout.columns)}
        used |= {column.date_place for column in layout.columns if column.date_place is not None}
        if layout.attempt is not None:
            used.add(layout.attempt)
        return tuple(text for place, text in enumerate(self.table.headings) if text and place not in used)

    def _read_cell(self, line: int, cells: Sequence[str], column: ResultColumn) -> Reading | None:
        text = cell_at(cells, column.place)
        if text in _NOTHING:
            return None
        if column.holds is Holds.STATE or (self.layout.kind is FileKind.SCORM and find_state(text)):
            return self._read_state(text, cells, column)
        percent = read_percent(text)
        if percent is None:
            self._complain(line, column.place, text, _NO_SCORE, _POINTS)
            return None
        return Reading(column.place, percent=percent)

    def _read_state(self, text: str, cells: Sequence[str], column: ResultColumn) -> Reading | None:
        meaning = find_state(text) or self.meanings.get(plain(text))
        if meaning is None and self.layout.kind is FileKind.SCORM:
            percent = read_percent(text)
            return Reading(column.place, percent=percent) if percent is not None else None
        if meaning is None:
            self.unknown[text[:LONGEST_VALUE]] += 1
            return None
        if meaning == "nothing":
            return None
        on = read_day(cell_at(cells, column.date_place)) if column.date_place is not None else None
        return Reading(column.place, state=meaning, on=on if on and on <= self.latest else None)

    def _complain(self, line: int, place: int, value: str, reason: str, suggestion: str = "") -> None:
        heading = self.table.headings[place] if place < len(self.table.headings) else ""
        self.problems.append(RowProblem(line, heading, value[:LONGEST_VALUE], reason, suggestion))
