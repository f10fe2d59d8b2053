"""Adds rows up to the counts of one region: pure arithmetic that starts from zeros."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from itertools import accumulate
from math import sqrt

from lms.intake.people_words import CATEGORIES
from lms.reports.progress_rows import CounterRow
from lms.rules.contribution import DONE, EXAM, Kind, Step, begin_of, find_monday, list_mondays

Key = tuple[str, ...]
INVITED, OPENED, STARTED, COMPLETED = ("invited",), ("opened",), ("started",), ("completed",)
CERTIFIED = ("certificate",)
"""Part of those who completed."""
ELSEWHERE_STARTED, ELSEWHERE_COMPLETED = ("elsewhere", "started"), ("elsewhere", "completed")
"""People who are not enrolled here, known from results that a region handed in."""
WEEKS = 12
WEEK_KINDS = ("active", "started", "completed")
_MOST_PROGRAMMES = 16
"""Outlines whose keys are remembered: there is one, until content is published anew."""


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

    @property
    def elsewhere(self) -> Key:
        """Key of the people who are not enrolled here and completed it elsewhere."""
        return ("elsewhere", self.id)

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
    return list(_steps(tuple(outlines)))


@lru_cache(maxsize=_MOST_PROGRAMMES)
def _steps(outlines: tuple[Outline, ...]) -> tuple[Key, ...]:
    return (INVITED, OPENED, STARTED, *(key for course in outlines for key in course.steps()), COMPLETED)


def list_elsewhere(outlines: Sequence[Outline]) -> list[Key]:
    """List the keys of people who are not enrolled here; all are part of the first, the last is part of all."""
    return [ELSEWHERE_STARTED, *(course.elsewhere for course in outlines), ELSEWHERE_COMPLETED]


def week_bounds(now: datetime, zone: str) -> tuple[datetime, ...]:
    """Give the thirteen Mondays (midnight in `zone`) around the last twelve weeks, this week included."""
    return tuple(begin_of(monday, zone) for monday in list_mondays(now, zone, WEEKS))


def first_monday(now: datetime, zone: str) -> int:
    """Give the number of the Monday with which the last twelve weeks begin."""
    return find_monday(now, zone) - 7 * (WEEKS - 1)


def summarise(rows: Iterable[CounterRow], outlines: Sequence[Outline], first: int = 0) -> Tally:
    """Add up the counters of one region whose weeks begin with the Monday `first`.

    Every count that could be asked for is there, at least as zero.
    """
    tally = Tally(_zeros(tuple(outlines)).copy(), {course.id: Counter() for course in outlines})
    known = {course.id: course for course in outlines}
    for row in rows:
        if row.excluded:
            tally.excluded += row.people
        elif row.kind == Kind.PEOPLE:
            _add_people(tally, row)
        elif row.kind == Kind.CERTIFICATE:
            tally.counts[CERTIFIED] += row.people
        elif row.kind == Kind.ELSEWHERE:
            _add_elsewhere(tally, row)
        elif row.kind in WEEK_KINDS:
            key = week_key((row.place - first) // 7, row.kind)
            if key in tally.counts:
                tally.counts[key] += row.people
        elif row.name in known:
            _add_course(tally, known[row.name], row)
    return tally


@lru_cache(maxsize=_MOST_PROGRAMMES)
def _zeros(outlines: tuple[Outline, ...]) -> dict[Key, int]:
    """Every count that could be asked for; to be copied."""
    keys = [*list_steps(outlines), CERTIFIED, *list_elsewhere(outlines)]
    for category in ("", *CATEGORIES):
        keys += [category_key(category, INVITED), category_key(category, COMPLETED)]
    keys += [week_key(week, kind) for week in range(WEEKS) for kind in WEEK_KINDS]
    return dict.fromkeys(keys, 0)


def add_up(tallies: Iterable[Tally]) -> Tally:
    """Add several regions together."""
    counts: Counter[Key] = Counter()
    scores: dict[str, Counter[int]] = {}
    excluded = 0
    for tally in tallies:
        counts.update(tally.counts)
        for course, found in tally.scores.items():
            scores.setdefault(course, Counter()).update(found)
        excluded += tally.excluded
    return Tally(dict(counts), scores, excluded)


def measure_spread(scores: Counter[int], below: int) -> Spread | None:
    """Give mean and spread of scores; None over fewer than `below` people. Takes as long for many as for few."""
    people = scores.total()
    if people < below or people < 2:
        return None
    ordered = sorted(scores.items())
    total = sum(score * count for score, count in ordered)
    squares = sum(score * score * count for score, count in ordered)
    reached = list(accumulate(count for _, count in ordered))

    def score_at(place: int) -> int:
        return ordered[bisect_right(reached, place)][0]

    def quartile(number: int) -> float:
        place, rest = divmod(number * (people - 1), 4)
        low, high = score_at(place), score_at(min(place + 1, people - 1))
        return (low * (4 - rest) + high * rest) / 4

    deviation = sqrt(people * squares - total * total) / people
    return Spread(total / people, deviation, quartile(1), quartile(2), quartile(3))


def _add_people(tally: Tally, row: CounterRow) -> None:
    # A category that is no longer in the list is shown as "other" rather than lost.
    category = row.name if not row.name or row.name in CATEGORIES else "other"
    for step, key in ((Step.INVITED, INVITED), (Step.OPENED, OPENED), (Step.STARTED, STARTED)):
        if row.place >= step:
            tally.counts[key] += row.people
    if row.place >= Step.INVITED:
        tally.counts[category_key(category, INVITED)] += row.people
    if row.place >= Step.COMPLETED:
        tally.counts[COMPLETED] += row.people
        tally.counts[category_key(category, COMPLETED)] += row.people


def _add_elsewhere(tally: Tally, row: CounterRow) -> None:
    if row.place >= Step.STARTED:
        tally.counts[ELSEWHERE_STARTED] += row.people
    if row.place >= Step.COMPLETED:
        tally.counts[ELSEWHERE_COMPLETED] += row.people


@lru_cache(maxsize=_MOST_PROGRAMMES * 8)
def _lessons(course: Outline) -> tuple[Key, ...]:
    return tuple(course.lesson(number) for number in range(1, course.lessons + 1))


def _add_course(tally: Tally, course: Outline, row: CounterRow) -> None:
    counts, place, people = tally.counts, row.place, row.people
    if row.kind == Kind.SCORE:
        tally.scores[course.id][place] += people
        return
    if row.kind == Kind.ELSEWHERE_PLACE:
        counts[course.elsewhere] += people if place == DONE else 0
        return
    counts[course.started] += people
    for key in _lessons(course)[: max(0, place)]:
        counts[key] += people
    if place >= EXAM:
        counts[course.exam] += people
    if place >= DONE:
        counts[course.completed] += people
