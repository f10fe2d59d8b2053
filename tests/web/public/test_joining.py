"""The page behind a region's join link says the same to everybody."""

import re

import pytest
from flask import Flask

from lms.db import db
from lms.models import Enrolment
from lms.services import joining
from lms.web.context import now
from tests.people import Cast
from tests.web.visitor import Visitor


@pytest.fixture
def code(app: Flask, cast: Cast) -> str:
    with app.app_context():
        joining.open_link("north", cast.chen.person_id, now())
        joining.set_domains("north", "north.example", cast.chen.person_id, now())
        link = joining.find_link("north")
    assert link is not None
    return link.code


def ask(visitor: Visitor, code: str, email: str):  # type: ignore[no-untyped-def]
    answer = visitor.post(f"/join/{code}", {"name": "Olga One", "email": email, "category": ""})
    answer.close()
    return answer


def test_the_answer_tells_nothing_about_an_address(app: Flask, code: str) -> None:
    told = set()
    for email in ("amina@north.example", "dita@south.example", "olga@north.example", "olga@far.example"):
        visitor = Visitor(app, app.test_client())
        answer = ask(visitor, code, email)
        page = visitor.get(answer.location).text
        cookie = answer.headers.get("Set-Cookie", "").partition("=")[0]
        told.add((answer.status_code, answer.location, cookie, re.sub(r'value="[^"]*"', "", page)))
    assert len(told) == 1
    with app.app_context():
        assert [row.region_id for row in db.session.query(Enrolment).filter_by(source="join")] == ["north"]
        assert [row.email for row in joining.list_waiting("north")] == ["olga@far.example"]


def test_faults_are_told_at_their_fields(visitor: Visitor, code: str) -> None:
    answer = visitor.post(f"/join/{code}", {"name": "", "email": "olga", "category": "friend"})
    assert answer.status_code == 400
    for fault in ('id="name-fault"', 'id="email-fault"', 'id="category-fault"'):
        assert fault in answer.text


def test_a_code_can_be_typed_and_a_wrong_one_leads_to_the_field_again(visitor: Visitor, code: str) -> None:
    assert visitor.get(f"/join?code={code.lower().replace('-', '')}").location == f"/join/{code}"
    assert visitor.get("/join").status_code == 200
    for path in ("/join?code=nothing", "/join/nothing"):
        answer = visitor.get(path)
        assert answer.status_code == 404
        assert 'id="code-fault"' in answer.text
    assert visitor.post("/join/nothing", {}).status_code == 404


def test_too_many_requests_are_told(visitor: Visitor, code: str) -> None:
    for _ in range(5):
        assert ask(visitor, code, "olga@far.example").status_code == 303
    assert ask(visitor, code, "olga@far.example").status_code == 429
