"""Statements of the most walked paths: put into words by SQLAlchemy once, then sent through the driver itself.

SQLAlchemy's way around one short statement takes five to ten times as long as the statement. So a page that asks
twice and does little else would mostly pay for that. Types go in and come out as SQLAlchemy says.
"""

from collections import namedtuple
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect, Select
from sqlalchemy.sql.dml import UpdateBase

from lms.db import is_changing, reading, told_as_not_saved

Convert = Callable[[Any], Any]


class Prepared:
    """A query, or a change that gives rows back, for use outside a transaction: it stands for itself.

    Raises what SQLAlchemy raises: a statement that fails is sent once more on the usual way, which knows what to
    do with the connection.
    """

    def __init__(self, statement: Select[Any] | UpdateBase) -> None:
        self.statement = statement
        self._plans: dict[str, _Plan] = {}

    def all(self, **values: Any) -> Sequence[Any]:
        """Give all rows; their fields have the names of the columns."""
        connection = reading()
        # Inside a transaction an error would spoil it, and who listens to statements shall hear all of them.
        if is_changing() or connection.engine.dispatch.before_cursor_execute:
            return connection.execute(self.statement, values).all()
        plan = self._plans.get(connection.dialect.name) or self._plan(connection.dialect)
        try:
            return plan.send(connection, values)
        except connection.dialect.loaded_dbapi.Error:
            return connection.execute(self.statement, values).all()

    def first(self, **values: Any) -> Any | None:
        """Give the first row, or nothing."""
        rows = self.all(**values)
        return rows[0] if rows else None

    def change(self, **values: Any) -> Sequence[Any]:
        """Send a change, committed when this returns, and give the rows that it gives back. Raises `NotSaved`."""
        with told_as_not_saved():
            return self.all(**values)

    def _plan(self, dialect: Dialect) -> "_Plan":
        plan = self._plans[dialect.name] = _make_plan(self.statement, dialect)
        return plan


@dataclass(frozen=True, slots=True)
class _Plan:
    """How a statement is said to one kind of database."""

    sql: str
    order: tuple[str, ...] | None
    """Names of the values as they stand in the text; None where the text names them."""
    given: dict[str, Convert | None]
    """What becomes of each value before it is sent."""
    fixed: dict[str, Any]
    """Values that stand in the statement itself."""
    make_row: Callable[[Sequence[Any]], Any]
    converts: tuple[tuple[int, Convert], ...]
    """What becomes of the columns that do not come as they are wanted."""

    def send(self, connection: Connection, values: dict[str, Any]) -> list[Any]:
        sent = self.fixed.copy()
        for name, convert in self.given.items():
            sent[name] = convert(values[name]) if convert else values[name]
        cursor = connection.connection.cursor()
        try:
            cursor.execute(self.sql, sent if self.order is None else [sent[name] for name in self.order])
            return [self._read(row) for row in cursor.fetchall()]
        finally:
            cursor.close()

    def _read(self, row: Sequence[Any]) -> Any:
        if self.converts:
            row = list(row)
            for at, convert in self.converts:
                row[at] = convert(row[at])
        return self.make_row(row)


def _make_plan(statement: Select[Any] | UpdateBase, dialect: Dialect) -> _Plan:
    compiled = statement.compile(dialect=dialect)
    given: dict[str, Convert | None] = {}
    fixed: dict[str, Any] = {}
    for name, bound in compiled.binds.items():  # type: ignore[attr-defined]
        convert = bound.type.dialect_impl(dialect).bind_processor(dialect)
        if bound.required:
            given[name] = convert
        else:
            fixed[name] = convert(bound.effective_value) if convert else bound.effective_value
    columns = list(statement.exported_columns)
    converts = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
    order = tuple(compiled.positiontup) if compiled.positional else None  # type: ignore[attr-defined]
    return _Plan(
        sql=str(compiled),
        order=order,
        given=given,
        fixed=fixed,
        make_row=namedtuple("Row", [column.key for column in columns])._make,
        converts=tuple((at, convert) for at, convert in enumerate(converts) if convert),
    )
