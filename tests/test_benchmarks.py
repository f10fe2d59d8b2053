"""Every benchmark runs in a tiny setting and prints both sides, ratio and target. How fast is not judged."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.__main__ import BENCHMARKS, main, run_one
from benchmarks.grown import grow_course
from benchmarks.measure import Row, alternate
from benchmarks.setting import TINY
from benchmarks.table import format_table, format_verdict
from benchmarks.world import COURSE, HERE, World, open_world
from lms.content.catalogue import load_catalogue


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with open_world(TINY) as made:
        yield made


@pytest.mark.parametrize("name", BENCHMARKS)
def test_every_benchmark_prints_both_sides_ratio_and_target(name: str, world: World) -> None:
    rows = run_one(name, world)
    assert rows
    assert {row.id for row in rows} == ({name, "EA"} if name == "E1" else {name})
    assert any(row.limit is not None for row in rows)
    table = format_table(rows).splitlines()
    for row, line in zip(rows, table[2:], strict=True):
        assert row.ours
        assert row.other
        assert row.ours in line
        assert row.other in line
        assert f"{row.value:.2f}" in line
        assert row.limit is None or f"{row.limit:.2f}" in line


def test_a_missed_target_is_named_below_the_table() -> None:
    rows = [
        Row("A", "slow : quick", "4 ms", "1 ms", 4.0, 2.0),
        Row("B", "quick : slow", "1 ms", "4 ms", 0.25, 2.0),
        Row("C", "only told", "1 ms", "4 ms", 0.25, None),
    ]
    assert [line.split()[-1] for line in format_table(rows).splitlines()[2:]] == ["MISSED", "met", "information"]
    assert format_verdict(rows).splitlines() == ["1 of 2 targets are met.", "MISSED A: slow : quick: 4.00 x"]


def test_both_sides_take_turns() -> None:
    calls: list[str] = []
    alternate(lambda: calls.append("a"), lambda: calls.append("b"), rounds=3, calls=2)
    assert calls == ["a", "b", *"baa", *"aab", *"baa"]


def test_an_unknown_benchmark_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["E9"]) == 2
    assert "E2" in capsys.readouterr().err


def test_the_large_course_is_published_and_shares_no_text_between_copies(tmp_path: Path) -> None:
    small = load_catalogue(HERE / "courses", HERE / "quizzes").find_course(COURSE, "en")
    catalogue = load_catalogue(*grow_course(HERE / "courses", HERE / "quizzes", COURSE, tmp_path, 3))
    large = catalogue.find_course(COURSE, "en")
    assert small is not None
    assert large is not None
    assert len(large.lessons) == 3 * len(small.lessons)
    assert len(large.exam.questions) == 3 * len(small.exam.questions)
    first, second = (large.lessons[place].pages[0].blocks[0].markdown for place in (0, len(small.lessons)))
    assert first != second
    assert len(list((large.folder / "images").iterdir())) == 3 * len(list((small.folder / "images").iterdir()))
