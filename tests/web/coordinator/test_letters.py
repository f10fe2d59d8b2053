"""The letters of a region: numbers, previews, sending, schedules, log."""

import csv
import io
import re
from datetime import timedelta
from email import policy
from email.parser import BytesParser

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select, update

from lms.db import db, transaction
from lms.models import AuditLine, Enrolment, LetterPlan, Message, Person
from lms.services import reminders
from lms.web.context import now
from tests.people import NORTH, SOUTH, Cast, make_enrolment
from tests.web.visitor import Visitor

BASE = "/regions/north/letters"


@pytest.fixture
def quiet(app: Flask, cast: Cast) -> list[int]:
    """Five people of the North and one of the South who were invited a month ago and never came."""
    made = []
    with app.app_context():
        for number in range(6):
            region = NORTH if number < 5 else SOUTH
            enrolled = make_enrolment(f"Quiet {number}", f"quiet{number}@{region}.example", region, language="en")
            made.append(enrolled.enrolment_id)
        with transaction() as session:
            mine = update(Enrolment).where(Enrolment.id.in_(made))
            session.execute(mine.values(invited_at=now() - timedelta(days=30)))
    return made


def letters(app: Flask) -> list[Message]:
    with app.app_context():
        return list(db.session.scalars(select(Message).order_by(Message.id)))


def send(visitor: Visitor, ids: list[int], promised: int, **changes: str):
    data = {"to": [str(one) for one in ids], "promised": str(promised), "act": "send", "note": "", "days": "14"}
    # Read to its end: the letters go out once the answer has gone.
    return visitor.post(f"{BASE}/write/never_opened", data | changes, buffered=True)


def test_the_page_says_how_many_would_get_each_letter_today(chen: Visitor, quiet: list[int]) -> None:
    page = chen.get(BASE).text
    assert "Would go to 5 people today" in page
    assert "Would go to 1 person today" in page  # the invitation of Amina
    assert "No schedule yet" in page


def test_three_real_letters_are_shown_and_nothing_is_written(app: Flask, chen: Visitor, quiet: list[int]) -> None:
    page = chen.get(f"{BASE}/write/never_opened").text
    assert page.count('class="letter"') == 3
    assert "Hello Quiet 0," in page
    assert "Send to 5 people" in page
    assert letters(app) == []


def test_previews_hold_nobody_s_working_link(chen: Visitor, quiet: list[int]) -> None:
    page = chen.get(f"{BASE}/write/never_opened").text
    assert "/letters/stop/…" in page
    assert re.findall(r"/(?:letters/stop|sign-in)/[\w-]{9,}", page) == []


def test_what_the_button_says_is_what_is_sent(app: Flask, chen: Visitor, quiet: list[int]) -> None:
    answer = send(chen, quiet[:5], 5, note="See you on Monday")
    assert answer.status_code == 303
    assert "5 letters are on their way." in chen.get(answer.location).text
    assert [letter.address for letter in letters(app)] == [f"quiet{n}@north.example" for n in range(5)]
    assert {letter.state for letter in letters(app)} == {"sent"}
    with app.app_context():
        assert reminders.find_note(NORTH) == "See you on Monday"


def test_when_the_number_has_changed_nothing_is_sent_before_it_was_shown(
    app: Flask, chen: Visitor, quiet: list[int]
) -> None:
    answer = send(chen, quiet[1:4], 5)
    assert "Nothing was sent yet." in answer.text
    assert "Send to 3 people" in answer.text
    assert letters(app) == []
    assert send(chen, quiet[1:4], 3).status_code == 303
    assert len(letters(app)) == 3


def test_a_second_press_sends_nothing_more(app: Flask, chen: Visitor, quiet: list[int]) -> None:
    send(chen, quiet[:5], 5)
    assert "Would go to nobody today." in send(chen, quiet[:5], 5).text
    assert len(letters(app)) == 5
    assert "had a letter this week: 5" in chen.get(f"{BASE}/write/never_opened").text


