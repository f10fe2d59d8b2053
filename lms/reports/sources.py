"""Where people learned: who completed which module through which source, each person once, small groups hidden."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import combinations

from lms.content.model import Course
from lms.errors import NotFound
from lms.language import N_, Words
from lms.reports.progress import Progress, count_programme, count_region, outline_courses
from lms.reports.progress_report import Report
from lms.reports.progress_rows import RegionFacts
from lms.reports.receipts import count_receipts
from lms.reports.sources_rows import ANY, list_source_rows
from lms.reports.tallies import Outline
from lms.rules.figures import HIDDEN, Cell, Column, Figures, Row
from lms.rules.sources import SOURCE_NAMES, Source
from lms.rules.suppression import Sum, Within, find_hidden

Sources = frozenset[Source]
_OWN: Sources = frozenset({Source.SITE, Source.RECORDED})
"""Only who is enrolled here can complete through these."""
PEOPLE = "people"
Key = tuple[str, str | Sources]
"""Course, or ANY; then `PEOPLE`, a source, or exactly these sources together."""
_MIXES: tuple[Sources, ...] = tuple(
    frozenset(mix) for size in range(1, len(Source) + 1) for mix in combinations(Source, size)
)


@dataclass(frozen=True, slots=True)
class SourceCounts:
    """What may be shown of one region, or of all together."""

    region: RegionFacts | None
    counts: Mapping[Key, int]
    hidden: frozenset[Key]
    excluded: int
    as_of: datetime
    zone: str
    below: int

    def cell(self, course: str, name: str | Sources) -> Cell:
        """Give a number, or that it is hidden."""
        key = (course, name)
        return HIDDEN if key in self.hidden else self.counts.get(key, 0)


def count_sources(region: str, courses: Sequence[Course], below: int, now: datetime) -> SourceCounts:
    """Count one region; raise `NotFound` if there is none of that id."""
    progress = count_region(region, courses, below, now)
    if progress.region is None:
        raise NotFound("There is no such region.")
    counts = _add_up([region], courses, now)[region]
    hidden = hide_sources(counts, courses, progress, below)
    return SourceCounts(progress.region, counts, hidden, progress.excluded, now, progress.zone, below)


def count_all_sources(courses: Sequence[Course], below: int, now: datetime) -> SourceCounts:
    """Count all regions together; what the page of one region hides does not follow from the sum."""
    counted = count_programme(courses, below, now)
    names = [progress.region.id for progress in counted.regions if progress.region]
    found = _add_up(names, courses, now)
    total: Counter[Key] = Counter()
    for counts in found.values():
        total.update(counts)
    regions = [
        (found[progress.region.id], hide_sources(found[progress.region.id], courses, progress, below))
        for progress in counted.regions
        if progress.region
    ]
    also = {key for key in total if _gives_away(key, regions, below)}
    hidden = hide_sources(total, courses, counted.total, below, also)
    return SourceCounts(None, total, hidden, counted.total.excluded, now, counted.total.zone, below)


def report_region(region: str, courses: Sequence[Course], below: int, now: datetime, said: Words) -> Report:
    """Make the report of one region. Receipts of packages stand by themselves: they count attempts, not people."""
    counted = count_sources(region, courses, below, now)
    report = lay_out_sources(counted, courses, said)
    receipts, _ = count_receipts(region, counted.zone, courses, below, now, said)
    if any(row.cells[0] for row in receipts.rows):
        report = replace(report, tables=(*report.tables, receipts))
    return report


def lay_out_sources(counted: SourceCounts, courses: Sequence[Course], said: Words) -> Report:
    """Make the report: how many people by source, and how the sources overlap."""
    name = counted.region.name if counted.region else ""
    title = said("Where people learned: %(region)s", region=name) if name else said("Where people learned")
    return Report("sources", title, (_by_source(counted, courses, said), _overlaps(counted, courses, said)))


def _by_source(counted: SourceCounts, courses: Sequence[Course], said: Words) -> Figures:
    columns = (
        Column(PEOPLE, N_("People, each once"), definition="source_person"),
        *(Column(source.value, SOURCE_NAMES[source], definition=f"source_{source.value}") for source in Source),
    )
    rows = [
        Row(course, label, tuple(counted.cell(course, name) for name in (PEOPLE, *Source)))
        for course, label in _lines(courses, said)
    ]
    return _build(counted, "by-source", N_("People who completed a module, by source"), columns, rows)


def _overlaps(counted: SourceCounts, courses: Sequence[Course], said: Words) -> Figures:
    lines = _lines(courses, said)
    columns = tuple(Column(course, label) for course, label in lines)
    rows = [
        Row(_name_mix(mix), _say_mix(mix, said), tuple(counted.cell(course, mix) for course, _ in lines))
        for mix in _MIXES
        if any(counted.counts.get((course, mix)) for course, _ in lines)
    ]
    whole = tuple(counted.cell(course, PEOPLE) for course, _ in lines)
    rows.append(Row("total", said("People, each once"), whole, is_total=True))
    return _build(counted, "overlaps", N_("How the sources overlap"), columns, rows, ("source_mix",))


def _lines(courses: Sequence[Course], said: Words) -> list[tuple[str, str]]:
    named = [
        (course.id, said("Module %(number)s: %(title)s", number=course.number, title=course.title))
        for course in courses
    ]
    return [*named, (ANY, said("At least one module"))]


def _say_mix(mix: Sources, said: Words) -> str:
    names = [said(SOURCE_NAMES[source]) for source in Source if source in mix]
    return said("Only: %(source)s", source=names[0]) if len(names) == 1 else " + ".join(names)


def _name_mix(mix: Sources) -> str:
    return "-".join(source.value for source in Source if source in mix)


def _build(
    counted: SourceCounts,
    name: str,
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Row],
    meant: Sequence[str] = (),
) -> Figures:
    return Figures.build(
        name,
        title,
        columns,
        rows,
        counted.as_of,
        zone=counted.zone,
        definitions=(*meant, "hidden"),
        excluded=counted.excluded,
        threshold=counted.below,
    )


def _add_up(regions: Sequence[str], courses: Sequence[Course], now: datetime) -> dict[str, dict[Key, int]]:
    """Count people by course and by exactly the sources that each of them has."""
    places = [*(course.id for course in courses), ANY]
    found: dict[str, dict[Key, int]] = {
        region: {(place, name): 0 for place in places for name in (PEOPLE, *Source)} for region in regions
    }
    for row in list_source_rows(regions, places[:-1], now):
        counts = found[row.region]
        keys: Iterable[str | Sources] = (PEOPLE, *row.sources, row.sources)
        for name in keys:
            counts[row.course, name] = counts.get((row.course, name), 0) + row.people
    return found


def hide_sources(
    counts: Mapping[Key, int],
    courses: Sequence[Course],
    progress: Progress,
    below: int,
    also: Iterable[Key] = (),
) -> frozenset[Key]:
    """Hide small groups, what would give them away, and what the page of progress hides."""
    numbers: dict[Key, int] = dict(counts)
    relations: list[Sum | Within] = []
    places = [*(course.id for course in courses), ANY]
    for place in places:
        mixes = [mix for mix in _MIXES if (place, mix) in counts]
        for name in (PEOPLE, *Source):
            parts = tuple((place, mix) for mix in mixes if name == PEOPLE or name in mix)
            if parts:
                relations.append(Sum((place, name), parts))
        if place != ANY:
            relations.append(Within((ANY, PEOPLE), (place, PEOPLE)))
    secret, known = set(also), set[Key]()
    for outline in outline_courses(courses):
        told = _tell_progress(outline, counts, progress, below)
        numbers |= told.counts
        relations += told.relations
        secret |= told.secret
        known |= told.known
    hidden = find_hidden(numbers, relations, below, secret - known, known)
    return frozenset(key for key in counts if key in hidden)


@dataclass(frozen=True, slots=True)
class _Told:
    """What a reader of the page of progress knows, or does not know, of one course."""

    counts: Mapping[Key, int]
    relations: Sequence[Sum]
    secret: frozenset[Key]
    known: frozenset[Key]


def _tell_progress(outline: Outline, counts: Mapping[Key, int], progress: Progress, below: int) -> _Told:
    """Say what the page of progress tells: who completed here, who elsewhere, and so how many together."""
    course, people = outline.id, (outline.id, PEOPLE)
    here, elsewhere = (course, "here"), (course, "elsewhere")
    shown = {here: progress.shown.get(outline.completed), elsewhere: progress.shown.get(outline.elsewhere)}
    numbers = {key: count for key, count in shown.items() if count is not None}
    if len(numbers) == 1:
        # The one that is hidden there is what is left of all.
        numbers |= {key: counts[people] - sum(numbers.values()) for key in shown if key not in numbers}
    if numbers and (sum(numbers.values()) != counts[people] or min(numbers.values()) < 0):
        # Somebody was at work between the two counts: there is nothing to be worked out.
        return _Told({}, (), frozenset({people} if None in shown.values() else ()), frozenset())
    mixes = [(course, mix) for mix in _MIXES if (course, mix) in counts]
    own = tuple(key for key in mixes if _OWN.intersection(key[1]))
    files = tuple(key for key in mixes if key not in own)
    secret = {key for key, count in shown.items() if count is None}
    known = set(shown) - secret
    relations = [Sum(people, (here, elsewhere))] if numbers else []
    if secret:
        # The sum must be hidden here, and what comes close to a part that is hidden there.
        near = {(course, "own"): own * (here in secret), (course, "files"): files * (elsewhere in secret)}
        near = {key: parts for key, parts in near.items() if parts}
        numbers |= {key: sum(counts[part] for part in parts) for key, parts in near.items()}
        relations += [Sum(key, parts) for key, parts in near.items()]
        secret |= {people, *near}
    else:
        # A source that everybody has is told by the sum too.
        known |= {people, *((course, source) for source in Source if all(source in key[1] for key in mixes))}
    folded = numbers.get(here, 0) - sum(counts[key] for key in own)
    if 0 < folded < below:
        # Enrolled people who completed through files alone: nobody prints them, but everybody could work them out.
        numbers[course, "folded"] = folded
        relations.append(Sum(here, (*own, (course, "folded"))))
    return _Told(numbers, relations, frozenset(secret), frozenset(known))


def _gives_away(key: Key, regions: Sequence[tuple[Mapping[Key, int], frozenset[Key]]], below: int) -> bool:
    """Whether the sum over regions would tell what the pages of one or a few regions hide."""
    hidden = [counts.get(key, 0) for counts, secret in regions if key in secret]
    return len(hidden) == 1 or 0 < sum(hidden) < below
