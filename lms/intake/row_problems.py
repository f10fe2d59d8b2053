"""What is wrong with a cell of a list: the same words whatever the list is of."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from lms.intake.people_fields import one_line
from lms.language import N_, Words

LONGEST_VALUE = 80
"""So much of a cell is told."""
NO_ADDRESS = N_("This is not a mail address.")
ADDRESS_MISSING = N_("The mail address is missing.")
NO_LETTERS = N_("Some letters cannot be read.")
SAVE_AS_UTF8 = N_("Save the file as CSV UTF-8.")


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with one cell: where, what stands there, why it cannot be used, what to write instead."""

    line: int
    column: str
    """Heading of the column as the file has it."""
    value: str
    reason: str
    """Message id."""
    suggestion: str = ""
    """Message id; empty where we have no idea."""
    values: dict[str, Any] = field(default_factory=dict)
    meaning: str = ""
    """What the column means, so that the cell can be mended; empty when it cannot."""

    @property
    def near(self) -> str:
        """What was probably meant; empty where we have no idea."""
        return str(self.values.get("near", ""))

    def say(self, said: Words) -> tuple[str, str]:
        """Give reason and suggestion in a language."""
        return said(self.reason, **self.values), said(self.suggestion, **self.values) if self.suggestion else ""


def cell_at(cells: Sequence[str], place: int | None) -> str:
    """Give a cell in one line; empty where the row is shorter or there is no such column."""
    return one_line(cells[place]) if place is not None and place < len(cells) else ""
