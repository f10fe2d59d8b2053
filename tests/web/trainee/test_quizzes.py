"""Answering the questions of a lesson, and the exam."""

from datetime import timedelta

import pytest

from lms.web import context
from tests.web.visitor import Visitor

QUIZ = "/learn/first-steps/arriving/quiz"
RIGHT = {
    "q-first-door": "1",
    "q-which-offices": ["0", "2"],
    "q-match-days-0": "0",
    "q-match-days-1": "1",
    "q-order-of-doors-0": "1",
    "q-order-of-doors-1": "2",
    "q-order-of-doors-2": "3",
    "q-visitors": "40",
    "q-own-words": "Welcome",
}


def begin(visitor: Visitor) -> str:
    visitor.post(QUIZ, {"start": "yes"})
    return visitor.get(QUIZ).text


def finish_lessons(visitor: Visitor) -> None:
    for lesson, pages in (("arriving", 3), ("asking", 2)):
        for number in range(1, pages + 1):
            visitor.post(f"/learn/first-steps/{lesson}/{number}")
        visitor.post(f"/learn/first-steps/{lesson}/quiz", {"number": "1", "send": "yes"})


def exam_answers(page: str, right: bool = True) -> dict[str, str]:
    known = {"door": ("0", "1"), "day": ("2", "3"), "open": ("1", "0")}
    return {f"q-{name}": both[0 if right else 1] for name, both in known.items() if f'name="q-{name}"' in page}


def test_looking_at_the_questions_begins_nothing(amina: Visitor) -> None:
    assert "Start the questions" in amina.get(QUIZ).text
    assert "Start the questions" in amina.get(QUIZ).text


def test_every_kind_of_question_is_a_native_control_with_a_name(amina: Visitor) -> None:
    page = begin(amina)
    assert page.count("<fieldset") == 6
    assert page.count("<legend>") == 6
    for kind in ('type="radio"', 'type="checkbox"', "<select", 'inputmode="decimal"', "<textarea"):
        assert kind in page


def test_an_answer_sent_by_the_script_is_kept(amina: Visitor) -> None:
    begin(amina)
    body = {"quiz": "arriving", "number": 1, "question": "first-door", "value": 1}
    told = amina.send("/learn/first-steps/answer", body)
    assert told.json is not None
    assert told.json["saved"] is True
    assert 'value="1" checked' in amina.get(QUIZ).text


def test_checking_an_answer_tells_the_reason_and_the_right_one(amina: Visitor) -> None:
    begin(amina)
    body = {"quiz": "arriving", "number": 1, "question": "first-door", "value": 0, "check": True}
    told = amina.send("/learn/first-steps/answer", body).json
    assert told is not None
    assert "Not right" in told["verdict"]
    assert "registration" in told["verdict"]
    assert told["replies"]["0"] == {"html": "Health is the second.", "right": False}


def test_checking_works_without_javascript_and_stands_at_the_question(amina: Visitor) -> None:
    begin(amina)
    answer = amina.post(QUIZ, {"number": "1", "q-first-door": "0", "check": "first-door"})
    assert answer.location.endswith("checked=first-door#first-door-verdict")
    page = amina.get(answer.location.split("#")[0]).text
    assert "Health is the second." in page
    assert 'value="0" checked' in page


def test_save_and_continue_later_keeps_everything_without_javascript(amina: Visitor) -> None:
    begin(amina)
    answer = amina.post(QUIZ, {"number": "1", "save": "yes", **RIGHT})
    assert answer.location == "/learn/first-steps?saved=yes"
    assert "Your answers are saved" in amina.get(answer.location).text
    page = amina.get(QUIZ).text
    assert 'value="40"' in page
    assert ">Welcome</textarea>" in page


def test_a_faulty_order_is_explained_and_the_rest_is_saved(amina: Visitor) -> None:
    begin(amina)
    fields = {**RIGHT, "q-order-of-doors-0": "2"}
    page = amina.post(QUIZ, {"number": "1", "send": "yes", **fields}).text
    assert 'href="#order-of-doors"' in page
    assert "same place" in page
    assert 'value="40"' in page


def test_sending_shows_the_score_the_reasons_and_the_way_on(amina: Visitor) -> None:
    begin(amina)
    answer = amina.post(QUIZ, {"number": "1", "send": "yes", **RIGHT})
    assert answer.location == "/learn/first-steps/attempt/arriving/1"
    page = amina.get(answer.location).text
    assert "100\u00a0%" in page
    assert "5 of 5 answers are right" in page
    assert "Go to lesson 2" in page


