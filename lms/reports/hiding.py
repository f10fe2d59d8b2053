"""Decides which counts of the progress reports may be shown, so that all tables and all pages agree."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice

from lms.reports.small_groups import (
    Count,
    candidates_between,
    guess_around,
    hide_nested,
    hide_parts,
    is_small,
    leaves_open,
)
from lms.reports.tallies import (
    CERTIFIED,
    COMPLETED,
    INVITED,
    OPENED,
    STARTED,
    WEEKS,
    Key,
    Outline,
    Tally,
    list_elsewhere,
    list_steps,
    week_key,
)

TOPIC = "topic"
"""First part of the keys of background: topic, question, answer, step."""
_MOST_REGIONS = 64
Shown = Mapping[Key, Count]
"""Every count as it may be shown; None = hidden."""


def hide_region(tally: Tally, outlines: Sequence[Outline], below: int) -> dict[Key, Count]:
    """Hide small groups among the counts of one region."""
    return dict(_hide_region(tuple(tally.counts), tuple(tally.counts.values()), tuple(outlines), below))


@lru_cache(maxsize=_MOST_REGIONS)
def _hide_region(
    keys: tuple[Key, ...], counts: tuple[int, ...], outlines: tuple[Outline, ...], below: int
) -> dict[Key, Count]:
    """Decide by the counts alone: they stay as they are in most regions when one of all is counted anew."""
    return _hide(Tally(dict(zip(keys, counts, strict=True))), outlines, below, frozenset())


def hide_programme(
    total: Tally, regions: Sequence[tuple[Tally, Shown]], outlines: Sequence[Outline], below: int
) -> dict[Key, Count]:
    """Hide small groups among the counts of all regions; no sum gives back what a region's own page hides."""
    # Sums of what every region shows are known to whoever reads all pages: hiding them would hide nothing.
    known = frozenset(key for key in total.counts if all(shown[key] is not None for _, shown in regions))
    shown = _hide(total, outlines, below, known)
    for key in total.counts:
        if key in known:
            shown[key] = total.counts[key]
        elif shown[key] is not None and not _stays_open(key, regions, outlines, below):
            shown[key] = None
    for whole, parts in _columns(total):
        _hide_more(total, whole, parts, shown, known, below)
    return shown


def find_ranges(shown: Shown, outlines: Sequence[Outline]) -> dict[Key, tuple[int, int]]:
    """Give for hidden steps between two shown ones the lowest and highest number they can have.

    A reader can work that out from the shown steps, since each is part of the ones before; so it may be said.
    Modules are compared only where one requires the other.
    """
    ranges: dict[Key, tuple[int, int]] = {}
    for before, steps, after in _ways(outlines, shown):
        for place, key in enumerate(steps):
            if shown[key] is not None:
                continue
            above = [count for step in (*before, *steps[:place]) if (count := shown[step]) is not None]
            under = [count for step in (*steps[place + 1 :], *after) if (count := shown[step]) is not None]
            if above and under and 0 < max(under) < min(above) - 2:
                ranges[key] = (max(under) + 1, min(above) - 1)
    return ranges


def _ways(
    outlines: Sequence[Outline], shown: Shown
) -> Iterator[tuple[tuple[Key, ...], list[Key], tuple[Key, ...]]]:
    """List the runs of steps, with the steps that surely come before and after them."""
    beginning = (INVITED, OPENED, STARTED)
    ends = (COMPLETED, *((CERTIFIED,) if CERTIFIED in shown else ()))
    yield (), list(beginning), ends
    yield (*beginning, *(course.completed for course in outlines)), list(ends), ()
    for course in outlines:
        required = (other.completed for other in outlines if other.id in course.requires)
        yield (*beginning, *required), list(course.steps()), ends


def _hide_more(
    total: Tally, whole: Key, parts: Sequence[Key], shown: dict[Key, Count], known: frozenset[Key], below: int
) -> None:
    """Hide further parts of a whole until the hidden ones stay open; at last the whole, unless all know it."""
    counts = total.counts
    waiting = sorted((key for key in parts if shown[key] is not None and key not in known), key=counts.__getitem__)
    hidden = [key for key in parts if shown[key] is None]
    while hidden and shown[whole] is not None:
        options = [guess_around(counts[key], below) for key in hidden]
        if leaves_open(options, sum(counts[key] for key in hidden)):
            return
        if waiting:
            hidden.append(waiting.pop(0))
            shown[hidden[-1]] = None
        elif whole in known:
            return
        else:
            shown[whole] = None


def _hide(tally: Tally, outlines: Sequence[Outline], below: int, known: frozenset[Key]) -> dict[Key, Count]:
    shown = _hide_steps(tally, outlines, below, known)
    shown |= _hide_categories(tally, shown, below, known)
    if week_key(0, "active") in tally.counts:
        shown |= _hide_weeks(tally, shown, below, known)
    shown |= _hide_topics(tally, shown, below, known)
    elsewhere = [key for key in list_elsewhere(outlines) if key in tally.counts]
    order = [at for at, key in enumerate(elsewhere) if key in known]
    counts = hide_nested([tally.counts[key] for key in elsewhere], below, [*order, *range(len(elsewhere))[-1:]])
    shown |= zip(elsewhere, counts, strict=True)
    # What is counted by itself, such as answers to a form.
    alone = (key for key in tally.counts if key not in shown)
    return shown | {key: None if _is_telling(tally, key, below) else tally.counts[key] for key in alone}


