"""C1 to C4: figures from counters against counting the people, what counters cost an act, and counting anew."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from statistics import median
from time import perf_counter, process_time
from unittest.mock import patch

from flask import Flask

from benchmarks.crowds import NOW, OUTLINES, ZONES, open_crowds
from benchmarks.measure import Clock, Pair, Row, alternate, cpu_seconds, milliseconds
from benchmarks.normalised import count_all
from benchmarks.visits import FIRST_COURSE
from benchmarks.world import World, get_course
from lms.db import db
from lms.reports.freshness import find_stamp
from lms.reports.progress_rows import list_counters, list_region_facts
from lms.reports.tallies import first_monday
from lms.services import counters, learning, quizzes
from lms.services.counters_rebuilding import rebuild_all, repair
from lms.services.enrolment import NewPerson, enrol
from lms.services.people import find_identity_now

_CLOCKS: dict[str, Clock] = {"SQLite": process_time, "PostgreSQL": perf_counter}
"""SQLite works inside this process, so a busy machine does not count; a server only by the clock."""
_HUGE = 1_000_000
"""From so many people on each side is taken once: what happens once in a process counts no more."""
_NOTES = ("note_step", "note_places", "note_active", "find_since")


def run(world: World) -> list[Row]:
    """Measure all four; the worlds of the crowds are made once."""
    with open_crowds(world.folder, world.setting.crowds) as crowds:
        rows = []
        for kind in ("SQLite", "PostgreSQL"):
            apps = [(size, app) for name, size, app in crowds if name == kind]
            rebuilt = [_rebuild(kind, size, app) for size, app in apps]
            rows += _reading_rows(kind, apps, world, rebuilt[-1].other)
            rows += [_rebuild_row(kind, size, pair) for (size, _), pair in zip(apps, rebuilt, strict=True)]
    return [*rows, _event_row(world)]


def _reading_rows(kind: str, apps: list[tuple[int, Flask]], world: World, usual: float) -> list[Row]:
    """C1 and C2; `usual` is how long it takes to count the largest world person by person."""
    (few, small), (many, large) = apps[0], apps[-1]
    region = next(iter(ZONES))

    def one(app: Flask) -> Callable[[], None]:
        def act() -> None:
            find_stamp(region)
            list_region_facts(region)
            list_counters([region], first_monday(NOW, ZONES[region]), NOW)

        return _inside(app, act)

    def all_of(app: Flask) -> Callable[[], None]:
        return _inside(app, lambda: list_counters(list(ZONES), first_monday(NOW, ZONES[region]), NOW))

    rounds, calls, clock = world.setting.rounds, world.setting.calls, _CLOCKS[kind]
    single = alternate(one(large), one(small), rounds, calls, calls, (clock, clock))
    act = all_of(large)
    act()
    whole = Pair(median(cpu_seconds(act, calls, clock) for _ in range(rounds)), usual)
    what = f"{kind}, all regions of {many:,} people"
    sides = (milliseconds(whole.ours), milliseconds(whole.other))
    target = 1.0 if many >= _HUGE else None
    return [
        single.row("C", f"C1 {kind}, one region, database part: of {many:,} people : of {few:,} people", 2),
        Row("C", f"C2 {what}: from counters : counted person by person", *sides, whole.ours * 1000, 5, "ms"),
        Row("C", f"C2 {what}: a thousandth of counting", *sides, 1000 * whole.ratio, target, "x"),
    ]


def _rebuild(kind: str, size: int, app: Flask) -> Pair:
    """Count all counters anew, and everybody once person by person."""
    again = _inside(app, lambda: rebuild_all(NOW))
    usual = _inside(app, lambda: count_all(list(ZONES.items()), OUTLINES, NOW))
    clock = _CLOCKS[kind]
    if size >= _HUGE:
        return Pair(cpu_seconds(again, clock=clock), cpu_seconds(usual, clock=clock))
    pair = alternate(again, usual, 3 if size > 10_000 else 5, clocks=(clock, clock))
    with app.app_context():
        wrong = len(repair(NOW))
        db.session.remove()
    if wrong:
        raise RuntimeError(f"{wrong} counters are wrong right after they were counted anew.")
    return pair


def _rebuild_row(kind: str, size: int, pair: Pair) -> Row:
    return pair.row("C", f"C4 {kind}, {size:,} people: all counters anew : counted once person by person", 2)


def _event_row(world: World) -> Row:
    """Read a first lesson to its end and hand in its quiz, as a new learner each time: the dearest acts."""
    app = world.app
    course = get_course(app, FIRST_COURSE)
    programme = app.extensions["lms"].catalogue.programme
    lesson, region, made = (
        course.lessons[0],
        next(iter(app.extensions["lms"].catalogue.regions)),
        iter(range(10**9)),
    )
    now = datetime.now(UTC)

    def prepare() -> list:
        with app.app_context():
            people = []
            for _ in range(2 * (world.setting.rounds + 1) * 4):
                person = NewPerson("Event", f"event{next(made)}@crowd.example", region=region)
                people.append(find_identity_now(enrol(person, "form", None, now).person_id, now))
            db.session.remove()
        return people

    waiting = prepare()

    def act() -> None:
        with app.app_context():
            person = waiting.pop()
            for page in lesson.pages:
                learning.mark_page_read(person, programme, course, lesson, page.number, now)
            quizzes.submit_attempt(person, programme, course, lesson.quiz, {}, now)

    def act_without() -> None:
        with _without_counters():
            act()

    pair = alternate(act, act_without, world.setting.rounds, 2, 2, (process_time, process_time))
    with app.app_context():
        rebuild_all(now)
        db.session.remove()
    return pair.row("C", "C3 a new learner's first lesson and quiz: with counters : without", 1.5)


@contextmanager
def _without_counters() -> Iterator[None]:
    patches = [patch.object(counters, name, lambda *_, **__: None) for name in _NOTES]
    for one in patches:
        one.start()
    try:
        yield
    finally:
        for one in patches:
            one.stop()


def _inside(app: Flask, act: Callable[[], object]) -> Callable[[], None]:
    """Run an act inside an application; entering it is paid on both sides alike."""

    def run_inside() -> None:
        with app.app_context():
            act()

    return run_inside
