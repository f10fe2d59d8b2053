"""D1: many processes save answers into one SQLite file at a steady pace; how long the slowest of them wait."""

import multiprocessing
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, sleep
from typing import Any

from flask import Flask
from sqlalchemy import select

from benchmarks.measure import Row, milliseconds
from benchmarks.world import World, get_course
from lms.content.model import Course, Question, QuestionKind
from lms.db import db
from lms.errors import NotSaved
from lms.models import Enrolment
from lms.services.people import Identity, find_identity_now
from lms.services.quizzes import open_attempt, save_answer

_TURNS = 2
"""How often both sides write, by turns."""
_FIRST_COURSE = "foundations"
"""Everybody may begin it."""


@dataclass(frozen=True, slots=True)
class Writer:
    """What one process does: an act per event, called with the number of the event."""

    act: Callable[[int], None]
    close: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Told:
    """What one process tells at its end."""

    waits: list[float]
    """Seconds from the moment an event was due until it was committed."""
    errors: int


def run(world: World) -> list[Row]:
    """Let both sides write by turns and compare what the slowest hundredth waited."""
    app, setting = world.app, world.setting
    course = get_course(app, _FIRST_COURSE)
    learners = _prepare_learners(app, course, setting.processes * 4)
    bare = _prepare_bare(world.folder / "bare.sqlite", len(learners))
    with app.app_context():
        db.engine.dispose()  # a connection must not be open in two processes
    told: tuple[list[Told], list[Told]] = ([], [])
    for _ in range(_TURNS):
        told[0].extend(_write_together(world, lambda number: _service_writer(app, course, learners, number)))
        told[1].extend(_write_together(world, lambda number: _bare_writer(bare, number)))
    return _rows(world, *told)


def _rows(world: World, ours: list[Told], bare: list[Told]) -> list[Row]:
    setting = world.setting
    waits = [[wait for one in told for wait in one.waits] for told in (ours, bare)]
    expected = int(setting.events_per_second / setting.processes * setting.seconds) * setting.processes * _TURNS
    slowest = [quantiles(side, n=100)[98] for side in waits]
    middle = [median(side) for side in waits]
    what = f"{setting.processes} processes, {setting.events_per_second} answers a second"
    errors, lost = sum(one.errors for one in ours), expected - len(waits[0])
    return [
        Row(
            "D1",
            f"{what}: wait of the slowest hundredth : bare sqlite3",
            *map(milliseconds, slowest),
            slowest[0] * 1000,
            25,
            "ms",
        ),
        Row("D1", f"{what}: median wait : bare sqlite3", *map(milliseconds, middle), middle[0] * 1000, None, "ms"),
        Row(
            "D1",
            f"{what}: answers not saved : bare sqlite3",
            f"{errors} of {expected}",
            f"{sum(one.errors for one in bare)} of {expected}",
            float(errors + max(0, lost - errors)),
            0,
            "",
        ),
    ]


def _write_together(world: World, make: Callable[[int], Writer]) -> list[Told]:
    """Start the processes, let all begin at the same moment, and collect what they tell."""
    setting = world.setting
    context = multiprocessing.get_context("fork")
    gate = context.Barrier(setting.processes)
    pause = setting.processes / setting.events_per_second
    count = int(setting.seconds / pause)
    pipes, processes = [], []
    for number in range(setting.processes):
        here, there = context.Pipe(duplex=False)
        arguments = (make, number, gate, there, count, pause, pause * number / setting.processes)
        process = context.Process(target=_write_alone, args=arguments)
        process.start()
        there.close()
        pipes.append(here)
        processes.append(process)
    told = [pipe.recv() for pipe in pipes]
    for process in processes:
        process.join()
    return told


def _write_alone(make, number, gate, pipe, count, pause, offset) -> None:  # type: ignore[no-untyped-def]
    writer = make(number)
    writer.act(-1)  # opens the connection and compiles the statements
    gate.wait()
    begin, waits, errors = perf_counter() + 0.05 + offset, [], 0
    for event in range(count):
        due = begin + event * pause
        sleep(max(0.0, due - perf_counter()))
        try:
            writer.act(event)
        except (NotSaved, sqlite3.OperationalError):
            errors += 1
            continue
        waits.append(perf_counter() - due)
    writer.close()
    pipe.send(Told(waits, errors))


def _prepare_learners(app: Flask, course: Course, count: int) -> list[tuple[Identity, int]]:
    """Open a try at the first quiz for some trainees; give each with the number of the try."""
    now = datetime.now(UTC)
    quiz = _quiz(course)
    with app.app_context():
        people = db.session.scalars(select(Enrolment.person_id).order_by(Enrolment.id).limit(count)).all()
        identities = [identity for person in people if (identity := find_identity_now(person, now))]
        learners = [(identity, open_attempt(identity, course, quiz, now).number) for identity in identities]
        db.session.remove()
    return learners


def _service_writer(app: Flask, course: Course, learners: Sequence[tuple[Identity, int]], number: int) -> Writer:
    quiz = _quiz(course)
    question = next(question for question in quiz.questions if question.kind is QuestionKind.SINGLE)
    values = _values(question)

    def act(event: int) -> None:
        identity, attempt = learners[(number + event * 7) % len(learners)]
        value = values[event % len(values)]
        # A context per event, as every request has one of its own.
        with app.app_context():
            save_answer(identity, course, quiz, question.name, value, datetime.now(UTC), attempt)

    return Writer(act, lambda: None)


def _prepare_bare(path: Path, count: int) -> Path:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE answer (id INTEGER PRIMARY KEY, answers TEXT, at TEXT)")
        connection.executemany("INSERT INTO answer VALUES (?, '{}', '')", [(number,) for number in range(count)])
        connection.commit()
    return path


def _bare_writer(path: Path, number: int) -> Writer:
    """Update one row and commit: the least that keeping an answer can cost."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=10)
    connection.execute("PRAGMA synchronous = FULL")

    def act(event: int) -> None:
        values = ('{"question": 1}', datetime.now(UTC).isoformat(), number + max(event, 0) % 4)
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE answer SET answers = ?, at = ? WHERE id = ?", values)
        connection.execute("COMMIT")

    return Writer(act, connection.close)


def _quiz(course: Course) -> Any:
    return next(lesson.quiz for lesson in course.lessons if lesson.quiz)


def _values(question: Question) -> list[int]:
    return list(range(len(question.choices)))
