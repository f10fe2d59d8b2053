"""Acts from the people list: a page that says what will happen, then the act."""

import io
import re
from datetime import timedelta

import pytest
from flask import Flask
from openpyxl import load_workbook

from lms.db import db
from lms.models import AuditLine, Enrolment, Message, Person
from lms.web.context import now
from tests.people import NORTH, SOUTH, Cast
from tests.reports.crowd import add_people
from tests.web.visitor import Visitor

ACT = "/regions/north/people/act"


@pytest.fixture
def silent(app: Flask, cast: Cast) -> list[int]:
    """Three people who were invited three weeks ago and never came, and one who has read."""
    with app.app_context():
        old = now() - timedelta(days=21)
        add_people(NORTH, 1, "started", at=now())
        return add_people(NORTH, 3, "invited", at=old, organisation="Quiet Office", last_active_at=None)


def promised(html: str) -> str:
    found = re.search(r'name="promised" value="(\d+)"', html)
    assert found is not None
    return found.group(1)


def test_the_filter_stands_in_the_address_and_in_the_page(app: Flask, chen: Visitor, silent: list[int]) -> None:
    page = chen.get("/regions/north/people?nudge=never_opened&days=14").text
    assert "3 people" in page
    assert 'value="nudge=never_opened"' in page
    assert "Invited, never opened (14 quiet days)" in page
    assert "Needs a nudge (3)" in page
    assert "All people (5)" in page
    assert "Amina" not in page
    assert "left out: state" in chen.get("/regions/north/people?state=wizard").text


def test_a_letter_goes_to_all_of_a_view_after_one_look(app: Flask, chen: Visitor, silent: list[int]) -> None:
    form = {"view": "nudge=never_opened", "act": "write"}
    looked = chen.post(ACT, form).text
    assert "3 letters go out now." in looked
    assert "Reminder: never opened" in looked
    with app.app_context():
        assert db.session.query(Message).count() == 0
    answer = chen.post(f"{ACT}/do", form | {"promised": promised(looked), "note": "See you on Monday."})
    assert answer.status_code == 303
    assert "nudge=never_opened" in answer.location
    assert "3 letters are on their way." in chen.get(answer.location).text
    with app.app_context():
        letters = db.session.query(Message).all()
        assert len(letters) == 3
        assert {letter.kind for letter in letters} == {"never_opened"}
        assert all("See you on Monday." in letter.text for letter in letters)
    again = chen.post(ACT, form).text
    assert "Nobody gets a letter today." in again
    assert "a letter is on its way" in again or "had a letter this week" in again


def test_everybody_gets_the_letter_that_fits(app: Flask, chen: Visitor, silent: list[int], cast: Cast) -> None:
    with app.app_context():
        add_people(NORTH, 1, "opened", at=now() - timedelta(days=30))
        add_people(NORTH, 1, "completed")
    page = chen.post(ACT, {"view": "", "act": "write"}).text
    for label in ("Invitation: 1 person", "Reminder: never opened: 3 people", "Reminder: not started: 1 person"):
        assert label in page, label
    assert "has finished" in page


def test_a_list_that_changed_in_between_is_shown_once_more(app: Flask, chen: Visitor, silent: list[int]) -> None:
    form = {"view": "nudge=never_opened", "act": "leave", "promised": "3"}
    with app.app_context():
        add_people(NORTH, 1, "invited", at=now() - timedelta(days=21))
    answer = chen.post(f"{ACT}/do", form)
    assert answer.status_code == 200
    assert "Nothing was done yet" in answer.text
    assert promised(answer.text) == "4"
    with app.app_context():
        assert db.session.query(Enrolment).filter(Enrolment.left_at.is_not(None)).count() == 0


def test_ticked_people_leave_and_come_back(app: Flask, chen: Visitor, silent: list[int]) -> None:
    form = {"enrolment": silent[:2], "view": "nudge=never_opened", "act": "leave"}
    looked = chen.post(ACT, form).text
    assert "Move 2 people out" in looked
    answer = chen.post(f"{ACT}/do", form | {"promised": "2"})
    page = chen.get(answer.location).text
    assert "2 people have left the course." in page
    assert "1 person" in page
    assert "2 people" in chen.get("/regions/north/people?state=closed").text
    chen.post(f"{ACT}/do", {"view": "state=closed", "act": "return", "promised": "2"})
    with app.app_context():
        assert db.session.query(Person).filter(Person.deactivated_at.is_not(None)).count() == 0


def test_kind_and_organisation_are_changed_together(app: Flask, chen: Visitor, silent: list[int]) -> None:
    form = {"enrolment": silent, "view": "", "act": "change", "promised": "3"}
    assert "Please say what to change." in chen.post(f"{ACT}/do", form | {"category": "keep"}).text
    chen.post(f"{ACT}/do", form | {"category": "media", "organisation": "New Office"})
    with app.app_context():
        assert db.session.query(Enrolment).filter_by(category="media", organisation="New Office").count() == 3


def test_a_download_can_be_uploaded_again_unchanged(app: Flask, chen: Visitor, silent: list[int]) -> None:
    answer = chen.post(ACT, {"enrolment": silent, "view": "", "act": "download"})
    rows = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(answer.data)).active.iter_rows()]
    assert rows[0][:5] == ["name", "email", "category", "organisation", "language"]
    assert len(rows) == 4
    assert chen.get("/regions/north/people.xlsx?nudge=never_opened").status_code == 200
    with app.app_context():
        assert db.session.query(AuditLine).filter_by(action="people.exported", detail="people 3").count() == 2


def test_ids_of_another_region_are_passed_over(app: Flask, chen: Visitor, cast: Cast) -> None:
    with app.app_context():
        foreign = add_people(SOUTH, 2, "invited")
    for act in ("write", "leave", "change", "return"):
        form = {"enrolment": foreign, "view": "", "act": act, "category": "media"}
        assert "Nobody is chosen." in chen.post(ACT, form).text
        chen.post(f"{ACT}/do", form | {"promised": "2"})
    with app.app_context():
        rows = db.session.query(Enrolment).filter(Enrolment.id.in_(foreign)).all()
        assert {(row.category, row.left_at) for row in rows} == {("", None)}
        assert db.session.query(Message).count() == 0


def test_views_are_kept_per_coordinator(app: Flask, chen: Visitor, fen: Visitor, silent: list[int]) -> None:
    answer = chen.post("/regions/north/people/views", {"view": "nudge=never_opened&days=7", "name": "Silent ones"})
    page = chen.get(answer.location).text
    assert "Silent ones" in page
    assert "Silent ones" not in fen.get("/regions/north/people").text
    saved = re.search(r'name="saved" value="(\d+)"', page)
    assert saved is not None
    assert fen.post("/regions/north/people/views/remove", {"saved": saved.group(1)}).status_code == 404
    chen.post("/regions/north/people/views/remove", {"saved": saved.group(1)})
    assert "Silent ones" not in chen.get("/regions/north/people").text


def test_the_programme_office_looks_and_does_not_touch(fen: Visitor, silent: list[int]) -> None:
    assert "Write to them" not in fen.get("/regions/north/people").text
    assert fen.post(ACT, {"act": "leave"}).status_code == 403
    assert fen.get("/regions/north/people/duplicates").status_code == 403
