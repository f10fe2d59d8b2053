"""What is done, what is missing, and the sentence that says so."""

import pytest

from lms.content.model import Course, CourseKind, Lesson, Page, Programme, Quiz, QuizKind
from lms.language import words
from lms.rules import completion
from lms.rules.completion import Done, course_status, lesson_status
from lms.rules.missing import MissingKind, explain_one
from lms.rules.next_step import NextStep, StepKind, next_step

EN = words("en")


def make_quiz(name: str, kind: QuizKind = QuizKind.QUIZ, mark: int | None = None) -> Quiz:
    return Quiz(name, kind, name, (), "en", pass_mark=mark)


def make_lesson(name: str, number: int = 1, quiz: bool = True) -> Lesson:
    pages = tuple(Page(n, f"Page {n}", ()) for n in (1, 2, 3))
    return Lesson(name, number, f"Lesson {name}", 20, pages, "en", make_quiz(f"{name}-quiz") if quiz else None)


def make_course(name: str, requires: tuple[str, ...] = ()) -> Course:
    return Course(
        name,
        1,
        CourseKind.COURSE,
        f"Course {name}",
        "",
        "",
        "en",
        "",
        (make_lesson(f"{name}-a"), make_lesson(f"{name}-b", 2)),
        make_quiz(f"{name}-exam", QuizKind.EXAM, 70),
        make_quiz("form", QuizKind.SURVEY),
        requires,
    )


ONE, TWO = make_course("one"), make_course("two", ("one",))
PROGRAMME = Programme(("one", "two"), needs="needs", before="before", after="after")
ALL = (1, 2, 3)


def finish(*courses: str) -> Done:
    """Everything done in these courses."""
    return Done(
        pages={f"{course}-{lesson}": ALL for course in courses for lesson in "ab"},
        quizzes={f"{course}-{lesson}-quiz" for course in courses for lesson in "ab"},
        exams={f"{course}-exam": 70 for course in courses},
        forms=set(courses),
        surveys={"before"},
    )


def test_a_lesson_is_done_when_its_pages_are_opened_and_its_quiz_is_sent() -> None:
    status = lesson_status(ONE.lessons[0], finish("one"))
    assert (status.done, status.started, status.minutes_left) == (True, True, 0)


def test_a_lesson_without_quiz_is_done_with_its_pages() -> None:
    assert lesson_status(make_lesson("x", quiz=False), Done(pages={"x": ALL})).done


@pytest.mark.parametrize(
    ("pages", "quiz", "kinds", "minutes"),
    [
        ((), False, [MissingKind.LESSON], 20),
        ((1,), False, [MissingKind.PAGES, MissingKind.QUIZ], 14),
        ((1, 3), True, [MissingKind.PAGES], 7),
        (ALL, False, [MissingKind.QUIZ], 1),
        ((), True, [MissingKind.PAGES], 20),
    ],
)
def test_a_lesson_says_what_is_missing(
    pages: tuple[int, ...], quiz: bool, kinds: list[MissingKind], minutes: int
) -> None:
    done = Done(pages={"one-a": pages}, quizzes={"one-a-quiz"} if quiz else ())
    status = lesson_status(ONE.lessons[0], done)
    assert ([one.kind for one in status.missing], status.minutes_left) == (kinds, minutes)


def test_a_lesson_without_pages_that_were_opened_has_not_started() -> None:
    assert not lesson_status(ONE.lessons[0], Done()).started


def test_a_course_needs_its_exam_at_the_mark() -> None:
    done = finish("one")
    below = Done(done.pages, done.quizzes, {"one-exam": 69}, done.forms)
    assert [one.kind for one in course_status(ONE, below).missing] == [MissingKind.EXAM]
    assert course_status(ONE, done).done


def test_a_course_needs_its_form_sent_or_skipped() -> None:
    done = finish("one")
    without = Done(done.pages, done.quizzes, done.exams)
    assert [one.kind for one in course_status(ONE, without).missing] == [MissingKind.FORM]


