"""Scoring a self-assessment: one mean per section, before and after. No pass, no comparison of persons."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lms.content.model import Question, QuestionKind, Quiz
from lms.rules.grading import read_answer

_ENOUGH_OF_FIVE = 3
"""A section counts when at least 60 percent, three of five, of its sentences are answered."""


@dataclass(frozen=True, slots=True)
class SectionScore:
    """How somebody sees themselves in one section."""

    section: str
    mean: float | None
    """1 to 5, the reversed sentences turned round; None when too few were answered."""
    answered: int
    asked: int


@dataclass(frozen=True, slots=True)
class Change:
    """One section before and after the course."""

    section: str
    before: float | None
    after: float | None

    @property
    def difference(self) -> float | None:
        """After minus before; None unless both are there."""
        return None if self.before is None or self.after is None else self.after - self.before


def score(survey: Quiz, answers: Mapping[str, Any]) -> tuple[SectionScore, ...]:
    """Score each section of a self-assessment in its order; "does not apply" counts as not answered."""
    return tuple(_score_section(name, items, survey, answers) for name, items in _sections(survey).items())


def compare(
    before: Quiz | None,
    before_answers: Mapping[str, Any],
    after: Quiz | None,
    after_answers: Mapping[str, Any],
) -> tuple[Change, ...]:
    """Put both times side by side, by the sections of whichever came first.

    Sections belong together by the sentences in them, not by their headings; only sentences of both are compared.
    """
    if before is None or after is None:
        shown = before or after
        if shown is None:
            return ()
        scores = score(shown, before_answers if before else after_answers)
        return tuple(
            Change(one.section, one.mean if before else None, None if before else one.mean) for one in scores
        )
    changes = []
    for section, items in _sections(before).items():
        shared = [item for item in items if after.question(item.name)]
        first = _score_section(section, shared, before, before_answers)
        second = _score_section(section, shared, after, after_answers)
        if shared:
            changes.append(Change(section, first.mean, second.mean))
    return tuple(changes)


def _sections(survey: Quiz) -> dict[str, list[Question]]:
    """Group the sentences that have a scale by section; looking back (other range, later section) is left out."""
    found: dict[str, list[Question]] = {}
    for question in survey.questions:
        if question.kind is QuestionKind.SCALE:
            found.setdefault(question.section, []).append(question)
    return found


def _score_section(section: str, items: list[Question], survey: Quiz, answers: Mapping[str, Any]) -> SectionScore:
    values = [value for item in items if (value := _value(item, survey, answers.get(item.name))) is not None]
    enough = values and 5 * len(values) >= _ENOUGH_OF_FIVE * len(items)
    return SectionScore(section, sum(values) / len(values) if enough else None, len(values), len(items))


def _value(item: Question, survey: Quiz, given: Any) -> int | None:
    value = read_answer(item, given)
    if value is None or item.scale is None:
        return None
    return item.scale.low + item.scale.high - value if item.name in survey.reverse else value
