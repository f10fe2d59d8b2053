"""Counts all indicators of all regions at one moment: the true numbers, from which an edition is made."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from lms.content.model import Course, Quiz
from lms.intake.people_words import CATEGORIES
from lms.language import LANGUAGES
from lms.reports import indicator_rows as rows
from lms.reports.hiding import TOPIC, hide_programme, hide_region, list_topics
from lms.reports.progress import count_programme, outline_courses
from lms.reports.tallies import CERTIFIED, COMPLETED, INVITED, STARTED, Key, Tally, category_key, list_steps
from lms.rules.background import TOPICS
from lms.rules.edition_texts import TOTAL, Draft, Facts, Frozen, Full
from lms.rules.grading import read_answer
from lms.rules.self_assessment import compare
from lms.rules.suppression import Sum, Within

USEFUL, RECOMMEND = "useful-for-work", "recommend"
"""Questions of the form after a module whose meaning must not change."""
LATE, TRAINING = "late", "training"
"""Keys of what was added later: this word, the frozen edition, the course or the whole training."""
_AGREES = 4


@dataclass(slots=True)
class Mean:
    """A mean to be: the sum of some values over the people or answers counted under a key."""

    over: Key
    total: float = 0.0


@dataclass(slots=True)
class Counted:
    """The true numbers of one scope. Never shown as they are."""

    name: str
    zone: str
    target: int
    excluded: int
    counts: dict[Key, int]
    means: dict[str, Mean] = field(default_factory=dict)


def count_everything(
    courses: Sequence[Course],
    surveys: tuple[Quiz | None, Quiz | None],
    frozen: Mapping[str, Frozen],
    below: int,
    now: datetime,
) -> Draft:
    """Count all scopes; `surveys` are the self-assessments before and after, `frozen` the last report by scope."""
    # With a threshold of one nothing is hidden: small groups are hidden below, over all numbers together.
    found = count_programme(courses, 1, now)
    scopes: dict[str, Counted] = {}
    for progress in (*found.regions, found.total):
        counts = {key: count or 0 for key, count in progress.shown.items() if key[0] not in ("week", *CERTIFIED)}
        region = progress.region
        scope = Counted(region.name if region else "", progress.zone, progress.target, progress.excluded, counts)
        scopes[region.id if region else TOTAL] = scope
        for course in outline_courses(courses):
            spread, people = progress.spreads.get(course.id), counts[course.exam]
            scope.means[f"exam:{course.id}"] = Mean(course.exam, spread.mean * people if spread else 0.0)
    _count_background(scopes, now)
    _count_pairs(scopes, *surveys, now)
    _count_forms(scopes, courses)
    _count_late(scopes, courses, frozen, now)
    return Draft(
        now,
        below,
        {(name, key): count for name, scope in scopes.items() for key, count in scope.counts.items()},
        _hidden(scopes, courses, below),
        tuple(_relations(scopes, courses)),
        {name: Facts(one.name, one.zone, one.target, one.excluded) for name, one in scopes.items()},
        {name: _means(scope) for name, scope in scopes.items()},
        _completed_by(now, now),
    )


def _means(scope: Counted) -> dict[str, tuple[Key, float]]:
    return {
        name: (mean.over, mean.total / people)
        for name, mean in scope.means.items()
        if (people := scope.counts[mean.over])
    }


def _count_background(scopes: Mapping[str, Counted], now: datetime) -> None:
    choices = {topic.id: [*topic.answers] for topic in TOPICS} | {rows.LANGUAGE: [*LANGUAGES]}
    keys = [(TOPIC, topic, answer) for topic, answers in choices.items() for answer in answers]
    for scope in scopes.values():
        scope.counts |= {(*key, *step): 0 for key in keys for step in (STARTED, COMPLETED)}
    for row in rows.list_stated(now):
        for topic, answer in row.answers.items():
            if answer not in choices[topic]:
                continue
            for step in (STARTED, COMPLETED) if row.completed else (STARTED,):
                for scope in _both(scopes, row.region):
                    scope.counts[(TOPIC, topic, answer, *step)] += row.people
    for scope in scopes.values():
        for topic, answers in choices.items():
            for step in (STARTED, COMPLETED):
                stated = sum(scope.counts[(TOPIC, topic, answer, *step)] for answer in answers)
                # Not asked, not answered, or not known because the person learned elsewhere.
                scope.counts[(TOPIC, topic, "", *step)] = max(0, scope.counts[step] - stated)


def _count_pairs(scopes: Mapping[str, Counted], before: Quiz | None, after: Quiz | None, now: datetime) -> None:
    if before is None or after is None:
        return
    parts = [change.section for change in compare(before, {}, after, {})]
    for scope in scopes.values():
        for number in range(len(parts)):
            over = ("pairs", str(number))
            scope.counts[over] = 0
            scope.means |= {f"{when}:{number}": Mean(over) for when in ("before", "after")}
    for row in rows.list_pairs(before.id, after.id, now):
        for number, change in enumerate(compare(before, row.before, after, row.after)):
            if change.before is None or change.after is None:
                continue
            for scope in _both(scopes, row.region):
                scope.counts["pairs", str(number)] += 1
                scope.means[f"before:{number}"].total += change.before
                scope.means[f"after:{number}"].total += change.after


def _count_forms(scopes: Mapping[str, Counted], courses: Sequence[Course]) -> None:
    asked = {course.id: course.form for course in courses if course.form}
    for scope in scopes.values():
        for course in asked:
            scope.counts |= {("form", course, name): 0 for name in ("useful", "agree", "recommend")}
            scope.means[f"useful:{course}"] = Mean(("form", course, "useful"))
            scope.means[f"recommend:{course}"] = Mean(("form", course, "recommend"))
    for row in rows.list_forms():
        form = asked.get(row.course)
        for name, short in ((USEFUL, "useful"), (RECOMMEND, "recommend")) if form else ():
            question = form.question(name) if form else None
            value = read_answer(question, row.answers.get(name)) if question else None
            if not isinstance(value, int):
                continue
            for scope in _both(scopes, row.region):
                scope.counts["form", row.course, short] += 1
                scope.means[f"{short}:{row.course}"].total += value
                if short == "useful" and value >= _AGREES:
                    scope.counts["form", row.course, "agree"] += 1


def _count_late(
    scopes: Mapping[str, Counted], courses: Sequence[Course], frozen: Mapping[str, Frozen], now: datetime
) -> None:
    for name, last in frozen.items():
        if name not in scopes:
            continue
        known = _completed_by(last.as_of, now).get(name, {})
        for course in ("", *(course.id for course in courses)):
            added = known.get(course, 0) - last.basis.get(course, 0)
            scopes[name].counts[LATE, str(last.edition), course or TRAINING] = max(0, added)


def _completed_by(moment: datetime, now: datetime) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for (region, course), people in rows.count_completed_by(moment, now).items():
        for scope in (region, TOTAL):
            found[scope][course] += people
    return {name: dict(counts) for name, counts in found.items()}


def _both(scopes: Mapping[str, Counted], region: str) -> Iterable[Counted]:
    return (scopes[region], scopes[TOTAL]) if region in scopes else ()


def _relations(scopes: Mapping[str, Counted], courses: Sequence[Course]) -> Iterable[Sum | Within]:
    """List what readers know of the numbers: what adds up to what, and what is part of what."""
    steps = list_steps(outline_courses(courses))
    for name, scope in scopes.items():
        counts = scope.counts
        columns = [
            (step, [category_key(kind, step) for kind in ("", *CATEGORIES)]) for step in (INVITED, COMPLETED)
        ]
        for topic in list_topics(counts):
            keys = [key for key in counts if key[:2] == (TOPIC, topic)]
            columns += [(step, [key for key in keys if key[3:] == step]) for step in (STARTED, COMPLETED)]
        for whole, parts in columns:
            if counts[whole] == sum(counts[part] for part in parts):
                yield Sum((name, whole), tuple((name, part) for part in parts))
        pairs = [*pairwise(steps), (INVITED, STARTED), (STARTED, COMPLETED)]
        pairs += [(category_key(kind, INVITED), category_key(kind, COMPLETED)) for kind in ("", *CATEGORIES)]
        pairs += [(key, (*key[:3], *COMPLETED)) for key in counts if key[0] == TOPIC and key[3:] == STARTED]
        pairs += [(key, (*key[:2], "agree")) for key in counts if key[0] == "form" and key[2] == "useful"]
        for whole, part in pairs:
            if counts[part] <= counts[whole]:
                yield Within((name, whole), (name, part))
    regions = [name for name in scopes if name != TOTAL]
    for key, count in scopes[TOTAL].counts.items():
        if key[0] != LATE and count == sum(scopes[name].counts[key] for name in regions):
            yield Sum((TOTAL, key), tuple((name, key) for name in regions))


def _hidden(scopes: Mapping[str, Counted], courses: Sequence[Course], below: int) -> frozenset[Full]:
    outlines = outline_courses(courses)
    tallies = {
        name: Tally({key: count for key, count in scope.counts.items() if key[0] != LATE})
        for name, scope in scopes.items()
    }
    found = {
        name: (tally, hide_region(tally, outlines, below)) for name, tally in tallies.items() if name != TOTAL
    }
    shown = {name: one for name, (_, one) in found.items()}
    shown[TOTAL] = hide_programme(tallies[TOTAL], list(found.values()), outlines, below)
    hidden = {(name, key) for name, one in shown.items() for key, count in one.items() if count is None}
    late = {(name, key): count for name, scope in scopes.items() for key, count in scope.counts.items()}
    return frozenset(hidden | {full for full, count in late.items() if full[1][0] == LATE and 0 < count < below})
