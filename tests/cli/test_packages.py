"""`lms export` on the command line."""

import io
import shutil
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from lms import pyscorm
from lms.app import create_app
from lms.cli.packages import export_group
from lms.config import from_env
from lms.content.catalogue import load_catalogue
from lms.export import making
from lms.rules.receipts import Mode
from lms.services.receipts import choose_mode
from lms.services.regions import load_regions
from lms.services.schema import upgrade

ROOT = Path(__file__).parents[2]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Run the command with the state in a temporary folder."""
    monkeypatch.setenv("LMS_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("LMS_COURSES", str(ROOT / "courses"))
    monkeypatch.setenv("LMS_QUIZZES", str(ROOT / "quizzes"))
    return lambda *words: CliRunner().invoke(export_group, ["scorm", *map(str, words)])


@pytest.fixture
def export(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Run any of the commands on the tiny courses, with the state in a temporary folder."""
    monkeypatch.setenv("LMS_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("LMS_COURSES", str(ROOT / "tests" / "data" / "courses"))
    monkeypatch.setenv("LMS_QUIZZES", str(ROOT / "tests" / "data" / "quizzes"))
    return lambda *words: CliRunner().invoke(export_group, list(map(str, words)))


@pytest.mark.parametrize("version", ["1.2", "2004"])
def test_a_package_is_written_and_is_without_findings(run, tmp_path: Path, version: str):
    output = tmp_path / "foundations.zip"
    result = run("foundations", "--version", version, "--language", "en", "--output", output)
    assert result.exit_code == 0, result.output
    assert pyscorm.check(io.BytesIO(output.read_bytes())) == []
    assert "Foundations" in result.output
    assert [path.name for path in tmp_path.glob("*.part")] == []


def test_a_region_gets_its_own_text_and_no_other(run, tmp_path: Path):
    neutral, donegal = tmp_path / "neutral.zip", tmp_path / "donegal.zip"
    run("foundations", "--output", neutral)
    run("foundations", "--region", "donegal", "--output", donegal)
    pages = [zipfile.ZipFile(path).read("index.html").decode() for path in (neutral, donegal)]
    assert "Donegal" not in pages[0]
    assert "Donegal" in pages[1]
    assert "Salzburg Land" not in pages[1]


def test_an_unknown_course_is_named_with_those_that_there_are(run, tmp_path: Path):
    result = run("foundation", "--output", tmp_path / "x.zip")
    assert result.exit_code == 1
    assert "There is no course 'foundation'" in result.output
    assert "foundations, competence, strategy" in result.output
    assert not (tmp_path / "x.zip").exists()


def test_a_place_that_cannot_be_written_is_told_in_a_sentence(run, tmp_path: Path):
    result = run("foundations", "--output", tmp_path / "nowhere" / "x.zip")
    assert result.exit_code == 1
    assert "could not be written" in result.output


@pytest.mark.parametrize("name", ["карта.svg", "地図.svg", "a b (1).svg", "MAP.svg"])
def test_a_picture_with_a_name_that_could_break_is_refused_in_a_sentence_before_anything_is_written(
    export, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
):
    courses = tmp_path / "courses"
    shutil.copytree(ROOT / "tests" / "data" / "courses", courses)
    (picture, *_) = (courses / "first-steps" / "images").glob("*.svg")
    shutil.copy(picture, picture.with_name(name))
    monkeypatch.setenv("LMS_COURSES", str(courses))
    result = export("scorm", "first-steps", "--output", tmp_path / "out.zip")
    assert result.exit_code == 1
    assert "has faults and cannot be handed out. Run `lms check`" in result.output
    assert not (tmp_path / "out.zip").exists()
    problems = load_catalogue(courses, ROOT / "tests" / "data" / "quizzes").unpublished["first-steps"]
    assert f"`{name}` is no name for a picture." in {problem.message for problem in problems}


def test_a_package_with_a_fault_is_refused_and_an_older_file_stays(
    run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    output = tmp_path / "x.zip"
    output.write_bytes(b"older")
    build = making.build_package

    def build_badly(*given: Any, **named: Any) -> pyscorm.Package:
        package = build(*given, **named)
        stray = pyscorm.File("extra/page.html", b'<a href="gone.html">gone</a>')
        return pyscorm.Package(
            package.identifier, package.title, package.language, package.items, (*package.files, stray)
        )

    monkeypatch.setattr(making, "build_package", build_badly)
    result = run("foundations", "--output", output)
    assert result.exit_code == 1
    assert "extra/page.html" in result.output
    assert output.read_bytes() == b"older"


def test_a_language_that_is_not_translated_is_refused_unless_told_to_fall_back(run, tmp_path: Path):
    output = tmp_path / "x.zip"
    result = run("foundations", "--language", "ga", "--output", output)
    assert result.exit_code == 1
    assert "are not in Gaeilge" in result.output
    assert not output.exists()
    result = run("foundations", "--language", "ga", "--fallback", "--output", output)
    assert result.exit_code == 0, result.output
    assert pyscorm.check(io.BytesIO(output.read_bytes())) == []


def test_an_unknown_region_is_named_with_those_that_there_are(run, tmp_path: Path):
    result = run("foundations", "--region", "atlantis", "--output", tmp_path / "x.zip")
    assert result.exit_code == 1
    assert "donegal" in result.output


def test_one_activity_per_lesson_is_refused_for_2004_before_anything_is_written(run, tmp_path: Path):
    result = run("foundations", "--scos", "lessons", "--version", "2004", "--output", tmp_path / "x.zip")
    assert result.exit_code == 1
    assert "Moodle cannot start a second one" in result.output
    assert not (tmp_path / "x.zip").exists()
    result = run("foundations", "--scos", "lessons", "--output", tmp_path / "x.zip")
    assert result.exit_code == 0, result.output
    assert len(pyscorm.read(io.BytesIO((tmp_path / "x.zip").read_bytes())).package.items) == 7


def test_packages_of_two_editions_are_compared_with_verdict_and_reasons(export, tmp_path: Path):
    old, new = tmp_path / "old.zip", tmp_path / "new.zip"
    export("scorm", "first-steps", "--output", old)
    export("scorm", "first-steps", "--version", "2004", "--output", new)
    result = export("compare", old, new)
    assert result.exit_code == 1
    assert "add as a new activity" in result.output
    assert "The edition changed" in result.output
    result = export("compare", old, old)
    assert result.exit_code == 0
    assert "safe to replace" in result.output


def test_what_is_no_package_cannot_be_compared(export, tmp_path: Path):
    for name in ("old.zip", "new.zip"):
        (tmp_path / name).write_bytes(b"no zip")
    result = export("compare", tmp_path / "old.zip", tmp_path / "new.zip")
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")


def test_everything_is_written_into_a_folder_with_index_and_checksums(export, tmp_path: Path):
    folder = tmp_path / "all"
    result = export("all", "--output", folder, "--languages", "en", "--processes", "1")
    assert result.exit_code == 0, result.output
    zips = sorted(path.name for path in folder.glob("*.zip"))
    assert len(zips) == len(list((ROOT / "tests" / "data" / "courses" / "regions").iterdir())) * 2
    assert "first-steps" in zips[0]
    sums = (folder / "SHA256SUMS").read_text().splitlines()
    assert [line.split("  ")[1] for line in sums] == zips
    page = (folder / "index.html").read_text("utf-8")
    assert all(f'href="{name}"' in page for name in zips)
    assert len((folder / "index.csv").read_text("utf-8-sig").splitlines()) == len(zips) + 1
    assert f"{len(zips)} made, 0 there already, 0 with faults" in result.output


def test_a_second_run_makes_only_what_is_missing_or_harmed(export, tmp_path: Path):
    folder = tmp_path / "all"
    wish = ("all", "--output", folder, "--languages", "en", "--versions", "1.2", "--processes", "1")
    export(*wish)
    zips = sorted(folder.glob("*.zip"))
    before = [path.read_bytes() for path in zips]
    zips[0].unlink()
    zips[1].write_bytes(zips[1].read_bytes()[:-1])
    result = export(*wish)
    assert f"2 made, {len(zips) - 2} there already" in result.output
    assert [path.read_bytes() for path in zips] == before


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--languages", "xx"), "There is no language 'xx'"),
        (("--versions", "3"), "There is no version '3'"),
        (("--regions", "atlantis"), "There is no region atlantis"),
        (("--languages", "sv"), "are not in Svenska"),
        (("--scos", "lessons"), "Moodle cannot start a second one"),
    ],
)
def test_a_wish_that_cannot_be_met_is_refused_before_anything_is_written(
    export, tmp_path: Path, words: tuple[str, ...], told: str
):
    result = export("all", "--output", tmp_path / "all", *words)
    assert result.exit_code == 1
    assert told in result.output
    assert not (tmp_path / "all").exists()


