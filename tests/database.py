"""Databases for the tests: a fresh one for each, on SQLite and on a real PostgreSQL, inside a bare application."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import make_url

import lms.models  # noqa: F401  (fills the metadata)
from lms.config import Config
from lms.db import Base, db, prepare_engine
from lms.services.schema import upgrade
from tests.postgres import private_server

SECRET = "a secret of the tests, long enough for the rule"


@dataclass(frozen=True)
class Database:
    """An application with nothing but a database."""

    app: Flask
    config: Config

    @contextmanager
    def statements(self) -> Iterator[list[str]]:
        """Collect the statements that are sent, without the marks of transactions."""
        sent: list[str] = []

        def note(_connection, _cursor, statement, *_rest):  # type: ignore[no-untyped-def]
            if not statement.startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")):
                sent.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield sent
        finally:
            event.remove(db.engine, "before_cursor_execute", note)


def make_config(folder: Path, url: str = "", **changes: object) -> Config:
    """Settings for a test; without an address the database is a file in `folder`."""
    values: dict[str, object] = {
        "secret_key": SECRET,
        "var": folder,
        "courses": folder,
        "quizzes": folder,
        "database_url": url or f"sqlite:///{folder / 'lms.sqlite'}",
        "base_url": "https://learn.example",
    }
    return Config(**(values | changes))  # type: ignore[arg-type]


@contextmanager
def open_database(config: Config) -> Iterator[Database]:
    """Open a database that has its tables, with an application context around it."""
    app = Flask("lms-test")
    app.config.update(LMS=config, SQLALCHEMY_DATABASE_URI=config.database_url)
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
        try:
            yield Database(app, config)
        finally:
            db.session.remove()
            db.engine.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with all tables, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("template")
    upgrade(make_config(folder))
    return folder / "lms.sqlite"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Address of a private PostgreSQL server."""
    with private_server() as url:
        yield url


@pytest.fixture(scope="session")
def postgres_url(postgres_server: str) -> str:
    """Address of a PostgreSQL database with all tables."""
    url = new_postgres_database(postgres_server, "lms")
    upgrade(make_config(Path(), url))
    return url


def new_postgres_database(server: str, name: str) -> str:
    """Make an empty database on a server; give its address."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def empty_tables() -> None:
    """Remove every row."""
    with db.engine.begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(table.delete())


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A fresh database; a test that asks for it runs on SQLite and on PostgreSQL."""
    yield from _fresh(request, request.param, tmp_path)


@pytest.fixture
def sqlite_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A fresh database on SQLite alone."""
    yield from _fresh(request, "sqlite", tmp_path)


def _fresh(request: pytest.FixtureRequest, kind: str, folder: Path) -> Iterator[Database]:
    if kind == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), folder / "lms.sqlite")
        config = make_config(folder)
    else:
        config = make_config(folder, request.getfixturevalue("postgres_url"))
    with open_database(config) as opened:
        if kind == "postgres":
            empty_tables()
        yield opened
