"""The overview, the page of a module, the strategy sheet and the materials."""

from flask import Flask

from lms.services.decisions import record_decision
from lms.services.people import grant_role
from lms.web.context import now
from tests.database import Database
from tests.people import NORTH, SOUTH, Cast
from tests.web.trainee.test_quizzes import exam_answers, finish_lessons
from tests.web.visitor import Visitor


def test_the_overview_has_one_big_button_and_says_minutes_and_share(amina: Visitor) -> None:
    page = amina.get("/learn").text
    assert page.count('class="continue"') == 1
    assert "25 minutes left" in page
    assert "0\u00a0% of the programme done" in page


def test_why_is_this_not_finished_is_answered_in_sentences(amina: Visitor) -> None:
    amina.post("/learn/first-steps/arriving/1")
    page = amina.get("/learn").text
    assert "Why is this not finished?" in page
    assert "2 pages have not been opened: 2, 3." in page
    assert "You have not begun the lesson “Asking the way”." in page


def test_a_whole_way_leads_to_the_completed_programme(amina: Visitor) -> None:
    amina.post("/learn/survey/needs", {"skip": "yes"})
    amina.post("/learn/survey/before", {"send": "yes", "q-curious": "4"})
    finish_lessons(amina)
    assert "Start: Exam" in amina.get("/learn").text
    amina.post("/learn/first-steps/exam", {"start": "yes"})
    page = amina.get("/learn/first-steps/exam").text
    amina.post("/learn/first-steps/exam", {"number": "1", "send": "yes", **exam_answers(page)})
    assert "Start: How was it?" in amina.get("/learn").text
    amina.post("/learn/first-steps/form", {"skip": "yes"})
    assert "Start:" in amina.get("/learn").text
    amina.post("/learn/survey/after", {"send": "yes", "q-curious": "5"})
    page = amina.get("/learn").text
    assert "You have completed the programme" in page
    assert "100\u00a0% of the programme done" in page


def test_the_page_of_a_module_names_the_state_of_each_lesson(amina: Visitor) -> None:
    amina.post("/learn/first-steps/arriving/1")
    page = amina.get("/learn/first-steps").text
    assert "begun, page 2 of 3" in page
    assert "opens when all lessons are done" in page
    assert "Continue lesson 1" in page


def test_the_strategy_sheet_collects_its_lines(amina: Visitor) -> None:
    assert "Nothing written yet" in amina.get("/learn/sheet").text
    amina.send("/learn/first-steps/asking/note", {"name": "sheet-1", "text": "What do <you> need?"})
    page = amina.get("/learn/sheet").text
    assert "What do &lt;you&gt; need?" in page
    assert "Your question" in page


def test_materials_are_for_the_people_of_the_lab(app: Flask, visitor: Visitor, cast: Cast) -> None:
    assert visitor.sign_in(cast.amina).get("/learn/materials/kit").status_code == 403
    with app.app_context():
        grant_role(cast.amina.person_id, "lab_participant", "north", None, now())
    assert visitor.get("/learn/materials/kit").status_code == 200
    assert visitor.sign_in(cast.chen).get("/learn/materials/kit/worksheet/1").status_code == 200
    assert visitor.get("/learn/materials/first-steps").status_code == 404


def test_the_download_is_one_file_that_needs_no_network(visitor: Visitor, cast: Cast) -> None:
    answer = visitor.sign_in(cast.bruno).get("/learn/materials/kit/download")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="kit-en.html"'
    assert "<style>" in answer.text
    for outside in ('src="/', 'href="/', "<script", "<link"):
        assert outside not in answer.text


def test_the_overview_asks_the_database_four_times_and_tells_of_a_decision_all_the_same(
    app: Flask, amina: Visitor, cast: Cast
) -> None:
    amina.post("/learn/first-steps/arriving/1")
    with app.app_context(), Database(app, app.config["LMS"]).statements() as sent:
        page = amina.get("/learn").text
        assert len(sent) <= 4
        assert "Staff council" not in page
    with app.app_context():
        record_decision(NORTH, "Staff council", "DV 1", "2026-01-05", cast.chen.person_id, "", now())
        record_decision(SOUTH, "Another council", "DV 2", "2026-01-05", cast.chen.person_id, "", now())
    with app.app_context(), Database(app, app.config["LMS"]).statements() as sent:
        page = amina.get("/learn").text
        assert len(sent) <= 4
    assert "Staff council" in page
    assert "Another council" not in page
