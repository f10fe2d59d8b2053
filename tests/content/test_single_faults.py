"""One fault in a good world is one error, at its file and line."""

from pathlib import Path

import pytest

from tests.content.worlds import World, list_new

LESSON = "courses/first-steps/en/01-arriving.md"
EXAM = "quizzes/first-steps-exam"
QUIZ = "quizzes/arriving"
SVG = "courses/first-steps/images/doors.svg"

# File, what stands in it, what is written instead, a text of the line on which the problem should stand (empty:
# the first line), and how the report begins.
FAULTS = [
    (LESSON, "minutes: 15\n", "", "", "error: The minutes are missing."),
    (LESSON, "minutes: 15", "minutes: 0", "minutes: 0", "error: `minutes` cannot be `0`."),
    (LESSON, "quiz: arriving", "quiz: arrivin", "quiz: arrivin", "error: There is no quiz `arrivin`."),
    (LESSON, "title: Arriving", "titel: Arriving", "titel:", "error: `titel`: unknown fact."),
    (LESSON, "doors.svg", "door.svg", "door.svg", "error: The picture `door.svg` does not exist."),
    (LESSON, "![Three doors: registration, health, school]", "![]", "![]", "error: This picture has no text"),
    (LESSON, "02-asking.md#page-2", "02-asking.md#page-3", "#page-3", "error: The lesson `asking` has no page 3."),
    (LESSON, "[the next lesson]", "[]", "[](02", "error: This link has no text."),
    (LESSON, "[the next lesson]", "[here]", "[here]", "warning: The link text `here` does not say"),
    (LESSON, "    Source: Town of Valmora, 2024\n", "", "That is the number", "error: This fact has no source."),
    (
        LESSON,
        "    Source: Town of Valmora, 2024",
        "    Source: Town",
        "Source: Town",
        "error: The source has no year.",
    ),
    (LESSON, "|:--|:-:|--:|\n", "", "| Office", "error: This table has no header row."),
    (LESSON, "### Sources", "##### Sources", "##### Sources", "error: A heading with 5 `#` breaks the order"),
    (LESSON, "    About 5 minutes.\n\n", "", "Draw the way from", "warning: The activity does not say how long"),
    (LESSON, "Rosa steps", "<script>alert(1)</script>Rosa", "<script>", "error: This is HTML."),
    (LESSON, "!!! scenario", "!!! scenery", "!!! scenery", "error: `scenery`: unknown kind of box."),
    (f"{EXAM}/quiz.md", "pass_mark: 70", "pas_mark: 70", "pas_mark", "error: `pas_mark`: unknown fact."),
    (f"{EXAM}/quiz.md", "pass_mark: 70\n", "", "kind: exam", "error: The exam has no pass mark."),
    (f"{EXAM}/quiz.md", "pass_mark: 70", "pass_mark: 101", "pass_mark", "error: `pass_mark` cannot be `101`."),
    (f"{EXAM}/quiz.md", "draw: 2", "draw: 4", "draw: 4", "error: 4 questions are to be drawn; the bank has 3."),
    (f"{EXAM}/en.md", "door (arriving)", "door", "## door", "error: This question of an exam names no lesson."),
    (
        f"{EXAM}/en.md",
        "open (asking)",
        "open (talking)",
        "(talking)",
        "error: The lesson `talking` does not exist",
    ),
    (f"{QUIZ}/en.md", "    > School comes later.\n", "", "( ) school", "error: This answer has no reply."),
    (f"{QUIZ}/en.md", "- ( ) school", "- ( ) none of the above", "none of", "error: An answer must not speak of"),
    (
        f"{QUIZ}/en.md",
        "- ( ) school",
        "- ( ) Health",
        "Health\n",
        "error: This answer stands twice, also in line 9.",
    ),
    (f"{QUIZ}/pl.md", "= 40 +- 2,5", "= 41 +- 2,5", "## visitors", "error: `visitors`: another number than in"),
    (
        f"{QUIZ}/pl.md",
        "- meldunek => poniedziałek\n",
        "",
        "## match",
        "error: `match-days`: another number of answers",
    ),
    ("courses/programme.md", "needs: needs", "needs: neds", "neds", "error: There is no survey `neds`."),
    (
        "courses/first-steps/course.md",
        "exam: first-steps-exam",
        "exam: asking",
        "asking",
        "error: `asking` is of the",
    ),
    (
        "courses/regions/north/en.md",
        "who-opens",
        "who-closes",
        "who-closes",
        "warning: No lesson has a region box",
    ),
    (SVG, "<rect", '<rect onclick="alert(1)"', "onclick", "error: The attribute `onclick` can run a script."),
    (SVG, "<rect", "<script/><rect", "<script/>", "error: `<script>` has no place in a picture."),
    (SVG, "  <rect", "</g>  <rect", "</g>", "error: The SVG is not well-formed: mismatched tag."),
]


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


@pytest.mark.parametrize(("file", "old", "new", "at", "report"), FAULTS, ids=[fault[4] for fault in FAULTS])
def test_a_fault_is_reported_where_it_stands(
    world: World, file: str, old: str, new: str, at: str, report: str
) -> None:
    path = world.folder / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    line = next(number for number, text in enumerate(lines, 1) if at in text)
    found = list_new(world.load())
    assert [one for one in found if one.startswith(f"{file}:{line}: {report}")], found


def test_a_lesson_that_is_too_long_is_a_warning(world: World) -> None:
    world.change(LESSON, "Rosa steps", "word " * 1800 + "Rosa steps")
    assert any("more than 1800 tire" in line for line in list_new(world.load()))


def test_a_heavy_picture_is_a_warning(world: World) -> None:
    world.change("courses/first-steps/images/doors.svg", "</svg>", "<!--" + "x" * 500_000 + "--></svg>")
    assert list_new(world.load()) == ["courses/first-steps/images/doors.svg:1: warning: The picture has 500 kB."]


def test_the_longest_answer_being_right_is_a_warning(world: World) -> None:
    questions = "\n".join(
        f"## q{n}\n\nWhich?\n\n- ( ) short\n    > No.\n- (x) much longer than the other\n    > Yes.\n"
        for n in range(5)
    )
    world.write("quizzes/asking/en.md", f"---\ntitle: Asking\n---\n{questions}")
    expected = "quizzes/asking/en.md:4: warning: In 5 of 5 questions the right answer is the longest."
    assert expected in list_new(world.load())


def test_a_hundred_kilobytes_of_hostile_text_are_told_and_survived(world: World) -> None:
    for sign in ("[", "![", "[a](", "<", "|\n", "> ", "`", "*", "- ", "{", "(1..5) |", "!!! ", "## "):
        world.write(
            LESSON, f"---\ntitle: A\nminutes: 5\nquiz: arriving\n---\n## Page\n\n{sign * (100_000 // len(sign))}\n"
        )
        assert "first-steps" in world.load().unpublished or sign in ("{", "`", "*", "- ", "(1..5) |")


def test_a_lesson_translated_from_an_older_text_is_a_warning(world: World) -> None:
    world.change(
        "courses/first-steps/pl/01-arriving.md", "title: Przyjazd", "title: Przyjazd\nsource: 0123456789ab"
    )
    assert any("The original has changed" in line for line in list_new(world.load()))
