"""Counts the progress of regions and of the programme: one query layer for pages, files and the command line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

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


@dataclass(frozen=True, slots=True)
class Progress:
    """What may be shown of one region, or of all together, at one moment."""

    region: RegionFacts | None
    """None = all regions."""
    target: int
    shown: Shown
    ranges: Mapping[Key, tuple[int, int]]
    """For hidden steps: the lowest and highest number they can have, where shown steps say so."""
    spreads: dict[str, Spread | None]
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


def count_region(region: str, courses: Sequence[Course], below: int, now: datetime) -> Progress:
    """Count one region; raise `NotFound` if there is none of that id."""
    facts = rows.list_region_facts(region)
    if not facts:
        raise NotFound("There is no such region.")
    outlines = outline_courses(courses)
    tally = _tally_regions(facts, outlines, now)[region]
    shown = hide_region(tally, outlines, below)
    return _progress(facts[0], facts[0].target, tally, shown, find_ranges(shown, outlines), below, now)


def count_programme(courses: Sequence[Course], below: int, now: datetime) -> ProgrammeProgress:
    """Count all regions."""
    facts = rows.list_region_facts()
    outlines = outline_courses(courses)
    tallies = _tally_regions(facts, outlines, now)
    found = [(tallies[region.id], hide_region(tallies[region.id], outlines, below)) for region in facts]
    regions = tuple(
        _progress(region, region.target, tally, shown, find_ranges(shown, outlines), below, now)
        for region, (tally, shown) in zip(facts, found, strict=True)
    )
    total = add_up([summarise((), outlines), *tallies.values()])
    shown = hide_programme(total, found, outlines, below)
    target = sum(region.target for region in facts)
    total = _without_small_scores(total, list(tallies.values()), below)
    whole = _progress(None, target, total, shown, find_ranges(shown, outlines), below, now)
    return ProgrammeProgress(whole, regions)


def outline_courses(courses: Sequence[Course]) -> tuple[Outline, ...]:
    """Take from courses what counting needs."""
    return tuple(Outline(course.id, len(course.lessons), course.requires) for course in courses)


def _progress(
    region: RegionFacts | None,
    target: int,
    tally: Tally,
    shown: Shown,
    ranges: Mapping[Key, tuple[int, int]],
    below: int,
    now: datetime,
) -> Progress:
    zone = region.zone if region else "UTC"
    spreads = {course: measure_spread(scores, below) for course, scores in tally.scores.items()}
    weeks = week_bounds(now, zone)[:-1]
    return Progress(region, target, shown, ranges, spreads, weeks, tally.excluded, now, zone, below)


def _tally_regions(facts: Sequence[RegionFacts], outlines: Sequence[Outline], now: datetime) -> dict[str, Tally]:
    mondays = {region.id: first_monday(now, region.zone) for region in facts}
    found: dict[str, list[CounterRow]] = {name: [] for name in mondays}
    for row in rows.list_counters(list(mondays), min(mondays.values(), default=0), now):
        found[row.region].append(row)
    return {name: summarise(found[name], outlines, first) for name, first in mondays.items()}


def _without_small_scores(total: Tally, regions: Sequence[Tally], below: int) -> Tally:
    """Leave out the scores of a course where those of all regions would give back the few of one region."""
    kept = dict(total.scores)
    for course in total.scores:
        few = sum(found for tally in regions if (found := tally.scores[course].total()) < below)
        if 0 < few < below:
            kept[course] = type(kept[course])()
    return Tally(total.counts, kept, total.excluded)
