"""Counts the progress of regions and of the programme: one query layer for pages, files and the command line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from lms.content.model import Course
from lms.errors import NotFound
from lms.reports import progress_rows as rows
from lms.reports.hiding import Shown, find_ranges, hide_programme, hide_region
from lms.reports.progress_rows import CounterRow, RegionFacts
from lms.reports.tallies import (
    Key,
    Outline,
    Spread,
    Tally,
    add_up,
    first_monday,
    measure_spread,
    summarise,
    week_bounds,
)

_MOST_REGIONS = 64


@dataclass(frozen=True, slots=True)
class Progress:
    """What may be shown of one region, or of all together, at one moment."""

    region: RegionFacts | None
    """None = all regions."""
    target: int
    shown: Shown
    ranges: Mapping[Key, tuple[int, int]]
    """For hidden steps: the lowest and highest number they can have, where shown steps say so."""
    spreads: Mapping[str, Spread | None]
    """Course id -> how the best exam scores lie; None over too few people."""
    weeks: tuple[datetime, ...]
    """The Mondays of the last twelve weeks."""
    excluded: int
    as_of: datetime
    zone: str
    below: int


@dataclass(frozen=True, slots=True)
class ProgrammeProgress:
    """The progress of all regions, together and each."""

    total: Progress
    regions: tuple[Progress, ...]


@dataclass(frozen=True, slots=True)
class _Counted:
    """What follows from counters: the true numbers, and what may be shown of them."""

    tally: Tally
    shown: Shown
    ranges: Mapping[Key, tuple[int, int]]
    spreads: Mapping[str, Spread | None]


def count_region(region: str, courses: Sequence[Course], below: int, now: datetime) -> Progress:
    """Count one region; raise `NotFound` if there is none of that id."""
    facts = rows.list_region_facts(region)
    if not facts:
        raise NotFound("There is no such region.")
    outlines = outline_courses(courses)
    return _progress(facts[0], facts[0].target, _count_each(facts, outlines, below, now)[0], below, now)


def count_programme(courses: Sequence[Course], below: int, now: datetime) -> ProgrammeProgress:
    """Count all regions."""
    facts = rows.list_region_facts()
    outlines = outline_courses(courses)
    each = _count_each(facts, outlines, below, now)
    regions = tuple(
        _progress(region, region.target, counted, below, now) for region, counted in zip(facts, each, strict=True)
    )
    tallies = [counted.tally for counted in each]
    total = add_up([summarise((), outlines), *tallies])
    shown = hide_programme(total, [(counted.tally, counted.shown) for counted in each], outlines, below)
    counted = _complete(_without_small_scores(total, tallies, below), shown, outlines, below)
    return ProgrammeProgress(_progress(None, sum(region.target for region in facts), counted, below, now), regions)


def outline_courses(courses: Sequence[Course]) -> tuple[Outline, ...]:
    """Take from courses what counting needs."""
    return tuple(Outline(course.id, len(course.lessons), course.requires) for course in courses)


def _progress(region: RegionFacts | None, target: int, counted: _Counted, below: int, now: datetime) -> Progress:
    zone = region.zone if region else "UTC"
    weeks, excluded = week_bounds(now, zone)[:-1], counted.tally.excluded
    return Progress(
        region, target, counted.shown, counted.ranges, counted.spreads, weeks, excluded, now, zone, below
    )


def _count_each(
    facts: Sequence[RegionFacts], outlines: tuple[Outline, ...], below: int, now: datetime
) -> list[_Counted]:
    mondays = {region.id: first_monday(now, region.zone) for region in facts}
    found: dict[str, list[CounterRow]] = {name: [] for name in mondays}
    for row in rows.list_counters(list(mondays), min(mondays.values(), default=0), now):
        found[row.region].append(row)
    return [_count_one(tuple(found[name]), outlines, first, below) for name, first in mondays.items()]


@lru_cache(maxsize=_MOST_REGIONS)
def _count_one(
    counters: tuple[CounterRow, ...], outlines: tuple[Outline, ...], first: int, below: int
) -> _Counted:
    """Count one region; remembered, because when somebody does something all other regions stand as they stood."""
    tally = summarise(counters, outlines, first)
    return _complete(tally, hide_region(tally, outlines, below), outlines, below)


def _complete(tally: Tally, shown: Shown, outlines: Sequence[Outline], below: int) -> _Counted:
    spreads = {course: measure_spread(scores, below) for course, scores in tally.scores.items()}
    return _Counted(tally, shown, find_ranges(shown, outlines), spreads)


def _without_small_scores(total: Tally, regions: Sequence[Tally], below: int) -> Tally:
    """Leave out the scores of a course where those of all regions would give back the few of one region."""
    kept = dict(total.scores)
    for course in total.scores:
        few = sum(found for tally in regions if (found := tally.scores[course].total()) < below)
        if 0 < few < below:
            kept[course] = type(kept[course])()
    return Tally(total.counts, kept, total.excluded)
