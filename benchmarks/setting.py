"""How much is measured: everything, or just enough to see that a benchmark runs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Setting:
    """Sizes and repetitions of one run."""

    rounds: int
    """Turns of both sides."""
    calls: int
    """Calls per turn, where one call is short."""
    copies: int
    """How many times the course is copied for the large course."""
    regions: int | None
    """Regions of the invented world; None = all."""
    requests: int
    """Requests to the served process."""
    warm_requests: int
    """Requests before its memory is looked at for the first time."""
    processes: int
    """Processes that write at the same time."""
    events_per_second: int
    """Events of all of them together."""
    seconds: float
    """How long they write."""
    crowds: tuple[int, ...]
    """People of the worlds that counters are measured in, the smallest first."""


FULL = Setting(
    rounds=25,
    calls=20,
    copies=10,
    regions=None,
    requests=10_000,
    warm_requests=1_000,
    processes=8,
    events_per_second=200,
    seconds=5,
    crowds=(1_650, 100_000, 1_000_000),
)
TINY = Setting(
    rounds=2,
    calls=1,
    copies=2,
    regions=1,
    requests=10,
    warm_requests=5,
    processes=2,
    events_per_second=20,
    seconds=0.5,
    crowds=(60, 120),
)
