"""Whoever reads the page of progress and the page of sources together works out nothing that either hides."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import combinations
from random import Random
from typing import Any

import pytest

from lms.reports.hiding import hide_region
from lms.reports.progress import Progress, outline_courses
from lms.reports.sources import PEOPLE, hide_sources
from lms.reports.sources_rows import ANY
from lms.reports.tallies import ELSEWHERE_STARTED, INVITED, OPENED, STARTED, summarise
from lms.rules.sources import Source
from tests.people import NOW
from tests.reports.crowd import COURSES

OUTLINES = outline_courses(COURSES)
PLACES = (*(outline.id for outline in OUTLINES), ANY)
MIXES = [frozenset(mix) for size in range(1, 5) for mix in combinations(Source, size)]
FILES = frozenset({Source.MOODLE, Source.PAPER})
BELOW = 5
Mixed = dict[frozenset[Source], int]
Sums = list[tuple[Any, list[Any]]]


class World:
    """One region with random people, small groups and zeros among them."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        sizes = (1, 2, 3, 4, 6, 9, 15, 30)
        self.here: dict[str, Mixed] = {}
        self.elsewhere: dict[str, Mixed] = {}
        for outline in OUTLINES:
            some = self.chance.sample(MIXES, self.chance.randint(1, 4))
            self.here[outline.id] = {mix: self.chance.choice(sizes) for mix in some}
            files = [mix for mix in MIXES if mix <= FILES and self.chance.random() < 0.4]
            self.elsewhere[outline.id] = {mix: self.chance.choice(sizes) for mix in files}
        self.counts = self._count_sources()
        self.true, self.shown = self._count_progress()
        progress = Progress(None, 0, self.shown, {}, {}, (), 0, NOW, "UTC", BELOW)
        self.hidden = hide_sources(self.counts, COURSES, progress, BELOW)

    def _count_sources(self) -> dict[Any, int]:
        mixed: dict[str, Mixed] = {}
        for outline in OUTLINES:
            mixed[outline.id] = {}
            for part in (self.here[outline.id], self.elsewhere[outline.id]):
                for mix, people in part.items():
                    mixed[outline.id][mix] = mixed[outline.id].get(mix, 0) + people
        # Everybody of the larger course did the other one too; a few may have done that one alone.
        mixed[ANY] = dict(max(mixed.values(), key=lambda found: sum(found.values())))
        mixed[ANY][next(iter(mixed[ANY]))] += self.chance.choice((0, 3, 9))
        counts: dict[Any, int] = {}
        for place, found in mixed.items():
            counts |= {(place, mix): people for mix, people in found.items()}
            counts[place, PEOPLE] = sum(found.values())
            for source in Source:
                counts[place, source] = sum(people for mix, people in found.items() if source in mix)
        return counts

    def _count_progress(self) -> tuple[dict[Any, int], Mapping[Any, int | None]]:
        tally = summarise((), OUTLINES)
        for outline in OUTLINES:
            people = sum(self.here[outline.id].values())
            for key in reversed([*outline.steps()]):
                tally.counts[key] = people
                people += self.chance.choice((0, 0, 2, 8))
            tally.counts[outline.elsewhere] = sum(self.elsewhere[outline.id].values())
        most = max(tally.counts.values())
        for key in (STARTED, OPENED, INVITED, ELSEWHERE_STARTED):
            most += self.chance.choice((0, 3, 10))
            tally.counts[key] = most
        return tally.counts, hide_region(tally, OUTLINES, BELOW)

    def list_sums(self) -> Sums:
        """List what a reader of both pages knows to add up."""
        sums: Sums = []
        for place in PLACES:
            mixes = [key for key in self.counts if key[0] == place and isinstance(key[1], frozenset)]
            for name in (PEOPLE, *Source):
                sums.append(((place, name), [key for key in mixes if name == PEOPLE or name in key[1]]))
        for outline in OUTLINES:
            sums.append(((outline.id, PEOPLE), [outline.completed, outline.elsewhere]))
            own = [(outline.id, mix) for mix in MIXES if not mix <= FILES and (outline.id, mix) in self.counts]
            sums.append((outline.completed, [*own, (outline.id, "files alone")]))
            sums.append(((ANY, PEOPLE), [(outline.id, PEOPLE), (outline.id, "not this one")]))
        return sums

    def list_unprinted(self) -> dict[Any, int]:
        """List groups that no page prints: they may be known only if they are not small."""
        found = {}
        for outline in OUTLINES:
            files = sum(people for mix, people in self.here[outline.id].items() if mix <= FILES)
            found[outline.id, "files alone"] = files
            found[outline.id, "not this one"] = self.counts[ANY, PEOPLE] - self.counts[outline.id, PEOPLE]
        return found


def solve(sums: Sums, known: Mapping[Any, int]) -> set[Any]:
    """Give what follows from sums by elimination, over fractions."""
    rows = []
    for whole, parts in sums:
        row: dict[Any, Fraction] = {}
        for key, factor in ((whole, Fraction(-1)), *((part, Fraction(1)) for part in parts)):
            if key not in known:
                row[key] = row.get(key, Fraction(0)) + factor
        rows.append({key: factor for key, factor in row.items() if factor})
    done: list[dict[Any, Fraction]] = []
    while rows:
        row = rows.pop()
        if not row:
            continue
        pivot = next(iter(row))
        row = {key: factor / row[pivot] for key, factor in row.items()}
        rows, done = ([_without(other, row, pivot) for other in part] for part in (rows, done))
        done.append(row)
    return {next(iter(row)) for row in done if len(row) == 1}


def _without(row: dict[Any, Fraction], pivot_row: dict[Any, Fraction], pivot: Any) -> dict[Any, Fraction]:
    factor = row.get(pivot, Fraction(0))
    keys: Iterable[Any] = {**row, **pivot_row}
    left = {key: row.get(key, Fraction(0)) - factor * pivot_row.get(key, Fraction(0)) for key in keys}
    return {key: value for key, value in left.items() if value}


@pytest.mark.parametrize("block", range(10))
def test_both_pages_together_give_nothing_hidden_away(block: int) -> None:
    hidden_somewhere = 0
    for seed in range(block * 100, block * 100 + 100):
        world = World(seed)
        known = {key: count for key, count in world.counts.items() if key not in world.hidden}
        known |= {key: count for key, count in world.shown.items() if count is not None}
        unprinted = world.list_unprinted()
        found = solve(world.list_sums(), known)
        fine = {key for key, count in unprinted.items() if not 0 < count < BELOW}
        assert not found - fine, seed
        assert all(not 0 < count < BELOW for count in known.values()), seed
        for outline in OUTLINES:
            if None not in (world.shown[outline.completed], world.shown[outline.elsewhere]):
                assert (outline.id, PEOPLE) not in world.hidden, "the page of progress shows it"
        hidden_somewhere += bool(world.hidden) and len(known) > len(world.shown)
    assert hidden_somewhere > 50


def test_the_solver_of_this_test_finds_a_missing_part() -> None:
    sums: Sums = [("all", ["a", "b"]), ("b", ["c", "d"])]
    assert solve(sums, {"all": 10, "a": 3}) == {"b"}
    assert solve(sums, {"all": 10, "a": 3, "d": 1}) == {"b", "c"}
    assert solve(sums, {"all": 10, "d": 1}) == set()
