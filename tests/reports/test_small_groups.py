"""Small groups stay hidden, also from readers who add and subtract."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.reports.small_groups import candidates_between, hide_nested, hide_parts, is_small, leaves_open

BELOW = 5


def test_a_count_of_one_to_four_is_hidden_and_zero_and_five_are_not() -> None:
    assert hide_nested([40, 5, 0], BELOW) == (40, 5, 0)
    for count in (1, 2, 3, 4):
        assert hide_nested([40, count], BELOW) == (40, None)


def test_a_step_that_would_tell_a_small_rest_is_hidden() -> None:
    assert hide_nested([40, 38], BELOW) == (40, None)
    assert hide_nested([40, 35], BELOW) == (40, 35)
    assert hide_nested([40, 40], BELOW) == (40, 40)


def test_of_two_steps_that_exclude_each_other_the_one_named_first_is_shown() -> None:
    assert hide_nested([40, 30, 28], BELOW) == (40, 30, None)
    assert hide_nested([40, 30, 28], BELOW, [0, 2]) == (40, None, 28)


def test_a_region_of_three_people_shows_nothing_not_even_zeros() -> None:
    assert hide_nested([3, 3, 0], BELOW) == (None, None, None)


def test_a_region_without_people_shows_its_zeros() -> None:
    assert hide_nested([0, 0, 0], BELOW) == (0, 0, 0)
    assert hide_nested([], BELOW) == ()


@given(st.lists(st.integers(0, 60), min_size=1, max_size=8))
def test_no_two_shown_steps_differ_by_a_small_group(counts: list[int]) -> None:
    counts.sort(reverse=True)
    shown = [count for count in hide_nested(counts, BELOW) if count is not None]
    assert not any(is_small(count, BELOW) for count in shown)
    assert not any(is_small(abs(one - other), BELOW) for one, other in product(shown, shown))


@given(st.lists(st.integers(0, 60), min_size=1, max_size=8))
def test_what_a_reader_can_imagine_for_a_hidden_step_has_several_values_and_the_true_one(
    counts: list[int],
) -> None:
    counts.sort(reverse=True)
    shown = hide_nested(counts, BELOW)
    for place, count in enumerate(counts):
        if shown[place] is None and not is_small(max(counts), BELOW):
            imagined = candidates_between(shown, place, BELOW)
            assert count in imagined
            assert len(imagined) >= BELOW - 1


def test_one_small_part_takes_a_second_one_with_it() -> None:
    assert hide_parts([3, 9, 20], 32, BELOW) == (None, None, 20)


def test_without_a_shown_total_one_small_part_is_hidden_alone() -> None:
    assert hide_parts([3, 9, 20], None, BELOW) == (None, 9, 20)


def test_a_hidden_total_hides_a_part_so_that_the_sum_does_not_tell_it() -> None:
    assert hide_parts([0, 9, 20], None, BELOW) == (0, None, 20)


def test_parts_of_an_empty_total_are_zeros() -> None:
    assert hide_parts([0, 0], 0, BELOW, [None, 12]) == (0, 0)


def test_a_part_whose_rest_is_small_is_hidden() -> None:
    assert hide_parts([18, 10, 10], 38, BELOW, [20, 30, 30])[0] is None


def test_parts_that_matter_are_hidden_last() -> None:
    assert hide_parts([3, 9, 20], 32, BELOW, None, [1]) == (None, 9, None)


@pytest.mark.parametrize("parts", [[1, 1, 1, 1, 1, 0, 0, 30], [4, 4, 20, 30], [2, 2, 2, 40], [1, 40, 50]])
def test_hidden_parts_cannot_be_told_from_their_number_and_sum(parts: list[int]) -> None:
    attack(parts, hide_parts(parts, sum(parts), BELOW))


@given(st.lists(st.one_of(st.integers(0, 6), st.integers(0, 40)), min_size=2, max_size=6))
def test_no_hidden_part_can_be_told_from_the_rest_of_the_total(parts: list[int]) -> None:
    shown = hide_parts(parts, sum(parts), BELOW)
    if any(count is not None for count in shown):
        attack(parts, shown)


def attack(parts: list[int], shown: tuple[int | None, ...]) -> None:
    """Try what fits, small parts being 1 to 4: several values must be left for each hidden part."""
    hidden = [place for place, count in enumerate(shown) if count is None]
    rest = sum(parts[place] for place in hidden)
    possible = [range(1, BELOW) if is_small(parts[place], BELOW) else range(rest + 1) for place in hidden]
    for at, own in enumerate(possible):
        others = {0}
        for place, values in enumerate(possible):
            if place != at:
                others = {total + value for total in others for value in values if total + value <= rest}
        assert sum(rest - value in others for value in own) > 1


def test_a_sum_that_pins_its_parts_does_not_leave_them_open() -> None:
    small = frozenset(range(1, BELOW))
    assert not leaves_open([small, small], 8)
    assert not leaves_open([small], 3)
    assert leaves_open([small, small], 5)
