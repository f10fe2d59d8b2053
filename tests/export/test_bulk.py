"""Many packages at once: planned, made by several processes, the same bytes as one by one."""

import re
import zipfile
from pathlib import Path

import pytest

from lms.content.catalogue import Catalogue, load_catalogue
from lms.content.render import Renderer
from lms.errors import InvalidInput
from lms.export import bulk
from lms.export.bulk import work
from lms.export.bulk.plan import find_courses
from lms.export.making import make
from lms.export.scorm import build_package
from lms.pyscorm import Version
from tests.export.conftest import ROOT, real_catalogue

COURSES, QUIZZES = ROOT / "tests" / "data" / "courses", ROOT / "tests" / "data" / "quizzes"
BOTH = (Version.SCORM_1_2, Version.SCORM_2004)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(COURSES, QUIZZES)


def everything(catalogue: Catalogue, **changes: object) -> bulk.Wish:
    """All regions and editions in English."""
    values: dict[str, object] = {
        "languages": ("en",),
        "regions": ("", *catalogue.regions),
        "versions": BOTH,
        "play": False,
    }
    return bulk.Wish(**(values | changes))  # type: ignore[arg-type]


def test_every_module_language_region_and_edition_is_planned_once(catalogue: Catalogue):
    jobs = bulk.plan(catalogue, everything(catalogue))
    assert len(jobs) == len(catalogue.programme.courses) * (1 + len(catalogue.regions)) * 2
    assert len({job.file for job in jobs}) == len({job.recipe for job in jobs}) == len(jobs)


def test_the_recipe_changes_with_the_funding_line_and_not_with_the_day(catalogue: Catalogue):
    first, same = (bulk.plan(catalogue, everything(catalogue)) for _time in range(2))
    other = bulk.plan(catalogue, everything(catalogue, funding=False))
    assert first == same
    assert not {job.recipe for job in first} & {job.recipe for job in other}


def test_languages_together_begin_with_that_of_the_region(catalogue: Catalogue):
    region = next(region for region in catalogue.regions.values() if region.languages[0] != "en")
    own = region.languages[0]
    jobs = bulk.plan(
        catalogue,
        everything(catalogue, languages=("en", own), regions=(region.id,), together=True, fall_back=True),
    )
    assert {job.languages for job in jobs} == {(own, "en")}


def test_a_language_without_translation_is_refused_in_a_sentence(catalogue: Catalogue):
    with pytest.raises(InvalidInput, match="are not in Svenska"):
        bulk.plan(catalogue, everything(catalogue, languages=("sv",)))


def test_several_processes_make_the_same_bytes_as_one(catalogue: Catalogue, tmp_path: Path):
    jobs = bulk.plan(catalogue, everything(catalogue))
    outcomes = list(bulk.run(jobs, tmp_path / "all", COURSES, QUIZZES, None, processes=2))
    assert sorted(outcome.job.file for outcome in outcomes) == sorted(job.file for job in jobs)
    for job in jobs:
        alone = make(
            find_courses(catalogue, job.course, job.languages, job.region),
            job.version,
            Renderer(None),
            contact=job.contact,
            region=job.region_name,
        )
        assert (tmp_path / "all" / job.file).read_bytes() == alone.data
    assert list((tmp_path / "all").glob("*.part")) == []


def test_one_package_that_cannot_be_made_does_not_stop_the_others(
    catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    jobs = bulk.plan(catalogue, everything(catalogue, versions=BOTH[:1]))
    honest = work.make

    def refuse(courses, *given, **named):
        if courses[0].region == "":
            raise InvalidInput("Not today.")
        return honest(courses, *given, **named)

    monkeypatch.setattr(work, "make", refuse)
    outcomes = list(bulk.run(jobs, tmp_path / "all", COURSES, QUIZZES, None, processes=1))
    assert [outcome.fault for outcome in outcomes if outcome.fault] == ["Not today."]
    assert len(list((tmp_path / "all").glob("*.zip"))) == len(jobs) - 1


def test_a_run_that_was_stopped_goes_on_where_it_was(catalogue: Catalogue, tmp_path: Path):
    jobs = bulk.plan(catalogue, everything(catalogue))
    stopped = bulk.run(jobs, tmp_path, COURSES, QUIZZES, None, processes=1)
    next(stopped)
    stopped.close()
    outcomes = list(bulk.run(jobs, tmp_path, COURSES, QUIZZES, None, processes=1))
    assert [outcome.is_new for outcome in outcomes].count(False) == 1
    assert len(outcomes) == len(jobs)


def test_packages_are_played_by_every_process_and_hold_the_report(catalogue: Catalogue, tmp_path: Path):
    jobs = bulk.plan(catalogue, everything(catalogue, play=True))
    outcomes = list(bulk.run(jobs, tmp_path, COURSES, QUIZZES, None, processes=2))
    assert [outcome.fault for outcome in outcomes if outcome.fault] == []
    for job in jobs:
        with zipfile.ZipFile(tmp_path / job.file) as archive:
            assert "report.txt" in archive.namelist()


def test_eleven_regions_come_from_one_source_each_with_its_own_text_and_nobody_else_s():
    whole = real_catalogue()
    regions = [region for region in whole.regions.values() if region.active]
    assert len(regions) == 11
    texts = {region.id: " ".join(region.inserts["en"].values()) for region in regions}
    # Plain stretches of what each region says; regions of one country share some of them.
    said = {name: set(re.findall(r"[A-Za-z ,]{30,}", text)) for name, text in texts.items()}
    pages = {}
    for region in regions:
        (course,) = find_courses(whole, "foundations", ("en",), region.id)
        package = build_package(course, Renderer(None), None, Version.SCORM_1_2)
        pages[region.id] = next(file.data.decode() for file in package.files if file.path == "index.html")
    for name, page in pages.items():
        foreign = {
            one for other, found in said.items() if other != name for one in found if one not in texts[name]
        }
        assert any(one in page for one in said[name])
        assert [one for one in foreign if one in page] == []
