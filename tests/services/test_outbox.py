"""Letters on their way."""

import smtplib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from lms.config import Config
from lms.db import db, transaction
from lms.errors import NotSaved
from lms.export.letters import Letter
from lms.models import Enrolment, Message, Person
from lms.services import enrolment, outbox, sign_in
from tests.people import NOW, Cast, make_cast
from tests.services.mail import Server, running

AMINA = "amina@north.example"


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as started:
        yield started


@pytest.fixture
def cast(database) -> Cast:
    return make_cast()


@pytest.fixture
def by_mail(database, cast, server) -> Config:
    return replace(database.config, mail_server=server.url)


def message() -> Message:
    db.session.rollback()
    return db.session.scalars(select(Message).execution_options(populate_existing=True)).one()


def invited_at(cast: Cast):
    db.session.rollback()
    return db.session.scalar(select(Enrolment.invited_at).where(Enrolment.id == cast.amina.enrolment_id))


def test_without_a_server_letters_become_files(database, cast):
    sign_in.request_link(AMINA, "", database.config, NOW)
    assert outbox.deliver_due(database.config, NOW) == outbox.Delivered(1, 0)
    (path,) = (database.config.var / "outbox").iterdir()
    assert path.suffix == ".eml"
    assert path.stat().st_mode & 0o077 == 0
    (letter,) = outbox.list_outbox(database.config, 10)
    assert (letter.address, letter.subject, letter.at) == (AMINA, "Your link to sign in", NOW)
    assert "https://learn.example/sign-in/" in letter.text


def test_the_newest_letters_are_listed_first(database, cast):
    for minute in range(3):
        sign_in.request_link(AMINA, "", database.config, NOW + timedelta(minutes=minute))
        outbox.deliver_due(database.config, NOW + timedelta(minutes=minute))
    found = outbox.list_outbox(database.config, 2)
    assert [letter.at for letter in found] == [NOW + timedelta(minutes=2), NOW + timedelta(minutes=1)]


def test_an_outbox_that_is_not_there_is_empty(database):
    assert outbox.list_outbox(database.config, 10) == ()


def test_a_letter_goes_out_once(by_mail, server):
    sign_in.request_link(AMINA, "", by_mail, NOW)
    assert outbox.deliver_due(by_mail, NOW).sent == 1
    assert outbox.deliver_due(by_mail, NOW).sent == 0
    assert len(server.mails) == 1
    assert "To: Amina Trainee <amina@north.example>" in server.mails[0]
    assert message().sent_at == NOW


def test_invited_means_that_the_mail_server_took_the_letter(by_mail, cast):
    enrolment.invite([cast.amina.enrolment_id], by_mail, NOW)
    assert invited_at(cast) is None
    later = NOW + timedelta(minutes=3)
    outbox.deliver_due(by_mail, later)
    assert invited_at(cast) == later


def test_a_sign_in_letter_is_no_invitation(by_mail, cast):
    sign_in.request_link(AMINA, "", by_mail, NOW)
    outbox.deliver_due(by_mail, NOW)
    assert invited_at(cast) is None


def test_a_refused_recipient_is_given_up_at_once_and_the_letter_wiped(by_mail, server, cast):
    enrolment.invite([cast.amina.enrolment_id], by_mail, NOW)
    server.refusal = "550 no such mailbox"
    assert outbox.deliver_due(by_mail, NOW) == outbox.Delivered(0, 1)
    lost = message()
    assert (lost.state, lost.failed_at, lost.sent_at) == ("bounced", NOW, None)
    assert lost.failure == "550 no such mailbox"
    assert "/sign-in/********" in lost.text
    assert invited_at(cast) is None


def test_a_server_that_asks_to_wait_is_asked_again_later(by_mail, server):
    sign_in.request_link(AMINA, "", by_mail, NOW)
    server.refusal = "451 greylisted, come back later"
    outbox.deliver_due(by_mail, NOW)
    waiting = message()
    assert (waiting.failed_at, waiting.tries, waiting.due_at) == (None, 1, NOW + timedelta(minutes=2))
    server.refusal = ""
    assert outbox.deliver_due(by_mail, NOW + timedelta(minutes=1)).sent == 0
    assert outbox.deliver_due(by_mail, NOW + timedelta(minutes=2)).sent == 1
    assert message().failure == ""


