"""A course as a trainee sees it; nothing is stored."""

import pytest
from sqlalchemy import event

from lms.db import db


@pytest.fixture
def writes(site):
    """Collect every statement that is more than a question."""
    found = []

    def note(_connection, _cursor, statement, *_rest):
        if not statement.lstrip().upper().startswith(("SELECT", "PRAGMA", "BEGIN")):
            found.append(statement)

    with site.app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)


def test_the_banner_says_that_nothing_is_stored(page):
    for address in ("", "/first/1", "/first/quiz", "/first/quiz?try=yes", "/exam", "/form"):
        assert "Preview: nothing is stored." in page(f"/teach/basics/preview{address}")


def test_the_welcome_leads_to_the_lessons_and_keeps_the_choice(page):
    text = page("/teach/basics/preview?language=pl&region=north")
    assert "Podstawy" in text
    assert "Witamy." in text
    assert 'href="/teach/basics/preview/first/1?language=pl&amp;region=north"' in text


def test_a_lesson_page_shows_text_picture_and_the_region_s_insert(page):
    text = page("/teach/basics/preview/first/1?language=en&region=north")
    assert "<h1>Close to home</h1>" in text
    assert 'src="/pictures/basics/street.svg"' in text
    assert "The North decides on libraries." in text
    assert "In your region: North" in text
    assert "Ask who decides what." in page("/teach/basics/preview/first/1")


def test_links_to_other_lessons_stay_in_the_preview(page):
    text = page("/teach/basics/preview/first/1?language=en&region=north")
    assert 'href="/teach/basics/preview/second/1?language=en&amp;region=north"' in text
    assert "/learn/basics" not in text


def test_a_text_that_is_not_translated_is_shown_in_the_next_language_and_marked(page):
    text = page("/teach/basics/preview/first/1?language=pl")
    assert "This lesson is not yet translated into Polski. A trainee reads it in English." in text


def test_the_last_page_leads_to_the_questions_and_a_lesson_without_any_to_the_end(page):
    assert "preview/first/quiz?language=en&amp;region=&amp;try=yes" in page("/teach/basics/preview/first/2")
    assert "preview/second/quiz" not in page("/teach/basics/preview/second/1")


def test_the_note_field_has_no_form_around_it(page):
    text = page("/teach/basics/preview/first/2")
    assert "When did you feel at home?" in text
    assert "<textarea" in text
    assert "what you write here is not stored" in text
    assert "data-note" not in text


def test_the_key_shows_what_is_right_and_every_reply_in_the_order_of_the_file(page):
    text = page("/teach/basics/preview/first/quiz")
    for reply in (
        "Mostly it happens nearby.",
        "Yes, where people live.",
        "Decisions are nearby too.",
        "Everybody takes",
    ):
        assert reply in text
    assert text.index("far away from here") < text.index("close to home")
    assert text.count('class="key-choice right"') == 3
    assert text.count('class="key-choice wrong"') == 2
    assert "left → links" in text
    assert text.index("<li>begin</li>") < text.index("<li>go on</li>") < text.index("<li>end</li>")
    assert "Up to 0.2 more or less counts as right." in text
    assert "This is not marked." in text
    assert "Trainees do not see this page" in text


def test_the_key_of_an_exam_shows_the_whole_bank_and_the_try_one_draw(page):
    text = page("/teach/basics/preview/exam")
    assert all(f"Is statement {number} true?" in text for number in (1, 2, 3))
    assert "2 of 3 questions" in text
    assert "70\u00a0%" in text
    tried = page("/teach/basics/preview/exam?try=yes")
    assert sum(f"Is statement {number} true?" in tried for number in (1, 2, 3)) == 2
    assert "Check this answer" not in tried


def test_the_form_is_shown_without_marks(page):
    text = page("/teach/basics/preview/form")
    assert "It was useful." in text
    assert "too short" in text
    assert "Not right" not in text
    assert "Mark all answers" not in page("/teach/basics/preview/form?try=yes")


