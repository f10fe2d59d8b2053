"""Tries at quizzes and exams: saved at once, handed in once, counted as promised."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lms.db import db
from lms.errors import InvalidInput, NoAttemptsLeft, NotAllowed, NotEnrolled, NotFound
from lms.models import Attempt, CourseRecord, Enrolment
from lms.services import learning, quizzes
from tests.people import NOW, Cast, make_cast
from tests.small_courses import BASICS, FURTHER, PROGRAMME, make_exam, make_single

FIRST = BASICS.lessons[0]
QUIZ, EXAM = FIRST.quiz, BASICS.exam
RIGHT = {"one": 0, "many": [0, 2], "how-many": "6,5"}


@pytest.fixture
def cast(database) -> Cast:
    return make_cast()


def save(person, name, value, now=NOW, number=1, quiz=QUIZ):
    quizzes.save_answer(person, BASICS, quiz, name, value, now, number)
    return quizzes.history(person, quiz, now).attempts[-1]


def submit(person, answers, now=NOW, number=1, quiz=QUIZ, course=BASICS):
    return quizzes.submit_attempt(person, PROGRAMME, course, quiz, answers, now, number)


def finish_lessons(person, course=BASICS) -> None:
    for lesson in course.lessons:
        for page in lesson.pages:
            learning.mark_page_read(person, PROGRAMME, course, lesson, page.number, NOW)
        submit(person, {}, quiz=lesson.quiz, course=course)


def take_exam(person, right: int, now=NOW):
    """Take the exam with so many right answers."""
    state = quizzes.open_attempt(person, BASICS, EXAM, now)
    answers = {name: 0 if place < right else 1 for place, name in enumerate(state.drawn)}
    return submit(person, answers, now, state.number, EXAM)


def column(model, name, **where):
    db.session.rollback()
    query = select(getattr(model, name)).filter_by(**where)
    return db.session.execute(query).scalar_one()


def count_attempts() -> int:
    db.session.rollback()
    return db.session.execute(select(func.count()).select_from(Attempt)).scalar_one()


def test_opening_a_quiz_gives_all_its_questions_in_order(cast):
    state = quizzes.open_attempt(cast.amina, BASICS, QUIZ, NOW)
    assert state.number == 1
    assert state.drawn == ("one", "many", "how-many")
    assert state.submitted_at is None


def test_opening_twice_gives_the_same_try(cast):
    first = quizzes.open_attempt(cast.amina, BASICS, QUIZ, NOW)
    assert quizzes.open_attempt(cast.amina, BASICS, QUIZ, NOW + timedelta(hours=1)) == first
    assert count_attempts() == 1


def test_looking_at_a_quiz_is_not_starting(cast):
    quizzes.open_attempt(cast.amina, BASICS, QUIZ, NOW)
    assert column(Enrolment, "started_at", id=cast.amina.enrolment_id) is None


def test_the_first_answer_starts_enrolment_and_course(cast):
    quizzes.open_attempt(cast.amina, BASICS, QUIZ, NOW)
    later = NOW + timedelta(minutes=5)
    save(cast.amina, "one", 1, later)
    assert column(Enrolment, "started_at", id=cast.amina.enrolment_id) == later
    assert column(CourseRecord, "started_at", enrolment_id=cast.amina.enrolment_id) == later


def test_an_answer_is_kept_and_found_again(cast):
    quizzes.open_attempt(cast.amina, BASICS, QUIZ, NOW)
    save(cast.amina, "one", 2)
    save(cast.amina, "many", [2, 0])
    state = save(cast.amina, "how-many", "6,4")
    expected = {"one": 2, "many": [2, 0], "how-many": "6,4"}
    assert state.answers == expected
    found = quizzes.find_attempt(cast.amina.enrolment_id, QUIZ.id, 1)
    assert (found.answers, found.saved_at) == (expected, NOW)


def test_a_later_answer_replaces_the_earlier_one_and_leaves_the_others(cast):
    save(cast.amina, "one", 2)
    save(cast.amina, "many", [1])
    assert save(cast.amina, "one", 0).answers == {"one": 0, "many": [1]}


@pytest.mark.parametrize("value", [None, "", []])
def test_an_empty_answer_takes_the_answer_back(cast, value):
    name = "many" if value == [] else "how-many"
    save(cast.amina, "one", 2)
    save(cast.amina, name, [1] if name == "many" else "6")
    assert save(cast.amina, name, value).answers == {"one": 2}


def test_letters_of_all_languages_are_kept_as_typed(cast):
    assert save(cast.amina, "how-many", "6,4 ż'\"\\").answers["how-many"] == "6,4 ż'\"\\"
    assert quizzes.find_attempt(cast.amina.enrolment_id, QUIZ.id, 1).answers["how-many"] == "6,4 ż'\"\\"


def test_the_first_answer_of_a_page_begins_the_try_that_the_page_shows(cast):
    assert save(cast.amina, "one", 1, number=1).number == 1
    assert save(cast.amina, "many", [1], number=1).answers == {"one": 1, "many": [1]}
    assert count_attempts() == 1


def test_without_a_number_the_open_try_is_meant(cast):
    quizzes.open_attempt(cast.amina, BASICS, QUIZ, NOW)
    assert save(cast.amina, "one", 1, number=None).number == 1
    assert count_attempts() == 1


@pytest.mark.parametrize("number", [0, 2, 7, -1])
def test_a_try_that_does_not_come_next_is_not_found(cast, number):
    with pytest.raises(NotFound):
        save(cast.amina, "one", 1, number=number)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("one", 3),
        ("one", "0"),
        ("one", True),
        ("one", [0]),
        ("many", [0, 0]),
        ("many", 1),
        ("how-many", 6.4),
        ("how-many", "6" * 41),
        ("no-such-question", 1),
        ("one", {"a": 1}),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_and_nothing_is_written(cast, name, value):
    quizzes.open_attempt(cast.amina, BASICS, QUIZ, NOW)
    with pytest.raises(InvalidInput):
        save(cast.amina, name, value)
    assert quizzes.find_attempt(cast.amina.enrolment_id, QUIZ.id, 1).answers == {}
    assert column(Enrolment, "started_at", id=cast.amina.enrolment_id) is None


def test_a_question_that_was_not_drawn_is_refused(cast):
    finish_lessons(cast.amina)
    state = quizzes.open_attempt(cast.amina, BASICS, EXAM, NOW)
    other = next(question.name for question in EXAM.questions if question.name not in state.drawn)
    with pytest.raises(InvalidInput):
        save(cast.amina, other, 0, quiz=EXAM)
    with pytest.raises(InvalidInput):
        quizzes.save_answers(cast.amina, BASICS, EXAM, {other: 0}, NOW, 1)
    assert quizzes.find_attempt(cast.amina.enrolment_id, EXAM.id, 1).answers == {}


def test_saving_an_answer_is_one_statement_and_at_most_five(cast, database):
    quizzes.open_attempt(cast.amina, BASICS, QUIZ, NOW)
    save(cast.amina, "one", 1)

    def count(value, now) -> int:
        with database.statements() as sent:
            quizzes.save_answer(cast.amina, BASICS, QUIZ, "one", value, now, 1)
        return len(sent)

    assert count(2, NOW + timedelta(seconds=30)) == 1
    assert count(0, NOW + timedelta(minutes=5)) <= 5
    assert count(None, NOW + timedelta(minutes=5)) <= 5


def test_activity_is_noted_to_the_minute(cast):
    save(cast.amina, "one", 1)
    save(cast.amina, "one", 2, NOW + timedelta(seconds=59))
    assert column(Enrolment, "last_active_at", id=cast.amina.enrolment_id) == NOW
    later = NOW + timedelta(seconds=60)
    save(cast.amina, "one", 1, later)
    assert column(Enrolment, "last_active_at", id=cast.amina.enrolment_id) == later
    assert column(CourseRecord, "last_active_at", enrolment_id=cast.amina.enrolment_id) == later


def test_a_form_is_saved_in_one_go(cast):
    state = quizzes.save_answers(cast.amina, BASICS, QUIZ, {**RIGHT, "one": None}, NOW, 1)
    assert state.answers == {"many": [0, 2], "how-many": "6,5"}


def test_handing_in_grades_and_keeps_the_points(cast):
    state = submit(cast.amina, {"one": 0, "many": [0], "how-many": "6,5"})
    assert (state.percent, state.passed, state.submitted_at) == (66, True, NOW)
    assert state.results == {"one": 1000, "many": 0, "how-many": 1000}
    assert quizzes.find_attempt(cast.amina.enrolment_id, QUIZ.id, 1) == state


def test_what_was_not_answered_counts_nothing(cast):
    save(cast.amina, "one", 0)
    state = submit(cast.amina, None)
    assert (state.percent, state.results) == (33, {"one": 1000, "many": 0, "how-many": 0})


def test_the_form_adds_to_what_was_saved_before(cast):
    save(cast.amina, "one", 0)
    save(cast.amina, "many", [1])
    assert submit(cast.amina, {"many": [0, 2]}).answers == {"one": 0, "many": [0, 2]}


def test_what_does_not_fit_counts_as_not_answered_when_handed_in(cast):
    assert submit(cast.amina, {"one": 99, "many": "x", "other": 1}).answers == {}


def test_handing_in_twice_gives_the_same_try_and_changes_nothing(cast):
    first = submit(cast.amina, {"one": 0})
    again = submit(cast.amina, {"one": 1}, NOW + timedelta(seconds=1))
    assert again == first
    assert submit(cast.amina, {"one": 1}, number=None) == first
    assert count_attempts() == 1


def test_a_try_that_was_handed_in_takes_no_more_answers(cast):
    submit(cast.amina, {"one": 0})
    with pytest.raises(InvalidInput):
        save(cast.amina, "one", 1)
    with pytest.raises(InvalidInput):
        quizzes.save_answers(cast.amina, BASICS, QUIZ, {"one": 1}, NOW, 1)
    assert quizzes.find_attempt(cast.amina.enrolment_id, QUIZ.id, 1).answers == {"one": 0}


def test_a_lesson_quiz_can_be_tried_as_often_as_one_likes_and_the_best_counts(cast):
    for number, answers in enumerate(({"one": 0}, RIGHT, {}), start=1):
        submit(cast.amina, answers, number=number)
    past = quizzes.history(cast.amina, QUIZ, NOW)
    assert (past.best, past.tries_left, past.opens_at, past.next_number) == (100, None, None, 4)
    assert [state.percent for state in past.attempts] == [33, 100, 0]
    assert past.open is None


def test_the_history_is_one_query_and_shows_the_open_try(cast, database):
    quizzes.open_attempt(cast.amina, BASICS, QUIZ, NOW)
    with database.statements() as asked:
        past = quizzes.history(cast.amina, QUIZ, NOW)
    assert len(asked) == 1
    assert past.open.number == past.next_number == 1
    assert past.best is None


def test_the_exam_opens_when_all_lessons_are_done(cast):
    with pytest.raises(NotAllowed):
        quizzes.open_attempt(cast.amina, BASICS, EXAM, NOW)
    with pytest.raises(NotAllowed):
        save(cast.amina, "q0", 0, quiz=EXAM)
    finish_lessons(cast.amina)
    assert len(quizzes.open_attempt(cast.amina, BASICS, EXAM, NOW).drawn) == 2


def test_an_exam_grades_only_what_was_drawn(cast):
    finish_lessons(cast.amina)
    state = take_exam(cast.amina, right=1)
    assert (state.percent, state.passed) == (50, False)
    assert set(state.results) == set(state.drawn)


def test_three_tries_then_a_pause_then_three_more(cast):
    finish_lessons(cast.amina)
    for hour in range(3):
        take_exam(cast.amina, 0, NOW + timedelta(hours=hour))
    with pytest.raises(NoAttemptsLeft):
        quizzes.open_attempt(cast.amina, BASICS, EXAM, NOW + timedelta(hours=3))
    past = quizzes.history(cast.amina, EXAM, NOW + timedelta(hours=3))
    assert (past.tries_left, past.opens_at) == (0, NOW + timedelta(hours=26))
    assert take_exam(cast.amina, 2, NOW + timedelta(hours=26)).passed
    assert quizzes.history(cast.amina, EXAM, NOW + timedelta(hours=26)).tries_left == 2


def test_the_best_exam_result_counts_and_a_worse_one_does_not_undo_it(cast):
    finish_lessons(cast.amina)
    take_exam(cast.amina, 2, NOW)
    take_exam(cast.amina, 0, NOW + timedelta(hours=1))
    mine = {"enrolment_id": cast.amina.enrolment_id, "course_id": "basics"}
    assert column(CourseRecord, "best_score", **mine) == 100
    assert column(CourseRecord, "passed_at", **mine) == NOW


def test_lesson_quizzes_are_no_exam_scores(cast):
    submit(cast.amina, RIGHT)
    assert column(CourseRecord, "best_score", enrolment_id=cast.amina.enrolment_id) is None


def test_a_drawn_question_that_was_taken_out_is_not_held_against_anybody(cast):
    finish_lessons(cast.amina)
    state = quizzes.open_attempt(cast.amina, BASICS, EXAM, NOW)
    left = tuple(question for question in EXAM.questions if question.name != state.drawn[0])
    smaller = replace(EXAM, questions=left)
    course = replace(BASICS, exam=smaller)
    result = submit(cast.amina, {state.drawn[1]: 0}, quiz=smaller, course=course)
    assert (result.percent, result.drawn) == (100, (state.drawn[1],))


def test_the_try_keeps_the_digest_of_the_text_it_was_graded_with(cast):
    submit(cast.amina, RIGHT)
    assert column(Attempt, "quiz_digest", enrolment_id=cast.amina.enrolment_id) == QUIZ.digest


def test_a_quiz_of_another_course_is_not_found(cast):
    for act in (
        lambda: quizzes.open_attempt(cast.amina, BASICS, FURTHER.exam, NOW),
        lambda: save(cast.amina, "q0", 0, quiz=FURTHER.exam),
        lambda: submit(cast.amina, {}, quiz=FURTHER.exam),
    ):
        with pytest.raises(NotFound):
            act()


def test_a_quiz_of_a_closed_course_cannot_be_answered(cast):
    quiz = FURTHER.lessons[0].quiz
    with pytest.raises(NotAllowed):
        quizzes.save_answer(cast.amina, FURTHER, quiz, "one", 0, NOW, 1)
    assert count_attempts() == 0


def test_somebody_without_enrolment_can_neither_save_nor_hand_in(cast):
    for act in (
        lambda: quizzes.open_attempt(cast.chen, BASICS, QUIZ, NOW),
        lambda: save(cast.chen, "one", 0),
        lambda: submit(cast.chen, {}),
    ):
        with pytest.raises(NotEnrolled):
            act()


def test_nobody_finds_or_changes_the_try_of_another(cast):
    save(cast.amina, "one", 0)
    save(cast.dita, "one", 1)
    assert quizzes.find_attempt(cast.amina.enrolment_id, QUIZ.id, 1).answers == {"one": 0}
    assert quizzes.find_attempt(cast.dita.enrolment_id, QUIZ.id, 1).answers == {"one": 1}
    assert quizzes.find_attempt(cast.dita.enrolment_id, QUIZ.id, 2) is None


def test_two_tries_draw_differently(cast):
    exam = make_exam(
        "basics-exam", questions=tuple(make_single(f"q{n}") for n in range(40)), draw=10, attempts=None
    )
    course = replace(BASICS, exam=exam)
    finish_lessons(cast.amina)
    drawn = set()
    for number in (1, 2, 3):
        drawn.add(quizzes.open_attempt(cast.amina, course, exam, NOW).drawn)
        submit(cast.amina, {}, number=number, quiz=exam, course=course)
    assert len(drawn) == 3
