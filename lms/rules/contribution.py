"""What one person adds to the counters that figures are read from: the definitions, as pure functions.

A counter says how many people of a region stand at one place. Its key is the region, since when its people count,
the kind, a name and a place:

| kind | name | place |
|---|---|---|
| `people` | category of stakeholder | the furthest step of the programme |
| `place` | course | number of the furthest lesson done, `EXAM`, or `DONE` |
| `score` | course | best exam result in percent |
| `active`, `started`, `completed` | | Monday of the week, as a day's number |
| `certificate` | | 0: completed the programme and holds a certificate that is valid |
| `elsewhere` | | the furthest step of somebody who is not enrolled here |
| `elsewhere_place` | course | 0 = begun elsewhere, `DONE` |
"""

from datetime import UTC, date, datetime, timedelta
from enum import IntEnum, StrEnum
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from lms.rules.permissions import Role

STAFF = tuple(role.value for role in (Role.TRAINER, Role.COORDINATOR, Role.PROGRAMME, Role.ADMINISTRATOR))
"""Who holds one of these roles now is not counted as a trainee."""
ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)
"""Since when most people count. A role that ends by itself stands for the day on which its holder counts again."""
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""Since when deactivated people and staff without an end count."""
EXAM, DONE = 1000, 1001
"""Places in a course behind all its lessons: has an exam result; completed it."""


class Kind(StrEnum):
    """What a counter counts."""

    PEOPLE = "people"
    PLACE = "place"
    SCORE = "score"
    ACTIVE = "active"
    STARTED = "started"
    COMPLETED = "completed"
    CERTIFICATE = "certificate"
    ELSEWHERE = "elsewhere"
    ELSEWHERE_PLACE = "elsewhere_place"


WEEKLY = (Kind.ACTIVE, Kind.STARTED, Kind.COMPLETED)


class Step(IntEnum):
    """Steps of the programme; who came to one counts for all before it."""

    ENROLLED = 0
    INVITED = 1
    OPENED = 2
    STARTED = 3
    COMPLETED = 4


Place = tuple[Kind, str, int]
"""Kind, name and place of a counter."""


def find_step(row: Any, without: Step = Step.ENROLLED) -> Step:
    """Say how far an enrolment has come; or would have, had it not come to one step."""
    times = (None, row.invited_at, row.opened_at, row.started_at, row.completed_at)
    came = (Step(at) for at, time in enumerate(times) if time is not None and at != without)
    return max(came, default=Step.ENROLLED)


def find_places(course: str, *, begun: bool, reached: int, score: int | None, completed: bool) -> frozenset[Place]:
    """Say where a course record counts; nowhere before the course is begun."""
    if not begun and not completed:
        return frozenset()
    place = DONE if completed else reached if score is None else EXAM
    standing: Place = (Kind.PLACE, course, place)
    return frozenset({standing} if score is None else {standing, (Kind.SCORE, course, score)})


def find_monday(at: datetime, zone: str) -> int:
    """Give the number of the Monday of a moment's week in a zone."""
    day = at.astimezone(ZoneInfo(zone)).date()
    return day.toordinal() - day.weekday()


@lru_cache(maxsize=4096)
def begin_of(monday: int, zone: str) -> datetime:
    """Give the moment at which a week begins in a zone."""
    day = date.fromordinal(monday)
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))


def list_mondays(now: datetime, zone: str, weeks: int) -> tuple[int, ...]:
    """List the Mondays of the last weeks, this one included, and the next Monday."""
    last = find_monday(now, zone)
    return tuple(last + 7 * week for week in range(1 - weeks, 2))


def span_of_week(at: datetime, zone: str) -> tuple[datetime, datetime]:
    """Give beginning and end of a moment's week in a zone."""
    monday = find_monday(at, zone)
    return begin_of(monday, zone), begin_of(monday + 7, zone)


NEAR = timedelta(days=8)
"""A week lies within so many days around each of its moments, however clocks are changed."""
