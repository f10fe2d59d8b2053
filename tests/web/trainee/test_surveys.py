"""Questionnaires, self-assessments and forms."""

from flask import Flask

from lms.db import db
from lms.models import SurveyAnswer
from tests.web.visitor import Visitor


def test_the_first_thing_offered_is_the_questionnaire_and_it_may_be_left_out(amina: Visitor) -> None:
    page = amina.get("/learn").text
    assert "Start: What do you need?" in page
    assert "may be left out" in page
    assert amina.post("/learn/survey/needs", {"skip": "yes"}).location == "/learn"
    assert "Start: Before" in amina.get("/learn").text


def test_an_anonymous_answer_is_kept_without_the_person(app: Flask, amina: Visitor) -> None:
    sent = {"send": "yes", "q-office": "1", "q-topics": ["0", "1"], "q-wish": "Time"}
    assert amina.post("/learn/survey/needs", sent).location == "/learn"
    with app.app_context():
        kept = db.session.query(SurveyAnswer).one()
    assert kept.answers == {"office": 1, "topics": [0, 1], "wish": "Time"}
    assert "This is done" in amina.get("/learn/survey/needs").text


def test_a_second_send_is_not_counted_twice(app: Flask, amina: Visitor) -> None:
    for _ in range(2):
        amina.post("/learn/survey/needs", {"send": "yes", "q-office": "1"})
    with app.app_context():
        assert db.session.query(SurveyAnswer).count() == 1


def test_a_private_answer_is_saved_as_it_is_given(amina: Visitor) -> None:
    told = amina.send("/learn/survey/before/answer", {"question": "curious", "value": 4})
    assert told.json is not None
    assert told.json["saved"] is True
    assert 'value="4" checked' in amina.get("/learn/survey/before").text


def test_the_way_out_is_remembered_as_an_answer(amina: Visitor) -> None:
    amina.post("/learn/survey/before", {"save": "yes", "q-curious": "none"})
    assert 'value="none" checked' in amina.get("/learn/survey/before").text


def test_after_sending_the_trainee_sees_their_own_means(amina: Visitor) -> None:
    sent = {"send": "yes", "q-curious": "4", "q-decide-quickly": "2"}
    assert amina.post("/learn/survey/before", sent).location == "/learn/survey/before"
    page = amina.get("/learn/survey/before").text
    assert "Attitudes" in page
    assert "4.0" in page


def test_anonymous_answers_are_not_saved_one_by_one(amina: Visitor) -> None:
    assert amina.send("/learn/survey/needs/answer", {"question": "office", "value": 1}).status_code == 404


def test_the_form_of_a_module_can_be_sent(amina: Visitor) -> None:
    amina.post("/learn/first-steps/arriving/1")
    page = amina.get("/learn/first-steps/form").text
    assert page.count('type="radio"') == 6
    answer = amina.post("/learn/first-steps/form", {"send": "yes", "q-useful": "5", "q-one-thing": "Ask"})
    assert answer.location == "/learn/first-steps"
    assert "This is done" in amina.get("/learn/first-steps/form").text


def test_a_required_survey_cannot_be_skipped(amina: Visitor) -> None:
    amina.post("/learn/survey/before", {"skip": "yes"})
    assert "This is done" not in amina.get("/learn/survey/before").text
