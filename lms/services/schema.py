"""Bringing the database to the tables of this version; two processes that start at once do not race."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, create_engine, text

from lms.config import Config
from lms.db import prepare_engine

if TYPE_CHECKING:
    from alembic.config import Config as AlembicConfig

# Alembic is imported where it is used: a process that only serves pages never needs it, nor its 9 MB.

_SETTINGS = Path(__file__).resolve().parents[2] / "pyproject.toml"
_LOCK = 5_311_860_417
"""Any number, the same in every process: the key of PostgreSQL's advisory lock."""


def upgrade(config: Config) -> None:
    """Bring the database to the newest tables; an up-to-date one is left alone."""
    from alembic import command  # noqa: PLC0415

    with _locked(config) as connection:
        command.upgrade(_alembic(connection), "head")


def downgrade(config: Config, revision: str) -> None:
    """Take the database back to an earlier revision ("base" = no tables)."""
    from alembic import command  # noqa: PLC0415

    with _locked(config) as connection:
        command.downgrade(_alembic(connection), revision)


@contextmanager
def _locked(config: Config) -> Iterator[Connection]:
    """Give a connection while no other process migrates the same database."""
    engine = _engine(config)
    try:
        lock = _file_lock(engine) if engine.dialect.name == "sqlite" else _advisory_lock(engine)
        with lock, engine.connect() as connection:
            writing = connection.execution_options(writes=True)
            with writing.begin():
                yield writing
    finally:
        engine.dispose()


@contextmanager
def _file_lock(engine: Engine) -> Iterator[None]:
    path = Path(engine.url.database or "lms.sqlite")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(path.name + ".lock").open("w", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # let go when the file is closed, also by a crash
        yield


@contextmanager
def _advisory_lock(engine: Engine) -> Iterator[None]:
    # On a connection of its own: the lock must outlive the transaction of the migration.
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK})
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _LOCK})


def _engine(config: Config) -> Engine:
    engine = create_engine(config.database_url)
    prepare_engine(engine)
    return engine


def _alembic(connection: Connection) -> "AlembicConfig":
    from alembic.config import Config as AlembicConfig  # noqa: PLC0415

    settings = AlembicConfig(toml_file=_SETTINGS)
    settings.attributes["connection"] = connection
    return settings