RIGHT = {
    "seed": "7",
    "q-one": "1",
    "q-several": ["0", "1"],
    "q-pairs-0": "0",
    "q-pairs-1": "1",
    "q-pairs-2": "2",
    "q-order-0": "1",
    "q-order-1": "2",
    "q-order-2": "3",
    "q-share": "6,5",
    "q-own": "I think so.",
}


def test_a_try_is_marked_and_stores_nothing(site, bruno, writes):
    answer = bruno.post("/teach/basics/preview/first/quiz?language=en&region=", data=RIGHT | {"send": "yes"})
    assert answer.status_code == 200
    assert "100\u00a0%" in answer.text
    assert "I think so." in answer.text
    assert not writes


def test_looking_stores_nothing(bruno, writes):
    for address in ("", "/first/1", "/first/2", "/first/quiz", "/first/quiz?try=yes", "/exam?try=yes", "/form"):
        assert bruno.get(f"/teach/basics/preview{address}").status_code == 200
    assert not writes


def test_wrong_and_open_answers_are_told_apart(bruno):
    answer = bruno.post("/teach/basics/preview/first/quiz", data={"seed": "7", "q-one": "0", "send": "yes"})
    assert "Not right" in answer.text
    assert "Not answered" in answer.text
    assert "Mostly it happens nearby." in answer.text
    assert "0\u00a0%" in answer.text


def test_one_answer_can_be_checked_and_the_others_stay(bruno):
    sent = {"seed": "7", "q-one": "1", "q-share": "5", "check": "one"}
    text = bruno.post("/teach/basics/preview/first/quiz", data=sent).text
    assert 'id="one-verdict"' in text
    assert 'id="share-verdict"' not in text
    assert 'value="5"' in text
    assert 'name="checked" value="one"' in text


def test_an_exam_tells_nothing_before_it_is_sent(bruno):
    text = bruno.post("/teach/basics/preview/exam", data={"seed": "1", "q-exam-1": "0", "check": "exam-1"}).text
    assert "-verdict" not in text


def test_an_exam_that_is_sent_says_whether_it_would_have_been_passed(bruno):
    right = {f"q-exam-{number}": "1" for number in (1, 2, 3)}
    passed = bruno.post("/teach/basics/preview/exam", data=right | {"seed": "1", "send": "yes"}).text
    assert "A trainee would have passed." in passed
    assert "The first lesson: 100" in passed
    failed = bruno.post("/teach/basics/preview/exam", data={"seed": "1", "send": "yes"}).text
    assert "A trainee would not have passed." in failed


def test_two_lines_in_the_same_place_are_explained_and_what_was_typed_stays(bruno):
    sent = {"seed": "7", "q-order-0": "1", "q-order-1": "1", "q-share": "5", "send": "yes"}
    text = bruno.post("/teach/basics/preview/first/quiz", data=sent).text
    assert "Two lines have the same place." in text
    assert 'value="5"' in text


@pytest.mark.parametrize("seed", ["", "x", "-1", "99999999999999999999"])
def test_a_damaged_form_is_still_marked(bruno, seed):
    answer = bruno.post("/teach/basics/preview/exam", data={"seed": seed, "q-exam-1": "x", "send": "yes"})
    assert answer.status_code == 200
    assert "0\u00a0%" in answer.text


def test_a_try_without_the_token_of_the_page_is_refused(site, bruno):
    site.app.config["WTF_CSRF_ENABLED"] = True
    assert bruno.post("/teach/basics/preview/first/quiz", data=RIGHT).status_code == 400


def test_a_course_with_faults_has_no_preview(site, bruno):
    site.change("courses/basics/en/01-first.md", "../images/street.svg", "../images/road.svg")
    assert bruno.get("/teach/basics/preview/first/1").status_code == 404
