"""Small groups stay hidden, also from those who can add and subtract."""

import copy
import pickle
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.rules.suppression import HIDDEN, Hidden, Sum, Within, find_hidden


def solve(sums: list[Sum], secret: set[object]) -> set[object]:
    """Find what follows from the visible counts: elimination in fractions, written independently of the rules."""
    unknown = sorted(secret, key=str)
    rows = []
    for one in sums:
        row = [Fraction(0)] * len(unknown)
        for key, factor in ((one.whole, -1), *((part, 1) for part in one.parts)):
            if key in secret:
                row[unknown.index(key)] += factor
        rows.append(row)
    done = 0
    for column in range(len(unknown)):
        pivot = next((n for n in range(done, len(rows)) if rows[n][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        rows[done] = [value / rows[done][column] for value in rows[done]]
        for n, row in enumerate(rows):
            if n != done and row[column]:
                rows[n] = [value - row[column] * top for value, top in zip(row, rows[done], strict=True)]
        done += 1
    found = set()
    for row in rows:
        places = [n for n, value in enumerate(row) if value]
        if len(places) == 1:
            found.add(unknown[places[0]])
    return found


counts_of_cells = st.one_of(st.integers(0, 9), st.integers(0, 60))


@st.composite
def tables(draw: st.DrawFn) -> tuple[dict[object, int], list[Sum]]:
    """Make a table with totals below and to the right."""
    height, width = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    counts: dict[object, int] = {(r, c): draw(counts_of_cells) for r in range(height) for c in range(width)}
    sums = []
    for c in range(width):
        counts["all", c] = sum(counts[r, c] for r in range(height))
        sums.append(Sum(("all", c), tuple((r, c) for r in range(height))))
    for r in [*range(height), "all"]:
        counts[r, "all"] = sum(counts[r, c] for c in range(width))
        sums.append(Sum((r, "all"), tuple((r, c) for c in range(width))))
    sums.append(Sum(("all", "all"), tuple((r, "all") for r in range(height))))
    return counts, sums


@given(tables())
@settings(max_examples=300, deadline=None, database=None)
def test_no_hidden_cell_of_a_table_follows_from_the_others(table: tuple[dict[object, int], list[Sum]]) -> None:
    counts, sums = table
    hidden = find_hidden(counts, sums)
    assert hidden >= {key for key, count in counts.items() if 0 < count < 5}
    assert not {key for key in solve(sums, set(hidden)) if counts[key]}


@given(tables())
@settings(max_examples=200, deadline=None, database=None)
def test_hidden_parts_of_a_visible_whole_are_together_no_small_group(
    table: tuple[dict[object, int], list[Sum]],
) -> None:
    counts, sums = table
    hidden = find_hidden(counts, sums)
    for one in sums:
        together = sum(counts[part] for part in one.parts if part in hidden)
        assert one.whole in hidden or together == 0 or together >= 5


@given(st.lists(st.integers(0, 40), min_size=1, max_size=7), st.integers(1, 5))
@settings(max_examples=300, deadline=None, database=None)
def test_no_small_step_of_a_chain_can_be_computed(numbers: list[int], regions: int) -> None:
    chain = sorted(numbers, reverse=True)
    counts: dict[object, int] = {}
    relations: list[Sum | Within] = []
    for region in range(regions):
        counts |= {(region, step): max(value - region * 3, 0) for step, value in enumerate(chain)}
        relations += [Within((region, step), (region, step + 1)) for step in range(len(chain) - 1)]
    for step in range(len(chain)):
        counts["all", step] = sum(counts[region, step] for region in range(regions))
        relations.append(Sum(("all", step), tuple((region, step) for region in range(regions))))
    hidden = find_hidden(counts, relations)
    for relation in relations:
        if isinstance(relation, Within) and not {relation.whole, relation.part} & hidden:
            assert not 0 < counts[relation.whole] - counts[relation.part] < 5
    sums = [relation for relation in relations if isinstance(relation, Sum)]
    assert not {key for key in solve(sums, set(hidden)) if counts[key]}


def test_a_table_of_large_groups_is_shown_whole() -> None:
    counts = {"a": 5, "b": 12, "all": 17}
    assert find_hidden(counts, [Sum("all", ("a", "b"))]) == frozenset()


def test_a_small_group_takes_the_next_smallest_with_it() -> None:
    counts = {"a": 3, "b": 9, "c": 30, "all": 42}
    assert find_hidden(counts, [Sum("all", ("a", "b", "c"))]) == {"a", "b"}


def test_two_small_groups_that_are_small_together_take_a_third_with_them() -> None:
    counts = {"a": 1, "b": 2, "c": 30, "all": 33}
    assert find_hidden(counts, [Sum("all", ("a", "b", "c"))]) == {"a", "b", "c"}


def test_zero_is_shown() -> None:
    assert find_hidden({"a": 0, "b": 7}) == frozenset()


def test_a_small_rest_hides_the_part() -> None:
    assert find_hidden({"invited": 50, "started": 48}, [Within("invited", "started")]) == {"started"}


def test_a_part_that_is_the_whole_is_shown() -> None:
    assert find_hidden({"invited": 50, "started": 50}, [Within("invited", "started")]) == frozenset()


def test_the_threshold_can_be_higher() -> None:
    assert find_hidden({"a": 9, "b": 10}, threshold=10) == {"a"}


@pytest.mark.parametrize("relation", [Sum("b", ("a",)), Within("a", "b")])
def test_relations_that_do_not_add_up_are_refused(relation: Sum | Within) -> None:
    with pytest.raises(ValueError, match=r"'[ab]'"):
        find_hidden({"a": 1, "b": 2}, [relation])


def test_there_is_one_mark_for_hidden_cells() -> None:
    assert Hidden() is HIDDEN
    assert copy.deepcopy(HIDDEN) is HIDDEN
    assert pickle.loads(pickle.dumps(HIDDEN)) is HIDDEN
