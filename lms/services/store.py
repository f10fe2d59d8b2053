"""Statements against the tables without mapped objects; the most walked ones go through `lms.db.prepared`."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Executable, Row, Select, Table, bindparam, cast, func, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from lms.db import Base, reading

_TURN = text("SELECT pg_advisory_xact_lock(:key)")
_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def table(model: type[Base]) -> Table:
    """The table behind a model."""
    return model.__table__  # type: ignore[return-value]


def read(statement: Executable, **values: Any) -> CursorResult[Any]:
    """Run a statement on the connection of the running request; inside a transaction it sees its changes."""
    return reading().execute(statement, values)


def read_first(statement: Executable, **values: Any) -> Row[Any] | None:
    """Give the first row, or nothing."""
    return read(statement, **values).first()


def change(session: Session, statement: Executable, **values: Any) -> int:
    """Run a changing statement inside a transaction and say how many rows it touched."""
    return session.connection().execute(statement, values).rowcount


def change_many(session: Session, statement: Executable, rows: Sequence[Mapping[str, Any]]) -> None:
    """Run one changing statement for many rows; for none at all nothing is run."""
    if rows:
        session.connection().execute(statement, rows)


def each_of(values: Iterable[Any], kind: type[TypeEngine[Any]] = BigInteger) -> Select[Any]:
    """Make a statement that gives these values, to be used with `in_`: one parameter, however many there are."""
    whole = list(values)
    if reading().dialect.name == "postgresql":
        return select(func.unnest(cast(whole, postgresql.ARRAY(kind))))
    return select(func.json_each(json.dumps(whole)).table_valued("value").c.value)


def insert(session: Session, model: type[Base], **values: Any) -> int:
    """Add a row and give its id."""
    statement = _plain_insert(model, tuple(sorted(values)))
    return session.connection().execute(statement, values).scalar_one()


def insert_once(session: Session, model: type[Base], **values: Any) -> Any | None:
    """Add a row unless one with the same unique key stands there; give its id, or None if it stood already."""
    connection = session.connection()
    statement = _insert_once(model, connection.dialect.name, tuple(sorted(values)))
    return connection.execute(statement, values).scalar_one_or_none()


def insert_each_once(session: Session, target: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add many rows, but none whose unique key stands there already."""
    dialect = session.connection().dialect.name
    change_many(session, _INSERT[dialect](target).on_conflict_do_nothing(), rows)


def wait_for_turn(session: Session, subject: str) -> None:
    """Let one process at a time do something to a subject, until its transaction ends.

    On SQLite a writing transaction has the whole file already.
    """
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        key = int.from_bytes(hashlib.sha256(subject.encode()).digest()[:8], "big", signed=True)
        connection.execute(_TURN, {"key": key})


# The statements are built once: building costs more than running them.


@cache
def _plain_insert(model: type[Base], names: tuple[str, ...]) -> Executable:
    target = table(model)
    return target.insert().values({name: bindparam(name) for name in names}).returning(target.c.id)


@cache
def _insert_once(model: type[Base], dialect: str, names: tuple[str, ...]) -> Executable:
    target = table(model)
    statement = _INSERT[dialect](target).values({name: bindparam(name) for name in names})
    return statement.on_conflict_do_nothing().returning(target.c.id)
