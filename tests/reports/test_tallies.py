"""Rows are added up to counts, starting from zeros."""

from collections import Counter
from datetime import UTC, date, datetime
from statistics import fmean, pstdev, quantiles

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.reports.progress_rows import CounterRow
from lms.reports.tallies import (
    COMPLETED,
    INVITED,
    OPENED,
    STARTED,
    Outline,
    add_up,
    category_key,
    list_elsewhere,
    measure_spread,
    summarise,
    week_bounds,
    week_key,
)
from lms.rules.contribution import DONE, EXAM, Kind, Step

FIRST = Outline("first", 3)


def people(step: Step, category: str = "", *, excluded: bool = False, number: int = 9) -> CounterRow:
    return CounterRow("north", Kind.PEOPLE, category, step, excluded, number)


def places(*found: int, course: str = "first", number: int = 7) -> list[CounterRow]:
    return [CounterRow("north", Kind.PLACE, course, place, False, number) for place in found]


def test_without_rows_everything_is_zero() -> None:
    counts = summarise((), [FIRST]).counts
    assert set(counts.values()) == {0}
    assert {INVITED, COMPLETED, FIRST.lesson(3), week_key(0, "active"), category_key("media", INVITED)} <= set(
        counts
    )


def test_people_at_a_step_count_for_all_before_it_in_every_category() -> None:
    rows = [people(step, category) for step in Step for category in ("media", "academia")]
    counts = summarise(rows, [FIRST]).counts
    assert [counts[key] for key in (INVITED, OPENED, STARTED, COMPLETED)] == [72, 54, 36, 18]
    assert counts[category_key("media", INVITED)] == 36
    assert counts[category_key("media", COMPLETED)] == 9


def test_staff_are_counted_as_excluded_alone() -> None:
    tally = summarise([people(Step.STARTED, excluded=True), people(Step.ENROLLED, excluded=True)], [FIRST])
    assert tally.excluded == 18
    assert set(tally.counts.values()) == {0}


def test_a_category_that_is_no_longer_listed_is_other() -> None:
    counts = summarise([people(Step.INVITED, "astronaut")], [FIRST]).counts
    assert counts[category_key("other", INVITED)] == 9


def test_a_lesson_is_reached_by_who_did_it_or_a_later_one() -> None:
    counts = summarise(places(0, 1, 3, number=10), [FIRST]).counts
    assert [counts[key] for key in FIRST.steps()] == [30, 20, 10, 10, 0, 0]


def test_who_completed_a_course_reached_all_its_lessons_also_new_ones() -> None:
    counts = summarise(places(DONE), [FIRST]).counts
    assert [counts[key] for key in FIRST.steps()] == [7] * 6


def test_who_has_an_exam_result_reached_all_lessons() -> None:
    counts = summarise(places(EXAM), [FIRST]).counts
    assert [counts[key] for key in FIRST.steps()] == [7] * 5 + [0]


def test_a_lesson_that_the_course_no_longer_has_is_not_counted() -> None:
    counts = summarise(places(9), [FIRST]).counts
    assert (counts[FIRST.lesson(3)], counts[FIRST.exam]) == (7, 0)


def test_rows_of_a_course_that_is_not_published_are_left_out() -> None:
    tally = summarise([*places(1, course="gone"), CounterRow("north", Kind.SCORE, "gone", 80, False, 7)], [FIRST])
    assert tally.scores == {"first": Counter()}


def test_events_are_put_into_their_weeks() -> None:
    first = date(2026, 9, 7).toordinal()
    rows = [CounterRow("north", Kind.ACTIVE, "", first + 7 * week, False, 6) for week in (-1, 0, 11, 12)]
    counts = summarise(rows, [FIRST], first).counts
    assert [counts[week_key(week, "active")] for week in (0, 1, 11)] == [6, 0, 6]


def test_people_from_elsewhere_stand_apart_from_those_enrolled_here() -> None:
    rows = [
        CounterRow("north", Kind.ELSEWHERE, "", Step.STARTED, False, 8),
        CounterRow("north", Kind.ELSEWHERE, "", Step.COMPLETED, False, 6),
        CounterRow("north", Kind.ELSEWHERE_PLACE, "first", 0, False, 3),
        CounterRow("north", Kind.ELSEWHERE_PLACE, "first", DONE, False, 9),
    ]
    counts = summarise(rows, [FIRST]).counts
    assert [counts[key] for key in list_elsewhere([FIRST])] == [14, 9, 6]
    assert (counts[STARTED], counts[FIRST.completed]) == (0, 0)


def test_regions_are_added_key_by_key() -> None:
    one = summarise([people(Step.INVITED), CounterRow("north", Kind.SCORE, "first", 80, False, 5)], [FIRST])
    total = add_up([one, one])
    assert total.counts[INVITED] == 18
    assert total.scores["first"] == Counter({80: 10})


@given(st.lists(st.integers(0, 100), min_size=2, max_size=60))
def test_spread_from_counts_is_what_the_scores_themselves_give(scores: list[int]) -> None:
    spread = measure_spread(Counter(scores), 1)
    assert spread is not None
    assert (spread.mean, spread.deviation) == (pytest.approx(fmean(scores)), pytest.approx(pstdev(scores)))
    assert [spread.low, spread.median, spread.high] == pytest.approx(quantiles(scores, n=4, method="inclusive"))


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
