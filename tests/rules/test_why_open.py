"""Twenty people, and the sentence that says why each counts as not finished."""

from datetime import timedelta

import pytest

from lms.language import words
from lms.rules.completion import Done, course_status
from lms.rules.missing import Missing, MissingKind
from lms.rules.people_filter import State
from lms.rules.people_state import CourseSteps, Steps, find_standing
from lms.rules.why_open import Saying, explain_missing, explain_standing
from tests.people import NOW
from tests.small_courses import BASICS, FURTHER

COURSES = (BASICS, FURTHER)
HOW = Saying(words("en"), "Europe/Dublin")
DAY = "2 March 2026"
NEVER = Steps(None, None, None, None)
INVITED, OPENED = Steps(NOW, None, None, None), Steps(NOW, NOW, None, None)
STARTED, FINISHED = Steps(NOW, NOW, NOW, None), Steps(NOW, NOW, NOW, NOW)
LEFT = Steps(NOW, NOW, None, None, NOW + timedelta(days=1))
DONE = CourseSteps(2, 2, begun=True, passed=True, completed=True)


@pytest.mark.parametrize(
    ("steps", "places", "state", "sentence"),
    [
        (NEVER, {}, State.NEW, "Has had no invitation yet."),
        (INVITED, {}, State.INVITED, f"Was invited on {DAY} and has never signed in."),
        (OPENED, {}, State.OPENED, f"Signed in on {DAY} and has not begun a module."),
        (STARTED, {}, State.LEARNING, "Is in module 1 and has done 0 of its 2 lessons."),
        (
            STARTED,
            {"basics": CourseSteps(1, 1, begun=True)},
            State.LEARNING,
            "Is in module 1 and has done 1 of its 2 lessons.",
        ),
        (
            STARTED,
            {"basics": CourseSteps(2, 2, begun=True)},
            State.EXAM,
            "Has done all lessons of module 1; its exam is not passed.",
        ),
        (
            STARTED,
            {"basics": CourseSteps(2, 2, begun=True, passed=True)},
            State.FORM,
            "Has passed the exam of module 1; the form at its end is open.",
        ),
        (STARTED, {"basics": DONE}, State.LEARNING, "Is in module 2 and has done 0 of its 2 lessons."),
        (
            STARTED,
            {"basics": DONE, "further": CourseSteps(2, 2, begun=True)},
            State.EXAM,
            "Has done all lessons of module 2; its exam is not passed.",
        ),
        (
            STARTED,
            {"basics": DONE, "further": DONE},
            State.AFTER,
            "Has completed all modules; the self-assessment after the course is not sent.",
        ),
        (FINISHED, {"basics": DONE}, State.COMPLETED, f"Completed the programme on {DAY}. Nothing is missing."),
        (LEFT, {}, State.CLOSED, "Left the course on 3 March 2026 and is not counted."),
    ],
)
def test_a_sentence_says_where_somebody_stands(
    steps: Steps, places: dict[str, CourseSteps], state: State, sentence: str
) -> None:
    place = find_standing(steps, places, COURSES)
    assert place.state is state
    assert explain_standing(place, steps, steps.closed_at, HOW) == sentence


def test_an_account_closed_by_others_is_not_said_to_have_left() -> None:
    place = find_standing(LEFT, {}, COURSES)
    assert explain_standing(place, LEFT, None, HOW) == "The account is closed, so this person is not counted."


ALL_READ = {"first": (1, 2), "second": (1, 2)}
QUIZZES = ("first-quiz", "second-quiz")


@pytest.mark.parametrize(
    ("done", "sentences"),
    [
        (
            Done(pages={"first": (1,)}),
            (
                "In the lesson “First” page 2 has not been opened.",
                "The questions of the lesson “First” are not sent.",
                "1 lesson is not begun: “Second”.",
                "The exam is not taken yet.",
                "The form at the end is neither sent nor skipped.",
            ),
        ),
        (
            Done(),
            (
                "2 lessons are not begun: “First”, “Second”.",
                "The exam is not taken yet.",
                "The form at the end is neither sent nor skipped.",
            ),
        ),
        (
            Done(pages=ALL_READ, quizzes=("first-quiz",)),
            (
                "The questions of the lesson “Second” are not sent.",
                "The exam is not taken yet.",
                "The form at the end is neither sent nor skipped.",
            ),
        ),
        (
            Done(pages=ALL_READ, quizzes=QUIZZES, exams={"basics-exam": 40}, forms=("basics",)),
            ("The exam was taken and is not passed yet.",),
        ),
        (
            Done(pages=ALL_READ, quizzes=QUIZZES, exams={"basics-exam": 90}),
            ("The form at the end is neither sent nor skipped.",),
        ),
        (Done(pages=ALL_READ, quizzes=QUIZZES, exams={"basics-exam": 90}, forms=("basics",)), ()),
    ],
)
def test_sentences_say_what_a_module_waits_for(done: Done, sentences: tuple[str, ...]) -> None:
    assert explain_missing(course_status(BASICS, done).missing, HOW) == sentences


def test_a_score_is_said_only_where_the_region_decided_so() -> None:
    missing = (Missing(MissingKind.EXAM, "Basics", "basics", best=40, mark=70),)
    assert "40" not in "".join(explain_missing(missing, HOW))
    shown = explain_missing(missing, Saying(words("en"), "UTC", scores=True))
    assert shown == ("The best exam result is 40\u00a0%; 70\u00a0% pass.",)


def test_pages_of_several_lessons_come_before_what_is_not_begun() -> None:
    missing = (
        Missing(MissingKind.LESSON, "A", "a"),
        Missing(MissingKind.PAGES, "B", "b", pages=(2, 3)),
    )
    assert explain_missing(missing, HOW) == (
        "In the lesson “B” 2 pages have not been opened: 2, 3.",
        "1 lesson is not begun: “A”.",
    )


def test_titles_stand_in_the_quotation_marks_of_the_language() -> None:
    missing = (Missing(MissingKind.LESSON, "Kultur", "culture"), Missing(MissingKind.QUIZ, "Sprache", "language"))
    for language, culture, speech in (("de", "„Kultur“", "„Sprache“"), ("es", "«Kultur»", "«Sprache»")):
        told = " ".join(explain_missing(missing, Saying(words(language), "UTC")))
        assert culture in told
        assert speech in told
