"""Forms become the answers that the grader takes."""

from pathlib import Path

import pytest
from werkzeug.datastructures import MultiDict

from lms.content.catalogue import load_catalogue
from lms.content.model import Quiz
from lms.web.forms import read_answers

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture(scope="module")
def quiz() -> Quiz:
    found = load_catalogue(DATA / "courses", DATA / "quizzes").find_quiz("arriving", "en")
    assert found is not None
    return found


def read(quiz: Quiz, *fields: tuple[str, str]):  # type: ignore[no-untyped-def]
    return read_answers(quiz.questions, MultiDict(fields))


def test_each_kind_of_question_is_read_in_its_shape(quiz: Quiz) -> None:
    answers, faults = read(
        quiz,
        ("q-first-door", "1"),
        ("q-which-offices", "2"),
        ("q-which-offices", "0"),
        ("q-match-days-0", "0"),
        ("q-match-days-1", ""),
        ("q-order-of-doors-0", "3"),
        ("q-order-of-doors-1", "1"),
        ("q-order-of-doors-2", "2"),
        ("q-visitors", " 40,5 "),
        ("q-own-words", "Welcome"),
    )
    assert faults == {}
    assert answers == {
        "first-door": 1,
        "which-offices": [0, 2],
        "match-days": [0, None],
        "order-of-doors": [1, 2, 0],
        "visitors": "40,5",
        "own-words": "Welcome",
    }


def test_what_is_left_open_is_absent(quiz: Quiz) -> None:
    assert read(quiz, ("q-own-words", "  "), ("q-visitors", "")) == ({}, {})


def test_two_lines_in_one_place_are_a_fault_and_no_answer(quiz: Quiz) -> None:
    answers, faults = read(
        quiz, ("q-order-of-doors-0", "1"), ("q-order-of-doors-1", "1"), ("q-order-of-doors-2", "2")
    )
    assert answers == {}
    assert "same place" in faults["order-of-doors"]


def test_a_line_without_place_is_a_fault(quiz: Quiz) -> None:
    _, faults = read(quiz, ("q-order-of-doors-0", "1"))
    assert "no place yet" in faults["order-of-doors"]


@pytest.mark.parametrize("text", ["-1", "one", "1.5", "99999", "１", ""])
def test_what_is_no_position_is_no_answer(quiz: Quiz, text: str) -> None:
    assert read(quiz, ("q-first-door", text)) == ({}, {})


def test_the_way_out_of_a_scale_is_an_answer() -> None:
    survey = load_catalogue(DATA / "courses", DATA / "quizzes").find_quiz("before", "en")
    assert survey is not None
    assert read(survey, ("q-curious", "none"), ("q-decide-quickly", "2")) == (
        {"curious": None, "decide-quickly": 2},
        {},
    )