def test_a_double_send_makes_one_attempt(amina: Visitor) -> None:
    begin(amina)
    sent = {"number": "1", "send": "yes", **RIGHT}
    first, second = amina.post(QUIZ, sent), amina.post(QUIZ, {**sent, "q-first-door": "0"})
    assert first.location == second.location
    assert "100\u00a0%" in amina.get(first.location).text
    assert amina.get("/learn/first-steps/attempt/arriving/2").status_code == 404


def test_questions_may_be_answered_again(amina: Visitor) -> None:
    begin(amina)
    amina.post(QUIZ, {"number": "1", "send": "yes"})
    assert "Answer again" in amina.get(QUIZ).text
    amina.post(QUIZ, {"start": "yes"})
    assert 'name="number" value="2"' in amina.get(QUIZ).text


def test_an_open_attempt_has_no_result_yet(amina: Visitor) -> None:
    begin(amina)
    assert amina.get("/learn/first-steps/attempt/arriving/1").location == QUIZ


def test_one_trainee_never_sees_the_attempt_of_another(visitor: Visitor, cast) -> None:  # type: ignore[no-untyped-def]
    begin(visitor.sign_in(cast.amina))
    visitor.post(QUIZ, {"number": "1", "send": "yes", **RIGHT})
    assert visitor.get("/learn/first-steps/attempt/arriving/1").status_code == 200
    assert visitor.sign_in(cast.dita).get("/learn/first-steps/attempt/arriving/1").status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {"quiz": "nothing", "question": "first-door", "value": 1},
        {"quiz": "arriving", "question": "nothing", "value": 1},
        {"quiz": "arriving", "question": "first-door", "value": 99, "number": 1},
        {"quiz": "arriving", "question": "first-door", "value": 1, "number": 7},
        {"quiz": "arriving", "question": ["x"], "value": 1},
        ["not", "an", "object"],
        "text",
    ],
)
def test_strange_answers_of_a_script_are_refused_in_words(amina: Visitor, body: object) -> None:
    begin(amina)
    answer = amina.send("/learn/first-steps/answer", body)
    assert 400 <= answer.status_code < 500
    assert answer.json is not None
    assert answer.json["message"]


def test_the_exam_says_everything_before_it_starts(amina: Visitor) -> None:
    page = amina.get("/learn/first-steps/exam").text
    for words in (
        "70\u00a0%",
        "2 of 2",
        "3, then a pause of 24 hours",
        "none; you may stop",
        "Your best try counts",
    ):
        assert words in page


def test_the_exam_opens_after_the_lessons_and_says_what_is_missing(amina: Visitor) -> None:
    assert "You have not begun the lesson" in amina.get("/learn/first-steps/exam").text
    assert amina.post("/learn/first-steps/exam", {"start": "yes"}).status_code == 403
    finish_lessons(amina)
    assert "Start the exam" in amina.get("/learn/first-steps/exam").text


def test_an_exam_is_passed_and_the_module_shows_it(amina: Visitor) -> None:
    finish_lessons(amina)
    amina.post("/learn/first-steps/exam", {"start": "yes"})
    page = amina.get("/learn/first-steps/exam").text
    assert "Check this answer" not in page
    answer = amina.post("/learn/first-steps/exam", {"number": "1", "send": "yes", **exam_answers(page)})
    assert "You have passed" in amina.get(answer.location).text
    assert "passed" in amina.get("/learn/first-steps").text


def test_after_three_failed_tries_the_page_says_when_the_next_is_possible(
    amina: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish_lessons(amina)
    for number in (1, 2, 3):
        amina.post("/learn/first-steps/exam", {"start": "yes"})
        page = amina.get("/learn/first-steps/exam").text
        sent = {"number": str(number), "send": "yes", **exam_answers(page, right=False)}
        answer = amina.post("/learn/first-steps/exam", sent)
        assert "Not passed this time" in amina.get(answer.location).text
    assert "none until" in amina.get(answer.location).text
    assert "The exam opens again on" in amina.get("/learn/first-steps/exam").text
    assert amina.post("/learn/first-steps/exam", {"start": "yes"}).status_code == 409
    later = context.now() + timedelta(hours=25)
    monkeypatch.setattr(context, "now", lambda: later)
    assert "Start try 4" in amina.get("/learn/first-steps/exam").text


def test_the_exam_s_reasons_are_not_told_before_it_is_sent(amina: Visitor) -> None:
    finish_lessons(amina)
    amina.post("/learn/first-steps/exam", {"start": "yes"})
    page = amina.get("/learn/first-steps/exam").text
    name = next(name for name in ("door", "open") if f'name="q-{name}"' in page)
    body = {"quiz": "first-steps-exam", "number": 1, "question": name, "value": 0, "check": True}
    told = amina.send("/learn/first-steps/answer", body).json
    assert told is not None
    assert set(told) == {"saved", "at"}
    checked = amina.get(f"/learn/first-steps/exam?checked={name}").text
    assert 'class="verdict ' not in checked
