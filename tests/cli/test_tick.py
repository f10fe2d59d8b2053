"""What is done from time to time."""

from datetime import UTC, datetime, timedelta

from lms.cli.tick import commands
from lms.db import db
from lms.services import sign_in
from tests.people import make_cast


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
