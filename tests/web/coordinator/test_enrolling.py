"""The form that enrols one person."""

import pytest
from flask import Flask

from lms.db import db
from lms.models import Enrolment
from lms.services import membership
from lms.web.context import now
from tests.people import Cast
from tests.web.visitor import Visitor

GOOD = {
    "name": "Nora New",
    "email": "Nora@North.example ",
    "category": "media",
    "organisation": "North Radio",
    "language": "en",
}


def test_a_person_is_enrolled_in_the_region_of_the_address(app: Flask, chen: Visitor) -> None:
    answer = chen.post("/regions/north/enrol", GOOD | {"region": "south", "role": "administrator"})
    assert answer.status_code == 303
    assert "Nora New is enrolled." in chen.get(answer.location).text
    with app.app_context():
        row = db.session.query(Enrolment).filter_by(organisation="North Radio").one()
        assert (row.region_id, row.category, row.source) == ("north", "media", "form")


def test_sending_the_form_twice_enrols_once(app: Flask, chen: Visitor) -> None:
    chen.post("/regions/north/enrol", GOOD)
    again = chen.post("/regions/north/enrol", GOOD, follow_redirects=True)
    assert "was enrolled already" in again.text
    with app.app_context():
        assert db.session.query(Enrolment).filter_by(organisation="North Radio").count() == 1


def test_of_somebody_who_has_left_it_is_said_that_the_account_is_closed(
    app: Flask, chen: Visitor, cast: Cast
) -> None:
    with app.app_context():
        membership.move_out("north", [cast.amina.enrolment_id], cast.chen.person_id, now())  # type: ignore[list-item]
    again = chen.post("/regions/north/enrol", GOOD | {"email": cast.amina.email}, follow_redirects=True)
    assert "Amina Trainee was enrolled already, and the account is closed." in again.text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "  "),
        ("email", ""),
        ("email", "nora at north"),
        ("category", "wizard"),
        ("organisation", "x" * 201),
        ("language", "xx"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(app: Flask, chen: Visitor, field: str, value: str) -> None:
    answer = chen.post("/regions/north/enrol", GOOD | {field: value})
    assert answer.status_code == 400
    assert f'id="{field}-fault"' in answer.text
    assert 'id="problems"' in answer.text
    assert f'href="#{field}"' in answer.text
    # What was right stays in the form.
    assert field == "name" or "Nora New" in answer.text
    with app.app_context():
        assert db.session.query(Enrolment).filter_by(organisation="North Radio").count() == 0


def test_somebody_of_another_region_stays_there(app: Flask, chen: Visitor, cast: Cast) -> None:
    answer = chen.post("/regions/north/enrol", GOOD | {"email": "dita@south.example"})
    assert answer.status_code == 409
    assert "another region" in answer.text
    assert "South" not in answer.text


def test_a_name_cannot_bring_markup_into_the_page(chen: Visitor) -> None:
    answer = chen.post("/regions/north/enrol", GOOD | {"name": "<script>alert(1)</script>"}, follow_redirects=True)
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert" in answer.text
