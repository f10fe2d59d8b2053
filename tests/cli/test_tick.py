"""What is done from time to time, by cron or beside the service."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from lms.cli.tick import Ticker, commands, tick
from lms.db import db, transaction
from lms.models import Enrolment, LetterPlan, Message
from lms.rules.letters import Kind
from lms.services import reminders, sign_in
from lms.services.reminders import PlanWish
from tests.people import NORTH, NOW, make_cast, make_enrolment
from tests.small_courses import SmallCatalogue

NEVER_OPENED = PlanWish(Kind.NEVER_OPENED, 14, 1, date(2026, 3, 1), date(2026, 6, 30))


class Held:
    """As much of what the application holds as a round asks for."""

    catalogue = SmallCatalogue()


@pytest.fixture(autouse=True)
def held(database):
    database.app.extensions["lms"] = Held()


def test_a_tick_sends_what_is_due_and_forgets_what_is_over(database):
    cast = make_cast()
    now = datetime.now(UTC)
    sign_in.make_link(cast.amina.person_id, database.config, now - timedelta(days=40))
    sign_in.request_link("amina@north.example", "192.0.2.7", database.config, now - timedelta(minutes=1))
    db.session.remove()
    runner = database.app.test_cli_runner()
    assert runner.invoke(commands[0]).output == "Letters sent: 1, not sent: 0. Old entries removed: 1.\n"
    db.session.remove()
    assert runner.invoke(commands[0]).output == "Letters sent: 0, not sent: 0. Old entries removed: 0.\n"


def test_a_tick_runs_the_schedules_of_its_day_once_and_says_what_it_did(database):
    cast = make_cast()
    reminders.add_plan(NORTH, NEVER_OPENED, cast.chen.person_id, NOW)
    quiet = [make_enrolment(f"Q{n}", f"q{n}@north.example", NORTH) for n in range(3)]
    with transaction() as session:
        ids = [one.enrolment_id for one in quiet]
        old = update(Enrolment).where(Enrolment.id.in_(ids)).values(invited_at=NOW - timedelta(days=20))
        session.execute(old)
    early = tick(NOW)
    assert (early.plans, early.sent) == (0, 0)
    said = str(tick(NOW + timedelta(days=1)))
    assert said.startswith("Letters sent: 3, not sent: 0. Schedules: 1, letters written: 3, people skipped: 0.")
    assert not tick(NOW + timedelta(days=1, minutes=5))
    db.session.rollback()
    assert {letter.state for letter in db.session.scalars(select(Message))} == {"sent"}
    assert db.session.scalar(select(LetterPlan.ran_on)) == date(2026, 3, 3)


def test_beside_the_service_rounds_go_on_after_one_that_failed(database, monkeypatch):
    cast = make_cast()
    sign_in.request_link("amina@north.example", "", database.config, datetime.now(UTC))
    db.session.remove()
    said: list[str] = []
    done = threading.Event()
    rounds: list[int] = []

    def tick_or_fail(now):
        rounds.append(1)
        if len(rounds) == 1:
            raise KeyError("a fault of ours")
        return tick(now)

    def hear(text: str) -> None:
        said.append(text)
        done.set()

    seen: list[object] = []
    monkeypatch.setattr(threading, "excepthook", seen.append)
    monkeypatch.setattr("lms.cli.tick.tick", tick_or_fail)
    with Ticker(database.app, 0.01, hear):
        assert done.wait(20)
    assert said[0] == "Letters sent: 1, not sent: 0. Old entries removed: 0."
    assert len(seen) == 1
    assert cast.amina.person_id