SENT = {"receipts.js", "receipts.data.js", "receipt-send.js"}


def receipts_in(path: Path) -> set[str]:
    """The files of a package that write receipts."""
    return {entry for entry in zipfile.ZipFile(path).namelist() if entry.startswith("receipt")}


@pytest.fixture
def receipts_in_north(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The command line over a service whose region in the North has switched on receipts."""
    for name, folder in (("LMS_COURSES", "courses"), ("LMS_QUIZZES", "quizzes")):
        monkeypatch.setenv(name, str(ROOT / "tests" / "data" / folder))
    monkeypatch.setenv("LMS_VAR", str(tmp_path / "var"))
    config = from_env()
    upgrade(config)
    app = create_app(config)
    now = datetime.now(UTC)
    with app.app_context():
        load_regions(app.extensions["lms"].catalogue.regions.values(), now)
        choose_mode("north", Mode.SEND, 1, "", now)

    def export(*words: object):
        return CliRunner().invoke(export_group, [str(word) for word in words], obj=lambda: app)

    return export


def test_receipts_are_in_a_package_where_its_region_has_chosen_them_and_they_are_asked_for(
    receipts_in_north, tmp_path: Path
):
    def export(name: str, *words: str) -> set[str]:
        result = receipts_in_north("scorm", "first-steps", *words, "--output", tmp_path / name)
        assert result.exit_code == 0, result.output
        return receipts_in(tmp_path / name)

    assert export("asked.zip", "--region", "north", "--receipts") == SENT
    assert export("not-asked.zip", "--region", "north") == set()
    assert export("other.zip", "--region", "south", "--receipts") == set()
    assert export("none.zip", "--receipts") == set()


def test_among_all_packages_those_of_the_region_that_has_chosen_receipts_write_them(
    receipts_in_north, tmp_path: Path
):
    folder = tmp_path / "all"
    wish = ("all", "--output", folder, "--languages", "en", "--regions", "neutral,north,south")
    wish += ("--versions", "1.2", "--processes", "1")
    result = receipts_in_north(*wish, "--receipts")
    assert result.exit_code == 0, result.output
    packages = sorted(folder.glob("*.zip"))
    assert len(packages) == 3
    assert {path.name: receipts_in(path) for path in packages if receipts_in(path)} == {
        path.name: SENT for path in packages if "-north-" in path.name
    }
    # Without the word none write any: those that did are made again, the others stay.
    assert "1 made, 2 there already" in receipts_in_north(*wish).output
    assert all(receipts_in(path) == set() for path in packages)


@pytest.mark.parametrize("command", [("scorm", "first-steps", "--region", "north"), ("all", "--versions", "1.2")])
def test_receipts_of_packages_with_one_activity_per_lesson_are_refused_in_a_sentence(
    receipts_in_north, tmp_path: Path, command: tuple[str, ...]
):
    result = receipts_in_north(*command, "--scos", "lessons", "--receipts", "--output", tmp_path / "out")
    assert result.exit_code == 1
    assert "Receipts need one activity for the course" in result.output
    assert not (tmp_path / "out").exists()
