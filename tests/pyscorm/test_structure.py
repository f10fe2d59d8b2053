"""The declared structure of a content's state: written, read, and compared."""

from dataclasses import replace

import pytest

from lms.pyscorm import LessonShape, QuestionShape, QuizShape, ScormError, Structure
from tests.pyscorm.samples import STRUCTURE_NOW, with_lesson, with_question


def test_a_structure_comes_back_as_it_was_written():
    assert Structure.from_json(STRUCTURE_NOW.to_json()) == STRUCTURE_NOW
    assert Structure.from_json(STRUCTURE_NOW.to_json().encode()) == STRUCTURE_NOW
    bare = Structure("1", "x", ())
    assert Structure.from_json(bare.to_json()) == bare


def test_the_same_structure_is_written_the_same():
    assert STRUCTURE_NOW.to_json() == replace(STRUCTURE_NOW).to_json()
    assert STRUCTURE_NOW.to_json().endswith("}\n")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "null",
        b"\xff\xfe\xfd",
        '{"format": 2}',
        STRUCTURE_NOW.to_json().replace('"format": 1', '"format": 9'),
        STRUCTURE_NOW.to_json().replace('"why"', "7"),
        STRUCTURE_NOW.to_json().replace('"choices": 4', '"choices": "four"'),
        "[" * 100_000,
    ],
)
def test_what_is_no_structure_is_refused_with_a_sentence(text: str | bytes):
    with pytest.raises(ScormError, match=r"structure\.json cannot be read"):
        Structure.from_json(text)


LESSON = STRUCTURE_NOW.lessons[0]
QUIZ = LESSON.quiz
assert QUIZ is not None
ADDED = QuestionShape("new", "single", 3)


@pytest.mark.parametrize(
    "newer",
    [
        STRUCTURE_NOW,
        replace(STRUCTURE_NOW, fingerprint="other"),
        with_lesson(pages=(*LESSON.pages, "more")),
        replace(STRUCTURE_NOW, lessons=(*STRUCTURE_NOW.lessons, LessonShape("third", ("a",)))),
        with_lesson(quiz=replace(QUIZ, questions=(*QUIZ.questions, ADDED))),
        replace(
            STRUCTURE_NOW,
            lessons=(LESSON, replace(STRUCTURE_NOW.lessons[1], quiz=QuizShape("how-quiz", (ADDED,)))),
        ),
        replace(STRUCTURE_NOW, state_format="3", reads=("1", "2")),
    ],
    ids=["nothing", "fingerprint", "page", "lesson", "question", "quiz", "state format that is read"],
)
def test_what_is_appended_leaves_kept_states_valid(newer: Structure):
    assert newer.accepts(STRUCTURE_NOW) == ()


@pytest.mark.parametrize(
    ("newer", "message"),
    [
        (replace(STRUCTURE_NOW, state_format="3"), "written in another way (2, now 3)"),
        (replace(STRUCTURE_NOW, lessons=STRUCTURE_NOW.lessons[:1]), "The lesson how is gone"),
        (with_lesson(id="reasons"), "The lesson why is gone or has another name"),
        (replace(STRUCTURE_NOW, lessons=STRUCTURE_NOW.lessons[::-1]), "The lesson why stands at another place"),
        (
            replace(STRUCTURE_NOW, lessons=(LessonShape("first", ("a",)), *STRUCTURE_NOW.lessons)),
            "The lesson why stands at another place",
        ),
        (with_lesson(pages=LESSON.pages[:-1]), "Pages of the lesson why are gone or have other names: end."),
        (with_lesson(pages=("start", "more", "end")), "Pages of the lesson why stand at other places"),
        (with_lesson(pages=("begin", "end")), "have other names: start."),
        (with_lesson(quiz=None), "The quiz why-quiz of the lesson why is gone"),
        (with_lesson(quiz=replace(QUIZ, id="other")), "The quiz why-quiz of the lesson why is gone"),
        (with_lesson(quiz=replace(QUIZ, questions=QUIZ.questions[1:])), "The question one of why-quiz is gone"),
        (with_lesson(quiz=replace(QUIZ, questions=(ADDED, *QUIZ.questions))), "one of why-quiz stands at another"),
        (with_question(name="first"), "The question one of why-quiz is gone or has another name"),
        (with_question(kind="multiple"), "The question one of why-quiz is of another kind"),
        (with_question(choices=5), "The question one of why-quiz has another number of choices"),
        (replace(STRUCTURE_NOW, exam=None), "The exam exam is gone"),
        (
            replace(
                STRUCTURE_NOW, exam=replace(STRUCTURE_NOW.exam, questions=(*STRUCTURE_NOW.exam.questions, ADDED))
            ),
            "The exam has more questions",
        ),
    ],
)
def test_what_moves_or_goes_is_named(newer: Structure, message: str):
    reasons = newer.accepts(STRUCTURE_NOW)
    assert any(message in reason.text for reason in reasons), reasons


def test_an_exam_that_comes_later_is_refused():
    assert "There is an exam now" in STRUCTURE_NOW.accepts(replace(STRUCTURE_NOW, exam=None))[0].text


def test_all_reasons_are_told_at_once():
    newer = replace(STRUCTURE_NOW, state_format="3", lessons=(), exam=None)
    assert len(newer.accepts(STRUCTURE_NOW)) == 4
