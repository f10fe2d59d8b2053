"""One line of the record of what a course said to the platform."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Call:
    """A call, or `opened` / `closed` for what the learner did."""

    kind: str
    """initialize, get, set, commit, finish, error, text, diagnostic; opened, closed."""
    args: tuple[str, ...]
    result: str
    error: str
    """The error code right after the call, `0` for none."""
    injected: bool = False
    """Whether the test made it fail."""
    at: float = 0.0
    """Milliseconds since the platform's page was loaded."""

    @property
    def element(self) -> str:
        """The data element of a get or set."""
        return self.args[0] if self.kind in ("get", "set") else ""

    @property
    def value(self) -> str:
        """What was set, or what was read."""
        return self.args[1] if self.kind == "set" else self.result

    def __str__(self) -> str:
        return f"{self.kind}({', '.join(self.args)}) -> {self.result}" + (
            f" [{self.error}]" if self.error != "0" else ""
        )