def test_a_form_names_nobody_of_another_region_and_nobody_whom_the_letter_does_not_fit(
    app: Flask, chen: Visitor, cast: Cast, quiet: list[int]
) -> None:
    send(chen, [quiet[0], quiet[5], cast.dita.enrolment_id, cast.amina.enrolment_id, 99999], 1)
    assert [letter.address for letter in letters(app)] == ["quiet0@north.example"]


def test_a_note_that_is_too_long_sends_nothing_and_is_given_back(
    app: Flask, chen: Visitor, quiet: list[int]
) -> None:
    answer = send(chen, quiet[:5], 5, note="ä" * 301)
    assert answer.status_code == 400
    assert "301 characters" in answer.text
    assert "ä" * 301 in answer.text
    assert letters(app) == []


def test_a_note_is_shown_as_text(chen: Visitor, quiet: list[int]) -> None:
    answer = send(chen, quiet[:5], 5, act="look", note="<script>alert(1)</script> {{ 7*7 }} %(x)s")
    assert "&lt;script&gt;" in answer.text
    assert "<script>alert" not in answer.text
    assert "{{ 7*7 }} %(x)s" in answer.text


def test_sending_needs_the_token_and_getting_sends_nothing(app: Flask, chen: Visitor, quiet: list[int]) -> None:
    assert chen.client.post(f"{BASE}/write/never_opened", data={"act": "send"}).status_code == 400
    assert chen.client.head(f"{BASE}/write/never_opened").status_code == 200
    assert letters(app) == []


@pytest.mark.parametrize("kind", ["sign-in", "nonsense"])
def test_a_letter_of_another_kind_does_not_exist(chen: Visitor, kind: str) -> None:
    assert chen.get(f"{BASE}/write/{kind}").status_code == 404


def test_the_programme_office_reads_figures_but_writes_no_letters(fen: Visitor) -> None:
    assert fen.get(BASE).status_code == 403


PLAN = {
    "kind": "never_opened",
    "days": "14",
    "weekday": "0",
    "starts_on": "2026-01-01",
    "ends_on": "2099-12-31",
    "note": "",
}


def test_a_schedule_is_written_changed_and_switched_off(app: Flask, chen: Visitor, quiet: list[int]) -> None:
    page = chen.post(f"{BASE}/schedules/new", PLAN, follow_redirects=True).text
    assert "The schedule is kept." in page
    assert "Every Monday, after 14 quiet days" in page
    assert "Written down by Chen Coordinator" in page
    assert "It would go to about 5 people today." in page
    with app.app_context():
        plan_id = db.session.scalar(select(LetterPlan.id))
    assert chen.post(f"{BASE}/schedules/{plan_id}", PLAN | {"weekday": "3", "days": "40"}).status_code == 303
    page = chen.get(BASE).text
    assert "Every Thursday, after 40 quiet days" in page
    assert "It would go to nobody today." in page
    page = chen.post(f"{BASE}/schedules/{plan_id}/switch", {"on": "no"}, follow_redirects=True).text
    assert "The schedule is switched off." in page
    assert '<span class="tag">switched off</span>' in page
    assert "Next time" not in page
    assert letters(app) == []


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"kind": "invitation"}, "choose one of the letters"),
        ({"days": "0"}, "from 1 to 365"),
        ({"days": "many"}, "from 1 to 365"),
        ({"weekday": "7"}, "day of the week"),
        ({"starts_on": "tomorrow"}, "Please give a date."),
        ({"ends_on": "2025-12-31"}, "before the first one"),
        ({"note": "x" * 301}, "301 characters"),
    ],
)
def test_what_is_wrong_with_a_schedule_is_said_at_its_field(
    app: Flask, chen: Visitor, changes: dict[str, str], told: str
) -> None:
    answer = chen.post(f"{BASE}/schedules/new", PLAN | changes)
    assert answer.status_code == 400
    assert told in answer.text
    assert f'id="{next(iter(changes))}-fault"' in answer.text
    with app.app_context():
        assert db.session.scalar(select(LetterPlan.id)) is None


