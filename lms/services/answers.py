"""Answers as they come from a page: kept when they have a meaning, refused when they cannot have one."""

from collections.abc import Collection, Mapping
from typing import Any

from lms.content.model import Question, QuestionKind, Quiz
from lms.errors import InvalidInput
from lms.rules.grading import read_answer

_LONGEST_NUMBER = 40
_LONGEST_TEXT = 4000


def check_answer(quiz: Quiz, name: str, value: Any) -> bool:
    """Whether there is something to keep (False = it is empty); raises `InvalidInput` when it does not fit."""
    question = quiz.question(name)
    if question is None:
        raise InvalidInput("This question does not belong to this quiz.")
    if _is_empty(question, value):
        return False
    if not _fits(question, value):
        raise InvalidInput("This answer does not fit the question. Load the page again and answer once more.")
    return True


def clean_answer(quiz: Quiz, name: str, value: Any, kept: dict[str, Any]) -> None:
    """Put one answer into `kept`, or take it out when it is empty; raises `InvalidInput` when it does not fit."""
    if check_answer(quiz, name, value):
        kept[name] = value
    else:
        kept.pop(name, None)


def clean_answers(quiz: Quiz, names: Collection[str], answers: Mapping[str, Any]) -> dict[str, Any]:
    """Keep of a whole form what fits the asked questions; the rest counts as not answered."""
    kept: dict[str, Any] = {}
    for name in names:
        question = quiz.question(name)
        value = answers.get(name)
        if question and name in answers and not _is_empty(question, value) and _fits(question, value):
            kept[name] = value
    return kept


def _is_empty(question: Question, value: Any) -> bool:
    if question.kind is QuestionKind.SCALE and question.scale and question.scale.way_out:
        return value == ""  # None is the way out, which is an answer
    if isinstance(value, list):
        return all(one is None for one in value)
    return value is None or (isinstance(value, str) and not value.strip())


def _fits(question: Question, value: Any) -> bool:
    match question.kind:
        case QuestionKind.NUMBER:  # kept as typed: whether it is a number is seen when it is graded
            return isinstance(value, str) and len(value) <= _LONGEST_NUMBER
        case QuestionKind.TEXT:
            return isinstance(value, str) and len(value) <= _LONGEST_TEXT
        case QuestionKind.SCALE if value is None:
            return True
    return read_answer(question, value) is not None
