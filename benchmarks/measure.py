"""How two sides are compared: by turns, many times, in CPU time, by their medians."""

import gc
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import process_time

Act = Callable[[], object]
Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what was measured on both sides, and what it should be at most."""

    id: str
    what: str
    ours: str
    other: str
    value: float
    """What is compared with the limit, mostly a ratio."""
    limit: float | None
    """None for a line that is printed for information."""
    unit: str = "x"

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None without one."""
        return None if self.limit is None else self.value <= self.limit


@dataclass(frozen=True, slots=True)
class Pair:
    """Medians of two sides, in seconds of CPU time per call."""

    ours: float
    other: float

    @property
    def ratio(self) -> float:
        """How many times as long our side takes."""
        return self.ours / self.other

    def row(self, name: str, what: str, limit: float | None) -> Row:
        """Make the line of the table."""
        return Row(name, what, milliseconds(self.ours), milliseconds(self.other), self.ratio, limit)


def alternate(
    ours: Act,
    other: Act,
    rounds: int,
    calls: int = 1,
    other_calls: int = 1,
    clocks: tuple[Clock, Clock] = (process_time, process_time),
) -> Pair:
    """Run both sides by turns, `calls` times per turn, and compare the medians of all turns.

    Both run once before, so that neither pays for what happens only once in a process. `clocks` tell the CPU
    time of each side, where a side runs in a process of its own.
    """
    ours()
    other()
    gc.collect()
    samples: tuple[list[float], list[float]] = ([], [])
    sides = ((ours, calls, clocks[0], samples[0]), (other, other_calls, clocks[1], samples[1]))
    for number in range(rounds):
        # Who begins changes with every round: neither side always finds the other's traces in the caches.
        for act, count, clock, found in sides if number % 2 else reversed(sides):
            found.append(cpu_seconds(act, count, clock))
    return Pair(median(samples[0]), median(samples[1]))


def cpu_seconds(act: Act, calls: int = 1, clock: Clock = process_time) -> float:
    """Measure the CPU time of one call, as the mean of several calls in a row."""
    began = clock()
    for _ in range(calls):
        act()
    return (clock() - began) / calls


def milliseconds(seconds: float) -> str:
    """Write a duration."""
    value = seconds * 1000
    return f"{value:.3f} ms" if value < 10 else f"{value:.1f} ms"


def megabytes(size: float) -> str:
    """Write a size in memory."""
    return f"{size / 1e6:.1f} MB"
