"""Which letters a region writes, who gets one today, why somebody does not, and on which day a schedule runs."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Kind(StrEnum):
    """The letters of a region. All of them together are one a week at most."""

    INVITATION = "invitation"
    NEVER_OPENED = "never_opened"
    """Invited, never signed in."""
    NOT_STARTED = "not_started"
    """Signed in, nothing read or answered."""
    INACTIVE = "inactive"
    """Stopped half-way."""
    WAITING_FOR_EXAM = "waiting_for_exam"
    """All lessons of a module done, its exam not passed."""


REMINDERS = tuple(kind for kind in Kind if kind is not Kind.INVITATION)


class LetterState(StrEnum):
    """What became of a letter."""

    WAITING = "waiting"
    """Not sent yet, or being sent."""
    SENT = "sent"
    """The mail server took it."""
    BOUNCED = "bounced"
    """A mail server refused it for good, at once or in a report that came back later."""
    EXPIRED = "expired"
    """It could not be sent while it was still worth reading."""
    WITHDRAWN = "withdrawn"
    """What it says stopped being true before it went out."""


class Reason(StrEnum):
    """Why somebody gets no letter."""

    FINISHED = "finished"
    CLOSED = "closed"
    STOPPED = "stopped"
    NO_ADDRESS = "no_address"
    BOUNCED = "bounced"
    ON_ITS_WAY = "on_its_way"
    THIS_WEEK = "this_week"
    CHANGED = "changed"
    """The letter does not fit: they have opened, begun or gone on since."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides whether somebody gets a letter."""

    address: str
    closed: bool = False
    opened: bool = False
    started: bool = False
    completed: bool = False
    stopped: bool = False
    on_its_way: bool = False
    """A letter of a region waits to be sent."""
    bounced: bool = False
    """The last letter to this very address was refused for good."""
    last_on: date | None = None
    """Day of the last letter that went out, in the region's zone."""


_WEEK = timedelta(days=7)


def why_not(kind: Kind, facts: Facts, today: date) -> Reason | None:
    """Say why somebody gets no letter of a kind today; None when nothing speaks against it."""
    against = (
        (facts.completed, Reason.FINISHED),
        (facts.closed, Reason.CLOSED),
        (facts.stopped, Reason.STOPPED),
        ("@" not in facts.address, Reason.NO_ADDRESS),
        (facts.bounced, Reason.BOUNCED),
        (not _fits(kind, facts), Reason.CHANGED),
        (facts.on_its_way, Reason.ON_ITS_WAY),
        # Whole days: a schedule that was a minute later last Monday must not skip this Monday.
        (facts.last_on is not None and today - facts.last_on < _WEEK, Reason.THIS_WEEK),
    )
    return next((reason for holds, reason in against if holds), None)


def _fits(kind: Kind, facts: Facts) -> bool:
    match kind:
        case Kind.INVITATION | Kind.NEVER_OPENED:
            return not facts.opened
        case Kind.NOT_STARTED:
            return facts.opened and not facts.started
    return facts.started


@dataclass(frozen=True, slots=True)
class Timetable:
    """When a schedule runs."""

    weekday: int
    """0 is Monday."""
    starts_on: date
    ends_on: date
    is_on: bool
    changed_at: datetime
    ran_on: date | None
    zone: str


SEND_AT = time(8)
"""Letters of a schedule go out from this hour on, in the region's zone."""
_LATEST = timedelta(days=1)
"""A machine that was off makes up for yesterday; what is older waits for the next week."""


def due_day(timetable: Timetable, now: datetime) -> date | None:
    """Give the day for which a schedule has to run now; None when there is nothing to do.

    The answer stays the same until `ran_on` says that it was done, however often and late one asks.
    """
    today = now.astimezone(ZoneInfo(timetable.zone)).date()
    for day in (today, today - _LATEST):
        if day.weekday() == timetable.weekday and _moment(day, timetable) <= now and _open(day, timetable):
            return day
    return None


def next_day(timetable: Timetable, now: datetime) -> date | None:
    """Give the next day on which a schedule runs; None when it never will."""
    first = max(now.astimezone(ZoneInfo(timetable.zone)).date() - _LATEST, timetable.starts_on)
    for ahead in range(15):
        day = first + timedelta(days=ahead)
        if day.weekday() != timetable.weekday or not _open(day, timetable):
            continue
        if _moment(day, timetable) > now or due_day(timetable, now) == day:
            return day
    return None


def _open(day: date, timetable: Timetable) -> bool:
    """Whether a schedule may still run for a day."""
    return (
        timetable.is_on
        and timetable.starts_on <= day <= timetable.ends_on
        and (timetable.ran_on is None or timetable.ran_on < day)
        and _moment(day, timetable) > timetable.changed_at
    )


def _moment(day: date, timetable: Timetable) -> datetime:
    # By way of UTC: in one zone, Python compares the hands of the clock, not moments.
    return datetime.combine(day, SEND_AT, ZoneInfo(timetable.zone)).astimezone(UTC)
