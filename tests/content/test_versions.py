"""Digests stay as long as a learner sees the same, and change when something changes."""

from dataclasses import replace
from pathlib import Path

import pytest

from lms.content.model import Course
from lms.content.versions import digest_course, digest_quiz, mark_of
from tests.content.worlds import World, load_world


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def get_course(world: World | None = None, language: str = "en", region: str = "") -> Course:
    course = (world.load() if world else load_world()).find_course("first-steps", language, region)
    assert course is not None
    return course


def test_the_digest_is_the_same_on_every_machine(world: World) -> None:
    assert get_course(world).digest == get_course().digest
    assert get_course().digest.startswith("c9cea443536e54bc")


def test_lines_that_nobody_sees_change_nothing(world: World) -> None:
    world.change("courses/first-steps/en/02-asking.md", "## What to take", "\n\n\n## What to take")
    world.change("courses/first-steps/course.md", "Notes among authors.", "Other notes.")
    assert get_course(world).digest == get_course().digest


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("courses/first-steps/en/02-asking.md", "Ask, then wait.", "Ask, then listen."),
        ("courses/first-steps/en/02-asking.md", "minutes: 10", "minutes: 11"),
        ("courses/first-steps/en/index.md", "half an hour", "one hour"),
        ("courses/first-steps/images/doors.svg", "Registration", "Town hall"),
        ("quizzes/asking/en.md", "- (x) Yes", "- (x) Yes, it is"),
        ("quizzes/asking/en.md", "It begins with what.", "It begins so."),
        ("quizzes/first-steps-exam/quiz.md", "pass_mark: 70", "pass_mark: 60"),
        ("quizzes/course-form/en.md", "very much", "very much so"),
    ],
)
def test_whatever_a_learner_sees_changes_the_digest(world: World, file: str, old: str, new: str) -> None:
    world.change(file, old, new)
    assert get_course(world).digest != get_course().digest


def test_regions_and_languages_have_their_own_digests() -> None:
    digests = [
        get_course(None, *reader).digest for reader in (("en", ""), ("en", "north"), ("pl", ""), ("pl", "south"))
    ]
    assert len(set(digests)) == 4


def test_quizzes_have_digests_of_their_own() -> None:
    lesson = get_course().lessons[0]
    assert lesson.quiz is not None
    assert lesson.quiz.digest == digest_quiz(lesson.quiz)
    assert digest_quiz(lesson.quiz) != digest_quiz(replace(lesson.quiz, title="Other"))
    assert digest_quiz(lesson.quiz) == digest_quiz(replace(lesson.quiz, source="elsewhere.md"))
    assert all(len(digest) == 64 for digest in (lesson.quiz.digest, get_course().digest))


def test_a_course_that_carries_a_digest_is_digested_without_it() -> None:
    course = get_course()
    assert digest_course(course, {}) == digest_course(replace(course, digest="", folder=Path("elsewhere")), {})


def test_the_mark_of_an_original_ignores_blanks_at_the_ends() -> None:
    assert mark_of(["a ", "b", ""]) == mark_of(["a", "b"])
    assert mark_of(["a", "c"]) != mark_of(["a", "b"])
