"""Letters that come back later are noted once, and only those that are ours."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from lms.db import db, transaction
from lms.intake.bounces import Bounce
from lms.models import Enrolment, Message
from lms.rules.letters import Kind, Reason
from lms.services import enrolment, outbox
from lms.services.bounces import Noted, note_bounces
from lms.services.regions import get_region
from lms.services.reminders.choosing import choose
from tests.people import NOW, Cast, make_cast

LATER = NOW + timedelta(hours=3)
AMINA = ("amina@north.example",)


@pytest.fixture
def cast(database) -> Cast:
    return make_cast()


@pytest.fixture
def letter(database, cast) -> Message:
    """An invitation that the mail server took."""
    enrolment.invite([cast.amina.enrolment_id], database.config, NOW)
    assert outbox.deliver_due(database.config, NOW).sent == 1
    return message()


def message() -> Message:
    db.session.rollback()
    query = select(Message).order_by(Message.id).execution_options(populate_existing=True)
    return db.session.scalars(query).first()


def bounce(letter: Message | None = None, **changes) -> Bounce:
    message_id = f"<{outbox.reference_of(letter)}@programme.example>" if letter else ""
    return Bounce(**({"status": "5.1.1", "message_id": message_id, "addresses": AMINA, "at": NOW} | changes))


def test_a_letter_that_comes_back_is_noted_once_and_stops_the_next_one(cast, letter):
    assert note_bounces([bounce(letter)], LATER) == {Noted.NEW: 1}
    noted = message()
    assert (noted.state, noted.failure, noted.failed_at, noted.sent_at) == ("bounced", "5.1.1", LATER, NOW)
    assert note_bounces([bounce(letter), bounce(letter, status="5.2.2")], LATER) == {Noted.KNOWN: 2}
    assert message().failure == "5.1.1"
    chosen = choose(get_region("north"), [cast.amina.enrolment_id], Kind.INVITATION, LATER + timedelta(days=20))
    assert [skipped.reason for skipped in chosen.skipped] == [Reason.BOUNCED]
    assert db.session.get_one(Enrolment, cast.amina.enrolment_id).invited_at == NOW, "a server had taken it"


def test_where_no_letter_comes_back_address_and_time_tell_which_it_was(letter):
    assert note_bounces([bounce(addresses=("else@north.example",))], LATER) == {Noted.STRANGE: 1}
    for at in (NOW - timedelta(hours=2), NOW + timedelta(days=8), None):
        assert note_bounces([bounce(at=at)], LATER) == {Noted.STRANGE: 1}
    assert note_bounces([bounce(addresses=("forwarded@far.example", *AMINA))], LATER) == {Noted.NEW: 1}
    assert note_bounces([bounce()], LATER) == {Noted.KNOWN: 1}


def test_an_id_that_is_none_of_ours_notes_nothing_whatever_the_address(letter):
    number = f"{letter.id:08d}"
    for reference in (
        f"20260302T090001-{number}",
        number,
        f"x-{number}",
        "20260302T090000-99999999999999",
        "-",
        "٣",
    ):
        strange = bounce(message_id=f"<{reference}@programme.example>")
        assert note_bounces([strange], LATER) == {Noted.STRANGE: 1}
    assert message().state == "sent"


def test_a_letter_that_has_not_gone_out_cannot_come_back(database, cast):
    enrolment.invite([cast.amina.enrolment_id], database.config, NOW)
    assert note_bounces([bounce(message()), bounce()], LATER) == {Noted.STRANGE: 2}
    with transaction() as session:
        session.execute(update(Message).values(state="withdrawn"))
    assert note_bounces([bounce(message())], LATER) == {Noted.STRANGE: 1}
    assert message().state == "withdrawn"