def test_the_short_questions_agree_with_the_status() -> None:
    assert completion.lesson_done(ONE.lessons[0], ALL, True)
    assert not completion.lesson_done(ONE.lessons[0], (1, 2), True)
    assert not completion.lesson_done(ONE.lessons[0], ALL, False)
    assert completion.course_done(ONE, {"one-a", "one-b"}, True, True)
    assert not completion.course_done(ONE, {"one-a"}, True, True)
    assert not completion.course_done(ONE, {"one-a", "one-b"}, False, True)
    assert not completion.course_done(ONE, {"one-a", "one-b"}, True, False)
    assert completion.programme_done(PROGRAMME, {"one", "two"}, True)
    assert not completion.programme_done(PROGRAMME, {"one", "two"}, False)
    assert not completion.programme_done(PROGRAMME, {"two"}, True)


def test_a_course_opens_when_those_before_it_are_done() -> None:
    assert completion.may_start(ONE, ())
    assert not completion.may_start(TWO, ())
    assert completion.may_start(TWO, {"one"})


def test_the_exam_opens_when_all_lessons_are_done() -> None:
    assert not completion.may_take_exam(ONE, {"one-a"})
    assert completion.may_take_exam(ONE, {"one-a", "one-b"})


def test_lists_of_what_is_done() -> None:
    done = finish("one")
    assert completion.list_lessons_done(ONE, done) == {"one-a", "one-b"}
    assert completion.list_courses_done((ONE, TWO), done) == {"one"}


def test_the_reasons_are_plain_sentences() -> None:
    done = Done(pages={"one-a": (1,), "one-b": ALL}, quizzes={"one-a-quiz"}, exams={"one-exam": 60})
    assert [explain_one(one, EN) for one in course_status(ONE, done).missing] == [
        "In the lesson “Lesson one-a” 2 pages have not been opened: 2, 3.",
        "You have not sent the questions of the lesson “Lesson one-b”.",
        "Your best exam result in “Course one” is 60\u00a0%; 70\u00a0% pass.",
        "The form at the end of “Course one” is neither sent nor skipped.",
    ]


def test_one_page_is_spoken_of_as_one() -> None:
    done = Done(pages={"one-a": (1, 2)}, quizzes={"one-a-quiz"})
    (missing,) = lesson_status(ONE.lessons[0], done).missing
    assert explain_one(missing, EN) == "In the lesson “Lesson one-a” page 3 has not been opened."


def step(done: Done) -> NextStep | None:
    return next_step(PROGRAMME, (ONE, TWO), done)


def test_first_come_the_questionnaires() -> None:
    assert step(Done()) == NextStep(StepKind.NEEDS, quiz="needs")
    assert step(Done(surveys={"needs"})) == NextStep(StepKind.BEFORE, quiz="before")


def test_who_has_begun_is_not_sent_back_to_the_questionnaires() -> None:
    found = step(Done(pages={"one-a": (1,)}))
    assert found == NextStep(StepKind.PAGE, "one", "one-a", 2, minutes_left=14)


def test_after_the_pages_comes_the_quiz_of_the_lesson() -> None:
    found = step(Done(pages={"one-a": ALL}))
    assert found == NextStep(StepKind.QUIZ, "one", "one-a", quiz="one-a-quiz", minutes_left=1)


def test_a_skipped_page_comes_first() -> None:
    found = step(Done(pages={"one-a": (1, 3)}, quizzes={"one-a-quiz"}))
    assert found == NextStep(StepKind.PAGE, "one", "one-a", 2, minutes_left=7)


def test_after_the_lessons_come_the_exam_and_the_form() -> None:
    done = finish("one")
    assert step(Done(done.pages, done.quizzes)) == NextStep(StepKind.EXAM, "one", quiz="one-exam")
    assert step(Done(done.pages, done.quizzes, done.exams)) == NextStep(StepKind.FORM, "one", quiz="form")


def test_after_a_course_comes_the_next_one() -> None:
    assert step(finish("one")) == NextStep(StepKind.PAGE, "two", "two-a", 1, minutes_left=20)


def test_a_course_whose_forerunner_is_not_done_is_never_next() -> None:
    assert next_step(PROGRAMME, (TWO,), Done(surveys={"needs", "before"})) is None


def test_last_comes_the_self_assessment_and_then_nothing() -> None:
    done = finish("one", "two")
    assert step(done) == NextStep(StepKind.AFTER, quiz="after")
    assert step(Done(done.pages, done.quizzes, done.exams, done.forms, {"after"})) is None
