"""Adding to the counters: at once on SQLite, on PostgreSQL as rows that are added up later.

A counter that many acts raise would make them wait for each other until each is committed, or lock each other out.
So on PostgreSQL acts only add rows to `counted_change`; whoever reads adds both tables up in one statement. Each
row becomes visible together with the act that it belongs to, so the sum is right at every moment.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import count
from typing import Any

from sqlalchemy import Executable, Select, bindparam, delete, func, insert, literal, select, text, union_all
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from lms.models import Counted, CountedChange
from lms.rules.contribution import ALWAYS, Place
from lms.services.counters_rows import COLUMNS
from lms.services.store import table

COUNTED, CHANGE = table(Counted), table(CountedChange)
_KEY = COLUMNS[:-1]
_LOCK = 5_311_860_418
"""Any number, the same in every process: who adds up holds this lock of PostgreSQL."""
_TRY, _WAIT = (text(f"SELECT {name}({_LOCK})") for name in ("pg_try_advisory_xact_lock", "pg_advisory_xact_lock"))
_ADD_UP_EVERY = 64
_notes = count(1)


def is_postgres(session: Session) -> bool:
    """Whether many may write at once."""
    return session.connection().dialect.name == "postgresql"


def add(session: Session, region: str, since: Any, changes: Iterable[tuple[Place, int]]) -> None:
    """Add to some counters of a region."""
    values = [
        {
            "region_id": region,
            "kind": kind.value,
            "name": name,
            "place": place,
            "since": since or ALWAYS,
            "people": people,
        }
        for (kind, name, place), people in changes
    ]
    if not values:
        return
    connection = session.connection()
    connection.execute(_add_one(connection.dialect.name), values)
    if connection.dialect.name == "postgresql" and next(_notes) % _ADD_UP_EVERY == 0:
        fold(session)


def add_rows(session: Session, parts: Sequence[Select[Any]], sign: int = 1) -> None:
    """Add what grouped statements count, or take it away."""
    rows = union_all(*parts).subquery("counted_now")
    # The condition keeps SQLite from taking "on conflict" for a part of the select.
    counted = select(*(rows.c[name] for name in _KEY), sign * rows.c.people).where(literal(1) == 1)
    if is_postgres(session):
        session.execute(insert(CHANGE).from_select(COLUMNS, counted))
        fold(session)
    else:
        session.execute(_upsert(sqlite.insert(COUNTED).from_select(COLUMNS, counted)))


def fold(session: Session) -> None:
    """Add up what acts have left on PostgreSQL, unless another process is doing it."""
    if is_postgres(session) and session.execute(_TRY).scalar():
        session.execute(_fold_statement())


def wait_to_replace(session: Session) -> None:
    """Let nobody add up until the transaction ends."""
    if is_postgres(session):
        session.execute(_WAIT)


@cache
def _add_one(dialect: str) -> Executable:
    values = {name: bindparam(name) for name in COLUMNS}
    if dialect == "postgresql":
        return insert(CHANGE).values(values)
    return _upsert(sqlite.insert(COUNTED).values(values))


@cache
def _fold_statement() -> Executable:
    gone = delete(CHANGE).returning(*(CHANGE.c[name] for name in COLUMNS)).cte("gone")
    key = [gone.c[name] for name in _KEY]
    summed = select(*key, func.sum(gone.c.people)).group_by(*key)
    return _upsert(postgresql.insert(COUNTED).from_select(COLUMNS, summed))


def _upsert(statement: Any) -> Executable:
    raised = {"people": COUNTED.c.people + statement.excluded.people}
    return statement.on_conflict_do_update(index_elements=list(_KEY), set_=raised)