def test_a_server_that_is_gone_is_asked_again_until_the_letter_is_too_old(database, cast):
    config = replace(database.config, mail_server="smtp://127.0.0.1:1")
    sign_in.request_link(AMINA, "", config, NOW)
    sign_in.request_link("dita@south.example", "", config, NOW)
    now = NOW
    rounds = 0
    while db.session.scalar(select(Message.id).where(Message.failed_at.is_(None)).limit(1)):
        assert outbox.deliver_due(config, now).sent == 0
        db.session.rollback()
        now = db.session.scalar(select(Message.due_at).order_by(Message.due_at.desc()).limit(1))
        rounds += 1
        assert rounds < 20
    assert rounds == 10
    assert all("ConnectionRefusedError" in text for text in db.session.scalars(select(Message.failure)))
    assert set(db.session.scalars(select(Message.state))) == {"expired"}
    assert all("/sign-in/********" in text for text in db.session.scalars(select(Message.text)))


def test_a_letter_whose_link_would_be_dead_is_not_sent(by_mail, server):
    sign_in.request_link(AMINA, "", by_mail, NOW)
    outbox.deliver_due(by_mail, NOW + timedelta(hours=24))
    assert server.mails == []
    assert message().failure == "too late"


def test_a_letter_taken_by_a_process_that_died_is_sent_by_another(by_mail, server):
    sign_in.request_link(AMINA, "", by_mail, NOW)
    with transaction() as session:  # what `deliver_due` does before it sends
        session.execute(update(Message).values(due_at=NOW + timedelta(minutes=10), tries=1))
    assert outbox.deliver_due(by_mail, NOW + timedelta(minutes=1)).sent == 0
    assert outbox.deliver_due(by_mail, NOW + timedelta(minutes=10)).sent == 1


def test_a_name_with_line_breaks_adds_no_header(by_mail, server, cast):
    with transaction() as session:
        name = "Amina\r\nBcc: thief@evil.example\r\n\r\nHello"
        session.execute(update(Person).where(Person.id == cast.amina.person_id).values(name=name))
    sign_in.request_link(AMINA, "", by_mail, NOW)
    assert outbox.deliver_due(by_mail, NOW).sent == 1
    head, _, _ = server.mails[0].partition("\r\n\r\n")
    assert not any(line.lower().startswith("bcc") for line in head.splitlines())


def test_many_letters_go_out_in_one_call(database, cast):
    for _ in range(60):
        link = sign_in.make_link(cast.amina.person_id, database.config, NOW)
        person = db.session.connection().execute(select(Person.__table__)).first()
        with transaction() as session:
            letter = Letter("Subject", link.url)
            outbox.write_letter(session, letter, outbox.SIGN_IN, person, NOW, sign_in.LIFE)
    assert outbox.deliver_due(database.config, NOW).sent == 60


def test_a_server_that_speaks_no_mail_is_tried_again(database, cast, monkeypatch):
    def refuse(*_args, **_rest):
        raise smtplib.SMTPServerDisconnected("gone")

    monkeypatch.setattr(smtplib, "SMTP", refuse)
    config = replace(database.config, mail_server="smtp://mail.example:25")
    sign_in.request_link(AMINA, "", config, NOW)
    assert outbox.deliver_due(config, NOW) == outbox.Delivered(0, 1)
    assert message().due_at == NOW + timedelta(minutes=2)


def test_a_server_without_encryption_is_not_told_the_password(database, cast, server, monkeypatch):
    connect = smtplib.SMTP
    monkeypatch.setattr(
        smtplib, "SMTP", lambda _host, _port, **rest: connect("127.0.0.1", server.server_address[1], **rest)
    )
    config = replace(database.config, mail_server="smtp://lms:secret@mail.example:25")
    sign_in.request_link(AMINA, "", config, NOW)
    assert outbox.deliver_due(config, NOW) == outbox.Delivered(0, 1)
    assert "no encryption" in message().failure
    assert server.heard
    assert not any(line.upper().startswith("AUTH") for line in server.heard)


def test_a_letter_that_is_no_reminder_is_sent_whatever_came_since_and_cannot_be_stopped(by_mail, server, cast):
    with transaction() as session:
        letter = Letter("Your certificate", "It is here.")
        outbox.write_letter(session, letter, "certificate", _person(cast), NOW, timedelta(days=3))
        session.execute(update(Enrolment).values(completed_at=NOW))
    assert outbox.deliver_due(by_mail, NOW).sent == 1
    assert "List-Unsubscribe" not in server.mails[0]


