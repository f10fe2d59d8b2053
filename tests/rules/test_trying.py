"""Tries, the pause, and tries again."""

from datetime import UTC, datetime, timedelta

from lms.content.model import Quiz, QuizKind
from lms.rules.trying import next_attempt

EXAM = Quiz("exam", QuizKind.EXAM, "Exam", (), "en", pass_mark=70, attempts=3, pause_hours=24)
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def after(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def test_the_first_time_all_tries_are_left() -> None:
    assert (next_attempt(EXAM, [], START).tries_left, next_attempt(EXAM, [], START).now) == (3, True)


def test_each_try_takes_one_away() -> None:
    assert next_attempt(EXAM, [after(0), after(1)], after(2)).tries_left == 1


def test_after_the_last_try_comes_the_pause() -> None:
    allowed = next_attempt(EXAM, [after(0), after(1), after(2)], after(3))
    assert (allowed.tries_left, allowed.opens_at, allowed.now) == (0, after(26), False)


def test_the_pause_counts_from_the_last_try() -> None:
    times = [after(0), after(1), after(2)]
    assert next_attempt(EXAM, times, after(26) - timedelta(seconds=1)).tries_left == 0
    assert next_attempt(EXAM, times, after(26)).tries_left == 3


def test_after_the_pause_the_tries_start_again() -> None:
    times = [after(0), after(1), after(2), after(30)]
    assert next_attempt(EXAM, times, after(31)).tries_left == 2


def test_a_second_round_ends_in_a_second_pause() -> None:
    times = [after(0), after(1), after(2), after(30), after(31), after(32)]
    assert next_attempt(EXAM, times, after(33)).opens_at == after(56)


def test_a_try_that_slipped_into_the_pause_lengthens_it() -> None:
    assert next_attempt(EXAM, [after(0), after(1), after(2), after(3)], after(4)).opens_at == after(27)


def test_a_quiz_may_be_tried_as_often_as_one_likes() -> None:
    quiz = Quiz("quiz", QuizKind.QUIZ, "Quiz", (), "en")
    allowed = next_attempt(quiz, [after(n) for n in range(50)], after(60))
    assert (allowed.tries_left, allowed.now) == (None, True)
