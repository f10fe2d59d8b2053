"""Joining a region by its link."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lms.db import db
from lms.errors import InvalidInput, NotFound, TooManyRequests
from lms.models import AuditLine, Enrolment, JoinRequest, Message, Person
from lms.services import joining, membership, outbox, outside, reminders, sign_in
from lms.services.counters_rebuilding import repair
from lms.services.enrolment import invite
from lms.services.people import deactivate
from lms.services.stop_links import stop_link
from tests.people import NOW, Cast, make_cast
from tests.services.letters_seen import newest_letter
from tests.services.outside_world import batch, record_of, tell
from tests.small_courses import PROGRAMME


@pytest.fixture
def cast(database) -> Cast:
    return make_cast()


@pytest.fixture
def code(database, cast) -> str:
    joining.open_link("north", cast.chen.person_id, NOW)
    joining.set_domains("north", "north.example", cast.chen.person_id, NOW)
    link = joining.find_link("north")
    assert link is not None
    return link.code


def ask(database, code: str, email: str, now=NOW, **changes) -> None:
    form = {"name": "Olga One", "email": email, "category": "media", "language": "en"} | changes
    joining.ask(code, form, "192.0.2.1", database.config, now)


def count(model) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model))


def test_an_address_of_the_regions_domains_is_enrolled_and_invited(database, code):
    ask(database, code, " OLGA@unit.north.example ")
    assert count(Person) == 6
    assert joining.settle(PROGRAMME, database.config, NOW) == 1
    found = db.session.scalars(select(Enrolment).where(Enrolment.source == "join")).one()
    assert (found.region_id, found.category) == ("north", "media")
    assert "North takes part" in newest_letter(database.config, "olga@unit.north.example", NOW).text
    assert count(JoinRequest) == 0
    assert joining.settle(PROGRAMME, database.config, NOW) == 0


def test_others_wait_for_the_coordinator_who_lets_them_in_or_turns_them_away(database, code, cast):
    for name in ("olga", "paul", "rita"):
        ask(database, code, f"{name}@far.example")
    assert joining.settle(PROGRAMME, database.config, NOW) == 0
    assert joining.list_waiting("south") == ()
    olga, paul, rita = joining.list_waiting("north")
    assert (olga.email, olga.name, olga.category) == ("olga@far.example", "Olga One", "media")
    me = cast.chen.person_id
    assert joining.decide("south", [olga.id], True, me, PROGRAMME, database.config, NOW) == 0
    assert joining.decide("north", [olga.id, paul.id], True, me, PROGRAMME, database.config, NOW) == 2
    assert joining.decide("north", [olga.id, rita.id], False, me, PROGRAMME, database.config, NOW) == 1
    assert joining.list_waiting("north") == ()
    assert newest_letter(database.config, "paul@far.example", NOW).code
    assert db.session.scalar(select(Person.id).where(Person.email == "rita@far.example")) is None
    lines = db.session.execute(select(AuditLine.action, AuditLine.detail).where(AuditLine.action.like("join.%")))
    assert [tuple(line) for line in lines][-2:] == [("join.approved", "people 2"), ("join.refused", "people 1")]


def test_whoever_is_enrolled_already_gets_a_letter_to_sign_in_and_stays_where_they_are(database, code):
    ask(database, code, "amina@north.example")
    ask(database, code, "dita@south.example")
    before = count(Enrolment)
    joining.settle(PROGRAMME, database.config, NOW)
    assert (count(Enrolment), count(JoinRequest), count(Message)) == (before, 0, 2)
    assert newest_letter(database.config, "dita@south.example", NOW).token


def test_who_joins_finds_at_once_what_they_did_elsewhere(database, code, cast):
    people = [tell("olga", "basics"), tell("paul", "basics", email="paul@far.example")]
    outside.take_over(batch(), people, PROGRAMME, database.config, None, NOW)
    ask(database, code, "olga@north.example")
    ask(database, code, "paul@far.example")
    joining.settle(PROGRAMME, database.config, NOW)
    (paul,) = joining.list_waiting("north")
    joining.decide("north", [paul.id], True, cast.chen.person_id, PROGRAMME, database.config, NOW)
    joined = db.session.scalars(select(Enrolment.id).where(Enrolment.source == "join")).all()
    assert [record_of(enrolment, "basics").completed_by for enrolment in joined] == ["moodle", "moodle"]


def test_who_left_and_asks_to_come_back_waits_for_the_coordinator_who_brings_them_back(database, code, cast):
    amina, me = cast.amina, cast.chen.person_id
    invite([amina.enrolment_id], database.config, NOW - timedelta(days=9))
    outbox.deliver_due(database.config, NOW - timedelta(days=9))
    stop = stop_link(amina.person_id, database.config).rpartition("/")[2]
    reminders.stop_letters(stop, "", database.config, NOW - timedelta(days=2))
    membership.move_out("north", [amina.enrolment_id], me, NOW - timedelta(days=1))
    ask(database, code, "amina@north.example")
    assert joining.settle(PROGRAMME, database.config, NOW) == 0
    (waiting,) = joining.list_waiting("north")
    assert joining.decide("north", [waiting.id], True, me, PROGRAMME, database.config, NOW) == 1
    found = newest_letter(database.config, "amina@north.example", NOW)
    assert sign_in.sign_in_with_token(found.token, "", database.config, NOW).enrolment_id == amina.enrolment_id
    assert count(JoinRequest) == 0
    assert repair(NOW) == ()


def test_an_account_that_was_closed_is_not_opened_by_a_link(database, code, cast):
    deactivate(cast.amina.person_id, None, NOW)
    deactivate(cast.dita.person_id, None, NOW)
    ask(database, code, "amina@north.example")
    ask(database, code, "dita@south.example")
    joining.settle(PROGRAMME, database.config, NOW)
    waiting = [one.id for one in joining.list_waiting("north")]
    assert len(waiting) == 2
    me = cast.chen.person_id
    assert joining.decide("north", waiting, True, me, PROGRAMME, database.config, NOW) == 0
    assert (count(JoinRequest), count(Message)) == (0, 0)


def test_asking_again_while_waiting_changes_nothing(database, code):
    ask(database, code, "olga@far.example")
    joining.settle(PROGRAMME, database.config, NOW)
    ask(database, code, "olga@far.example", name="Somebody Else")
    assert [row.name for row in joining.list_waiting("north")] == ["Olga One"]


def test_a_new_code_and_a_closed_link_lead_nowhere(database, code, cast):
    assert joining.get_open_link(code.lower().replace("-", " ")).region_id == "north"
    joining.open_link("north", cast.chen.person_id, NOW)
    with pytest.raises(NotFound):
        ask(database, code, "olga@north.example")
    link = joining.find_link("north")
    assert link is not None
    assert link.domains == ("north.example",)
    joining.close_link("north", cast.chen.person_id, NOW)
    with pytest.raises(NotFound):
        joining.get_open_link(link.code)
    assert joining.find_link("south") is None


@pytest.mark.parametrize("changes", [{"email": "none"}, {"name": " "}, {"category": "friend"}])
def test_a_form_that_cannot_be_used_leaves_nothing_behind(database, code, changes):
    with pytest.raises(InvalidInput):
        ask(database, code, **({"email": "olga@north.example"} | changes))
    assert count(JoinRequest) == 0


def test_one_address_may_ask_a_few_times_an_hour_whether_it_is_known_or_not(database, code):
    for email in ("amina@north.example", "olga@far.example"):
        for _ in range(5):
            ask(database, code, email)
        with pytest.raises(TooManyRequests):
            ask(database, code, email)
        ask(database, code, email, NOW + timedelta(hours=1, seconds=1))


def test_a_request_on_which_nobody_decides_is_forgotten(database, code):
    ask(database, code, "olga@far.example")
    joining.settle(PROGRAMME, database.config, NOW)
    assert joining.forget_requests(NOW + timedelta(days=59)) == 0
    assert joining.forget_requests(NOW + timedelta(days=60)) == 1