def test_a_letter_that_breaks_the_conversation_does_not_hold_up_the_others(by_mail, server, cast):
    sign_in.request_link(AMINA, "", by_mail, NOW)
    sign_in.request_link("dita@south.example", "", by_mail, NOW + timedelta(seconds=1))
    server.hangs_up_on = AMINA
    now = NOW + timedelta(seconds=2)
    assert outbox.deliver_due(by_mail, now) == outbox.Delivered(1, 1)
    db.session.rollback()
    states = dict(db.session.execute(select(Message.address, Message.state)).all())
    assert states == {AMINA: "waiting", "dita@south.example": "sent"}


def test_an_address_that_the_server_cannot_write_to_is_given_up_and_the_others_go_out(by_mail, server, cast):
    with transaction() as session:
        foreign = update(Person).where(Person.id == cast.amina.person_id).values(email="ämina@north.example")
        session.execute(foreign)
    sign_in.request_link("ämina@north.example", "", by_mail, NOW)
    sign_in.request_link("dita@south.example", "", by_mail, NOW)
    assert outbox.deliver_due(by_mail, NOW) == outbox.Delivered(1, 1)
    db.session.rollback()
    assert sorted(db.session.scalars(select(Message.state))) == ["bounced", "sent"]


@pytest.mark.parametrize(("word", "answer"), [("MAIL", "550 sender not allowed"), ("", "554 no service here")])
def test_what_a_server_says_against_us_costs_no_letter(by_mail, server, cast, word, answer):
    sign_in.request_link(AMINA, "", by_mail, NOW)
    server.answers[word] = answer
    assert outbox.deliver_due(by_mail, NOW) == outbox.Delivered(0, 1)
    waiting = message()
    assert (waiting.state, waiting.due_at) == ("waiting", NOW + timedelta(minutes=2))
    assert answer[4:] in waiting.failure
    server.answers.clear()
    assert outbox.deliver_due(by_mail, NOW + timedelta(minutes=2)).sent == 1


def test_somebody_who_waits_to_sign_in_does_not_queue_behind_a_region(by_mail, server, cast):
    with transaction() as session:
        for _ in range(3):
            outbox.write_letter(session, Letter("A", "B"), "certificate", _person(cast), NOW, timedelta(days=3))
    sign_in.request_link("dita@south.example", "", by_mail, NOW + timedelta(minutes=1))
    outbox.deliver_due(by_mail, NOW + timedelta(minutes=2))
    assert len(server.mails) == 4
    assert "dita@south.example" in server.mails[0]


def test_a_note_that_cannot_be_written_at_once_is_tried_again(by_mail, server, cast, monkeypatch):
    sign_in.request_link(AMINA, "", by_mail, NOW)
    write, failed = outbox._note_sent, []

    def fail_once(session, row, now):
        if not failed:
            failed.append(row)
            raise NotSaved("The disk is full.")
        return write(session, row, now)

    monkeypatch.setattr(outbox, "_note_sent", fail_once)
    assert outbox.deliver_due(by_mail, NOW).sent == 1
    assert (message().state, len(server.mails), len(failed)) == ("sent", 1, 1)


def test_who_lost_a_letter_to_another_process_cannot_give_it_up(by_mail, server, cast):
    sign_in.request_link(AMINA, "", by_mail, NOW)
    row = outbox._take(NOW, NOW)
    assert row is not None
    later = NOW + timedelta(minutes=11)
    assert outbox.deliver_due(by_mail, later).sent == 1
    outbox._give_up(row, outbox.LetterState.BOUNCED, "550 too late", later)
    assert message().state == "sent"


def test_each_lease_counts_from_its_own_letter_not_from_the_start_of_the_round(by_mail, server, cast, monkeypatch):
    """A round of many letters takes longer than a lease; another process must not take what is being sent."""
    passed = iter(range(0, 100_000, 700))
    monkeypatch.setattr(outbox, "monotonic", lambda: next(passed))
    for address in (AMINA, "dita@south.example"):
        sign_in.request_link(address, "", by_mail, NOW)
    taken = []
    deliver = outbox._deliver

    def look(row, *rest):
        db.session.rollback()
        taken.append(db.session.scalar(select(Message.due_at).where(Message.id == row.id)))
        return deliver(row, *rest)

    monkeypatch.setattr(outbox, "_deliver", look)
    outbox.deliver_due(by_mail, NOW)
    assert taken == [NOW + timedelta(seconds=seconds, minutes=10) for seconds in (700, 1400)]


def _person(cast: Cast):
    return db.session.execute(select(Person.id, Person.email, Person.language)).first()
