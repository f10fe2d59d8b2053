"""The database: the SQLAlchemy object, the UTC date type, and `transaction()`, the only commit in the house."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from typing import Any
from weakref import WeakSet

from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import Connection, DateTime, Dialect, Engine, ExceptionContext, MetaData, event
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError
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


class ThreadSession(FlaskSession):
    """A session on the connection of its thread, for what is asked or changed by mapped objects."""

    def get_bind(self, *_args: Any, **_kwargs: Any) -> Connection:
        """Give the connection of this thread, for every table."""
        return reading()

    def connection(self, *args: Any, **kwargs: Any) -> Connection:
        """Give the connection; statements that are sent on it directly need no bookkeeping by the session."""
        return super().connection(*args, **kwargs) if self.in_transaction() else reading()


db = SQLAlchemy(
    model_class=Base,
    # Objects stay readable after the commit: a page is built from them without loading them again.
    session_options={"class_": ThreadSession, "expire_on_commit": False},
    # Every thread keeps one connection, so their number needs no other bound.
    engine_options={"max_overflow": -1},
)


@contextmanager
def transaction() -> Iterator[Session]:
    """Do everything inside or nothing; nested calls join the outermost, which commits once.

    Raises `NotSaved` when the database cannot take the change.
    """
    if _mine.is_changing:
        yield _mine.session
        return
    if db.session.registry.has() and _has_changes(db.session()):
        raise RuntimeError("something was changed outside a transaction")
    connection = reading()
    _mine.is_changing = True
    try:
        with told_as_not_saved():
            # A writer takes its place in SQLite's queue at once, so that it cannot fail half-way with "locked".
            connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.dialect.name == "sqlite" else "BEGIN")
            yield _mine.session
            if _mine.session.in_transaction():
                _mine.session.commit()  # only writes out what mapped objects still hold back
            connection.exec_driver_sql("COMMIT")
    except BaseException:
        _mine.roll_back()
        raise
    finally:
        _mine.is_changing = False
        if _mine.session.in_transaction():
            _mine.session.close()


@contextmanager
def told_as_not_saved() -> Iterator[None]:
    """Raise `NotSaved` when the database cannot take the change that is made inside."""
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        raise NotSaved("This could not be saved just now. Please try again in a moment.") from error


def reading() -> Connection:
    """Give the connection of this thread: inside a transaction it sees its changes.

    Outside a transaction each statement stands for itself and sees what is committed by then: there is nothing to
    begin and to end, which on a page of two queries costs as much as the queries.
    """
    if _mine.is_changing and _mine.connection is not None:
        return _mine.connection
    engine = db.engine
    if _mine.connection is None or _mine.engine is not engine or _mine.generation != _generation:
        _mine.open(engine)
    return _mine.connection


def is_changing() -> bool:
    """Whether this thread is inside a transaction."""
    return _mine.is_changing


def _has_changes(session: Session) -> bool:
    return bool(session.new or session.dirty or session.deleted)


class _Mine(threading.local):
    """What one thread has of the database: a connection on which nothing begins but what `transaction` begins."""

    connection: Connection | None = None
    engine: Engine | None = None
    generation = 0
    is_changing = False
    """Whether a transaction is under way."""

    def __init__(self) -> None:
        self.session = ThreadSession(db, expire_on_commit=False)

    def open(self, engine: Engine) -> None:
        """Connect to a database, after closing what was open."""
        self.close()
        self.connection = engine.connect().execution_options(**_ALONE[engine.dialect.name])
        self.engine, self.generation = engine, _generation

    def forget(self) -> None:
        """Let the connection go without closing it."""
        self.connection = self.engine = None

    def close(self) -> None:
        """Close the connection; the next statement opens another."""
        connection = self.connection
        self.forget()
        if connection is not None:
            connection.invalidate()
            connection.close()

    def roll_back(self) -> None:
        """Take back what was changed; a connection that cannot do that ends, which takes it back as well."""
        connection = self.connection
        if connection is None:
            return
        try:
            # The driver's own: SQLAlchemy's would end what readers on this connection hold as well.
            connection.connection.rollback()
        except (SQLAlchemyError, connection.dialect.loaded_dbapi.Error):
            self.close()
        else:
            if connection.invalidated:
                self.close()


_ALONE: dict[str, dict[str, Any]] = {"sqlite": {"alone": True}, "postgresql": {"isolation_level": "AUTOCOMMIT"}}
"""How a database is told that each statement stands for itself."""
_mine = _Mine()
_disposals = count(1)
_generation = 0
"""Rises when an engine lets its connections go: all threads then let theirs go too."""
_engines: WeakSet[Engine] = WeakSet()


_of_parent: list[Connection | None] = []


def _leave_to_parent() -> None:
    """In a forked child: use none of the connections, and close none; they belong to the parent."""
    _of_parent.append(_mine.connection)
    _mine.forget()
    for engine in _engines:
        engine.dispose(close=False)


os.register_at_fork(after_in_child=_leave_to_parent)


def stop_reading() -> None:
    """Close the connection from which this thread reads: threads that end leave none behind."""
    _mine.close()


def prepare_engine(engine: Engine) -> None:
    """Make SQLite durable and patient, and let a connection go that failed."""
    _engines.add(engine)

    @event.listens_for(engine, "handle_error")
    def _on_error(context: ExceptionContext) -> None:
        if not _mine.is_changing and _mine.connection is not None and context.connection is _mine.connection:
            _mine.forget()

    @event.listens_for(engine, "engine_disposed")
    def _on_dispose(disposed: Engine) -> None:
        global _generation  # noqa: PLW0603 - one number for all threads
        _generation = next(_disposals)
        if _mine.engine is disposed:
            _mine.close()

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
    def _on_begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if not options.get("alone"):
            connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")
