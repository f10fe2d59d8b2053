"""`lms export scorm` on the command line."""

import io
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from lms import pyscorm
from lms.cli import packages
from lms.cli.packages import export_group

ROOT = Path(__file__).parents[2]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Run the command with the state in a temporary folder."""
    monkeypatch.setenv("LMS_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("LMS_COURSES", str(ROOT / "courses"))
    monkeypatch.setenv("LMS_QUIZZES", str(ROOT / "quizzes"))
    return lambda *words: CliRunner().invoke(export_group, ["scorm", *map(str, words)])


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


def test_a_package_with_a_fault_is_refused_and_an_older_file_stays(
    run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    output = tmp_path / "x.zip"
    output.write_bytes(b"older")
    build = packages.build_package

    def build_badly(*given: object) -> pyscorm.Package:
        package = build(*given)
        stray = pyscorm.File("extra/page.html", b'<a href="gone.html">gone</a>')
        return pyscorm.Package(
            package.identifier, package.title, package.language, package.items, (*package.files, stray)
        )

    monkeypatch.setattr(packages, "build_package", build_badly)
    result = run("foundations", "--output", output)
    assert result.exit_code == 1
    assert "extra/page.html" in result.output
    assert output.read_bytes() == b"older"
