"""What a file with results says, in a form that is the same for every kind of file."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from lms.intake.row_problems import RowProblem
from lms.intake.table_file import Table


class FileKind(StrEnum):
    """What a file with results is."""

    ACTIVITIES = "activities"
    """Moodle's report on the completion of activities."""
    COURSE = "course"
    """Moodle's report on the completion of a course."""
    SCORM = "scorm"
    """Moodle's basic report on a SCORM package."""
    GRADES = "grades"
    """An export of Moodle's gradebook."""
    PAPER = "paper"
    """A signed list."""


class Holds(StrEnum):
    """What stands in a column."""

    STATE = "state"
    SCORE = "score"


@dataclass(frozen=True, slots=True)
class ResultColumn:
    """A column that may tell of one of our modules."""

    place: int
    heading: str
    holds: Holds
    date_place: int | None = None
    """Where the day stands, if the file gives it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one cell says: a state, or a score."""

    place: int
    state: str = ""
    """`started`, `failed` or `completed`; empty for a score."""
    percent: int | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class ResultLine:
    """What one line says of one person. Two lines may speak of the same person."""

    line: int
    name: str
    email: str
    """Normalised; empty where the list gives none."""
    organisation: str = ""
    readings: tuple[Reading, ...] = ()
    modules: Mapping[str, date | None] = field(default_factory=dict)
    """Signed list: course id -> the day, or None."""


@dataclass(frozen=True, slots=True)
class ResultsFile:
    """A file with results that was read."""

    kind: FileKind
    columns: tuple[ResultColumn, ...]
    lines: tuple[ResultLine, ...]
    problems: tuple[RowProblem, ...]
    ignored: tuple[str, ...]
    """Headings of columns that we do not take over."""
    unknown: Mapping[str, int]
    """State words that we do not know -> how often they stand there."""
    table: Table

    @property
    def bad_lines(self) -> frozenset[int]:
        """Lines with something that cannot be used."""
        return frozenset(problem.line for problem in self.problems)

    @property
    def has_scores(self) -> bool:
        """Whether something is known by its score alone."""
        return any(column.holds is Holds.SCORE for column in self.columns)


_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T].*)?")
_EUROPEAN = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4})\.?")


def read_day(text: str, european: bool = False) -> date | None:
    """Read a day such as 2026-11-22, with `european` also 22.11.2026; None for anything else."""
    text = text.strip()
    found, order = _DAY.fullmatch(text), (1, 2, 3)
    if found is None and european:
        found, order = _EUROPEAN.fullmatch(text), (3, 2, 1)
    if found is None:
        return None
    try:
        return date(*(int(found.group(place)) for place in order))
    except ValueError:
        return None


_NUMBER = re.compile(r"(\d{1,6})(?:[.,](\d+))?\s*%?")


def read_percent(text: str) -> int | None:
    """Read a score out of a hundred, such as 85, 85.50, 85,5 %, or 17/20; None for anything else."""
    parts = [_NUMBER.fullmatch(part.strip()) for part in text.split("/")]
    if not all(parts) or len(parts) > 2:
        return None
    numbers = [float(f"{part.group(1)}.{part.group(2) or 0}") for part in parts if part]
    share = numbers[0] if len(numbers) == 1 else numbers[0] * 100 / numbers[1] if numbers[1] else -1
    # Rounded down, as our own grading does; the little more takes back what dividing lost.
    return int(share + 1e-9) if 0 <= share <= 100 else None
