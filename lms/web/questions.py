"""Questions as pages show them: before, while and after they are answered."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from lms.content.model import Choice, Question, QuestionKind, Quiz
from lms.content.render import Renderer
from lms.language import N_, Words
from lms.rules.drawing import seed_of_question, shuffled
from lms.rules.grading import QuestionResult, grade_question, read_answer

_NOTHING = Markup("")
_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_PARAGRAPHS = re.compile(r"(?:\s*<p>.*?</p>)+", re.DOTALL)
HINTS = {
    QuestionKind.SINGLE: N_("Choose one answer."),
    QuestionKind.MULTIPLE: N_("Choose all that are right."),
    QuestionKind.MATCHING: N_("Choose for each line what belongs to it."),
    QuestionKind.ORDERING: N_("Give each line its place."),
    QuestionKind.NUMBER: N_("Type a number."),
    QuestionKind.TEXT: N_("Write in your own words. This is not marked."),
}
_VERDICTS = {
    "right": N_("Right"),
    "partly": N_("Partly right"),
    "wrong": N_("Not right"),
    "open": N_("Not answered"),
}


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One answer to choose, or one line of a matching or ordering."""

    position: int
    html: Markup
    reply: Markup
    right: bool
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said to an answer."""

    state: str
    """`right`, `partly`, `wrong` or `open`."""
    word: str
    right_words: tuple[Markup, ...]
    """The right answer in words, where it was not given."""
    ordered: bool
    reply: Markup
    chosen: tuple[Markup, ...] = ()
    """The answer given, in words."""
    at: Markup = _NOTHING


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question, ready to be shown."""

    name: str
    kind: str
    number: int
    html: Markup
    """The question itself, without blocks, as a legend takes it."""
    extra: Markup
    """Lists, tables and pictures that follow."""
    hint: str
    choices: tuple[ChoiceView, ...]
    matches: tuple[tuple[int, str], ...]
    """Matching: right sides in the order shown, as plain text for a list to choose from."""
    value: Any
    fault: str = ""
    verdict: Verdict | None = None
    lesson: str = ""
    scale: Any = None
    at: Markup = _NOTHING
    """Attribute that marks the author's words, where they are in another language than the page."""


def shown_order(question: Question, quiz: Quiz, seed: int) -> tuple[int, ...]:
    """Give the positions of the answers in the order in which this try shows them."""
    count = len(question.choices)
    always = question.kind in (QuestionKind.MATCHING, QuestionKind.ORDERING)
    if not always and not (quiz.shuffle and question.kind in (QuestionKind.SINGLE, QuestionKind.MULTIPLE)):
        return tuple(range(count))
    place = next((place for place, other in enumerate(quiz.questions) if other.name == question.name), 0)
    order = shuffled(count, seed_of_question(seed, place))
    if always and count > 1 and order == tuple(range(count)):
        return (*order[1:], order[0])  # what is to be put in order never stands in order
    return order


