"""The database: the SQLAlchemy object, the UTC date type, and `transaction()`, the only commit in the house."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, DateTime, Dialect, Engine, MetaData, event
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from lms.errors import NotSaved

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Root of all tables; constraints get predictable names so that migrations can find them."""

    metadata = MetaData(naming_convention=_NAMES)


class UtcDateTime(TypeDecorator[datetime]):
    """A point in time: aware datetimes in and out, always UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Hand back in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


db = SQLAlchemy(
    model_class=Base,
    # Objects stay readable after the commit: a page is built from them without loading them again.
    session_options={"expire_on_commit": False},
)


@contextmanager
def transaction() -> Iterator[Session]:
    """Do everything inside or nothing; nested calls join the outermost, which commits once.

    Raises `NotSaved` when the database cannot take the change.
    """
    session = db.session()
    if session.info.get("in_transaction"):
        yield session
        return
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("something was changed outside a transaction")
    session.info["in_transaction"] = True
    try:
        # End the read that may be under way: on SQLite a reader cannot become a writer once another one wrote.
        if session.in_transaction():
            session.commit()
        session.connection(execution_options={"writes": True})
        yield session
        session.commit()
    except (OperationalError, InterfaceError) as error:
        session.rollback()
        raise NotSaved("This could not be saved just now. Please try again in a moment.") from error
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop("in_transaction", None)


class _Reader(threading.local):
    """The connection from which one thread reads outside transactions."""

    connection: Connection | None = None
    engine: Engine | None = None
    generation = 0

    def forget(self) -> None:
        """Let it go without closing it: after a fork it belongs to the parent."""
        self.connection = self.engine = None

    def close(self) -> None:
        """Close it; the next read opens another."""
        connection = self.connection
        self.forget()
        if connection is not None:
            connection.invalidate()
            connection.close()


_reader = _Reader()
_disposals = count(1)
_generation = 0
"""Rises when an engine lets its connections go: the readers of all threads then let theirs go too."""
os.register_at_fork(after_in_child=_reader.forget)


def reading() -> Connection:
    """Give a connection to read from: inside a transaction its own, otherwise this thread's.

    Outside a transaction each statement stands for itself and sees what is committed by then: there is nothing to
    begin and to end, which on a page of two queries costs as much as the queries.
    """
    if db.session.registry.has():
        session = db.session()
        if session.info.get("in_transaction"):
            return session.connection()
    engine = db.engine
    if _reader.engine is not engine or _reader.generation != _generation:
        _reader.close()
        alone = {"reads": True} if engine.dialect.name == "sqlite" else {"isolation_level": "AUTOCOMMIT"}
        _reader.connection = engine.connect().execution_options(**alone)
        _reader.engine, _reader.generation = engine, _generation
    return _reader.connection  # type: ignore[return-value]


def prepare_engine(engine: Engine) -> None:
    """Make SQLite durable and patient, and let a reader go whose connection failed."""

    @event.listens_for(engine, "handle_error")
    def _on_error(context) -> None:  # type: ignore[no-untyped-def]
        if _reader.connection is not None and context.connection is _reader.connection:
            _reader.forget()

    @event.listens_for(engine, "engine_disposed")
    def _on_dispose(disposed) -> None:  # type: ignore[no-untyped-def]
        global _generation  # noqa: PLW0603 - one number for all threads
        _generation = next(_disposals)
        if _reader.engine is disposed:
            _reader.close()

    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _on_connect(connection, _record) -> None:  # type: ignore[no-untyped-def]
        connection.isolation_level = None  # we say BEGIN ourselves, below
        cursor = connection.cursor()
        cursor.execute("PRAGMA busy_timeout = 10000")
        cursor.execute("PRAGMA journal_mode = WAL")
        # FULL: an answer that was acknowledged must survive a power cut.
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection) -> None:  # type: ignore[no-untyped-def]
        if connection.get_execution_options().get("reads"):
            return
        # A writer takes its place in the queue at once, so that it cannot fail half-way with "locked".
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
