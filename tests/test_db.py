"""Transactions: all or nothing, one commit, one connection per thread, and what happens when it is lost."""

import gc
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from lms.db import db, reading, transaction
from lms.errors import NotSaved
from lms.models import Person
from lms.services.store import change, insert, read, table
from tests.people import NOW

_PERSON = table(Person)


def add(session, name: str) -> int:
    address = f"{name}@north.example"
    return insert(session, Person, email=address, name=name, language="en", created_at=NOW, session_version=0)


class _Stop(Exception):
    """Ends a transaction in the middle."""


def run(act: Callable[[Session], object]) -> None:
    with transaction() as session:
        act(session)


def names() -> list[str]:
    """What another reader sees."""
    with db.engine.connect() as other:
        return list(other.execute(select(_PERSON.c.name).order_by(_PERSON.c.name)).scalars())


def in_threads(act: Callable[[int], int], count: int) -> list[int]:
    """Run an act in threads of its own; when they have ended, their connections go back to the pool."""
    with ThreadPoolExecutor(count) as others:
        found = list(others.map(act, range(count)))
    gc.collect()
    return found


def test_a_transaction_is_seen_from_within_and_by_others_only_at_its_end(database):
    with transaction() as session:
        add(session, "amina")
        assert read(select(_PERSON.c.name)).scalars().all() == ["amina"]
        assert db.session.scalars(select(Person.name)).all() == ["amina"]
        assert names() == []
    assert names() == ["amina"]


def test_nested_transactions_join_the_outermost(database):
    with transaction() as outer:
        add(outer, "amina")
        with transaction() as inner:
            assert inner is outer
            add(inner, "dita")
        assert names() == []
    assert names() == ["amina", "dita"]


def test_an_error_takes_everything_back_also_what_nested_calls_did(database):
    def act(session) -> None:
        with transaction() as inner:
            add(inner, "amina")
        add(session, "dita")
        raise _Stop

    with pytest.raises(_Stop):
        run(act)
    assert names() == []
    with transaction() as session:
        add(session, "emil")
    assert names() == ["emil"]


def test_a_refused_statement_takes_everything_back(database):
    with pytest.raises(IntegrityError):
        run(lambda session: (add(session, "amina"), add(session, "amina")))
    assert names() == []
    assert read(select(func.count()).select_from(_PERSON)).scalar_one() == 0


def test_a_savepoint_takes_back_only_what_came_after_it(database):
    with transaction() as session:
        add(session, "amina")
        later = session.begin_nested()
        add(session, "dita")
        later.rollback()
        add(session, "emil")
    assert names() == ["amina", "emil"]


def test_mapped_objects_are_written_with_the_rest(database):
    with transaction() as session:
        add(session, "amina")
        session.add(Person(email="dita@south.example", name="dita", language="en", created_at=NOW))
    assert names() == ["amina", "dita"]

    def act(session) -> None:
        session.add(Person(email="emil@south.example", name="emil", language="en", created_at=NOW))
        session.flush()
        raise _Stop

    with pytest.raises(_Stop):
        run(act)
    assert names() == ["amina", "dita"]


def test_a_refused_mapped_object_takes_everything_back(database):
    def act(session) -> None:
        add(session, "amina")
        session.add(Person(email="amina@north.example", name="again", language="en", created_at=NOW))

    with pytest.raises(IntegrityError):
        run(act)
    assert names() == []
    with transaction() as session:
        add(session, "dita")
    assert names() == ["dita"]


def test_an_object_changed_outside_a_transaction_is_refused(database):
    db.session.add(Person(email="amina@north.example", name="amina", language="en", created_at=NOW))
    with pytest.raises(RuntimeError), transaction():
        pass
    db.session.rollback()


def test_a_reader_sees_at_once_what_another_thread_has_committed(database):
    assert read(select(_PERSON.c.name)).all() == []

    def act(_number: int) -> int:
        with database.app.app_context(), transaction() as session:
            return add(session, "amina")

    in_threads(act, 1)
    assert read(select(_PERSON.c.name)).scalars().all() == ["amina"]
    assert db.session.scalars(select(Person.name)).all() == ["amina"]


def test_a_thread_reads_and_writes_over_one_connection(database):
    with transaction() as session:
        inside = session.connection()
        add(session, "amina")
    db.session.scalars(select(Person.name)).all()
    assert inside is reading() is db.session.connection()
    assert db.engine.pool.checkedout() == 1


def test_more_threads_than_the_pool_keeps_connections_are_served(database):
    def act(number: int) -> int:
        with database.app.app_context(), transaction() as session:
            return add(session, f"person{number}")

    assert len(set(in_threads(act, 24))) == len(names()) == 24


def test_a_connection_lost_while_reading_is_replaced(database):
    lost = reading()
    lost.connection.driver_connection.close()
    with pytest.raises(DBAPIError):
        read(text("SELECT 1"))
    assert read(text("SELECT 1")).scalar_one() == 1
    assert reading() is not lost


@pytest.mark.postgres
def test_a_connection_lost_in_a_transaction_saves_nothing_and_is_replaced(database):
    if db.engine.dialect.name != "postgresql":
        pytest.skip("there is no server that could end a connection")

    def act(session) -> None:
        add(session, "amina")
        mine = session.connection().exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        with db.engine.connect() as other:
            other.exec_driver_sql(f"SELECT pg_terminate_backend({mine})")
        add(session, "dita")

    with pytest.raises(NotSaved):
        run(act)
    assert names() == []
    with transaction() as session:
        add(session, "emil")
    assert names() == ["emil"]
    assert read(select(_PERSON.c.name)).scalars().all() == ["emil"]


def test_engines_that_are_disposed_of_take_the_connection_along(database):
    before = reading()
    db.engine.dispose()
    with transaction() as session:
        assert session.connection() is not before
        add(session, "amina")
    assert names() == ["amina"]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of forking beside threads; the child only exits
def test_a_forked_process_opens_its_own_connection(database):
    reading()
    with transaction() as session:
        add(session, "amina")
    child = os.fork()
    if child == 0:
        code = 1
        try:
            with transaction() as session:
                change(session, _PERSON.update().where(_PERSON.c.name == "amina").values(name="dita"))
            code = 0 if read(select(_PERSON.c.name)).scalars().all() == ["dita"] else 2
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert read(select(_PERSON.c.name)).scalars().all() == ["dita"]
    with transaction() as session:
        add(session, "emil")
    assert names() == ["dita", "emil"]
