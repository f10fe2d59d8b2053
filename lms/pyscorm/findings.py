"""What a check finds: where, what is wrong, what to do about it."""

from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """An error makes some platform refuse or break the package; a warning is a risk or a lack of care."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of a package.

    `message_id` and `fix_id` are the sentences with gaps (`%(name)s`) and `values` fills them, so that a caller
    can translate them; `message` and `fix` are the finished English sentences.
    """

    place: str
    """A file of the package, `imsmanifest.xml` with a line if known, or the identifier of an item."""
    message_id: str
    fix_id: str
    values: dict[str, object] = field(default_factory=dict)
    severity: Severity = Severity.ERROR

    @property
    def message(self) -> str:
        """What is wrong, in a sentence."""
        return self.message_id % self.values if self.values else self.message_id

    @property
    def fix(self) -> str:
        """What to do about it, in a sentence."""
        return self.fix_id % self.values if self.values else self.fix_id

    def __str__(self) -> str:
        return f"{self.place}: {self.message} {self.fix}"


def error(place: str, message: str, fix: str, **values: object) -> Finding:
    """Make a finding that keeps a package from being handed out."""
    return Finding(place, message, fix, values)


def warning(place: str, message: str, fix: str, **values: object) -> Finding:
    """Make a finding that is worth mending."""
    return Finding(place, message, fix, values, Severity.WARNING)
