"""D2: taking over a list of people, against the bare statements that write the same rows; showing a long list."""

import io
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

import psycopg
import xlsxwriter
from flask import Flask
from python_calamine import load_workbook

from benchmarks.databases import NOW, empty, postgres, sqlite, timed
from benchmarks.measure import Row, alternate, milliseconds
from benchmarks.world import World
from lms.db import db
from lms.intake.list_columns import open_list
from lms.intake.people_fields import NewPerson, search_text
from lms.intake.people_file import Frame, read_people, read_sheet
from lms.intake.table_file import Limits
from lms.services.enrolment import foresee, import_people
from lms.services.regions import get_region

_FEW, _MANY, _SHOWN = 150, 100_000, 10_000
_TINY = 300
_REGION = "donegal"
_PERSON = ("id", "email", "name", "language", "created_at", "session_version")
_ENROLMENT = ("id", "person_id", "region_id", "category", "organisation", "search", "source", "created_at")
Rows = tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]


def run(world: World) -> list[Row]:
    """Measure short and long lists on both databases, and the preview of a long one."""
    tiny = world.setting.regions == 1
    rounds, many = (2, _TINY) if tiny else (5, _MANY)
    with sqlite(world, "lists") as (app, path):
        rows = [
            _short(app, path, world.setting.rounds),
            _long(
                "executemany of sqlite3", app, lambda data: _executemany(path, data), many, rounds, process_time
            ),
            _preview(app, _TINY if tiny else _SHOWN, 2 if tiny else 7),
        ]
    with postgres(world) as (app, url):
        rows.append(_long("COPY of PostgreSQL", app, lambda data: _copy(url, data), many, rounds, perf_counter))
    return rows


def _short(app: Flask, path: Path, rounds: int) -> Row:
    """A list as a region has it: from the bytes of the file to the commit."""
    data = ("Name;E-mail;Organisation\n" + "".join(";".join(line) + "\n" for line in _lines(_FEW))).encode()
    ours, other = [], []
    with app.app_context():
        region = get_region(_REGION)
        for _ in range(rounds + 1):
            empty(app)
            ours.append(timed(lambda: import_people(read_people(data, [region], _REGION).rows, None, NOW)))
            empty(app)
            bare = _bare(_people(_FEW), sqlite=True)
            other.append(timed(lambda bare=bare: _executemany(path, bare)))
        empty(app)
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
            empty(app)
            ours.append(timed(lambda: import_people(people, None, NOW), clock))
            empty(app)
            other.append(timed(lambda: write(bare), clock))
        empty(app)
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
    at = NOW.strftime("%Y-%m-%d %H:%M:%S.%f") if sqlite else NOW
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
