"""A table of numbers as it may be shown: with its definitions, its time, and small groups hidden.

There is one way to make it, `Figures.build`, so that no page and no file can forget to hide.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from lms.rules.suppression import HIDDEN, THRESHOLD, Hidden, Sum, Within, find_hidden

__all__ = ["HIDDEN", "Cell", "Column", "ColumnKind", "Figures", "Hidden", "Row"]

Cell = int | float | str | None | Hidden
"""A cell; None = not tracked, which is not zero; HIDDEN = a small group, or one that would give it away."""


class ColumnKind(StrEnum):
    """What stands in a column."""

    COUNT = "count"
    SHARE = "share"
    """A part of `of`, from 0 to 1."""
    MEAN = "mean"
    """A number computed over the people counted in `of`."""
    TEXT = "text"
    """Words, or numbers that count nobody (targets, dates)."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of figures."""

    id: str
    label: str
    """A message id."""
    kind: ColumnKind = ColumnKind.COUNT
    of: str = ""
    """Id of the column that counts the whole this is part of, or the people it was computed over."""
    part: str = ""
    """Share: id of the column that counts the part."""
    parts: tuple[str, ...] = ()
    """Count: ids of columns that add up to this one exactly, where that is so."""
    unit: str = ""
    """A message id, such as "people" or "%"."""
    definition: str = ""
    """Id in `definitions.DEFINITIONS`."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of figures."""

    id: str
    label: str
    """As it is shown: a name, or a text that is already translated."""
    cells: tuple[Cell, ...]
    """As many as there are columns."""
    is_total: bool = False
    """Whether its counts are the sums of all rows that are no totals."""


_DIGITS = 4
_MOST_KEPT = 256
"""Tables of which is remembered what they hide."""
Key = Hashable
"""Id of the row and id of the column."""
_MADE_HERE = object()


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures that may be shown. Made by `build` only."""

    id: str
    title: str
    """A message id."""
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    definitions: tuple[str, ...]
    """Ids in `definitions.DEFINITIONS`, in the order in which they are printed."""
    as_of: datetime
    zone: str
    excluded: int
    """How many people were left out: trainers, coordinators, test accounts."""
    _origin: object = None

    def __post_init__(self) -> None:
        """Refuse figures that did not come through `build`."""
        if self._origin is not _MADE_HERE:
            raise TypeError("Figures are made by Figures.build, which hides small groups.")

    @classmethod
    def build(  # noqa: PLR0913 - one call says everything about a table
        cls,
        id: str,  # noqa: A002
        title: str,
        columns: Sequence[Column],
        rows: Sequence[Row],
        as_of: datetime,
        *,
        zone: str = "UTC",
        definitions: Sequence[str] = (),
        excluded: int = 0,
        threshold: int = THRESHOLD,
    ) -> "Figures":
        """Hide what must not be shown and make the figures.

        Counts below `threshold` are hidden, counts whose rest to `of` is that small, and what would give them away
        through totals (`is_total`) and `parts`. Shares and means are hidden with their counts, or over small ones.
        Wrong shapes are programming errors and raise a ValueError.
        """
        _check_shape(columns, rows)
        shown = _hide(tuple(columns), tuple(rows), threshold)
        own = [column.definition for column in columns if column.definition]
        named = tuple(dict.fromkeys((*definitions, *own)))
        return cls(id, title, tuple(columns), shown, named, as_of, zone, excluded, _MADE_HERE)

    def cell(self, row_id: str, column_id: str) -> Cell:
        """Give a cell by the ids of its row and column; a KeyError if there is none."""
        place = {column.id: number for number, column in enumerate(self.columns)}[column_id]
        return {row.id: row for row in self.rows}[row_id].cells[place]

    @property
    def has_hidden(self) -> bool:
        """Whether something is hidden, so that the page explains why."""
        return any(cell is HIDDEN for row in self.rows for cell in row.cells)


def _check_shape(columns: Sequence[Column], rows: Iterable[Row]) -> None:
    counts = {column.id for column in columns if column.kind is ColumnKind.COUNT}
    for column in columns:
        bases = {ColumnKind.SHARE: (column.of, column.part), ColumnKind.MEAN: (column.of,)}.get(column.kind, ())
        if not counts.issuperset(bases):
            raise ValueError(f"The column {column.id} must name the counts it was computed from.")
    for row in rows:
        if len(row.cells) != len(columns):
            raise ValueError(f"The row {row.id} has {len(row.cells)} cells for {len(columns)} columns.")


@lru_cache(maxsize=_MOST_KEPT)
def _hide(columns: tuple[Column, ...], rows: tuple[Row, ...], threshold: int) -> tuple[Row, ...]:
    """Give the rows as they may be shown; remembered, since most tables stand as they stood a moment ago."""
    hidden = find_hidden(_counts(columns, rows), _relations(columns, rows), threshold)
    return tuple(
        replace(row, cells=tuple(_shown(row, place, columns, hidden, threshold) for place in range(len(columns))))
        for row in rows
    )


def _counts(columns: Sequence[Column], rows: Iterable[Row]) -> dict[Key, int]:
    counts: dict[Key, int] = {}
    for row in rows:
        for column, cell in zip(columns, row.cells, strict=True):
            if column.kind is ColumnKind.COUNT and isinstance(cell, int):
                counts[row.id, column.id] = cell
    return counts


def _relations(columns: Sequence[Column], rows: Sequence[Row]) -> list[Sum | Within]:
    """List what adds up to what: totals over rows, wholes over columns, parts within a whole.

    What does not add up (people in two rows, a region that is not shown) gives nothing away and is left out.
    """
    counts = _counts(columns, rows)
    relations: list[Sum | Within] = []
    for total in (row for row in rows if row.is_total):
        for column in columns:
            parts = tuple((row.id, column.id) for row in rows if not row.is_total)
            if _adds_up(counts, (total.id, column.id), parts):
                relations.append(Sum((total.id, column.id), parts))
    for row in rows:
        for column in columns:
            whole = (row.id, column.id)
            parts = tuple((row.id, part) for part in column.parts)
            if parts and _adds_up(counts, whole, parts):
                relations.append(Sum(whole, parts))
            if column.of and whole in counts and counts[whole] <= counts.get((row.id, column.of), -1):
                relations.append(Within((row.id, column.of), whole))
    return relations


def _adds_up(counts: Mapping[Key, int], whole: Key, parts: tuple[Key, ...]) -> bool:
    return all(key in counts for key in (whole, *parts)) and counts[whole] == sum(counts[part] for part in parts)


def _shown(row: Row, place: int, columns: Sequence[Column], hidden: frozenset[Key], threshold: int) -> Cell:
    column, cell = columns[place], row.cells[place]
    if column.kind is ColumnKind.COUNT:
        return HIDDEN if (row.id, column.id) in hidden else cell
    if column.kind is ColumnKind.TEXT or cell is None:
        return cell
    bases = [name for name in (column.of, column.part) if name]
    if any((row.id, name) in hidden for name in bases):
        return HIDDEN
    over = next((value for other, value in zip(columns, row.cells, strict=True) if other.id == column.of), None)
    if isinstance(over, int) and 0 < over < threshold:
        return HIDDEN
    # Rounded once, here: a page and a file that round for themselves would say 65 % and 66 %.
    return round(cell, _DIGITS) if isinstance(cell, float) else cell
