"""Counting tries."""

from datetime import timedelta
from threading import Thread

import pytest
from sqlalchemy import select

from lms.db import db, stop_reading, transaction
from lms.errors import TooManyRequests
from lms.models import Try
from lms.services.throttle import count_try, forget_old_tries, forget_tries, take_back_try
from tests.people import NOW

MINUTE = timedelta(minutes=1)


def test_so_many_tries_then_a_pause_that_ends_by_itself(database):
    for second in range(3):
        count_try("who", 3, MINUTE, NOW + timedelta(seconds=second * 10))
    with pytest.raises(TooManyRequests) as caught:
        count_try("who", 3, MINUTE, NOW + timedelta(seconds=30))
    assert caught.value.retry_after == 30
    count_try("who", 3, MINUTE, NOW + timedelta(seconds=60))


def test_a_refused_try_does_not_make_the_pause_longer(database):
    count_try("who", 1, MINUTE, NOW)
    for _ in range(5):
        with pytest.raises(TooManyRequests):
            count_try("who", 1, MINUTE, NOW + timedelta(seconds=59))
    count_try("who", 1, MINUTE, NOW + timedelta(seconds=60))


def test_subjects_are_counted_apart(database):
    count_try("who", 1, MINUTE, NOW)
    count_try("other", 1, MINUTE, NOW)


def test_a_try_can_be_taken_back_and_all_can_be_forgotten(database):
    count_try("who", 2, MINUTE, NOW)
    count_try("who", 2, MINUTE, NOW)
    take_back_try("who")
    count_try("who", 2, MINUTE, NOW)
    with pytest.raises(TooManyRequests):
        count_try("who", 2, MINUTE, NOW)
    forget_tries("who")
    count_try("who", 1, MINUTE, NOW)


def test_two_good_tries_at_once_are_both_taken_back(database):
    count_try("who", 3, MINUTE, NOW)
    count_try("who", 3, MINUTE, NOW)

    def other() -> None:
        with database.app.app_context():
            take_back_try("who")
            stop_reading()

    thread = Thread(target=other)
    with transaction():
        take_back_try("who")
        thread.start()
        thread.join(1)  # SQLite lets one write at a time, so there it goes on after us
    thread.join()
    assert db.session.scalars(select(Try.id)).all() == []


def test_old_tries_are_removed(database):
    count_try("who", 1, MINUTE, NOW)
    assert forget_old_tries(NOW + timedelta(hours=23)) == 0
    assert forget_old_tries(NOW + timedelta(hours=25)) == 1