class Shower:
    """Builds the views of one quiz for one reader."""

    def __init__(self, quiz: Quiz, renderer: Renderer, said: Words) -> None:
        self.quiz = quiz
        self.said = said
        self._renderer = renderer
        self._home = f"quizzes/{quiz.id}"
        other = quiz.language != said.language
        self._at = Markup(' lang="{}"').format(quiz.language) if other else Markup("")

    def views(
        self,
        names: Iterable[str],
        seed: int,
        answers: Mapping[str, Any],
        checked: Iterable[str] = (),
        faults: Mapping[str, str] | None = None,
    ) -> tuple[QuestionView, ...]:
        """Show the named questions; those in `checked` with what is said to the answer."""
        asked = [question for name in names if (question := self.quiz.question(name))]
        shown_checked = set(checked)
        return tuple(
            self.view(question, number, seed, answers.get(question.name), question.name in shown_checked,
                      (faults or {}).get(question.name, ""), question.name in answers)
            for number, question in enumerate(asked, start=1)
        )  # fmt: skip

    def view(
        self,
        question: Question,
        number: int,
        seed: int,
        value: Any,
        with_verdict: bool = False,
        fault: str = "",
        given: bool = True,
    ) -> QuestionView:
        """Show one question with the answer so far."""
        known = read_answer(question, value)
        if question.kind is QuestionKind.NUMBER:
            known = value if isinstance(value, str) else None
        if question.kind is QuestionKind.SCALE and given and value is None:
            known = ""  # the way out was chosen
        html, extra = _legend(self._text(question.text))
        order = shown_order(question, self.quiz, seed)
        if question.kind is QuestionKind.ORDERING and known:
            order = tuple(known)
        chosen = _chosen(question, known)
        lines = question.kind is QuestionKind.MATCHING
        return QuestionView(
            name=question.name,
            kind=question.kind.value,
            number=number,
            html=html,
            extra=extra,
            hint=self.said(HINTS[question.kind]) if question.kind in HINTS else "",
            choices=tuple(
                self._choice(question.choices[position], position, position in chosen)
                for position in (range(len(order)) if lines else order)
            ),
            matches=tuple((at, question.choices[at].match) for at in order) if lines else (),
            value=known,
            fault=fault,
            verdict=self.verdict(question, value) if with_verdict else None,
            lesson=question.lesson,
            scale=question.scale,
            at=self._at,
        )

    def verdict(self, question: Question, value: Any) -> Verdict:
        """Say how the answer is, why, and what would be right."""
        result = grade_question(question, value, self.quiz.kind)
        state = _state(question, result, value)
        right = () if state in ("right", "noted") else self._right_words(question)
        return Verdict(
            state=state,
            word=self.said(_VERDICTS[state]) if state in _VERDICTS else self.said("Thank you"),
            right_words=right,
            ordered=question.kind is QuestionKind.ORDERING,
            reply=self._text(question.reply),
            chosen=self._chosen_words(question, value),
            at=self._at,
        )

    def _choice(self, choice: Choice, position: int, chosen: bool) -> ChoiceView:
        return ChoiceView(position, self._inline(choice.text), self._inline(choice.reply), choice.right, chosen)

    def _right_words(self, question: Question) -> tuple[Markup, ...]:
        if question.kind is QuestionKind.NUMBER and question.number:
            return (
                Markup.escape(question.number[0].replace(".", self.said.locale.number_symbols["latn"]["decimal"])),
            )
        if question.kind is QuestionKind.MATCHING:
            return tuple(self._pair(choice, choice) for choice in question.choices)
        ordering = question.kind is QuestionKind.ORDERING
        return tuple(self._inline(choice.text) for choice in question.choices if ordering or choice.right)

    def _chosen_words(self, question: Question, value: Any) -> tuple[Markup, ...]:
        known = read_answer(question, value)
        if known is None:
            return ()
        choices = question.choices
        match question.kind:
            case QuestionKind.SINGLE:
                return (self._inline(choices[known].text),)
            case QuestionKind.MULTIPLE | QuestionKind.ORDERING:
                return tuple(self._inline(choices[at].text) for at in known)
            case QuestionKind.MATCHING:
                pairs = zip(choices, known, strict=True)
                return tuple(self._pair(left, choices[at]) for left, at in pairs if at is not None)
            case _:
                return (Markup.escape(str(value)),)

    def _pair(self, left: Choice, right: Choice) -> Markup:
        return Markup("{} → {}").format(self._inline(left.text), self._inline(right.match))

    def _text(self, markdown: str) -> Markup:
        return Markup(self._renderer.text(markdown, self._home))  # noqa: S704 - cleaned by the renderer

    def _inline(self, markdown: str) -> Markup:
        return Markup(self._renderer.inline(markdown, self._home))  # noqa: S704 - cleaned by the renderer


def _chosen(question: Question, known: Any) -> set[int]:
    if known is None:
        return set()
    if question.kind is QuestionKind.SINGLE:
        return {known}
    return set(known) if question.kind is QuestionKind.MULTIPLE else set()


@lru_cache(maxsize=4096)
def _legend(html: Markup) -> tuple[Markup, Markup]:
    """Part a question into running text for the legend and the blocks after it."""
    head = _PARAGRAPHS.match(html)
    text = head.group() if head else ""
    words = "<br><br>".join(_PARAGRAPH.findall(text))
    return Markup(words), Markup(html[len(text) :])  # noqa: S704 - cleaned by the renderer


def _state(question: Question, result: QuestionResult, value: Any) -> str:
    if not question.kind.graded:
        return "noted"
    if not result.answered:
        return "open"
    if result.right:
        return "right"
    partly = result.points > 0 or (question.kind is QuestionKind.MULTIPLE and not result.wrong)
    return "partly" if partly else "wrong"


def sections(questions: Sequence[Question]) -> list[tuple[str, list[Question]]]:
    """Group the questions of a survey under their headings, in order."""
    found: list[tuple[str, list[Question]]] = []
    for question in questions:
        if not found or found[-1][0] != question.section:
            found.append((question.section, []))
        found[-1][1].append(question)
    return found
