"""A region with people in every state, on both databases."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from lms.db import db, transaction
from lms.models import Enrolment, LetterSkip, Message
from lms.services import outbox, reminders
from lms.services.reminders import Written
from tests.database import Database
from tests.people import NORTH, NOW, Cast, make_cast, make_course_record, make_enrolment
from tests.small_courses import SmallCatalogue

DAY = timedelta(days=1)
STATES = {
    "new": {},
    "invited": {"invited_at": NOW - 20 * DAY},
    "opened": {"invited_at": NOW - 30 * DAY, "opened_at": NOW - 20 * DAY},
    "learning": {"opened_at": NOW - 30 * DAY, "started_at": NOW - 30 * DAY, "last_active_at": NOW - 20 * DAY},
    "finished": {
        "opened_at": NOW - 30 * DAY,
        "started_at": NOW - 30 * DAY,
        "completed_at": NOW - 9 * DAY,
        "last_active_at": NOW - 9 * DAY,
    },
}


@pytest.fixture
def cast(database: Database) -> Cast:
    return make_cast()


@pytest.fixture
def person(cast: Cast) -> Callable[..., int]:
    """Make somebody who stands somewhere; give the enrolment."""

    def make(state: str, name: str = "", region: str = NORTH, **changes: object) -> int:
        name = name or state.capitalize()
        enrolled = make_enrolment(name, f"{name.replace(' ', '.').lower()}@{region}.example", region, **changes)
        if STATES[state]:
            with transaction() as session:
                mine = update(Enrolment).where(Enrolment.id == enrolled.enrolment_id)
                session.execute(mine.values(**STATES[state]))
        if state in ("learning", "finished"):
            make_course_record(enrolled.enrolment_id, region, "basics", started_at=NOW - 30 * DAY)
        return enrolled.enrolment_id

    return make


@pytest.fixture
def write(database: Database, cast: Cast) -> Callable[..., Written]:
    """Write letters as Chen."""

    def act(kind: str, *ids: int, now=NOW, note: str = "", region: str = NORTH) -> Written:
        return reminders.write_letters(
            region, ids, kind, note, cast.chen.person_id, SmallCatalogue(), database.config, now
        )

    return act


@pytest.fixture
def send(database: Database) -> Callable[..., int]:
    """Send what is due."""
    return lambda now=NOW: outbox.deliver_due(database.config, now).sent


def all_letters() -> list[Message]:
    db.session.rollback()
    return list(db.session.scalars(select(Message).order_by(Message.id).execution_options(populate_existing=True)))


def all_skips() -> list[LetterSkip]:
    db.session.rollback()
    return list(db.session.scalars(select(LetterSkip).order_by(LetterSkip.id)))


def reasons(written: Written) -> dict[int, str]:
    return {one.enrolment_id: one.reason.value for one in written.skipped}
