"""Real processes send, write and die: each letter goes out once, and none is lost."""

import multiprocessing
import os
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from lms.db import db
from lms.models import LetterSkip, Message
from lms.services import enrolment, outbox, reminders
from tests.database import Database, make_config, open_database
from tests.people import NORTH, NOW, make_cast, make_trainee
from tests.services.mail import Server, running
from tests.services.reminders.test_plans import TUESDAY, WISH
from tests.small_courses import SmallCatalogue

PROCESSES = 4
LATER = NOW + timedelta(minutes=10)


@pytest.fixture(scope="module")
def pool():
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as started:
        yield started


@pytest.fixture
def together(pool, database: Database):
    """Run `act(folder, url, *arguments)` in all processes at once."""

    def run(act, *arguments) -> list:
        db.session.remove()
        given = (str(database.config.var), database.config.database_url)
        return pool.starmap(act, [(*given, *arguments)] * PROCESSES, chunksize=1)

    return run


def message_ids(server: Server) -> Counter[str]:
    lines = (line for mail in server.mails for line in mail.splitlines())
    return Counter(line for line in lines if line.lower().startswith("message-id"))


def deliver(folder: str, url: str, mail_server: str) -> int:
    with open_database(make_config(Path(folder), url, mail_server=mail_server)) as opened:
        return outbox.deliver_due(opened.config, NOW).sent


def test_letters_sent_by_several_processes_go_out_once_each(database, together):
    make_cast()
    ids = [make_trainee(f"Person {n}", f"p{n}@north.example", NORTH).enrolment_id for n in range(40)]
    enrolment.invite(ids, database.config, NOW)
    with running() as server:
        sent = together(deliver, server.url)
    assert sum(sent) == 40
    assert len(server.mails) == 40
    assert set(message_ids(server).values()) == {1}


def write_and_run(folder: str, url: str, ids: list[int]) -> tuple[int, int]:
    """Press "send" and run the schedules, as a page and `lms tick` on several machines would."""
    with open_database(make_config(Path(folder), url)) as opened:
        config = opened.config
        due = reminders.list_due_plans(TUESDAY)
        ran = [reminders.run_plan(one, tuple(ids[:10]), SmallCatalogue(), config, TUESDAY) for one in due]
        pressed = reminders.write_letters(NORTH, ids, "invitation", "", None, SmallCatalogue(), config, TUESDAY)
        return sum(len(one.sent) for one in ran if one), len(pressed.sent)


def test_a_schedule_and_a_press_in_several_processes_write_one_letter_each(database, together):
    cast = make_cast()
    ids = [make_trainee(f"Person {n}", f"p{n}@north.example", NORTH).enrolment_id for n in range(20)]
    reminders.add_plan(NORTH, replace(WISH, kind=reminders.Kind.NEVER_OPENED), cast.chen.person_id, NOW)
    done = together(write_and_run, ids)
    assert sum(ran for ran, _ in done) + sum(pressed for _, pressed in done) == 20
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Message)) == 20
    assert db.session.scalar(select(func.count(func.distinct(Message.person_id)))) == 20
    assert db.session.scalar(select(func.count()).select_from(LetterSkip)) >= 20


_DYING = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from lms.services import mail_server, outbox
from tests.database import make_config, open_database
from tests.people import NOW

folder, url, server, where, number = sys.argv[1:]
send, sent = mail_server.MailServer.send, []

def die_around(self, message, name):
    if where == "before" and len(sent) == int(number):
        os.kill(os.getpid(), signal.SIGKILL)
    send(self, message, name)
    sent.append(name)
    if where == "after" and len(sent) > int(number):
        os.kill(os.getpid(), signal.SIGKILL)

mail_server.MailServer.send = die_around
with open_database(make_config(Path(folder), url, mail_server=server)) as opened:
    outbox.deliver_due(opened.config, NOW)
"""


@pytest.mark.parametrize("where", ["before", "after"])
def test_a_process_that_is_killed_loses_no_letter_and_repeats_one_at_most(database, where):
    make_cast()
    ids = [make_trainee(f"Person {n}", f"p{n}@north.example", NORTH).enrolment_id for n in range(6)]
    enrolment.invite(ids, database.config, NOW)
    db.session.remove()
    with running() as server:
        given = (str(database.config.var), database.config.database_url, server.url, where, "3")
        root = Path(__file__).parents[2]
        done = subprocess.run(
            [sys.executable, "-c", _DYING, *given],
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(root)},
            check=False,
        )
        assert done.returncode == -signal.SIGKILL
        config = replace(database.config, mail_server=server.url)
        # At once another process goes on with the rest; what the dead one held waits for its ten minutes.
        assert outbox.deliver_due(config, NOW).sent == 2
        assert outbox.deliver_due(config, LATER - timedelta(seconds=1)).sent == 0
        assert outbox.deliver_due(config, LATER + timedelta(minutes=1)).sent == 1
        assert outbox.deliver_due(config, LATER + timedelta(days=1)).sent == 0
    counts = message_ids(server)
    assert len(counts) == 6
    # Killed after the server took it and before we noted it: the same letter again, by the same Message-ID.
    assert sorted(counts.values()) == ([1] * 6 if where == "before" else [1] * 5 + [2])
    db.session.rollback()
    assert set(db.session.scalars(select(Message.state))) == {"sent"}