def _is_telling(tally: Tally, key: Key, below: int) -> bool:
    """Whether a count by itself is small, or the rest of those who answered a form."""
    if key[0] == "form" and key[-1] == "agree":
        answered = tally.counts[*key[:-1], "useful"]
        return (
            is_small(answered, below)
            or is_small(answered - tally.counts[key], below)
            or (is_small(tally.counts[key], below))
        )
    return is_small(tally.counts[key], below)


def _columns(tally: Tally) -> Iterator[tuple[Key, list[Key]]]:
    """List the totals with the parts that add up to them."""
    for step in (INVITED, COMPLETED):
        yield step, [key for key in tally.counts if key[0] == "category" and key[2:] == step]
    if week_key(0, "active") in tally.counts:
        for step in (STARTED, COMPLETED):
            yield step, [week_key(week, step[0]) for week in range(WEEKS)]
    for topic in list_topics(tally.counts):
        for step in (STARTED, COMPLETED):
            yield step, [key for key in tally.counts if key[:2] == (TOPIC, topic) and key[3:] == step]


def list_topics(counts: Iterable[Key]) -> list[str]:
    """List the questions of the background that were counted."""
    return list(dict.fromkeys(key[1] for key in counts if key[0] == TOPIC))


def _stays_open(key: Key, regions: Sequence[tuple[Tally, Shown]], outlines: Sequence[Outline], below: int) -> bool:
    """Whether the counts that regions hide stay unknown once their sum is."""
    steps = _list_steps(regions[0][0].counts if regions else (), outlines)
    hidden = [(tally, shown) for tally, shown in regions if shown[key] is None]
    options = []
    for tally, shown in hidden:
        if key in steps:
            found = candidates_between([shown[step] for step in steps], steps.index(key), below)
        else:
            found = frozenset(range(1, below))
        options.append(found | {tally.counts[key]})
    return leaves_open(options, sum(tally.counts[key] for tally, _ in hidden))


def _list_steps(counts: Container[Key], outlines: Sequence[Outline]) -> list[Key]:
    """List the steps that are counted; the certificate comes after all others."""
    return [*list_steps(outlines), *((CERTIFIED,) if CERTIFIED in counts else ())]


def _hide_steps(tally: Tally, outlines: Sequence[Outline], below: int, known: frozenset[Key]) -> dict[Key, Count]:
    steps = _list_steps(tally.counts, outlines)
    order = [
        *(key for key in steps if key in known),
        INVITED,
        COMPLETED,
        *(course.completed for course in outlines),
        STARTED,
        *(course.exam for course in outlines),
        OPENED,
    ]
    counts = hide_nested([tally.counts[key] for key in steps], below, [steps.index(key) for key in order])
    return dict(zip(steps, counts, strict=True))


def _hide_categories(tally: Tally, shown: Shown, below: int, known: frozenset[Key]) -> dict[Key, Count]:
    (_, invited), (_, completed) = islice(_columns(tally), 2)
    wholes = _hide_column(tally, invited, shown[INVITED], below, None, known)
    parts = _hide_column(tally, completed, shown[COMPLETED], below, list(wholes.values()), known)
    return wholes | parts


def _hide_topics(tally: Tally, shown: Shown, below: int, known: frozenset[Key]) -> dict[Key, Count]:
    result: dict[Key, Count] = {}
    for topic in list_topics(tally.counts):
        started, completed = (
            [key for key in tally.counts if key[:2] == (TOPIC, topic) and key[3:] == step]
            for step in (STARTED, COMPLETED)
        )
        wholes = _hide_column(tally, started, shown[STARTED], below, None, known)
        result |= wholes
        result |= _hide_column(tally, completed, shown[COMPLETED], below, list(wholes.values()), known)
    return result


def _hide_weeks(tally: Tally, shown: Shown, below: int, known: frozenset[Key]) -> dict[Key, Count]:
    keys = [week_key(week, "active") for week in range(WEEKS)]
    whole = shown[INVITED]
    result: dict[Key, Count] = {}
    for key in keys:
        count = tally.counts[key]
        # People who stayed away in a week are as recognisable as those who came.
        small = whole is None or is_small(count, below) or is_small(abs(whole - count), below)
        result[key] = None if small else count
    for step, column in islice(_columns(tally), 2, 4):
        counts = [tally.counts[key] for key in column]
        # What lies before the first week counts as known, so that the total gives nothing back.
        total = sum(counts) if shown[step] is not None else None
        # A week whose active people are hidden limits nothing: any number larger than the count says so.
        wholes = [
            count + 2 * below if active is None else active
            for count, active in zip(counts, (result[key] for key in keys), strict=True)
        ]
        result |= _hide_column(tally, column, total, below, wholes, known)
    return result


def _hide_column(
    tally: Tally,
    keys: Sequence[Key],
    total: Count,
    below: int,
    wholes: Sequence[Count] | None,
    known: frozenset[Key],
) -> dict[Key, Count]:
    last = [position for position, key in enumerate(keys) if key in known]
    counts = hide_parts([tally.counts[key] for key in keys], total, below, wholes, last)
    return dict(zip(keys, counts, strict=True))
