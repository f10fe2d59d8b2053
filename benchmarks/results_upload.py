"""D3: results from elsewhere previewed, taken over and back, against the bare statements for the same rows."""

import csv
import io
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

import psycopg
from flask import Flask

from benchmarks.databases import NOW, empty, postgres, sqlite, timed
from benchmarks.measure import Pair, Row, milliseconds
from benchmarks.world import World
from lms.intake.people_fields import NewPerson
from lms.services import imports, outside
from lms.services.enrolment import import_people
from lms.services.imports import MOODLE, PURPOSE, Waiting
from lms.services.uploads import UploadRow

_COUNT, _TINY = 10_000, 200
_REGION = "donegal"
_TABLES = ("outside_person", "outside_result", "outside_fold", "course_record")
"""Where taking over writes a row of its own for many people."""
_STARTS = "SELECT started_at, id FROM enrolment WHERE started_at IS NOT NULL"
Rows = dict[str, list[Any]]


def run(world: World) -> list[Row]:
    """Measure on both databases."""
    tiny = world.setting.regions == 1
    count, rounds = (_TINY, 2) if tiny else (_COUNT, 5)
    with sqlite(world, "results") as (app, path):
        rows = _measure(app, "SQLite", partial(_open_sqlite, path), "?", count, rounds, process_time)
    with postgres(world) as (app, url):
        rows += _measure(app, "PostgreSQL", partial(psycopg.connect, url), "%s", count, rounds, perf_counter)
    return rows


def _measure(
    app: Flask,
    name: str,
    connect: Callable[[], Any],
    mark: str,
    count: int,
    rounds: int,
    clock: Callable[[], float],
) -> list[Row]:
    """Half of the people of the file are enrolled here, the others are counted without name."""
    data = _make_file(count)
    found: dict[str, list[float]] = {name: [] for name in ("preview", "read", "take", "write", "back", "delete")}
    with app.app_context():
        import_people(_list_people(count // 2), None, NOW)
        held, config = app.extensions["lms"], app.config["LMS"]
        upload = UploadRow("", 1, _REGION, PURPOSE, "progress.csv", data, {"kind": MOODLE}, NOW)

        def show() -> Waiting:
            return imports.open_waiting(upload, held.catalogue, "en", config, NOW)

        def take(waiting: Waiting) -> None:
            imports.take_over(waiting, held.catalogue, config, 1, NOW)

        def back() -> None:
            newest = imports.list_batches(_REGION, 1)[0]
            outside.take_back(_REGION, newest.id, held.catalogue.programme, None, NOW)

        for _ in range(rounds):
            found["preview"].append(timed(show, clock))
            found["read"].append(timed(lambda: list(csv.reader(io.StringIO(data.decode()))), clock))
            waiting = show()
            found["take"].append(timed(lambda waiting=waiting: take(waiting), clock))
            with _open(connect) as cursor:
                rows = _read_rows(cursor)
            found["back"].append(timed(back, clock))
            found["write"].append(timed(lambda rows=rows: _write(connect, mark, rows), clock))
            found["delete"].append(timed(lambda: _delete(connect), clock))
        empty(app)
    middle = {name: median(times) for name, times in found.items()}
    taken = Pair(middle["take"], middle["write"])
    gone = Pair(middle["back"], middle["delete"])
    return [
        _preview(f"preview of {count:,} results of CSV, {name} : reading them with csv", middle),
        taken.row("D3", f"{count:,} results taken over, {name} : executemany of the driver", 8),
        gone.row("D3", f"{count:,} results taken back, {name} : bare DELETE of the rows", None),
    ]


def _preview(what: str, times: dict[str, float]) -> Row:
    shown, read = times["preview"], times["read"]
    return Row("D3", what, milliseconds(shown), milliseconds(read), shown, 3, "s")


def _make_file(count: int) -> bytes:
    """The report on the completion of activities, as a Moodle writes it."""
    lines = (f"Ánna Person {n},{_address(n)},Completed,2026-02-{n % 27 + 1:02d} 02:44:34\n" for n in range(count))
    return ("Name,Email address,Module 1,\n" + "".join(lines)).encode()


def _list_people(count: int) -> list[NewPerson]:
    return [NewPerson(f"Ánna Person {n}", _address(n), _REGION, language="en") for n in range(count)]


def _address(number: int) -> str:
    return f"anna.person{number}@{_REGION}.example"


def _read_rows(cursor: Any) -> Rows:
    """Read what taking over wrote, to write the same rows again."""
    rows = {name: cursor.execute(f"SELECT * FROM {name} ORDER BY id").fetchall() for name in _TABLES}
    return rows | {"enrolment": cursor.execute(_STARTS).fetchall()}


def _write(connect: Callable[[], Any], mark: str, rows: Rows) -> None:
    """Write the rows: nothing to check, nothing to look up, nothing to count."""
    with _open(connect) as cursor:
        for name in _TABLES:
            marks = ", ".join([mark] * len(rows[name][0]))
            cursor.executemany(f"INSERT INTO {name} VALUES ({marks})", rows[name])
        cursor.executemany(f"UPDATE enrolment SET started_at = {mark} WHERE id = {mark}", rows["enrolment"])


def _delete(connect: Callable[[], Any]) -> None:
    with _open(connect) as cursor:
        for name in reversed(_TABLES):
            cursor.execute(f"DELETE FROM {name}")
        cursor.execute("UPDATE enrolment SET started_at = NULL")


@contextmanager
def _open(connect: Callable[[], Any]) -> Iterator[Any]:
    """Give a cursor in one transaction."""
    with closing(connect()) as connection, connection, closing(connection.cursor()) as cursor:
        yield cursor


def _open_sqlite(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection
