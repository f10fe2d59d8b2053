"""Quizzes inside a package: the form that is shown, the texts, and the data by which the script grades."""

import html
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from markupsafe import Markup

from lms.content.model import Question, QuestionKind, Quiz
from lms.content.render import Links, Renderer
from lms.export.package_state import question_marks
from lms.language import Words
from lms.rules.drawing import shuffled

_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class ShownChoice:
    """One row of a question's form."""

    position: int
    text: Markup
    options: tuple[tuple[str, str], ...] = ()
    """Matching and ordering: value and text of each entry of the list to choose from."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One question as the template needs it."""

    name: str
    kind: str
    field: str
    count: str
    text: Markup
    hint: str
    choices: tuple[ShownChoice, ...]
    steps: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class QuizWriter:
    """Writes quizzes in one language for one package."""

    renderer: Renderer
    links: Links
    words: Words
    lesson_titles: dict[str, str]

    def shown(self, quiz: Quiz) -> tuple[Shown, ...]:
        """Give the questions of a quiz for its form; nothing in it tells a right answer."""
        total = len(quiz.questions)
        return tuple(
            self._shown(quiz, question, number, total) for number, question in enumerate(quiz.questions, 1)
        )

    def texts(self, quiz: Quiz) -> dict[str, Any]:
        """Give what the script says about each question of a quiz: name -> texts."""
        return {question.name: self._question_texts(quiz, question) for question in quiz.questions}

    def _shown(self, quiz: Quiz, question: Question, number: int, total: int) -> Shown:
        return Shown(
            name=question.name,
            kind=question.kind.value,
            field=f"{quiz.id}.{question.name}",
            count=self.words("Question %(number)s of %(total)s", number=number, total=total),
            text=Markup(self.renderer.text(question.text, f"quizzes/{quiz.id}", self.links)),  # noqa: S704 - cleaned
            hint=self._hint(question),
            choices=self._choices(quiz, question),
            steps=self._steps(question),
        )

    def _hint(self, question: Question) -> str:
        hints = {
            QuestionKind.MULTIPLE: self.words("Choose all that are right."),
            QuestionKind.MATCHING: self.words("Choose what belongs to each line."),
            QuestionKind.ORDERING: self.words("Give each line its place."),
        }
        return hints.get(question.kind, "")

    def _choices(self, quiz: Quiz, question: Question) -> tuple[ShownChoice, ...]:
        count = len(question.choices)
        mixed = _mixed(count, f"{quiz.id}.{question.name}")
        if question.kind is QuestionKind.MATCHING:
            options = tuple((str(at), plain(self._inline(quiz, question.choices[at].match))) for at in mixed)
            rows: tuple[int, ...] = tuple(range(count))
        elif question.kind is QuestionKind.ORDERING:
            options = tuple((str(place), str(place)) for place in range(1, count + 1))
            rows = mixed
        else:
            options, rows = (), tuple(range(count))
        return tuple(
            ShownChoice(at, Markup(self._inline(quiz, question.choices[at].text)), options)  # noqa: S704 - cleaned
            for at in rows
        )

    def _steps(self, question: Question) -> tuple[tuple[str, str], ...]:
        scale = question.scale
        if scale is None:
            return ()
        steps = range(scale.low, scale.high + 1)
        if len(scale.labels) == len(steps):
            named = [(str(step), f"{step} {label}") for step, label in zip(steps, scale.labels, strict=True)]
        else:
            ends = {scale.low: scale.labels[0], scale.high: scale.labels[-1]} if scale.labels else {}
            named = [(str(step), f"{step} {ends.get(step, '')}".strip()) for step in steps]
        return tuple(named + ([("", scale.way_out)] if scale.way_out else []))

    def _question_texts(self, quiz: Quiz, question: Question) -> dict[str, Any]:
        return {
            "plain": plain(self.renderer.text(question.text, f"quizzes/{quiz.id}", self.links)),
            "reply": self.renderer.text(question.reply, f"quizzes/{quiz.id}", self.links),
            "lesson_title": self.lesson_titles.get(question.lesson, ""),
            "choices": [
                {
                    "text": self._inline(quiz, choice.text),
                    "reply": self._inline(quiz, choice.reply),
                    "match": self._inline(quiz, choice.match),
                }
                for choice in question.choices
            ],
        }

    def _inline(self, quiz: Quiz, markdown: str) -> str:
        return self.renderer.inline(markdown, f"quizzes/{quiz.id}", self.links)


def quiz_data(quiz: Quiz) -> dict[str, Any]:
    """Give what the script needs to grade a quiz; the same in every language."""
    marks = question_marks(quiz)
    return {
        "id": quiz.id,
        "kind": quiz.kind.value,
        "pass_mark": quiz.pass_mark,
        "attempts": quiz.attempts,
        "pause_hours": quiz.pause_hours,
        "draw": quiz.draw,
        "shuffle": quiz.shuffle,
        "questions": [_question_data(question, marks[question.name]) for question in quiz.questions],
    }


def _question_data(question: Question, mark: str) -> dict[str, Any]:
    data: dict[str, Any] = {
        "name": question.name,
        "mark": mark,
        "kind": question.kind.value,
        "lesson": question.lesson,
        "choices": [{"right": choice.right} for choice in question.choices],
    }
    if question.number:
        data["number"] = list(question.number)
    if question.scale:
        data["scale"] = {"low": question.scale.low, "high": question.scale.high}
    return data


def plain(markup: str) -> str:
    """Give the text of a piece of HTML on one line."""
    return " ".join(html.unescape(_TAG.sub(" ", markup)).split())


def _mixed(count: int, name: str) -> tuple[int, ...]:
    """An order that is always the same for a question and never the right one."""
    seed = int.from_bytes(sha256(name.encode()).digest()[:4])
    order = shuffled(count, seed)
    while count > 1 and order == tuple(range(count)):
        seed += 1
        order = shuffled(count, seed)
    return order
