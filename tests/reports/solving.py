"""A reader who works out hidden figures: narrows each one by every sum and every order of steps that holds."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from lms.content.model import Course
from lms.intake.people_words import CATEGORIES
from lms.reports.progress import Progress

Key = tuple[str, ...]
Sums = list[tuple[Key, list[Key]]]


def list_known_sums(pages: Mapping[str, Progress], courses: Sequence[Course]) -> tuple[Sums, list[list[Key]]]:
    """List what everybody knows: which figures add up to which, and which steps are part of the ones before."""
    sums: Sums = []
    orders: list[list[Key]] = []
    regions = [name for name in pages if name != "total"]
    for key in pages["total"].shown:
        if key[0] != "week" or key[2] != "active":
            sums.append((("total", *key), [(name, *key) for name in regions]))
    for name in pages:
        for step in ("invited", "completed"):
            sums.append(((name, step), [(name, "category", kind, step) for kind in ("", *CATEGORIES)]))
        steps: list[Key] = [(name, "invited"), (name, "opened"), (name, "started")]
        for course in courses:
            numbers = (str(lesson.number) for lesson in course.lessons)
            steps += [(name, course.id, "started"), *((name, course.id, "lesson", number) for number in numbers)]
            steps += [(name, course.id, "exam"), (name, course.id, "completed")]
        orders.append([*steps, (name, "completed"), (name, "certificate")])
        orders.append([(name, "elsewhere", "started"), (name, "elsewhere", "completed")])
        orders += [
            [(name, "elsewhere", "started"), (name, "elsewhere", course.id), (name, "elsewhere", "completed")]
            for course in courses
        ]
        orders += [
            [(name, "category", kind, "invited"), (name, "category", kind, "completed")]
            for kind in ("", *CATEGORIES)
        ]
    return sums, orders


def narrow(
    shown: Mapping[Key, int | None], known: tuple[Sums, list[list[Key]]], most: int
) -> dict[Key, tuple[int, int]]:
    """Give the lowest and highest value that each figure can have once everything known is used."""
    left = {key: (0, most) if count is None else (count, count) for key, count in shown.items()}
    changed = True
    while changed:
        changed = False
        for whole, parts in known[0]:
            lows, highs = sum(left[part][0] for part in parts), sum(left[part][1] for part in parts)
            changed |= _cut(left, whole, lows, highs)
            for part in parts:
                low, high = left[part]
                changed |= _cut(left, part, left[whole][0] - highs + high, left[whole][1] - lows + low)
        for order in known[1]:
            for more, fewer in pairwise(order):
                changed |= _cut(left, fewer, 0, left[more][1])
                changed |= _cut(left, more, left[fewer][0], most)
    return left


def _cut(left: dict[Key, tuple[int, int]], key: Key, low: int, high: int) -> bool:
    before = left[key]
    left[key] = (max(before[0], low), min(before[1], high))
    return left[key] != before
