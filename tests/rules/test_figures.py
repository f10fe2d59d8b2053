"""Figures come through the hiding of small groups or not at all."""

from datetime import UTC, datetime

import pytest

from lms.rules.definitions import DEFINITIONS
from lms.rules.figures import HIDDEN, Column, ColumnKind, Figures, Row

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
COLUMNS = (
    Column("region", "Region", ColumnKind.TEXT),
    Column("invited", "Invited", definition="invited"),
    Column("done", "Completed", of="invited", definition="completed_course"),
    Column("share", "Share", ColumnKind.SHARE, of="invited", part="done"),
    Column("mean", "Mean score", ColumnKind.MEAN, of="done"),
)


def build(*rows: Row) -> Figures:
    return Figures.build("progress", "Progress", COLUMNS, rows, NOW, definitions=("person",))


def make_row(name: str, invited: int, done: int, is_total: bool = False) -> Row:
    return Row(name, name, ("", invited, done, done / invited if invited else None, 71.5), is_total)


def test_figures_cannot_be_made_around_the_hiding() -> None:
    with pytest.raises(TypeError, match=r"Figures\.build"):
        Figures("id", "Title", COLUMNS, (), (), NOW, "UTC", 0)


def test_large_groups_are_shown_as_they_are() -> None:
    figures = build(make_row("north", 40, 20))
    assert figures.rows[0].cells == ("", 40, 20, 0.5, 71.5)
    assert not figures.has_hidden


def test_a_small_count_hides_its_share_and_its_mean() -> None:
    figures = build(make_row("north", 40, 3))
    assert figures.rows[0].cells == ("", 40, HIDDEN, HIDDEN, HIDDEN)
    assert figures.has_hidden


def test_ninety_eight_percent_of_fifty_is_hidden() -> None:
    assert build(make_row("north", 50, 49)).cell("north", "share") is HIDDEN


def test_a_total_does_not_give_a_hidden_row_away() -> None:
    rows = [make_row("north", 60, 3), make_row("south", 60, 30), make_row("west", 60, 40)]
    figures = build(*rows, make_row("all", 180, 73, is_total=True))
    assert [figures.cell(name, "done") for name in ("north", "south", "west", "all")] == [HIDDEN, HIDDEN, 40, 73]
    assert figures.cell("south", "mean") is HIDDEN


def test_a_total_that_is_no_sum_of_the_rows_gives_nothing_away() -> None:
    figures = build(make_row("north", 60, 3), make_row("south", 60, 30), make_row("all", 150, 50, is_total=True))
    assert figures.cell("south", "done") == 30


def test_parts_of_a_column_are_protected_too() -> None:
    columns = (Column("all", "All", parts=("men", "women")), Column("men", "Men"), Column("women", "Women"))
    figures = Figures.build("who", "Who", columns, [Row("north", "North", (20, 2, 18))], NOW)
    assert figures.rows[0].cells == (20, HIDDEN, HIDDEN)


def test_not_tracked_is_not_zero() -> None:
    figures = build(Row("north", "North", ("", 40, None, None, None)))
    assert figures.cell("north", "done") is None


def test_definitions_are_listed_once_in_order() -> None:
    assert build(make_row("north", 40, 20)).definitions == ("person", "invited", "completed_course")


def test_every_definition_has_a_term_and_a_sentence() -> None:
    assert all(term and text.endswith(".") for term, text in DEFINITIONS.values())


def test_a_share_must_say_what_it_is_a_share_of() -> None:
    with pytest.raises(ValueError, match="share"):
        Figures.build("x", "X", (Column("share", "Share", ColumnKind.SHARE),), [Row("a", "A", (0.5,))], NOW)


def test_a_row_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="north"):
        build(Row("north", "North", (1,)))
