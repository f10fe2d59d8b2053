"""Rows are added up to counts, starting from zeros."""

from collections import Counter
from datetime import UTC, datetime

from lms.reports.progress_rows import CourseRow, PeopleRow, WeekRow
from lms.reports.tallies import (
    COMPLETED,
    INVITED,
    OPENED,
    STARTED,
    Outline,
    add_up,
    category_key,
    measure_spread,
    summarise,
    week_bounds,
    week_key,
)

FIRST = Outline("first", 3)


def people(category: str = "", *, excluded: bool = False, counts: tuple[int, ...] = (9, 8, 7, 6, 10)) -> PeopleRow:
    return PeopleRow("north", category, excluded, *counts)


def test_without_rows_everything_is_zero() -> None:
    counts = summarise((), (), (), [FIRST]).counts
    assert set(counts.values()) == {0}
    assert {INVITED, COMPLETED, FIRST.lesson(3), week_key(0, "active"), category_key("media", INVITED)} <= set(
        counts
    )


def test_people_of_all_categories_are_added() -> None:
    counts = summarise([people("media"), people("academia")], (), (), [FIRST]).counts
    assert [counts[key] for key in (INVITED, OPENED, STARTED, COMPLETED)] == [18, 16, 14, 12]
    assert counts[category_key("media", COMPLETED)] == 6


def test_staff_are_counted_as_excluded_alone() -> None:
    tally = summarise([people(excluded=True)], (), (), [FIRST])
    assert tally.excluded == 10
    assert tally.counts[INVITED] == 0


def test_a_category_that_is_no_longer_listed_is_other() -> None:
    assert summarise([people("astronaut")], (), (), [FIRST]).counts[category_key("other", INVITED)] == 9


def test_a_lesson_is_reached_by_who_did_it_or_a_later_one() -> None:
    rows = [CourseRow("north", "first", reached, None, False, 10) for reached in (0, 1, 3)]
    counts = summarise((), rows, (), [FIRST]).counts
    assert [counts[key] for key in FIRST.steps()] == [30, 20, 10, 10, 0, 0]


def test_who_completed_a_course_reached_all_its_lessons_also_new_ones() -> None:
    counts = summarise((), [CourseRow("north", "first", 1, 80, True, 7)], (), [FIRST]).counts
    assert [counts[key] for key in FIRST.steps()] == [7] * 6


def test_a_lesson_that_the_course_no_longer_has_is_not_counted() -> None:
    counts = summarise((), [CourseRow("north", "first", 9, None, False, 7)], (), [FIRST]).counts
    assert counts[FIRST.lesson(3)] == 7


def test_rows_of_a_course_that_is_not_published_are_left_out() -> None:
    tally = summarise((), [CourseRow("north", "gone", 1, 80, True, 7)], (), [FIRST])
    assert tally.scores == {"first": Counter()}


def test_events_are_put_into_their_weeks() -> None:
    counts = summarise((), (), [WeekRow("north", "active", 11, 6)], [FIRST]).counts
    assert counts[week_key(11, "active")] == 6


def test_regions_are_added_key_by_key() -> None:
    one = summarise([people()], [CourseRow("north", "first", 3, 80, True, 5)], (), [FIRST])
    total = add_up([one, one])
    assert total.counts[INVITED] == 18
    assert total.scores["first"] == Counter({80: 10})


def test_mean_and_spread_need_enough_people() -> None:
    assert measure_spread(Counter({80: 4}), 5) is None
    spread = measure_spread(Counter({60: 1, 70: 1, 80: 1, 90: 1, 100: 1}), 5)
    assert spread is not None
    assert (spread.mean, spread.low, spread.median, spread.high) == (80, 70, 80, 90)
    assert round(spread.deviation, 2) == 14.14


def test_weeks_begin_on_monday_at_midnight_of_the_region() -> None:
    bounds = week_bounds(datetime(2026, 11, 22, 23, 30, tzinfo=UTC), "Europe/Bucharest")
    assert len(bounds) == 13
    # Half past eleven at night in UTC is Monday already.
    assert bounds[-2] == datetime(2026, 11, 22, 22, 0, tzinfo=UTC)
    assert all(bound.weekday() == 0 and bound.hour == 0 for bound in bounds)


def test_weeks_keep_to_midnight_when_the_clocks_change() -> None:
    bounds = week_bounds(datetime(2026, 11, 2, 12, 0, tzinfo=UTC), "Europe/Dublin")
    moments = [bound.astimezone(UTC) for bound in bounds]
    assert {moment.hour for moment in moments} == {0, 23}
