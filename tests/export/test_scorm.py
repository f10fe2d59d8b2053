"""What a package is made of: complete, small, closed in itself, and always the same bytes."""

import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lms import pyscorm
from lms.config import Config
from lms.content.model import Course
from lms.content.render import Renderer
from lms.errors import InvalidInput
from lms.export.making import make
from lms.export.package_state import longest_state
from lms.export.scorm import build_package
from lms.language import words
from tests.export.conftest import ROOT, make_zip
from tests.pyscorm.schemas import schema_errors

MODULES = ("foundations", "competence", "strategy")
VERSIONS = ("1.2", "2004")
Package = Callable[[str, str], bytes]


def files(data: bytes) -> dict[str, bytes]:
    """The files of a zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def text(data: bytes, name: str) -> str:
    """One file of a zip as text."""
    return files(data)[name].decode()


def told(data: bytes, name: str, what: str) -> dict[str, Any]:
    """What a data script of a zip says."""
    return json.loads(text(data, name).partition(f"EuBelong.{what} = ")[2].rstrip(";\n"))


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("course_id", MODULES)
def test_every_module_passes_our_check_and_the_official_schemas(package: Package, course_id: str, version: str):
    data = package(course_id, version)
    assert [str(finding) for finding in pyscorm.check(io.BytesIO(data))] == []
    assert schema_errors(text(data, "imsmanifest.xml"), version) == []


@pytest.mark.parametrize("version", VERSIONS)
def test_the_same_course_gives_the_same_bytes(courses: dict[str, Course], package: Package, version: str):
    assert make_zip(courses["strategy"], version) == package("strategy", version)


def test_nothing_that_makes_packages_asks_for_the_time_the_user_or_the_machine():
    asks = re.compile(
        r"\.now\(|\.today\(|\.utcnow\(|\btime\.(time|localtime|gmtime)\(|getuser|getlogin|gethostname|uuid[14]\("
    )
    sources = [path for room in ("content", "export", "pyscorm") for path in (ROOT / "lms" / room).rglob("*.py")]
    assert len(sources) > 60
    assert [path.name for path in sources if asks.search(path.read_text("utf-8"))] == []


def test_another_process_another_time_zone_and_another_user_give_the_same_bytes(
    courses: dict[str, Course], tmp_path: Path
):
    output = tmp_path / "package.zip"
    subprocess.run(
        [sys.executable, "-m", "lms", "export", "scorm", "foundations", "--output", str(output)],
        cwd=ROOT,
        env={
            "TZ": "Pacific/Auckland",
            "LMS_VAR": str(tmp_path / "var"),
            "PYTHONHASHSEED": "7",
            "PATH": "",
            "USER": "nobody",
            "HOME": "/nowhere",
            "LANG": "C",
        },
        check=True,
        capture_output=True,
    )
    course = courses["foundations"]
    made = make((course,), pyscorm.Version("1.2"), Renderer(None), contact=Config.contact, play=True)
    assert output.read_bytes() == made.data


@pytest.mark.parametrize("course_id", MODULES)
def test_a_module_is_small_and_so_is_its_script(package: Package, course_id: str):
    data = package(course_id, "1.2")
    assert len(data) < 300_000
    told = ("course.js", "text-en.js")
    scripts = [content for name, content in files(data).items() if name.endswith(".js") and name not in told]
    assert len(scripts) == 8
    assert sum(map(len, scripts)) < 60_000


@pytest.mark.parametrize("course_id", MODULES)
def test_nothing_in_a_package_points_outside_or_runs_inline(package: Package, course_id: str):
    page = text(package(course_id, "1.2"), "index.html")
    assert not re.search(r"<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:|style=", page)
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", page)
    for name, content in files(package(course_id, "1.2")).items():
        if name.endswith((".js", ".css")):
            assert b"//cdn" not in content
            assert b"url(" not in content


def test_right_answers_are_not_in_the_page(package: Package):
    page = text(package("foundations", "1.2"), "index.html")
    assert "choice-reply" not in page
    assert "checked" not in page


def test_the_funding_line_stands_in_the_page_unless_the_setting_says_no(courses: dict[str, Course]):
    renderer = Renderer(None)
    for funding in (True, False):
        made = build_package(
            courses["foundations"], renderer, words("en"), pyscorm.Version("1.2"), funding=funding
        )
        page = next(file.data.decode() for file in made.files if file.path == "index.html")
        assert ("Co-funded by the European Union" in page) is funding


def test_every_id_in_the_page_occurs_once(package: Package):
    for course_id in MODULES:
        ids = re.findall(r'\sid="([^"]+)"', text(package(course_id, "1.2"), "index.html"))
        assert len(ids) == len(set(ids))


def test_the_fullest_state_fits_what_scorm_1_2_keeps(courses: dict[str, Course]):
    for course in courses.values():
        assert longest_state(course) < pyscorm.Version("1.2").state_limit - 6


def test_identifiers_do_not_change_with_titles_or_texts(courses: dict[str, Course]):
    course = courses["foundations"]
    renamed = replace(course, title="Another title", digest="another")
    made = [build_package(one, Renderer(None), words("en"), pyscorm.Version("1.2")) for one in (course, renamed)]
    assert made[0].identifier == made[1].identifier
    assert made[0].items[0].identifier == made[1].items[0].identifier


def test_a_lesson_with_too_many_pages_is_refused_with_a_sentence(courses: dict[str, Course]):
    course = courses["foundations"]
    long = replace(course.lessons[0], pages=course.lessons[0].pages * 10)
    with pytest.raises(InvalidInput, match="Divide it into two lessons"):
        build_package(replace(course, lessons=(long,)), Renderer(None), words("en"), pyscorm.Version("1.2"))


def test_the_quizzes_of_the_script_are_those_of_the_course(courses: dict[str, Course], package: Package):
    data = told(package("competence", "1.2"), "course.js", "course")
    texts = told(package("competence", "1.2"), "text-en.js", "texts.en")["quizzes"]
    course = courses["competence"]
    assert list(data["quizzes"]) == list(texts) == sorted(quiz.id for quiz in course.quizzes())
    for quiz in course.quizzes():
        questions = data["quizzes"][quiz.id]["questions"]
        assert [one["name"] for one in questions] == [question.name for question in quiz.questions]
        assert sorted(texts[quiz.id]) == sorted(question.name for question in quiz.questions)
        for one, question in zip(questions, quiz.questions, strict=True):
            assert [choice["right"] for choice in one["choices"]] == [choice.right for choice in question.choices]
