"""The words of a quiz, exam or survey in one language: sections, questions, answers and replies."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from lms.content import front_matter as facts_of
from lms.content.answer_lines import AnswerLine, read_answer, read_number, read_scale
from lms.content.front_matter import Fact, read_facts
from lms.content.model import Choice, Question, QuestionKind, Scale
from lms.content.names import is_kebab
from lms.content.source_text import Source, read_source

_FACTS = {"title": Fact(facts_of.text, required=True), "intro": Fact(facts_of.text)}
_HEADING = re.compile(r"## +([^\s()]+)(?: +\(([^()]*)\))?\s*")
_ONE_LINE = {QuestionKind.NUMBER, QuestionKind.TEXT, QuestionKind.SCALE}


@dataclass(frozen=True, slots=True)
class QuestionLines:
    """Where the parts of a question stand."""

    stem: int
    choices: tuple[int, ...]
    reply: int
    """0 if there is no reply to everybody."""


@dataclass(frozen=True, slots=True)
class QuizFile:
    """A quiz in one language, before the facts of `quiz.md` are joined to it."""

    source: Source
    language: str
    title: str
    intro: str
    questions: tuple[Question, ...]
    lines: dict[str, QuestionLines]
    """Question name -> places."""


@dataclass(slots=True)
class _Draft:
    """A question that is being read."""

    name: str
    line: int
    lesson: str
    section: str
    stem: list[str] = field(default_factory=list)
    answers: list[AnswerLine] = field(default_factory=list)
    reply: list[str] = field(default_factory=list)
    reply_line: int = 0


def read_quiz(root: Path, path: Path, problems: list) -> QuizFile:
    """Read one language of a quiz; what is wrong is reported and the rest is read on."""
    source = read_source(root, path, problems)
    facts = read_facts(source, _FACTS)
    drafts = _read_drafts(source, facts.body)
    questions: dict[str, Question] = {}
    lines: dict[str, QuestionLines] = {}
    for draft in drafts:
        question = _finish(source, draft)
        if question is None:
            continue
        if draft.name in questions:
            source.error(
                draft.line, f"The question name `{draft.name}` stands twice.", "Give each question its own name."
            )
            continue
        questions[draft.name] = question
        stem = next((draft.line + n for n, line in enumerate(draft.stem, 1) if line.strip()), draft.line)
        lines[draft.name] = QuestionLines(stem, tuple(answer.line for answer in draft.answers), draft.reply_line)
    if not drafts:
        source.error(facts.body, "There is no question.", "Begin each question with a heading `## question-name`.")
    return QuizFile(
        source, path.stem, facts.get("title", ""), facts.get("intro", ""), tuple(questions.values()), lines
    )


def _read_drafts(source: Source, first: int) -> list[_Draft]:
    drafts: list[_Draft] = []
    section = ""
    stray = False
    for number in range(first, len(source.lines) + 1):
        line = source.line(number).rstrip()
        if re.match(r"##(?!#)", line):
            drafts.append(_begin(source, number, section))
        elif re.match(r"#(?!#)", line):
            section = line.lstrip("#").strip()
            if not section:
                source.error(number, "This section has no title.", "Write `# Title`.")
        elif drafts:
            _read_line(source, drafts[-1], line, number)
        elif line and not stray:
            stray = True
            source.error(
                number, "There is text before the first question.", "Put a heading `## question-name` above it."
            )
    return drafts


def _begin(source: Source, number: int, section: str) -> _Draft:
    heading = _HEADING.fullmatch(source.line(number))
    name = heading[1] if heading else source.line(number).lstrip("#").strip()
    lesson = (heading[2] or "").strip() if heading else ""
    if heading is None or not is_kebab(name):
        source.error(
            number,
            "This heading is no name of a question.",
            "Write `## question-name` or `## question-name (lesson-id)`.",
        )
    elif heading[2] is not None and not is_kebab(lesson):
        source.error(
            number, f"`({heading[2]})` is no lesson.", "Write the id of a lesson, such as `(why-regions)`."
        )
    return _Draft(name, number, lesson, section)


def _read_line(source: Source, draft: _Draft, line: str, number: int) -> None:
    """Add one line to the question: to its stem, its answers or its replies."""
    if answer := read_answer(line, number):
        if draft.reply_line:
            source.error(number, "This answer stands after the reply to everybody.", "Move it above the reply.")
        draft.answers.append(answer)
    elif not draft.answers:
        draft.stem.append(line)
    elif not line:
        if draft.reply_line:
            draft.reply.append("")
    elif line.startswith(">"):
        draft.reply_line = draft.reply_line or number
        draft.reply.append(line[1:].removeprefix(" "))
    elif line[0] in " \t" and line.lstrip().startswith(">"):
        if draft.reply_line:
            source.error(
                number,
                "This reply belongs to no answer.",
                "Put it under its answer, or begin it with `>` without blanks.",
            )
        draft.answers[-1].reply.append(line.lstrip()[1:].removeprefix(" "))
    elif line[0] in " \t":
        source.error(
            number,
            "A line under an answer begins with `>`.",
            "Write `    > reply`, or put the answer on one line.",
        )
    else:
        source.error(
            number,
            "This line is neither an answer nor a reply.",
            "Give it the shape of the answers above, begin it with `>`, or move it above the answers.",
        )


def _finish(source: Source, draft: _Draft) -> Question | None:
    """Make the question of its parts; None (and a report) if it has no answers or mixed ones."""
    text = "\n".join(draft.stem).strip()
    if not text:
        source.error(draft.line, "This question asks nothing.", "Write the question below its heading.")
    if not draft.answers:
        source.error(
            draft.line,
            "This question has no answers.",
            "Write them in one of the seven shapes, such as `- ( ) text` and `- (x) text`.",
        )
        return None
    kind = draft.answers[0].kind
    other = next((answer for answer in draft.answers if answer.kind is not kind), None)
    if other is not None:
        source.error(
            other.line,
            f"The kinds of answer are mixed: {kind} and {other.kind}.",
            "Give all answers of a question the same shape.",
        )
        return None
    if kind in _ONE_LINE and len(draft.answers) > 1:
        source.error(
            draft.answers[1].line,
            "This kind of question has one line for the answer.",
            "Make a second question of it.",
        )
    number, scale = _read_value(source, draft.answers[0])
    choices = () if kind in _ONE_LINE else tuple(_make_choice(source, answer) for answer in draft.answers)
    reply = "\n".join(draft.reply).strip()
    return Question(draft.name, kind, text, choices, number, scale, reply, draft.lesson, draft.section, draft.line)


def _make_choice(source: Source, answer: AnswerLine) -> Choice:
    if not answer.text or (answer.kind is QuestionKind.MATCHING and not answer.match):
        source.error(answer.line, "This answer is empty.", "Write its text, or delete the line.")
    return Choice(answer.text, answer.right, "\n".join(answer.reply).strip(), answer.match)


def _read_value(source: Source, answer: AnswerLine) -> tuple[tuple[str, str] | None, Scale | None]:
    if answer.kind is QuestionKind.NUMBER:
        number = read_number(answer.text)
        if number is None:
            source.error(answer.line, "This is not a number.", "Write `= 20` or `= 6.4 +- 0.2`.")
        return number, None
    if answer.kind is QuestionKind.SCALE:
        try:
            return None, read_scale(answer.text)
        except ValueError as error:
            source.error(
                answer.line, str(error), "Write `(1..5) not at all | very much`, or one label for each step."
            )
    return None, None
