"""What counts when sources disagree: this service, a Moodle, a signed list, a coordinator's record. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lms.language import N_


class Source(StrEnum):
    """Who says that somebody learned; on one and the same day the first of these is named."""

    SITE = "site"
    MOODLE = "moodle"
    PAPER = "paper"
    RECORDED = "recorded"


class State(StrEnum):
    """How far a source says that somebody came in a course."""

    STARTED = "started"
    FAILED = "failed"
    """To the end, but below the pass mark: counts as started."""
    COMPLETED = "completed"


SOURCE_NAMES: dict[Source, str] = {
    Source.SITE: N_("This service"),
    Source.MOODLE: N_("Learning platform of the region"),
    Source.PAPER: N_("Signed list"),
    Source.RECORDED: N_("Recorded by a coordinator"),
}
"""Source -> message id."""

COMPLETED_BY: dict[Source, str] = {
    Source.SITE: N_("Completed on %(date)s"),
    Source.MOODLE: N_("Completed on %(date)s, recorded from your region's learning platform"),
    Source.PAPER: N_("Completed on %(date)s, recorded from a signed list"),
    Source.RECORDED: N_("Completed on %(date)s, recorded by your coordinator"),
}
"""What the trainee reads: a message id with the day."""

MATRIX: tuple[tuple[str, str, str], ...] = (
    (N_("Nothing yet"), N_("Started, or below the pass mark"), N_("Started, on the day of the file")),
    (N_("Nothing yet"), N_("Completed"), N_("Completed, on the day of the file; the next module opens")),
    (N_("Started"), N_("Completed"), N_("Completed, on the day of the file; what was done here stays")),
    (N_("Completed"), N_("Nothing, or started"), N_("Completed stays; a file never takes anything back")),
    (N_("Completed"), N_("Completed earlier"), N_("The earlier day, and the source that names it")),
    (N_("Completed"), N_("Completed on the same day or later"), N_("Nothing changes")),
    (
        N_("An exam result"),
        N_("Another score"),
        N_("The result of this service is shown; a score of a file is held against the pass mark and not kept"),
    ),
)
"""What this service says, what the file says, what counts: message ids, as the preview shows them."""


@dataclass(frozen=True, slots=True)
class Said:
    """What one source says of one person in one course."""

    source: Source
    state: State
    at: datetime
    """The day that the source names, else when we were told."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands in a course, and which source completed it."""

    started_at: datetime | None = None
    completed_at: datetime | None = None
    completed_by: Source = Source.SITE


def decide(own: Standing, said: Iterable[Said]) -> Standing:
    """Join what stands here with what others say: nothing is ever lowered, the earliest completion counts."""
    told = list(said)
    starts = [item.at for item in told]
    ends = [(item.at, item.source) for item in told if item.state is State.COMPLETED]
    if own.completed_at is not None:
        ends.append((own.completed_at, own.completed_by))
    completed_at, completed_by = min(
        ends, key=lambda end: (end[0].date(), _ORDER[end[1]], end[0]), default=(None, own.completed_by)
    )
    if own.started_at is not None:
        starts.append(own.started_at)
    if completed_at is not None:
        starts.append(completed_at)
    return Standing(min(starts, default=None), completed_at, completed_by)


def judge_score(percent: int, pass_mark: int) -> State:
    """Say what a score means where a source gives nothing else."""
    return State.COMPLETED if percent >= pass_mark else State.STARTED


def best(states: Iterable[State]) -> State | None:
    """Give the highest of several states."""
    return max(states, key=rank, default=None)


def rank(state: State | None) -> int:
    """Put states in order; nothing at all comes before the first."""
    return _RANKS[state] if state else -1


_ORDER = {source: place for place, source in enumerate(Source)}
_RANKS = {state: place for place, state in enumerate(State)}
