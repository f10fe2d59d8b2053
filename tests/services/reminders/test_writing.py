"""Who gets a letter, who does not and why, and that both are written down."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from lms.db import transaction
from lms.errors import InvalidInput
from lms.models import Enrolment, Message, Person
from lms.services import outbox, reminders
from lms.services.people import deactivate
from lms.services.regions import get_region
from lms.services.stop_links import stop_link
from tests.people import NORTH, NOW, SOUTH
from tests.services.reminders.conftest import DAY, all_letters, all_skips, reasons
from tests.small_courses import SmallCatalogue

KINDS = {
    "invitation": "new",
    "never_opened": "invited",
    "not_started": "opened",
    "inactive": "learning",
}


@pytest.mark.parametrize(("kind", "state"), KINDS.items())
def test_a_letter_goes_to_those_whom_it_fits_and_to_nobody_else(database, person, write, send, kind, state):
    ids = {name: person(name) for name in ("new", "invited", "opened", "learning", "finished")}
    fitting = {ids[state]} | ({ids["new"], ids["invited"]} if kind in ("invitation", "never_opened") else set())
    written = write(kind, *ids.values())
    assert set(written.sent) == fitting
    assert set(reasons(written)) == set(ids.values()) - fitting
    assert reasons(written)[ids["finished"]] == "finished"
    assert {reason for one, reason in reasons(written).items() if one != ids["finished"]} <= {"changed"}
    assert send() == len(fitting)
    assert {letter.kind for letter in all_letters()} == {kind}


def test_the_dry_run_names_exactly_those_who_are_written_to(database, person, write):
    ids = [person(state, f"{state} {n}") for state in ("learning", "finished", "opened") for n in range(4)]
    write("inactive", ids[0])
    dry = reminders.choose(get_region(NORTH), ids, reminders.Kind.INACTIVE, NOW)
    wet = write("inactive", *ids)
    assert tuple(one.enrolment_id for one in dry.ready) == wet.sent == tuple(ids[1:4])
    assert dry.skipped == wet.skipped
    assert [letter.address for letter in all_letters()] == [f"learning.{n}@north.example" for n in (0, 1, 2, 3)]


def test_nobody_has_two_letters_in_a_week_whatever_their_kind(database, person, write, send):
    one = person("new")
    assert write("invitation", one).sent == (one,)
    assert reasons(write("invitation", one)) == {one: "on_its_way"}
    send()
    for days in range(7):
        assert reasons(write("never_opened", one, now=NOW + days * DAY)) == {one: "this_week"}
    # A week later by the calendar, though some minutes earlier by the clock.
    assert write("never_opened", one, now=NOW + 7 * DAY - timedelta(minutes=20)).sent == (one,)


def test_a_sign_in_letter_that_somebody_asked_for_does_not_count(database, person, write, send):
    one = person("invited")
    from lms.services import sign_in

    sign_in.request_link("invited@north.example", "", database.config, NOW)
    send()
    assert write("never_opened", one).sent == (one,)


def test_a_letter_that_came_back_does_not_count_but_the_address_must_change_first(database, person, write):
    one = person("new")
    write("invitation", one)
    with transaction() as session:
        session.execute(update(Message).values(state="bounced", failed_at=NOW, failure="550 no such mailbox"))
    assert reasons(write("invitation", one, now=NOW + DAY)) == {one: "bounced"}
    with transaction() as session:
        session.execute(update(Person).where(Person.name == "New").values(email="right@north.example"))
    assert write("invitation", one, now=NOW + DAY).sent == (one,)


def test_closed_accounts_missing_addresses_and_stopped_letters_are_skipped(database, person, write, send):
    closed, lost, stopped = person("learning", "A"), person("learning", "B"), person("learning", "C")
    people = {one.name: one.id for one in _people()}
    deactivate(people["A"], None, NOW)
    with transaction() as session:
        session.execute(update(Person).where(Person.name == "B").values(email="erased-17"))
    token = stop_link(people["C"], database.config).rpartition("/")[2]
    reminders.stop_letters(token, "", database.config, NOW)
    expected = {closed: "closed", lost: "no_address", stopped: "stopped"}
    assert reasons(write("inactive", closed, lost, stopped)) == expected
    assert [(skip.person_id, skip.reason) for skip in all_skips()] == [
        (people[name], reason) for name, reason in zip("ABC", expected.values(), strict=True)
    ]
    reminders.start_letters(token, "", database.config, NOW)
    assert write("inactive", stopped).sent == (stopped,)
    assert send() == 1


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"completed_at": NOW}, "finished"),
        ({"started_at": None}, "changed"),
        ({"last_active_at": NOW + timedelta(minutes=1)}, "changed"),
    ],
)
def test_a_letter_that_waited_while_the_person_went_on_is_not_sent(database, person, write, send, change, why):
    one = person("learning")
    write("inactive", one)
    with transaction() as session:
        session.execute(update(Enrolment).where(Enrolment.id == one).values(**change))
    assert send() == 0
    (letter,) = all_letters()
    assert (letter.state, letter.failure, letter.sent_at) == ("withdrawn", why, None)


def test_people_of_other_regions_are_passed_over_in_silence(database, person, write):
    mine, foreign = person("learning"), person("learning", "Elsewhere", SOUTH)
    written = write("inactive", mine, foreign, 9999)
    assert written.sent == (mine,)
    assert written.skipped == ()
    assert all_skips() == []


def test_waiting_for_the_exam_means_that_only_the_exam_is_left(database, person, write):
    far = person("learning")
    assert reasons(write("waiting_for_exam", far)) == {far: "changed"}


def test_a_note_is_one_plain_paragraph_and_is_remembered(database, person, write):
    one = person("learning")
    write("inactive", one, note="  See you\r\nin %(name)s {{ 7*7 }}\x00 <b>Monday</b> ")
    text = all_letters()[0].text
    assert "Chen Coordinator writes: See you in %(name)s {{ 7*7 }} <b>Monday</b>\n" in text
    assert reminders.find_note(NORTH) == "See you in %(name)s {{ 7*7 }} <b>Monday</b>"
    assert reminders.find_note(SOUTH) == ""
    with pytest.raises(InvalidInput, match="301"):
        write("inactive", one, note="x" * 301)


def test_a_kind_that_does_not_exist_is_refused(database, person, write):
    with pytest.raises(InvalidInput):
        write("sign-in", person("learning"))


def test_a_preview_writes_nothing_and_leads_nowhere(database, person, write):
    one = person("invited")
    ready = reminders.choose(get_region(NORTH), [one], reminders.Kind.NEVER_OPENED, NOW).ready
    with database.statements() as statements:
        ((to, letter),) = reminders.preview_letters(
            NORTH, ready, "never_opened", "Hello there", None, SmallCatalogue(), database.config, NOW
        )
    assert to.enrolment_id == one
    assert "10 February 2026" in letter.text
    assert "A word from your region: Hello there" in letter.text
    assert all(statement.lstrip().startswith("SELECT") for statement in statements)
    assert all_letters() == []


def test_a_reminder_can_be_stopped_by_link_and_by_the_button_of_mail_programs(database, person, write, send):
    one = person("learning")
    write("inactive", one)
    send()
    (path,) = (database.config.var / "outbox").iterdir()
    source = path.read_bytes().decode()
    (letter,) = outbox.list_outbox(database.config, 9)
    link = stop_link(_people()[-1].id, database.config)
    assert f"Stop these letters: {link}" in letter.text
    assert f"List-Unsubscribe: <{link}>" in source.replace("\r\n ", " ")
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in source


def _people():
    from sqlalchemy import select

    from lms.db import db

    return list(db.session.execute(select(Person.id, Person.name).order_by(Person.id)))