def test_the_last_day_of_all_calendars_is_no_day_for_a_schedule(app: Flask, chen: Visitor) -> None:
    answer = chen.post(f"{BASE}/schedules/new", PLAN | {"starts_on": "9999-12-31", "ends_on": "9999-12-31"})
    assert answer.status_code == 400
    assert "Please give a date." in answer.text
    assert chen.get(BASE).status_code == 200


def test_a_schedule_of_another_region_is_not_found(app: Flask, chen: Visitor, cast: Cast) -> None:
    chen.post(f"{BASE}/schedules/new", PLAN)
    with app.app_context():
        plan_id = db.session.scalar(select(LetterPlan.id))
    emil = Visitor(app, app.test_client()).sign_in(cast.emil)
    there = f"/regions/south/letters/schedules/{plan_id}"
    assert emil.get(there).status_code == 404
    assert emil.post(there, PLAN).status_code == 404
    assert emil.post(f"{there}/switch", {"on": "no"}).status_code == 404
    assert "Every Monday" in chen.get(BASE).text


def test_the_log_shows_who_got_what_and_can_be_searched(
    app: Flask, chen: Visitor, cast: Cast, quiet: list[int]
) -> None:
    send(chen, quiet[:2], 2)
    with app.app_context(), transaction() as session:
        back = {"state": "bounced", "sent_at": None, "failed_at": now(), "failure": "550 no <such> mailbox"}
        session.execute(update(Message).where(Message.address == "quiet1@north.example").values(**back))
    send(chen, quiet[2:3], 1)
    page = chen.get(f"{BASE}/log").text
    assert "sent: 2 · came back: 1 · skipped: 2" in page
    assert "550 no &lt;such&gt; mailbox" in page
    assert "Chen Coordinator" in page
    found = chen.get(f"{BASE}/log?text=quiet1").text
    assert "Quiet 1" in found
    assert "Quiet 0" not in found
    assert "Quiet 1" in chen.get(f"{BASE}/log?outcome=skipped").text
    assert "No letter fits" in chen.get(f"{BASE}/log?day=2020-01-01").text
    assert chen.get(f"{BASE}/log?day=9999-12-31&page=x&outcome=y&kind=z").status_code == 200
    emil = Visitor(app, app.test_client()).sign_in(cast.emil)
    assert "Quiet" not in emil.get("/regions/south/letters/log").text


def test_the_log_goes_home_as_files_and_that_is_written_down(app: Flask, chen: Visitor, quiet: list[int]) -> None:
    with app.app_context(), transaction() as session:
        session.execute(update(Person).where(Person.name == "Quiet 0").values(name="=1+1"))
    send(chen, quiet[:3], 3)
    plain = chen.get(f"{BASE}/log.csv?text=quiet0").data.decode()
    rows = list(csv.reader(io.StringIO(plain)))
    assert rows[0][:4] == ["Written", "Letter", "Name", "Mail address"]
    assert [row[2:5] for row in rows[1:]] == [["'=1+1", "quiet0@north.example", "sent"]]
    sheet = load_workbook(io.BytesIO(chen.get(f"{BASE}/log.xlsx").data)).active
    assert sheet.max_row == 4
    with app.app_context():
        acts = db.session.scalars(select(AuditLine.detail).where(AuditLine.action == "letters.exported"))
        assert list(acts) == ["csv", "xlsx"]


def test_names_with_line_breaks_add_no_header_to_a_reminder(app: Flask, chen: Visitor, quiet: list[int]) -> None:
    with app.app_context(), transaction() as session:
        bad = "Quiet\r\nBcc: thief@evil.example\r\nList-Unsubscribe: <https://evil.example>"
        session.execute(update(Person).where(Person.email == "quiet0@north.example").values(name=bad))
    send(chen, quiet[:1], 1)
    (path,) = (app.config["LMS"].var / "outbox").glob("*.eml")
    mail = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
    assert "Bcc" not in mail
    assert len(mail.get_all("List-Unsubscribe")) == 1
    assert "evil" not in mail["List-Unsubscribe"]
