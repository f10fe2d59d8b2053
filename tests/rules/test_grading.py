"""Grading against the table of cases that the JavaScript grader is held to as well."""

import json
from pathlib import Path

import pytest

from lms.content.model import Choice, Question, QuestionKind, Quiz, QuizKind, Scale
from lms.rules.drawing import draw, seed_of_question, shuffled
from lms.rules.grading import grade, grade_question, read_answer

CASES = json.loads((Path(__file__).parents[1] / "data" / "grading_cases.json").read_text(encoding="utf-8"))


def make_question(data: dict) -> Question:
    number, scale = data["number"], data["scale"]
    return Question(
        data["name"],
        QuestionKind(data["kind"]),
        "Why?",
        tuple(Choice(f"choice {place}", right=choice["right"]) for place, choice in enumerate(data["choices"])),
        (number[0], number[1]) if number else None,
        Scale(scale["low"], scale["high"], ("never", "always")) if scale else None,
        lesson=data["lesson"],
    )


def make_quiz(data: dict) -> Quiz:
    return Quiz(
        "the-quiz",
        QuizKind(data["kind"]),
        "The quiz",
        tuple(make_question(question) for question in data["questions"]),
        "en",
        pass_mark=data["pass_mark"],
        draw=data["draw"],
    )


def test_there_are_cases_of_every_kind_of_question() -> None:
    kinds = {question["kind"] for case in CASES["cases"] for question in case["quiz"]["questions"]}
    assert kinds == {kind.value for kind in QuestionKind}
    assert len(CASES["cases"]) >= 120


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["name"])
def test_a_case_is_graded_as_the_table_says(case: dict) -> None:
    found = grade(make_quiz(case["quiz"]), case["answers"], case["drawn"])
    assert {
        "percent": found.percent,
        "passed": found.passed,
        "points": {result.name: result.points for result in found.results},
        "answered": {result.name: result.answered for result in found.results},
        "topics": [list(topic) for topic in found.topics],
    } == case["expected"]


@pytest.mark.parametrize("case", CASES["shuffles"], ids=lambda case: f"{case['count']} by {case['seed']}")
def test_a_shuffle_gives_the_order_of_the_table(case: dict) -> None:
    assert list(shuffled(case["count"], case["seed"])) == case["order"]


@pytest.mark.parametrize("case", CASES["draws"], ids=lambda case: f"seed {case['seed']}")
def test_a_draw_gives_the_names_of_the_table(case: dict) -> None:
    assert list(draw(make_quiz(case["quiz"]), case["seed"])) == case["names"]


@pytest.mark.parametrize("case", CASES["question_seeds"], ids=lambda case: f"{case['seed']}, {case['position']}")
def test_the_seed_of_a_question_is_that_of_the_table(case: dict) -> None:
    assert seed_of_question(case["seed"], case["position"]) == case["expected"]


SINGLE = make_question(
    {
        "name": "q",
        "kind": "single",
        "lesson": "",
        "choices": [{"right": False}, {"right": True}],
        "number": None,
        "scale": None,
    }
)
MATCHING = make_question(
    {
        "name": "q",
        "kind": "matching",
        "lesson": "",
        "choices": [{"right": False}] * 3,
        "number": None,
        "scale": None,
    }
)
SCALE = make_question(
    {"name": "q", "kind": "scale", "lesson": "", "choices": [], "number": None, "scale": {"low": 1, "high": 5}}
)


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), b"1", object(), {1}, range(2), complex(1, 0), -(10**400)]
)
@pytest.mark.parametrize("kind", list(QuestionKind))
def test_values_that_no_json_holds_are_no_answer(kind: QuestionKind, value: object) -> None:
    question = Question("q", kind, "Why?", SINGLE.choices, ("1", "0"), SCALE.scale)
    assert read_answer(question, value) is None


def test_a_result_tells_what_was_missed_and_what_was_wrong() -> None:
    result = grade_question(SINGLE, 0, QuizKind.QUIZ)
    assert (result.missed, result.wrong, result.right) == ((1,), (0,), False)


def test_a_matching_tells_which_places_are_wrong() -> None:
    assert grade_question(MATCHING, [0, 2, None], QuizKind.QUIZ).missed == (1, 2)


def test_an_unanswered_question_shows_what_would_have_been_right() -> None:
    assert grade_question(SINGLE, None, QuizKind.QUIZ).missed == (1,)


@pytest.mark.parametrize(
    ("value", "read"), [(1, 1), (5, 5), (0, None), (6, None), (True, None), ("3", None), (2.5, None)]
)
def test_a_scale_takes_its_own_steps_only(value: object, read: int | None) -> None:
    assert read_answer(SCALE, value) == read


def test_a_very_long_text_is_cut() -> None:
    question = Question("q", QuestionKind.TEXT, "Why?")
    assert len(read_answer(question, "a" * 100_000)) == 4000
