"""Statements sent through the driver give and take what SQLAlchemy gives and takes, and fail as it fails."""

import gc
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import bindparam, select, text, update
from sqlalchemy.exc import OperationalError, ProgrammingError

from lms.db import db, prepared, reading, transaction
from lms.db.prepared import Prepared
from lms.errors import NotSaved
from lms.models import Attempt, Person
from lms.services import quizzes
from lms.services.store import read, table
from tests.people import NOW, Cast, make_cast
from tests.small_courses import BASICS

QUIZ = BASICS.lessons[0].quiz
_ATTEMPT, _PERSON = table(Attempt), table(Person)
ATTEMPTS = (
    select(_ATTEMPT)
    .where(_ATTEMPT.c.enrolment_id == bindparam("who"), _ATTEMPT.c.started_at <= bindparam("by"))
    .order_by(_ATTEMPT.c.number)
    .limit(5)
)
NAME = select(_PERSON.c.name).where(_PERSON.c.id == bindparam("who"))
RENAME = (
    update(_PERSON).where(_PERSON.c.id == bindparam("who")).values(name=bindparam("new")).returning(_PERSON.c.name)
)


@pytest.fixture
def cast(database) -> Cast:
    return make_cast()


@pytest.fixture
def usual(monkeypatch) -> list[str]:
    """Collect what is sent on SQLAlchemy's own way."""
    sent: list[str] = []
    kept = prepared.Connection.execute

    def execute(self, statement, *values, **options):
        sent.append(str(statement))
        return kept(self, statement, *values, **options)

    monkeypatch.setattr(prepared.Connection, "execute", execute)
    return sent


def test_rows_are_the_same_on_both_ways(cast, usual):
    quizzes.open_attempt(cast.amina, BASICS, QUIZ, NOW)
    quizzes.save_answer(cast.amina, BASICS, QUIZ, "many", [0, 2], NOW + timedelta(seconds=1), 1)
    quizzes.open_attempt(cast.dita, BASICS, QUIZ, NOW)
    values = {"who": cast.amina.enrolment_id, "by": NOW}
    expected = [dict(row._mapping) for row in read(ATTEMPTS, **values)]
    usual.clear()
    found = [row._asdict() for row in Prepared(ATTEMPTS).all(**values)]
    assert found == expected
    assert [type(value) for value in found[0].values()] == [type(value) for value in expected[0].values()]
    assert found[0]["answers"] == {"many": [0, 2]}
    assert found[0]["started_at"] == NOW
    assert usual == []


def test_times_go_in_as_times_of_any_zone_and_never_without_one(cast):
    quizzes.open_attempt(cast.amina, BASICS, QUIZ, NOW)
    query, who = Prepared(ATTEMPTS), cast.amina.enrolment_id
    east = timezone(timedelta(hours=3))
    assert len(query.all(who=who, by=NOW.astimezone(east))) == 1
    assert query.first(who=who, by=(NOW - timedelta(seconds=1)).astimezone(east)) is None
    with pytest.raises(ValueError, match="without a zone"):
        query.all(who=who, by=datetime(2026, 1, 1))


def test_a_value_left_out_is_told(cast):
    with pytest.raises(KeyError):
        Prepared(ATTEMPTS).all(who=1)


def test_a_change_stands_for_itself(cast, usual):
    rows = Prepared(RENAME).change(who=cast.amina.person_id, new="Amina Ünal")
    assert [row.name for row in rows] == ["Amina Ünal"]
    assert usual == []
    db.engine.dispose()  # ends every connection with what is not committed
    assert Prepared(NAME).first(who=cast.amina.person_id).name == "Amina Ünal"


def test_inside_a_transaction_it_sees_its_changes_and_is_taken_back_with_it(cast):
    who, name = cast.amina.person_id, Prepared(NAME)
    before = name.first(who=who).name
    seen = []

    def change_and_fail() -> None:
        with transaction():
            Prepared(RENAME).change(who=who, new="Another")
            seen.append(name.first(who=who).name)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change_and_fail()
    assert seen == ["Another"]
    assert name.first(who=who).name == before


def test_who_listens_to_statements_hears_them(cast, database):
    query = Prepared(ATTEMPTS)
    query.all(who=1, by=NOW)
    with database.statements() as sent:
        query.all(who=1, by=NOW)
    assert len(sent) == 1


def test_a_failing_statement_fails_as_it_does_in_sqlalchemy_and_the_next_one_works(cast):
    with pytest.raises((OperationalError, ProgrammingError)):
        Prepared(select(text("nothing")).select_from(text("nowhere"))).all()
    gc.collect()  # the connection that failed hangs on the error
    assert Prepared(ATTEMPTS).all(who=1, by=NOW) == []


def test_what_fails_in_the_driver_is_asked_once_more_on_the_usual_way(cast, usual, monkeypatch):
    query = Prepared(NAME)

    def lose(*_):
        raise reading().dialect.loaded_dbapi.OperationalError("gone")

    monkeypatch.setattr(prepared._Plan, "send", lose)
    assert query.first(who=cast.amina.person_id).name == cast.amina.name
    assert len(usual) == 1


def test_a_change_that_the_database_cannot_take_is_told_as_not_saved(cast, monkeypatch):
    def fail(*_, **__):
        raise OperationalError("UPDATE", {}, Exception("disk full"))

    monkeypatch.setattr(Prepared, "all", fail)
    with pytest.raises(NotSaved):
        Prepared(RENAME).change(who=1, new="X")


def test_times_are_those_of_utc(cast):
    quizzes.open_attempt(cast.amina, BASICS, QUIZ, NOW)
    assert Prepared(ATTEMPTS).first(who=cast.amina.enrolment_id, by=NOW).started_at.tzinfo is UTC
