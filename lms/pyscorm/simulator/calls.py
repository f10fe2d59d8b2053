"""One line of what a package said to the simulated platform."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Call:
    """A call with its answer. Errors are the codes of the edition (Run-Time Environment), `0` for none."""

    kind: str
    """initialize, get, set, commit, finish."""
    element: str
    value: str
    """What was set."""
    result: str
    """`true` or `false`; for `get` what was read."""
    error: str

    def __str__(self) -> str:
        given = ", ".join(part for part in (self.element, self.value) if part)
        told = f"{self.kind}({given}) -> {self.result}"
        return told if self.error == "0" else f"{told} [{self.error}]"
