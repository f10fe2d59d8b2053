"""`lms mail bounces`: what came back to the sender's address."""

from pathlib import Path

from lms.cli.mail import commands
from lms.db import db
from lms.models import Message
from lms.services import enrolment, outbox
from tests.database import Database
from tests.intake.test_bounces import GONE, back, report
from tests.people import NOW, make_cast


def test_a_mailbox_is_read_again_and_again(database: Database, tmp_path: Path) -> None:
    cast = make_cast()
    enrolment.invite([cast.amina.enrolment_id], database.config, NOW)  # type: ignore[list-item]
    outbox.deliver_due(database.config, NOW)
    (sent,) = (database.config.var / "outbox").glob("*.eml")
    mails = tmp_path / "mails"
    mails.mkdir()
    (mails / "report.eml").write_bytes(report(GONE, returned=back(sent.read_bytes().decode())))
    (mails / "strange.eml").write_bytes(report(GONE, returned=back("Message-ID: <other@far.example>\n")))
    (mails / "answer.eml").write_bytes(b"Subject: Thank you\n\nI shall be there.\n")
    db.session.remove()

    def run() -> str:
        return database.app.test_cli_runner().invoke(commands[0], ["bounces", str(mails)]).output

    told = "Mails read: 3. Letters that came back: {}, noted before: {}, of no letter of ours: 1.\n"
    assert run() == told.format(1, 0)
    assert run() == told.format(0, 1)
    (letter,) = db.session.query(Message)
    assert (letter.state, letter.failure) == ("bounced", "5.1.1")
