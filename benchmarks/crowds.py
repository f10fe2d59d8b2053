"""Worlds of very many people, written by the database itself in a few statements."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import Connection, text

from lms.config import Config
from lms.content.model import Region
from lms.db import db, prepare_engine, stop_reading
from lms.reports.tallies import Outline
from lms.services.regions import load_regions
from lms.services.schema import upgrade
from tests.postgres import private_server

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
ZONES = {"west": "Europe/Dublin", "middle": "Europe/Berlin", "east": "Europe/Bucharest"}
OUTLINES = tuple(Outline(name, 7) for name in ("one", "two", "three"))
_REGION = "CASE n % 3 WHEN 0 THEN 'west' WHEN 1 THEN 'middle' ELSE 'east' END"
_AT = "CASE n % 12 {} END".format(
    " ".join(f"WHEN {week} THEN '{NOW - timedelta(weeks=week):%Y-%m-%d %H:%M:%S}.000000'" for week in range(12))
)
_PEOPLE = """INSERT INTO person (id, email, name, language, created_at, session_version)
SELECT n, 'p' || n || '@crowd.example', 'P', 'en', {at}, 0 FROM ({numbers}) AS numbers"""
_ENROLMENTS = """INSERT INTO enrolment (id, person_id, region_id, category, organisation, source, search,
created_at, invited_at, opened_at, started_at, completed_at, last_active_at)
SELECT n, n, {region}, CASE n % 2 WHEN 0 THEN 'media' ELSE '' END, '', 'list', '', {at}, {at},
CASE WHEN n % 10 < 8 THEN {at} END, CASE WHEN n % 10 < 7 THEN {at} END, CASE WHEN n % 10 < 3 THEN {at} END, {at}
FROM ({numbers}) AS numbers"""
_RECORDS = """INSERT INTO course_record (id, enrolment_id, course_id, region_id, started_at, lessons_done, reached,
best_score, completed_at, completed_by, last_active_at, course_digest)
SELECT n * 2 + {part}, n, '{course}', {region}, {at}, n % 8, n % 8, CASE WHEN n % 8 = 7 THEN n % 41 + 60 END,
CASE WHEN n % 16 = 7 THEN {at} END, 'site', {at}, '' FROM ({numbers}) AS numbers WHERE n % 10 < 7"""
_LESSONS = """INSERT INTO lesson_record (id, course_record_id, lesson_id, pages, page, quiz_at, done_at,
updated_at)
SELECT n, n * 2, 'a', '[1]', 1, NULL, {at}, {at} FROM ({numbers}) AS numbers WHERE n % 10 < 7"""
_ATTEMPTS = """INSERT INTO attempt (id, enrolment_id, course_id, quiz_id, number, seed, drawn, answers, started_at,
submitted_at, percent, passed, quiz_digest)
SELECT n, n, 'one', 'q', 1, 1, '[]', '{{}}', {at}, {at}, 80, NULL, ''
FROM ({numbers}) AS numbers WHERE n % 10 < 7"""


@contextmanager
def open_crowds(folder: Path, sizes: tuple[int, ...]) -> Iterator[list[tuple[str, int, Flask]]]:
    """Give worlds of these sizes on SQLite and on PostgreSQL: kind, number of people, application."""
    with private_server() as server:
        made = []
        for size in sizes:
            made.append(("SQLite", size, _make(folder, f"sqlite:///{folder / f'crowd-{size}.sqlite'}", size)))
            made.append(("PostgreSQL", size, _make(folder, _create(server, f"crowd_{size}"), size)))
        try:
            yield made
        finally:
            for _, _, app in made:
                with app.app_context():
                    stop_reading()
                    db.session.remove()
                    db.engine.dispose()


def list_numbers(connection: Connection, first: int, count: int) -> str:
    """Write the statement that gives so many numbers, each as `n`."""
    last = first + count - 1
    if connection.dialect.name == "postgresql":
        return f"SELECT n FROM generate_series(CAST({first} AS bigint), {last}) AS n"
    up = f"SELECT {first} UNION ALL SELECT n + 1 FROM c WHERE n < {last}"
    return f"WITH RECURSIVE c(n) AS ({up}) SELECT n FROM c"


def _create(server: str, name: str) -> str:
    from tests.database import new_postgres_database

    return new_postgres_database(server, name)


def _make(folder: Path, url: str, size: int) -> Flask:
    config = Config(
        secret_key="a secret of the benchmarks, long enough",
        var=folder,
        courses=folder,
        quizzes=folder,
        database_url=url,
        base_url="https://learn.example",
    )
    upgrade(config)
    app = Flask("crowd")
    app.config.update(LMS=config, SQLALCHEMY_DATABASE_URI=url)
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
        load_regions([_region(name, zone) for name, zone in ZONES.items()], NOW)
        with db.engine.begin() as connection:
            _fill(connection, size)
        if db.engine.dialect.name == "postgresql":
            with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text("ANALYZE"))
        db.session.remove()
    return app


def _region(name: str, zone: str) -> Region:
    return Region(name, name, "IE", ("en",), zone, 150, 20, True)


def _fill(connection: Connection, size: int) -> None:
    postgres = connection.dialect.name == "postgresql"
    numbers = list_numbers(connection, 1, size)
    at = f"CAST({_AT} AS timestamptz)" if postgres else _AT
    values = {"numbers": numbers, "at": at, "region": _REGION}
    statements = [
        _PEOPLE,
        _ENROLMENTS,
        *(
            _RECORDS.replace("{part}", str(part)).replace("{course}", name)
            for part, name in enumerate(("one", "two"))
        ),
        _LESSONS,
        _ATTEMPTS,
    ]
    for statement in statements:
        connection.exec_driver_sql(statement.format(**values).replace("%", "%%" if postgres else "%"))
