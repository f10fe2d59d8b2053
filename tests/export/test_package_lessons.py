"""One activity per lesson and one for the exam: SCORM 1.2 only."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

import pytest
from playwright.sync_api import Page

from lms import pyscorm
from lms.content.model import Course
from lms.content.render import Renderer
from lms.errors import InvalidInput
from lms.export.making import make
from lms.export.package_parts import Scos, divide
from tests.export.conftest import make_zip
from tests.export.learner import answer_all, next_page, place, take_exam
from tests.pyscorm.schemas import schema_errors
from tests.scorm_lms.host import Lms
from tests.scorm_lms.judge import judge

MODULE = "foundations"
STATUS = "cmi.core.lesson_status"


@pytest.fixture(scope="module")
def course(courses: dict[str, Course]) -> Course:
    return courses[MODULE]


@pytest.fixture(scope="module")
def data(course: Course) -> bytes:
    return make_zip(course, "1.2", Scos.LESSONS)


@pytest.fixture
def lms(data: bytes) -> Iterator[Lms]:
    with Lms(data, "1.2") as platform:
        yield platform


def test_every_lesson_and_the_exam_are_items_and_the_exam_comes_after_all(course: Course, data: bytes):
    items = pyscorm.read(io.BytesIO(data)).package.items
    assert [item.title for item in items] == [lesson.title for lesson in course.lessons] + [course.exam.title]  # type: ignore[union-attr]
    assert [item.pass_mark for item in items] == [None] * 6 + [70]
    assert items[-1].prerequisites.split("&") == [item.identifier for item in items[:-1]]
    assert [str(finding) for finding in pyscorm.check(io.BytesIO(data))] == []


def test_the_manifest_keeps_to_the_official_schemas_and_no_two_files_have_one_name(data: bytes):
    reading = pyscorm.read(io.BytesIO(data))
    names = [PurePosixPath(file.path).name.lower() for file in reading.package.files]
    assert len(names) == len(set(names))
    assert schema_errors(pyscorm.manifest(reading.package, "1.2"), "1.2") == []


@pytest.mark.parametrize("module", ["foundations", "competence", "strategy"])
def test_every_part_of_every_module_is_played_before_it_is_handed_out(courses: dict[str, Course], module: str):
    made = make(
        (courses[module],),
        pyscorm.Version.SCORM_1_2,
        Renderer(None),
        contact="a@b.example",
        play=True,
        scos=Scos.LESSONS,
    )
    assert [str(finding) for finding in made.findings] == []
    with zipfile.ZipFile(io.BytesIO(made.data)) as archive:
        report = archive.read("report.txt").decode()
    assert "FAILED" not in report
    for lesson in courses[module].lessons:
        assert f"[passed] Everything right: completed, then passed, with a score ({lesson.title})" in report
    assert f"[passed] Everything wrong: failed, not completed ({courses[module].exam.title})" in report  # type: ignore[union-attr]


def test_the_names_of_parts_stay_when_a_lesson_comes_before_them_and_many_lessons_fit(course: Course):
    moved = replace(course, lessons=(course.lessons[-1], *course.lessons[:-1]))
    names = [{part.course.title: part.id for part in divide((one,), Scos.LESSONS)} for one in (course, moved)]
    assert names[0] == names[1]
    many = replace(course, lessons=tuple(replace(course.lessons[0], id=f"lesson-{n}") for n in range(30)))
    assert len(divide((many,), Scos.LESSONS)[-1].prerequisites) <= 200


@pytest.mark.parametrize("version", ["2004", "2004-3rd"])
def test_2004_is_refused_with_the_reason(course: Course, version: str):
    with pytest.raises(InvalidInput, match="Moodle cannot start a second one"):
        make_zip(course, version, Scos.LESSONS)


@pytest.mark.browser
def test_a_lesson_is_completed_by_reading_it_and_has_no_score(page: Page, lms: Lms, course: Course):
    lesson = course.lessons[1]
    assert lesson.quiz is not None
    play = lms.launch(page, item=lms.items[1].identifier)
    next_page(play.frame)
    assert place(play.frame) == f"{lesson.id}.1"
    for _page in lesson.pages:
        next_page(play.frame)
    assert play.cmi[STATUS] == "incomplete"
    answer_all(play.frame, lesson.quiz, right=True)
    play.frame.click("button[type=submit]")
    page.wait_for_function(f"lms.kept['{STATUS}'] === 'completed'")
    kept = play.close()
    assert "cmi.core.score.raw" not in kept
    assert judge(play.calls, "1.2") == []
    assert play.errors == []
    again = lms.launch(page, item=lms.items[1].identifier, state=kept)
    assert place(again.frame) == f"{lesson.id}.quiz"
    assert "lessons done" not in again.frame.inner_text("header")
    again.frame.click("#player-menu-button")
    again.frame.click('#player-menu a[data-go="start"]')
    start = again.frame.inner_text('.screen[data-place="start"]')
    assert "done" in start
    assert lesson.title in start
    assert "What is in it" not in start
    assert again.close()[STATUS] == "completed"


@pytest.mark.browser
def test_the_exam_stands_by_itself(page: Page, lms: Lms, course: Course):
    assert course.exam is not None
    play = lms.launch(page, item=lms.items[-1].identifier)
    assert "lessons" not in play.frame.inner_text("header")
    next_page(play.frame)
    take_exam(play.frame, course.exam, right=True)
    page.wait_for_function(f"lms.kept['{STATUS}'] === 'passed'")
    assert play.close()["cmi.core.score.raw"] == "100"
    assert judge(play.calls, "1.2") == []
    assert play.errors == []
