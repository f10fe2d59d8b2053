"""Checks the craft of quizzes: answers, replies, patterns that give the right answer away."""

import re
from collections.abc import Iterable

from lms.content.lint.text import TextRules, check_text
from lms.content.model import Question, QuestionKind, QuizKind
from lms.content.quiz_file import QuestionLines, QuizFile
from lms.content.quiz_folder import QuizFolder

_CHOSEN = {QuestionKind.SINGLE, QuestionKind.MULTIPLE}
_IN_SURVEYS = {*_CHOSEN, QuestionKind.TEXT, QuestionKind.SCALE}
_NEEDS_REPLY = {QuestionKind.MATCHING, QuestionKind.ORDERING, QuestionKind.NUMBER}
_ALL_OF_THEM = re.compile(
    r"(?i)\b(all|none|both|neither) of ((the|these|those) (above|following|answers|options)|above)\b"
)
_MOST_CHOICES = 30
_FEW = 4
"""Below so many questions a pattern of right answers proves nothing."""


def check_quiz(quiz: QuizFolder, language: str, pictures: frozenset[str]) -> None:
    """Report the faults of a quiz in one language, and (in the original) those of its facts."""
    file = quiz.files[language]
    rules = TextRules(f"quizzes/{quiz.id}", pictures, headings=False)
    for question in file.questions:
        lines = file.lines[question.name]
        _check_texts(file, question, lines, rules)
        if quiz.kind is QuizKind.SURVEY:
            _check_survey_question(file, question, lines)
        else:
            _check_graded_question(file, question, lines, quiz.kind)
        _check_duplicates(file, question, lines)
    if language == quiz.original:
        _check_facts(quiz, file)
        if quiz.kind is not QuizKind.SURVEY:
            _check_patterns(file)


def _check_texts(file: QuizFile, question: Question, lines: QuestionLines, rules: TextRules) -> None:
    check_text(file.source, lines.stem, question.text, rules)
    check_text(file.source, lines.reply, question.reply, rules)
    for choice, line in zip(question.choices, lines.choices, strict=False):
        for number, text in enumerate((choice.text, choice.match, choice.reply)):
            check_text(file.source, line + (number == 2), text, rules)


def _check_survey_question(file: QuizFile, question: Question, lines: QuestionLines) -> None:
    if question.kind not in _IN_SURVEYS:
        file.source.error(
            lines.choices[0],
            f"A survey has no {question.kind} question.",
            "Ask with choices, a scale or own words.",
        )
    if question.kind in _CHOSEN:
        for choice, line in zip(question.choices, lines.choices, strict=True):
            if choice.right:
                file.source.error(line, "A survey has no right answers.", "Write `- ( )` or `- [ ]`.")
        _check_count(file, question, lines, 2, _MOST_CHOICES)


def _check_graded_question(file: QuizFile, question: Question, lines: QuestionLines, kind: QuizKind) -> None:
    source = file.source
    if question.kind is QuestionKind.SCALE:
        source.error(
            lines.choices[0],
            f"A scale belongs in a survey; this is a `{kind}`.",
            "Ask in another shape.",
        )
    elif question.kind is QuestionKind.TEXT and kind is QuizKind.EXAM:
        source.error(
            lines.choices[0], "An answer in own words cannot be graded in an exam.", "Ask in another shape."
        )
    elif question.kind in (QuestionKind.MATCHING, QuestionKind.ORDERING):
        _check_count(file, question, lines, 2, 8)
    elif question.kind in _CHOSEN:
        _check_count(file, question, lines, 2, _MOST_CHOICES)
        _check_right_ones(file, question)
        for choice, line in zip(question.choices, lines.choices, strict=True):
            if not choice.reply and choice.text:
                source.error(
                    line,
                    "This answer has no reply.",
                    "Say below it, indented and with `>`, why it is right or wrong.",
                )
            if _ALL_OF_THEM.search(choice.text):
                source.error(
                    line,
                    "An answer must not speak of the others: they may be shuffled.",
                    "Say what it means, or use `- [ ]` answers.",
                )
    if question.kind in _NEEDS_REPLY and not question.reply:
        source.warning(
            question.line,
            "Nobody learns here why the answer is right.",
            "Add a reply to everybody: `> ...` after the answers.",
        )


