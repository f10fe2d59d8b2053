"""A region beside the average of the whole programme: shares only, no other region by name, no ranking."""

from dataclasses import dataclass

from lms.reports.progress_report import Report
from lms.reports.progress_whole import ELSEWHERE, TOGETHER
from lms.rules.figures import Cell, ColumnKind

_NO_STEPS = ("invited", ELSEWHERE, TOGETHER)
"""The whole, and people who were never invited here."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One step: the share of those invited who came to it, here and in the programme."""

    label: str
    """A message id, or a text that is translated already."""
    mine: float | None
    programme: float | None
    """None where a number behind it is hidden, or where the other regions would be a small group."""


def compare(programme: Report, region: str, below: int) -> tuple[Compared, ...]:
    """Compare a region with all regions together, step by step."""
    table = programme.table("regions")
    rows = {row.id: row.cells for row in table.rows}
    if region not in rows:
        return ()
    places = {column.id: at for at, column in enumerate(table.columns)}
    mine, total = rows[region], rows["total"]
    invited = places["invited"]
    found = []
    for column in table.columns:
        at = places[column.id]
        if column.kind is ColumnKind.COUNT and column.id not in _NO_STEPS:
            own, everybody = (mine[invited], mine[at]), (total[invited], total[at])
            found.append(Compared(column.label, _share(*own), _share_of_rest(own, everybody, below)))
    return tuple(found)


def _share_of_rest(own: tuple[Cell, Cell], everybody: tuple[Cell, Cell], below: int) -> float | None:
    """Give the share of the programme, unless it would tell about a few people of the other regions."""
    numbers = (*own, *everybody)
    if not all(isinstance(number, int) for number in numbers):
        return None
    whole, part = everybody[0] - own[0], everybody[1] - own[1]  # type: ignore[operator]
    if whole < below or 0 < part < below or 0 < whole - part < below:
        return None
    return _share(*everybody)


def _share(whole: Cell, part: Cell) -> float | None:
    return part / whole if isinstance(whole, int) and isinstance(part, int) and whole else None
