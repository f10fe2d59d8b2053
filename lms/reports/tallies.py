"""Adds rows up to the counts of one region: pure arithmetic that starts from zeros."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import fmean, pstdev, quantiles
from zoneinfo import ZoneInfo

from lms.intake.people_words import CATEGORIES
from lms.reports.progress_rows import CourseRow, PeopleRow, WeekRow

Key = tuple[str, ...]
INVITED, OPENED, STARTED, COMPLETED = ("invited",), ("opened",), ("started",), ("completed",)
WEEKS = 12
WEEK_KINDS = ("active", "started", "completed")


@dataclass(frozen=True, slots=True)
class Outline:
    """A course as far as counting goes: its id, number of lessons, and which courses must be completed first."""

    id: str
    lessons: int
    requires: tuple[str, ...] = ()

    @property
    def started(self) -> Key:
        """Key of the people who started it."""
        return (self.id, "started")

    def lesson(self, number: int) -> Key:
        """Key of the people who reached a lesson: completed it or a later one."""
        return (self.id, "lesson", str(number))

    @property
    def exam(self) -> Key:
        """Key of the people who took the exam."""
        return (self.id, "exam")

    @property
    def completed(self) -> Key:
        """Key of the people who completed it."""
        return (self.id, "completed")

    def steps(self) -> Iterator[Key]:
        """All keys in order; each is part of the one before."""
        yield self.started
        yield from (self.lesson(number) for number in range(1, self.lessons + 1))
        yield self.exam
        yield self.completed


@dataclass(slots=True)
class Tally:
    """The true counts of one region, or of several together. Never shown as they are."""

    counts: dict[Key, int]
    scores: dict[str, Counter[int]] = field(default_factory=dict)
    """Course id -> best exam percent -> people."""
    excluded: int = 0


@dataclass(frozen=True, slots=True)
class Spread:
    """How best exam scores lie, in percent points."""

    mean: float
    deviation: float
    low: float
    median: float
    high: float


def category_key(category: str, step: Key) -> Key:
    """Key of the people of a category at a step."""
    return ("category", category, *step)


def week_key(week: int, kind: str) -> Key:
    """Key of the people who did something in a week."""
    return ("week", str(week), kind)


def list_steps(outlines: Sequence[Outline]) -> list[Key]:
    """List the steps of the whole programme, each part of the one before."""
    return [INVITED, OPENED, STARTED, *(key for course in outlines for key in course.steps()), COMPLETED]


def week_bounds(now: datetime, zone: str) -> tuple[datetime, ...]:
    """Give the thirteen Mondays (midnight in `zone`) around the last twelve weeks, this week included."""
    local = now.astimezone(ZoneInfo(zone))
    monday = (local - timedelta(days=local.weekday())).date()
    days = (monday + timedelta(weeks=week) for week in range(1 - WEEKS, 2))
    return tuple(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)) for day in days)


def summarise(
    people: Iterable[PeopleRow],
    courses: Iterable[CourseRow],
    weeks: Iterable[WeekRow],
    outlines: Sequence[Outline],
) -> Tally:
    """Add up the rows of one region; every count that could be asked for is there, at least as zero."""
    tally = Tally(dict.fromkeys(list_steps(outlines), 0), {course.id: Counter() for course in outlines})
    counts = tally.counts
    for category in ("", *CATEGORIES):
        counts |= {category_key(category, INVITED): 0, category_key(category, COMPLETED): 0}
    counts |= {week_key(week, kind): 0 for week in range(WEEKS) for kind in WEEK_KINDS}
    for row in people:
        _add_people(tally, row)
    known = {course.id: course for course in outlines}
    for place in courses:
        if place.course in known:
            _add_course(tally, known[place.course], place)
    for event in weeks:
        counts[week_key(event.week, event.kind)] += event.people
    return tally


def add_up(tallies: Iterable[Tally]) -> Tally:
    """Add several regions together."""
    counts: Counter[Key] = Counter()
    scores: dict[str, Counter[int]] = {}
    excluded = 0
    for tally in tallies:
        for key, count in tally.counts.items():
            counts[key] += count
        for course, found in tally.scores.items():
            scores.setdefault(course, Counter()).update(found)
        excluded += tally.excluded
    return Tally(dict(counts), scores, excluded)


def measure_spread(scores: Counter[int], below: int) -> Spread | None:
    """Give mean and spread of scores; None over fewer than `below` people."""
    values = sorted(scores.elements())
    if len(values) < below or len(values) < 2:
        return None
    low, median, high = quantiles(values, n=4, method="inclusive")
    return Spread(fmean(values), pstdev(values), low, median, high)


def _add_people(tally: Tally, row: PeopleRow) -> None:
    if row.excluded:
        tally.excluded += row.enrolled
        return
    # A category that is no longer in the list is shown as "other" rather than lost.
    category = row.category if not row.category or row.category in CATEGORIES else "other"
    for key, count in ((INVITED, row.invited), (COMPLETED, row.completed)):
        tally.counts[key] += count
        tally.counts[category_key(category, key)] += count
    tally.counts[OPENED] += row.opened
    tally.counts[STARTED] += row.started


def _add_course(tally: Tally, course: Outline, row: CourseRow) -> None:
    counts = tally.counts
    counts[course.started] += row.people
    reached = course.lessons if row.completed or row.best_score is not None else min(row.reached, course.lessons)
    for number in range(1, reached + 1):
        counts[course.lesson(number)] += row.people
    if row.completed or row.best_score is not None:
        counts[course.exam] += row.people
    if row.completed:
        counts[course.completed] += row.people
    if row.best_score is not None:
        tally.scores[course.id][row.best_score] += row.people
