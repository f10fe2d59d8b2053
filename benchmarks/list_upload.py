"""D2: taking over a list of people, against the bare statements that write the same rows; showing a long list."""

import io
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

import psycopg
import xlsxwriter
from flask import Flask
from python_calamine import load_workbook
from sqlalchemy.engine import make_url

from benchmarks.measure import Row, alternate, milliseconds
from benchmarks.world import World
from lms.app import create_app
from lms.config import from_env
from lms.db import db, transaction
from lms.intake.list_columns import open_list
from lms.intake.people_fields import NewPerson, search_text
from lms.intake.people_file import Frame, read_people, read_sheet
from lms.intake.table_file import Limits
from lms.models import AuditLine, Enrolment, Person
from lms.services.enrolment import foresee, import_people
from lms.services.regions import get_region, load_regions
from lms.services.schema import upgrade
from lms.services.store import table

_FEW, _MANY, _SHOWN = 150, 100_000, 10_000
_TINY = 300
_REGION = "donegal"
_NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
_PERSON = ("id", "email", "name", "language", "created_at", "session_version")
_ENROLMENT = ("id", "person_id", "region_id", "category", "organisation", "search", "source", "created_at")
Rows = tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]


def run(world: World) -> list[Row]:
    """Measure short and long lists on both databases, and the preview of a long one."""
    tiny = world.setting.regions == 1
    rounds, many = (2, _TINY) if tiny else (5, _MANY)
    with _sqlite(world) as (app, path):
        rows = [
            _short(app, path, world.setting.rounds),
            _long(
                "executemany of sqlite3", app, lambda data: _executemany(path, data), many, rounds, process_time
            ),
            _preview(app, _TINY if tiny else _SHOWN, 2 if tiny else 7),
        ]
    with _postgres(world) as (app, url):
        rows.append(_long("COPY of PostgreSQL", app, lambda data: _copy(url, data), many, rounds, perf_counter))
    return rows


def _short(app: Flask, path: Path, rounds: int) -> Row:
    """A list as a region has it: from the bytes of the file to the commit."""
    data = ("Name;E-mail;Organisation\n" + "".join(";".join(line) + "\n" for line in _lines(_FEW))).encode()
    ours, other = [], []
    with app.app_context():
        region = get_region(_REGION)
        for _ in range(rounds + 1):
            _empty(app)
            ours.append(_timed(lambda: import_people(read_people(data, [region], _REGION).rows, None, _NOW)))
            _empty(app)
            bare = _bare(_people(_FEW), sqlite=True)
            other.append(_timed(lambda bare=bare: _executemany(path, bare)))
        _empty(app)
    mine, theirs = median(ours[1:]), median(other[1:])
    what = f"{_FEW} rows of a file read and taken over, SQLite : executemany of sqlite3"
    return Row("D2", what, milliseconds(mine), milliseconds(theirs), mine * 1000, 60, "ms")


def _long(
    other_side: str,
    app: Flask,
    write: Callable[[Rows], object],
    count: int,
    rounds: int,
    clock: Callable[[], float],
) -> Row:
    """A list far longer than any region's, both sides into empty tables."""
    ours, other = [], []
    people = _people(count)
    with app.app_context():
        bare = _bare(people, sqlite=db.engine.dialect.name == "sqlite")
        for _ in range(rounds):
            _empty(app)
            ours.append(_timed(lambda: import_people(people, None, _NOW), clock))
            _empty(app)
            other.append(_timed(lambda: write(bare), clock))
        _empty(app)
    mine, theirs = median(ours), median(other)
    what = f"{count:,} rows taken over : {other_side}"
    return Row("D2", what, milliseconds(mine), milliseconds(theirs), mine / theirs, 4)


def _preview(app: Flask, count: int, rounds: int) -> Row:
    """What the preview of a spreadsheet computes, beside the bare reading of it."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate([("Name", "E-mail", "Organisation"), *_lines(count)]):
            sheet.write_row(number, 0, line)
    data = out.getvalue()
    with app.app_context():
        frame = Frame((get_region(_REGION),), _REGION, True, ("trainee",))

        def show() -> None:
            foresee(read_sheet(open_list(data, Limits()), frame).rows)

        pair = alternate(show, lambda: load_workbook(io.BytesIO(data)).get_sheet_by_index(0).to_python(), rounds)
    what = f"preview of {count:,} rows of XLSX : reading them with calamine"
    return Row("D2", what, milliseconds(pair.ours), milliseconds(pair.other), pair.ours, 3, "s")


def _lines(count: int) -> Iterator[tuple[str, str, str]]:
    return ((f"Ánna Person {n}", f"anna.person{n}@{_REGION}.example", f"Office {n % 50}") for n in range(count))


def _people(count: int) -> list[NewPerson]:
    return [
        NewPerson(name, email, _REGION, "media", office, "en", line=number)
        for number, (name, email, office) in enumerate(_lines(count), start=2)
    ]


def _bare(people: Sequence[NewPerson], *, sqlite: bool) -> Rows:
    """The same rows, ready to be written: nothing to check, nothing to look up."""
    at = _NOW.strftime("%Y-%m-%d %H:%M:%S.%f") if sqlite else _NOW
    persons = [(n, row.email, row.name, row.language, at, 0) for n, row in enumerate(people, start=1)]
    enrolments = []
    for n, row in enumerate(people, start=1):
        search = search_text(row.name, row.email, row.organisation)
        enrolments.append((n, n, row.region, row.category, row.organisation, search, "list", at))
    return persons, enrolments


def _executemany(path: Path, rows: Rows) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("BEGIN IMMEDIATE")
        for name, columns, values in (("person", _PERSON, rows[0]), ("enrolment", _ENROLMENT, rows[1])):
            marks = ", ".join("?" * len(columns))
            connection.executemany(f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({marks})", values)
        connection.execute("COMMIT")


def _copy(url: str, rows: Rows) -> None:
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        for name, columns, values in (("person", _PERSON, rows[0]), ("enrolment", _ENROLMENT, rows[1])):
            with cursor.copy(f"COPY {name} ({', '.join(columns)}) FROM STDIN") as copy:
                for line in values:
                    copy.write_row(line)


def _timed(act: Callable[[], object], clock: Callable[[], float] = process_time) -> float:
    began = clock()
    act()
    return clock() - began


def _empty(app: Flask) -> None:
    """Remove everybody. What keeps counts beside them starts from nothing too."""
    with app.app_context(), transaction() as session:
        connection = session.connection()
        if connection.dialect.name == "postgresql":
            # Deleting row by row would ask every table that points to a person.
            connection.exec_driver_sql("TRUNCATE person, audit_line CASCADE")
            return
        for model in (AuditLine, Enrolment, Person):
            connection.execute(table(model).delete())


@contextmanager
def _sqlite(world: World) -> Iterator[tuple[Flask, Path]]:
    path = world.folder / "lists.sqlite"
    with _open(world, f"sqlite:///{path}") as app:
        yield app, path


@contextmanager
def _postgres(world: World) -> Iterator[tuple[Flask, str]]:
    # The tests know how to start a private server; nothing else of theirs is used here.
    from tests.postgres import private_server

    with private_server() as url, _open(world, url.replace("postgresql+psycopg", "postgresql")) as app:
        yield app, make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


@contextmanager
def _open(world: World, url: str) -> Iterator[Flask]:
    app = create_app(from_env({**world.environ, "LMS_DEMO": "no", "LMS_DATABASE_URL": url}))
    with app.app_context():
        upgrade(app.config["LMS"])
        load_regions(app.extensions["lms"].catalogue.regions.values(), _NOW)
    try:
        yield app
    finally:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
