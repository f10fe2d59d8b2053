"""The list of people, and the invitations."""

from flask import Flask

from lms.db import db
from lms.models import Message
from tests.people import NORTH, Cast
from tests.reports.crowd import add_people, add_records
from tests.web.visitor import Visitor


def test_the_list_says_how_far_people_are_but_no_scores(app: Flask, chen: Visitor, cast: Cast) -> None:
    with app.app_context():
        people = add_people(NORTH, 1, "started", organisation="North Radio")
        add_records(people, NORTH, "first-steps", lessons_done=1, reached=1, best_score=93)
    page = chen.get("/regions/north/people").text
    assert "Amina Trainee" in page
    assert "Dita Trainee" not in page
    assert "North Radio" in page
    assert "Module 1, 1 of 2 lessons" in page
    assert "93" not in page


def test_the_list_can_be_narrowed_to_a_state(app: Flask, chen: Visitor, cast: Cast) -> None:
    with app.app_context():
        add_people(NORTH, 1, "completed", organisation="Done Office")
    assert "Done Office" in chen.get("/regions/north/people?state=completed").text
    assert "Amina" not in chen.get("/regions/north/people?state=completed").text
    assert "Amina" in chen.get("/regions/north/people?state=new").text
    assert "Amina" in chen.get("/regions/north/people?state=nonsense").text


def test_one_press_invites_everybody_who_waits_and_a_second_press_nobody(
    app: Flask, chen: Visitor, cast: Cast
) -> None:
    assert "Invite 1 person" in chen.get("/regions/north/people").text
    answer = chen.post("/regions/north/enrol/invite", follow_redirects=True)
    assert "1 invitation is on its way." in answer.text
    assert "no letter was written" in chen.post("/regions/north/enrol/invite", follow_redirects=True).text
    with app.app_context():
        assert [letter.address for letter in db.session.query(Message)] == ["amina@north.example"]


def test_inviting_needs_the_token_of_the_form(chen: Visitor) -> None:
    assert chen.client.post("/regions/north/enrol/invite").status_code == 400


def test_getting_a_page_invites_nobody(app: Flask, chen: Visitor) -> None:
    assert chen.get("/regions/north/enrol/invite").status_code == 405


def test_staff_in_the_list_are_marked_as_not_counted(app: Flask, chen: Visitor, cast: Cast) -> None:
    chen.post("/regions/north/enrol", {"name": "Chen", "email": "chen@north.example", "language": "en"})
    assert "Staff, not counted" in chen.get("/regions/north/people").text
