"""Stopping reminders: by a press, never by looking."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.db import db
from lms.models import AuditLine, LetterStop
from lms.services.stop_links import stop_link
from tests.people import Cast
from tests.web.visitor import Visitor


@pytest.fixture
def path(app: Flask, cast: Cast) -> str:
    """The address in a letter to Amina."""
    return stop_link(cast.amina.person_id, app.config["LMS"]).removeprefix("http://localhost")


def stops(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(LetterStop)) or 0


def test_looking_at_the_page_changes_nothing_however_often(app: Flask, visitor: Visitor, path: str) -> None:
    for _ in range(3):
        page = visitor.get(path)
        assert page.status_code == 200
        assert "a…@north.example" in page.text
        assert "amina" not in page.text
        assert visitor.client.head(path).status_code == 200
        assert visitor.client.options(path).status_code == 200
    assert stops(app) == 0


def test_one_press_without_signing_in_stops_and_another_starts_again(
    app: Flask, visitor: Visitor, path: str
) -> None:
    answer = visitor.post(path, follow_redirects=True)
    assert "You get no reminders" in answer.text
    assert stops(app) == 1
    visitor.post(path)
    assert stops(app) == 1
    answer = visitor.post(path.replace("/stop/", "/start/"), follow_redirects=True)
    assert "Press the button, and no more reminders" in answer.text
    assert stops(app) == 0
    with app.app_context():
        acts = db.session.scalars(select(AuditLine.action).order_by(AuditLine.id)).all()
    assert [act for act in acts if act.startswith("letters.")] == ["letters.stopped", "letters.started"]


def test_a_mail_program_may_press_in_the_name_of_its_reader(app: Flask, visitor: Visitor, path: str) -> None:
    answer = visitor.client.post(path, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert answer.data == b""
    assert stops(app) == 1


def test_other_forms_without_a_token_are_refused(app: Flask, visitor: Visitor, path: str) -> None:
    for form in ({}, {"List-Unsubscribe": "nonsense"}, {"csrf_token": "forged"}):
        assert visitor.client.post(path, data=form).status_code == 400
    start = path.replace("/stop/", "/start/")
    assert visitor.client.post(start, data={"List-Unsubscribe": "One-Click"}).status_code == 400
    assert stops(app) == 0


def test_a_link_that_was_not_ours_is_not_found(app: Flask, visitor: Visitor, cast: Cast, path: str) -> None:
    number, _, signature = path.rpartition("/")[2].partition("-")
    other = str(cast.dita.person_id)
    for token in (
        f"{other}-{signature}",
        f"{number}-",
        number,
        f"{number}-{signature[:-1]}x",
        "99999-x",
        "é-ü",
        "²-a",
    ):
        for act in ("stop", "start"):
            there = f"/letters/{act}/{token}"
            assert visitor.post(there).status_code == 404, there
        assert visitor.get(f"/letters/stop/{token}").status_code == 404
        assert (
            visitor.client.post(f"/letters/stop/{token}", data={"List-Unsubscribe": "One-Click"}).status_code
            == 404
        )
    assert stops(app) == 0
