"""On an invented world the reports equal an independent recount, and nothing hidden can be worked out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean, median

import pytest

from lms.content.catalogue import Catalogue, load_catalogue
from lms.content.model import Course
from lms.language import words
from lms.reports.progress import Progress, count_programme, count_region
from lms.reports.progress_report import lay_out_region
from lms.reports.tallies import week_key
from lms.services.demo import create_world
from tests.database import make_config, open_database
from tests.reports.recount import recount
from tests.reports.solving import list_known_sums, narrow

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
REGIONS = ("arad", "donegal", "leipzig")


@dataclass(frozen=True)
class World:
    """An invented world, and the courses it learned."""

    catalogue: Catalogue
    courses: tuple[Course, ...]


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("world")
    (folder / "lms.sqlite").write_bytes(sqlite_template.read_bytes())
    root = Path(__file__).parents[2]
    catalogue = load_catalogue(root / "courses", root / "quizzes")
    catalogue.regions = {name: catalogue.regions[name] for name in REGIONS}
    with open_database(make_config(folder)):
        create_world(catalogue, NOW)
        yield World(catalogue, catalogue.list_courses("en"))


@pytest.mark.parametrize("region", REGIONS)
def test_every_shown_figure_equals_the_recount(world: World, region: str) -> None:
    progress = count_region(region, world.courses, 1, NOW)
    lessons = {course.id: [lesson.id for lesson in course.lessons] for course in world.courses}
    exams = {course.id: course.exam.id for course in world.courses if course.exam}
    truth = recount(region, progress.zone, lessons, exams, NOW)
    # With a threshold of one nothing is hidden, so that every figure is compared.
    steps = {"-".join(key): count for key, count in progress.shown.items() if key[0] not in ("category", "week")}
    assert steps == {name: truth["counts"][name] for name in steps}
    assert steps["started"] > 50
    for course in world.courses:
        spread, scores = progress.spreads[course.id], truth["scores"][course.id]
        assert spread is not None
        assert (spread.mean, spread.median) == (pytest.approx(fmean(scores)), pytest.approx(median(scores)))
    for at, monday in enumerate(progress.weeks):
        for kind in ("active", "started", "completed"):
            assert progress.shown[week_key(at, kind)] == truth["weeks"].get((monday.date(), kind), 0)
    assert progress.excluded == truth["counts"]["excluded"]


@pytest.mark.parametrize("region", REGIONS)
def test_what_is_shown_is_true_and_nothing_shown_is_small(world: World, region: str) -> None:
    open_, shown = (count_region(region, world.courses, below, NOW) for below in (1, 5))
    for key, count in shown.shown.items():
        assert count is None or count == open_.shown[key]
        assert count is None or count == 0 or count >= 5
    for table in lay_out_region(shown, world.courses, words("en")).tables:
        for row in table.rows:
            for column, cell in zip(table.columns, row.cells, strict=True):
                assert column.kind != "count" or not isinstance(cell, int) or cell == 0 or cell >= 5


def test_sums_and_differences_over_all_pages_pin_no_hidden_figure(world: World) -> None:
    counted = count_programme(world.courses, 5, NOW)
    pages: dict[str, Progress] = {"total": counted.total}
    pages |= {progress.region.id: progress for progress in counted.regions if progress.region}
    shown = {(name, *key): count for name, page in pages.items() for key, count in page.shown.items()}
    left = narrow(shown, list_known_sums(pages, world.courses), most=2000)
    hidden = [key for key, count in shown.items() if count is None]
    assert len(hidden) > 10
    pinned = [key for key in hidden if left[key][0] == left[key][1]]
    assert pinned == []


def test_the_region_page_and_the_programme_page_hide_the_same(world: World) -> None:
    for progress in count_programme(world.courses, 5, NOW).regions:
        assert progress.region is not None
        assert count_region(progress.region.id, world.courses, 5, NOW).shown == progress.shown
