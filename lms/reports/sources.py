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
from lms.rules.figures import HIDDEN, Cell, Column, Figures, Row
from lms.rules.sources import SOURCE_NAMES, Source
from lms.rules.suppression import Sum, Within, find_hidden

Sources = frozenset[Source]
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
    hidden = _hide(counts, courses, progress, below)
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
        (found[progress.region.id], _hide(found[progress.region.id], courses, progress, below))
        for progress in counted.regions
        if progress.region
    ]
    also = {key for key in total if _gives_away(key, regions, below)}
    hidden = _hide(total, courses, counted.total, below, also)
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


def _hide(
    counts: Mapping[Key, int],
    courses: Sequence[Course],
    progress: Progress,
    below: int,
    also: Iterable[Key] = (),
) -> frozenset[Key]:
    """Hide small groups, what would give them away, and what the page of progress hides."""
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
    # The page of progress tells who completed here and who elsewhere; what it hides must not follow from the sum.
    outlines = zip(courses, outline_courses(courses), strict=True)
    elsewhere = {
        (course.id, PEOPLE)
        for course, outline in outlines
        if any(progress.shown.get(key) is None for key in (outline.completed, outline.elsewhere))
    }
    return find_hidden(counts, relations, below, {*elsewhere, *also})


def _gives_away(key: Key, regions: Sequence[tuple[Mapping[Key, int], frozenset[Key]]], below: int) -> bool:
    """Whether the sum over regions would tell what the pages of one or a few regions hide."""
    hidden = [counts.get(key, 0) for counts, secret in regions if key in secret]
    return len(hidden) == 1 or 0 < sum(hidden) < below
