"""Languages of a course and of a quiz agree, and what is missing is listed."""

from pathlib import Path

import pytest

from lms.content.reading import read_folders
from lms.content.translations import Missing, list_missing
from tests.content.worlds import DATA, World, list_new

PL = "quizzes/arriving/pl.md"


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_missing_lessons_are_listed() -> None:
    course = read_folders(DATA / "courses", DATA / "quizzes").courses["first-steps"]
    assert list_missing(course) == (Missing("pl", "courses/first-steps/pl/02-asking.md"),)


def test_a_missing_welcome_is_listed(world: World) -> None:
    world.delete("courses/first-steps/pl/index.md")
    assert "courses/first-steps/pl/index.md:1: warning: This text is not yet translated." in list_new(world.load())


def test_a_missing_page_is_an_error_of_the_translation(world: World) -> None:
    world.change("courses/first-steps/pl/01-arriving.md", "## Trzy urzędy\n\n", "")
    expected = "courses/first-steps/pl/01-arriving.md:1: error: The lesson has 2 pages; its original has 3."
    assert expected in list_new(world.load())


def test_boxes_for_notes_are_the_same_in_every_language(world: World) -> None:
    world.change("courses/first-steps/pl/01-arriving.md", '!!! reflect "A potem"\n    Kto ci pomógł?\n', "")
    assert any("The boxes of page 3 are not those of the original." in line for line in list_new(world.load()))


@pytest.mark.parametrize(
    ("old", "new", "report"),
    [
        ("## first-door", "## other-door", "The question `first-door` is missing."),
        ("## first-door", "## other-door", "The original has no question `other-door`."),
        ("- (x) meldunek", "- ( ) meldunek", "`first-door`: other right answers than in the original."),
        ("- [ ] stacja\n    > Tam stają pociągi.\n", "", "`which-offices`: another number of answers than in the"),
        ("1) meldunek\n2) zdrowie\n3) szkoła", "____", "`order-of-doors`: another kind of answers than in the"),
        ("= 40 +- 2,5", "= 40 +- 3", "`visitors`: another number than in the original."),
        ("## visitors", "## visitors (asking)", "`visitors`: another lesson than in the original."),
    ],
)
def test_a_translated_quiz_asks_and_grades_the_same(world: World, old: str, new: str, report: str) -> None:
    world.change(PL, old, new)
    assert any(line.startswith(PL) and report in line for line in list_new(world.load()))


def test_questions_stand_in_the_order_of_the_original(world: World) -> None:
    text = (world.folder / PL).read_text(encoding="utf-8")
    head, first, *rest = text.split("## ")
    world.write(PL, "## ".join([head, *rest, first.rstrip() + "\n\n"]).replace("____\n", "____\n\n"))
    assert any("The questions stand in another order" in line for line in list_new(world.load()))


def test_a_translated_scale_has_the_same_steps(world: World) -> None:
    text = (world.folder / "quizzes/course-form/en.md").read_text(encoding="utf-8")
    world.write("quizzes/course-form/pl.md", text.replace(" | ~ does not apply", ""))
    expected = "quizzes/course-form/pl.md:4: error: `useful`: another scale than in the original."
    assert expected in list_new(world.load())
