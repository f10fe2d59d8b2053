"""Letters on their way."""

import smtplib
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from lms.config import Config
from lms.db import db, transaction
from lms.models import Enrolment, Message, Person
from lms.services import enrolment, outbox, sign_in
from tests.people import NOW, Cast, make_cast

AMINA = "amina@north.example"


class Server(socketserver.ThreadingTCPServer):
    """A mail server that keeps what it gets, and refuses recipients as told."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.mails: list[str] = []
        self.refusal = ""

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class _Talk(socketserver.StreamRequestHandler):
    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self) -> None:
        self.say("220 here")
        while line := self.rfile.readline().decode():
            word = line[:4].upper().strip()
            if word == "RCPT" and self.server.refusal:
                self.say(self.server.refusal)
            elif word == "DATA":
                self.say("354 go on")
                self.take_mail()
            elif word == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 good")

    def take_mail(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.decode())
        self.server.mails.append("".join(lines))
        self.say("250 taken")


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


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
            from lms.export.letters import Letter

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