def _check_count(file: QuizFile, question: Question, lines: QuestionLines, low: int, high: int) -> None:
    count = len(question.choices)
    if not low <= count <= high:
        file.source.error(
            lines.choices[0],
            f"A {question.kind} question has {low} to {high} answers; this has {count}.",
            "Add or delete some.",
        )


def _check_right_ones(file: QuizFile, question: Question) -> None:
    right = sum(choice.right for choice in question.choices)
    if right == 0:
        file.source.error(question.line, "No answer is marked as right.", "Mark it with `x`: `- (x)` or `- [x]`.")
    elif question.kind is QuestionKind.SINGLE and right > 1:
        file.source.error(
            question.line,
            f"{right} answers are marked as right.",
            "Keep one `(x)`, or write all answers as `- [ ]`.",
        )
    elif question.kind is QuestionKind.MULTIPLE and right == len(question.choices):
        file.source.warning(
            question.line, "All answers are right.", "Add one that is wrong, so that there is something to decide."
        )


def _check_duplicates(file: QuizFile, question: Question, lines: QuestionLines) -> None:
    for side in ("text", "match"):
        seen: dict[str, int] = {}
        for choice, line in zip(question.choices, lines.choices, strict=False):
            text = " ".join(getattr(choice, side).casefold().split())
            if text and text in seen:
                file.source.error(
                    line, f"This answer stands twice, also in line {seen[text]}.", "Change or delete one of them."
                )
            seen.setdefault(text, line)


def _check_facts(quiz: QuizFolder, file: QuizFile) -> None:
    facts, source = quiz.facts, quiz.source
    graded = [question for question in file.questions if question.kind.graded]
    draw = facts.get("draw")
    if quiz.kind is QuizKind.EXAM and draw is not None and draw > len(graded):
        source.error(
            facts.line("draw"),
            f"{draw} questions are to be drawn; the bank has {len(graded)}.",
            "Draw fewer, or write more questions.",
        )
    if quiz.kind is QuizKind.QUIZ and file.questions and not graded:
        source.error(
            facts.line("kind"), "The quiz has no question with a right answer.", "Add one, or make it a survey."
        )
    scales = {question.name for question in file.questions if question.kind is QuestionKind.SCALE}
    for name in facts.get("reverse", ()) if quiz.kind is QuizKind.SURVEY else ():
        if name not in scales:
            source.error(
                facts.line("reverse"), f"`{name}` is no scale of this survey.", "Name questions that have a scale."
            )
    if facts.get("pause_hours") and "attempts" not in facts.lines:
        source.warning(facts.line("pause_hours"), "There is a pause but no number of tries.", "Add `attempts: 3`.")


def _check_patterns(file: QuizFile) -> None:
    single = [question for question in file.questions if _has_one_right(question)]
    if len(single) < _FEW:
        return
    longest = sum(_is_right_longest(question) for question in single)
    if longest * 10 > len(single) * 6:
        file.source.warning(
            single[0].line,
            f"In {longest} of {len(single)} questions the right answer is the longest.",
            "Lengthen wrong answers or shorten right ones, so that length tells nothing.",
        )
    varied = [question for question in single if len(question.choices) > 2]
    if len(varied) >= _FEW and len(set(_positions(varied))) == 1:
        file.source.warning(
            varied[0].line,
            "The right answer always stands at the same place.",
            "Spread the right answers over the positions.",
        )


def _has_one_right(question: Question) -> bool:
    return question.kind is QuestionKind.SINGLE and sum(choice.right for choice in question.choices) == 1


def _is_right_longest(question: Question) -> bool:
    right = next(len(choice.text) for choice in question.choices if choice.right)
    return all(choice.right or len(choice.text) < right for choice in question.choices)


def _positions(questions: Iterable[Question]) -> list[int]:
    return [next(n for n, choice in enumerate(question.choices) if choice.right) for question in questions]
