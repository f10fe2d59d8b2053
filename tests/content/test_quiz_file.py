"""The quiz grammar: seven kinds, replies, sections, scales."""

from pathlib import Path

import pytest

from lms.content.answer_lines import read_answer, read_number, read_scale
from lms.content.model import Problem, Question, QuestionKind, Scale
from lms.content.quiz_file import QuizFile, read_quiz


def read(tmp_path: Path, body: str) -> tuple[QuizFile, list[Problem]]:
    problems: list[Problem] = []
    path = tmp_path / "en.md"
    path.write_text(f"---\ntitle: Quiz\n---\n{body}", encoding="utf-8")
    return read_quiz(tmp_path, path, problems), problems


def read_one(tmp_path: Path, body: str) -> Question:
    file, problems = read(tmp_path, f"## name\n\nWhy?\n\n{body}\n")
    assert problems == []
    return file.questions[0]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("- ( ) no", QuestionKind.SINGLE),
        ("- (x) yes", QuestionKind.SINGLE),
        ("- () no", QuestionKind.SINGLE),
        ("- [ ] no", QuestionKind.MULTIPLE),
        ("- [X] yes", QuestionKind.MULTIPLE),
        ("- a => b", QuestionKind.MATCHING),
        ("1) first", QuestionKind.ORDERING),
        ("= 6.4 +- 0.2", QuestionKind.NUMBER),
        ("____", QuestionKind.TEXT),
        ("(1..5) low | high", QuestionKind.SCALE),
        ("(0..10) low | high", QuestionKind.SCALE),
    ],
)
def test_the_shape_of_a_line_says_its_kind(line: str, kind: QuestionKind) -> None:
    answer = read_answer(line, 7)
    assert answer is not None
    assert (answer.kind, answer.line) == (kind, 7)


@pytest.mark.parametrize("line", ["- item", "1. item", "Text (1 of 5)", "__", "> reply", "[link](a)", ""])
def test_other_lines_are_no_answers(line: str) -> None:
    assert read_answer(line, 1) is None


def test_replies_belong_to_their_answers_and_to_everybody(tmp_path: Path) -> None:
    question = read_one(
        tmp_path, "- ( ) no\n    > Not so.\n    > Really.\n- (x) yes\n    > Yes.\n\n> Always.\n>\n> Ever."
    )
    assert [(choice.text, choice.right, choice.reply) for choice in question.choices] == [
        ("no", False, "Not so.\nReally."),
        ("yes", True, "Yes."),
    ]
    assert question.reply == "Always.\n\nEver."


def test_a_question_may_have_paragraphs_lists_and_quotations(tmp_path: Path) -> None:
    file, problems = read(tmp_path, "## name\n\nFirst.\n\n- item\n\n> quoted\n\n____\n")
    assert problems == []
    assert file.questions[0].text == "First.\n\n- item\n\n> quoted"


def test_pairs_and_steps_keep_their_order(tmp_path: Path) -> None:
    pairs = read_one(tmp_path, "- a => b => c\n- d => e")
    assert [(choice.text, choice.match) for choice in pairs.choices] == [("a", "b => c"), ("d", "e")]
    steps = read_one(tmp_path, "1) one\n2) two\n\n3) three")
    assert [choice.text for choice in steps.choices] == ["one", "two", "three"]


def test_the_lesson_stands_in_the_heading_and_the_section_above_it(tmp_path: Path) -> None:
    file, problems = read(tmp_path, "# Part\n\n## one (why-regions)\n\nWhy?\n\n____\n\n## two\n\nHow?\n\n____\n")
    assert problems == []
    assert [(one.name, one.lesson, one.section) for one in file.questions] == [
        ("one", "why-regions", "Part"),
        ("two", "", "Part"),
    ]


def test_the_places_of_all_parts_are_known(tmp_path: Path) -> None:
    file, _ = read(tmp_path, "## name\n\nWhy?\n\n- ( ) no\n    > No.\n- (x) yes\n    > Yes.\n\n> All.\n")
    lines = file.lines["name"]
    assert (lines.stem, lines.choices, lines.reply) == (6, (8, 10), 13)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("20", ("20", "0")),
        ("6.4 +- 0.2", ("6.4", "0.2")),
        ("6,4 +- 0,2", ("6.4", "0.2")),
        ("6.40 ± 1", ("6.40", "1")),
        ("-5", ("-5", "0")),
        ("-0", ("0", "0")),
        ("0.000001", ("0.000001", "0")),
        ("1e3", None),
        ("", None),
        ("4 5", None),
        ("1.2.3", None),
        ("1234567890", None),
    ],
)
def test_a_number_is_a_value_and_a_tolerance(text: str, value: tuple[str, str] | None) -> None:
    assert read_number(text) == value


@pytest.mark.parametrize(
    ("text", "scale"),
    [
        ("(1..5) not at all | very much", Scale(1, 5, ("not at all", "very much"))),
        ("(1..3) a | b | c", Scale(1, 3, ("a", "b", "c"))),
        ("(0..10) not likely | very likely", Scale(0, 10, ("not likely", "very likely"))),
        ("(1..5) low | high | ~ does not apply", Scale(1, 5, ("low", "high"), "does not apply")),
        ("(1..2) no | yes", Scale(1, 2, ("no", "yes"))),
        ("(-2..2) worse | better", Scale(-2, 2, ("worse", "better"))),
    ],
)
def test_a_scale_has_labels_for_its_ends_or_its_steps(text: str, scale: Scale) -> None:
    assert read_scale(text) == scale


NO_SCALES = ["(1..5)", "(1..5) low", "(1..5) a | b | c", "(5..1) a | b", "(1..1) a | b", "(0..11) a | b", "x"]
NO_SCALES += ["(1..5) a |", "(1..5) a | ~ out | b", "(1..5) a | b | ~", "(1..5) a | b | ~ x | ~ y"]


@pytest.mark.parametrize("text", NO_SCALES)
def test_a_scale_that_does_not_add_up_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"scale"):
        read_scale(text)
