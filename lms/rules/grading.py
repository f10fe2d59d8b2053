"""Grade answers: pure, in whole numbers, and the same as its JavaScript twin in the packages.

Answers are `{question name: value}`. The value of a question is, by its kind,
single: the position of the chosen answer; multiple: a list of positions; matching: for each left side the position
of the chosen right side, or None; ordering: all positions in the chosen order; number: the text as typed;
text: the text; scale: the step, or None for "does not apply". Positions count from 0 in the order of the file.
A value of another shape counts as not answered. Both graders are held to tests/data/grading_cases.json.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lms.content.model import Question, QuestionKind, Quiz, QuizKind

FULL = 1000
"""Points of a question that is answered right: points are thousandths."""
_NUMBER = re.compile(r"[+-]?[0-9]{1,9}(?:\.[0-9]{1,6})?")
_LONGEST_TEXT = 4000

Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """How one question was answered."""

    name: str
    points: int
    """0 to 1000."""
    answered: bool
    missed: tuple[int, ...] = ()
    """Positions that were right and not chosen (matching and ordering: positions that are not in place)."""
    wrong: tuple[int, ...] = ()
    """Positions that were chosen and are not right."""

    @property
    def right(self) -> bool:
        """Whether it has all its points."""
        return self.points == FULL


@dataclass(frozen=True, slots=True)
class Grade:
    """The result of one try."""

    percent: int
    """Whole percent, rounded down, over all graded questions that were drawn; not answered counts 0."""
    passed: bool
    """At or above the pass mark; a quiz without a mark is passed by sending it."""
    results: tuple[QuestionResult, ...]
    topics: tuple[tuple[str, int], ...]
    """Lesson id and percent in it, in the order of the questions; only of questions that name a lesson."""

    def result(self, name: str) -> QuestionResult | None:
        """Find the result of a question."""
        return next((result for result in self.results if result.name == name), None)


def grade(quiz: Quiz, answers: Answers, drawn: Sequence[str] | None = None) -> Grade:
    """Grade the answers to the drawn questions (all of them when `drawn` is None)."""
    names = [question.name for question in quiz.questions] if drawn is None else drawn
    asked = [question for name in names if (question := quiz.question(name)) and question.kind.graded]
    results = tuple(grade_question(question, answers.get(question.name), quiz.kind) for question in asked)
    percent = _percent([result.points for result in results])
    passed = quiz.pass_mark is None or percent >= quiz.pass_mark
    return Grade(percent, passed, results, _topics(asked, results))


def grade_question(question: Question, value: Any, kind: QuizKind) -> QuestionResult:
    """Grade one answer. Exams give matching and ordering all points or none, quizzes one share per place."""
    given = read_answer(question, value)
    if given is None:
        return QuestionResult(question.name, 0, answered=False, missed=_right_positions(question))
    if question.kind is QuestionKind.NUMBER:
        return QuestionResult(question.name, FULL if _is_near(question, given) else 0, answered=True)
    if question.kind in (QuestionKind.SINGLE, QuestionKind.MULTIPLE):
        chosen = {given} if question.kind is QuestionKind.SINGLE else set(given)
        right = set(_right_positions(question))
        points = FULL if chosen == right else 0
        return QuestionResult(
            question.name, points, True, tuple(sorted(right - chosen)), tuple(sorted(chosen - right))
        )
    return _grade_places(question, given, kind)


def read_answer(question: Question, value: Any) -> Any:
    """Give the answer in its proper shape, or None when it is missing or has no meaning for this question."""
    match question.kind:
        case QuestionKind.SINGLE:
            return value if _is_position(value, len(question.choices)) else None
        case QuestionKind.MULTIPLE:
            return _positions(value, len(question.choices), distinct=True) or None
        case QuestionKind.MATCHING:
            return _matches(value, len(question.choices))
        case QuestionKind.ORDERING:
            places = _positions(value, len(question.choices), distinct=True)
            return places if places is not None and len(places) == len(question.choices) else None
        case QuestionKind.NUMBER:
            return _number(value)
        case QuestionKind.TEXT:
            return value[:_LONGEST_TEXT] if isinstance(value, str) and value.strip() else None
        case QuestionKind.SCALE:
            scale = question.scale
            inside = scale and _is_whole(value) and scale.low <= value <= scale.high
            return value if inside else None


def _grade_places(question: Question, given: list[int | None], kind: QuizKind) -> QuestionResult:
    """Matching and ordering: position i belongs to place i."""
    misplaced = tuple(place for place, position in enumerate(given) if position != place)
    in_place = len(given) - len(misplaced)
    shares = FULL * in_place // len(given)
    points = 0 if misplaced and kind is QuizKind.EXAM else shares
    return QuestionResult(question.name, points, True, missed=misplaced)


def _percent(points: Sequence[int]) -> int:
    return sum(points) // (10 * len(points)) if points else 100


def _topics(asked: Sequence[Question], results: Sequence[QuestionResult]) -> tuple[tuple[str, int], ...]:
    points: dict[str, list[int]] = {}
    for question, result in zip(asked, results, strict=True):
        if question.lesson:
            points.setdefault(question.lesson, []).append(result.points)
    return tuple((lesson, _percent(those)) for lesson, those in points.items())


def _right_positions(question: Question) -> tuple[int, ...]:
    if question.kind in (QuestionKind.MATCHING, QuestionKind.ORDERING):
        return tuple(range(len(question.choices)))
    return tuple(position for position, choice in enumerate(question.choices) if choice.right)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_position(value: Any, count: int) -> bool:
    return _is_whole(value) and 0 <= value < count


def _positions(value: Any, count: int, *, distinct: bool) -> list[int] | None:
    if not isinstance(value, list) or not all(_is_position(one, count) for one in value):
        return None
    return None if distinct and len(set(value)) != len(value) else value


def _matches(value: Any, count: int) -> list[int | None] | None:
    if not isinstance(value, list) or len(value) != count:
        return None
    if not all(one is None or _is_position(one, count) for one in value):
        return None
    return None if all(one is None for one in value) else value


def _number(value: Any) -> Decimal | None:
    """Read a number as people type it: "6,4" and "6.4", blanks anywhere."""
    if not isinstance(value, str) or len(value) > 40:
        return None
    text = re.sub("[ \t\u00a0\u2009\u202f]", "", value).replace(",", ".").replace("\u2212", "-")
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def _is_near(question: Question, given: Decimal) -> bool:
    if question.number is None:
        return False
    value, tolerance = question.number
    return abs(given - Decimal(value)) <= Decimal(tolerance)
