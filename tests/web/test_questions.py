"""Questions as pages show them."""

from pathlib import Path

import pytest

from lms.content.catalogue import load_catalogue
from lms.content.model import Quiz
from lms.content.render import Renderer
from lms.language import words
from lms.web.questions import Shower, shown_order

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture(scope="module")
def quiz() -> Quiz:
    found = load_catalogue(DATA / "courses", DATA / "quizzes").find_quiz("arriving", "en")
    assert found is not None
    return found


@pytest.fixture(scope="module")
def shower(quiz: Quiz) -> Shower:
    return Shower(quiz, Renderer(), words("en"))


def verdict(shower: Shower, name: str, value: object):  # type: ignore[no-untyped-def]
    question = shower.quiz.question(name)
    assert question is not None
    return shower.view(question, 1, 7, value, with_verdict=True).verdict


def test_what_is_to_be_put_in_order_never_stands_in_order(quiz: Quiz) -> None:
    question = quiz.question("order-of-doors")
    assert question is not None
    for seed in range(200):
        assert shown_order(question, quiz, seed) != (0, 1, 2)


def test_the_same_try_always_shows_the_same_order(quiz: Quiz) -> None:
    question = quiz.question("first-door")
    assert question is not None
    assert shown_order(question, quiz, 5) == shown_order(question, quiz, 5)
    assert len({shown_order(question, quiz, seed) for seed in range(50)}) > 1


def test_a_right_answer_needs_no_correction(shower: Shower) -> None:
    said = verdict(shower, "first-door", 1)
    assert (said.state, said.right_words) == ("right", ())
    assert "The order is the same" in said.reply


def test_a_wrong_answer_gets_the_right_one_in_words(shower: Shower) -> None:
    said = verdict(shower, "first-door", 0)
    assert said.state == "wrong"
    assert said.right_words == ("registration",)


def test_some_but_not_all_right_answers_are_partly_right(shower: Shower) -> None:
    assert verdict(shower, "which-offices", [0]).state == "partly"
    assert verdict(shower, "which-offices", [0, 1]).state == "wrong"


def test_matching_and_ordering_name_the_whole_solution(shower: Shower) -> None:
    assert verdict(shower, "match-days", [1, 0]).right_words == ("registration → Monday", "health → Tuesday")
    ordering = verdict(shower, "order-of-doors", [2, 1, 0])
    assert ordering.ordered
    assert ordering.right_words == ("registration", "health", "school")


def test_an_open_question_is_said_to_be_open(shower: Shower) -> None:
    assert verdict(shower, "visitors", None).state == "open"
    assert verdict(shower, "visitors", None).right_words == ("40",)


def test_own_words_are_not_judged(shower: Shower) -> None:
    assert verdict(shower, "own-words", "Welcome <b>").state == "noted"
    assert verdict(shower, "own-words", "Welcome <b>").chosen == ("Welcome &lt;b&gt;",)


def test_a_chosen_order_is_shown_as_it_was_chosen(shower: Shower) -> None:
    question = shower.quiz.question("order-of-doors")
    assert question is not None
    view = shower.view(question, 1, 7, [2, 0, 1])
    assert [choice.position for choice in view.choices] == [2, 0, 1]


def test_a_damaged_value_counts_as_open(shower: Shower) -> None:
    for value in ("x", [7], {"a": 1}, True, -1):
        assert verdict(shower, "first-door", value).state == "open"
