"""What authors and their computers come up with: it works, or it is refused in a sentence."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page as BrowserPage

from lms import pyscorm
from lms.content.model import Block, BlockKind, Course, Page, Question, QuestionKind
from lms.content.render import Renderer
from lms.errors import InvalidInput
from lms.export.making import make
from lms.export.package_names import identifier, picture_path, short_title
from lms.pyscorm.simulator.session import Session, Setting, find_content
from tests.export.conftest import make_zip, translate
from tests.export.learner import next_page, read_everything, take_exam
from tests.pyscorm.schemas import schema_errors
from tests.scorm_lms.host import Lms
from tests.scorm_lms.judge import judge
from tests.small_courses import make_course, make_lesson, make_lesson_quiz, make_single

BAD_TITLES = {
    "quotes": "\"Us\" and 'them' & `more`",
    "angle brackets": "1 < 2 > 0 </title><script>go()</script> ]]> --",
    "emoji": "Welcome \U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f1ea\U0001f1fa in Łódź, Αθήνα, Київ, Քաղաք",
    "length": "Belonging in a region " * 22 + "and its end...",
    "white space": "  two\tlines\n and  blanks ",
}


def course_with_quiz(*questions: Question, **changes: Any) -> Course:
    """A course of one lesson with these questions."""
    lesson = replace(make_lesson("first", 1), quiz=replace(make_lesson_quiz("quiz"), questions=questions))
    return make_course(lessons=(lesson,), **changes)


@pytest.mark.parametrize("version", ["1.2", "2004", "2004-3rd"])
@pytest.mark.parametrize("what", BAD_TITLES)
def test_any_title_makes_a_sound_package_and_stands_whole_on_the_page(what: str, version: str):
    title = BAD_TITLES[what]
    course = make_course()
    lesson = replace(course.lessons[0], title=title, pages=(Page(1, title, ()), Page(2, title, ())))
    data = make_zip(replace(course, title=title, lessons=(lesson, course.lessons[1])), version)
    assert [str(finding) for finding in pyscorm.check(io.BytesIO(data))] == []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        page = archive.read("index.html").decode()
        manifest = archive.read("imsmanifest.xml").decode()
    if version != "2004-3rd":
        assert schema_errors(manifest, version) == []
    assert "<script>go" not in page
    assert page.count("<script") == page.count("</script>")
    assert len(pyscorm.read(io.BytesIO(data)).package.items[0].title) <= 200


def test_a_long_title_is_cut_in_the_manifest_only():
    assert len(BAD_TITLES["length"]) > 490
    assert short_title(BAD_TITLES["length"]).endswith("…")
    assert len(short_title(BAD_TITLES["length"])) <= 200
    assert short_title(BAD_TITLES["white space"]) == "two lines and blanks"


@pytest.mark.parametrize(
    "name", ["żółć.svg", "карта.png", "地図.jpg", "a b.svg", "x" * 200 + ".png", "..png", "-.svg", "ü", "a.b c"]
)
def test_a_picture_may_have_any_name(name: str):
    path = picture_path(name)
    assert path.isascii()
    assert len(path) < 120
    package = pyscorm.Package("p", "P", "en", (pyscorm.Item("i", "I", "index.html"),), (
        pyscorm.File("index.html", b'<!doctype html><title>x</title><script src="scorm.js"></script>'),
        pyscorm.File("scorm.js", pyscorm.runtime_script()),
        pyscorm.File(path, b"x"),
    ))  # fmt: skip
    assert [finding for finding in pyscorm.problems(package, "1.2") if path in finding.place] == []


def test_two_pictures_never_meet_under_one_name():
    assert picture_path("żółć.svg") != picture_path("zółć.svg")
    assert picture_path("map.svg") == "images/map.svg"


def test_long_ids_stay_short_and_different():
    names = {identifier("eu-belong", "x" * 80, end) for end in ("a", "b")}
    assert len(names) == 2
    assert max(map(len, names)) <= 64


def test_a_quiz_of_one_question_and_one_of_300_work():
    for count in (1, 300):
        course = course_with_quiz(*(make_single(f"question-{number}") for number in range(count)))
        data = make_zip(course, "1.2")
        assert [str(finding) for finding in pyscorm.check(io.BytesIO(data))] == []


@pytest.mark.parametrize("count", [1, 300])
def test_a_quiz_of_one_question_and_one_of_300_are_played_to_the_end_and_found_again(count: int):
    course = course_with_quiz(*(make_single(f"question-{number}") for number in range(count)))
    reading = pyscorm.read(io.BytesIO(make_zip(course, "1.2")))
    content = find_content(reading, reading.package.items[0])
    session = Session(content, Setting())
    session.open()
    assert [step.id for step in session.steps() if not session.play(step)] == []
    answers, kept = session.state(), session.leave()
    assert kept["cmi.core.lesson_status"] == "passed"
    assert len(kept["cmi.suspend_data"]) <= 4096
    again = Session(content, Setting(kept=kept, day=1))
    again.open()
    assert again.state() == answers


@pytest.mark.browser
def test_a_package_opened_from_disk_says_that_nothing_is_stored_and_everything_else_works(
    page: BrowserPage, tmp_path: Path
):
    course = make_course()
    with zipfile.ZipFile(io.BytesIO(make_zip((course, translate(course, "pl")), "1.2"))) as archive:
        archive.extractall(tmp_path)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((tmp_path / "index.html").as_uri())
    page.wait_for_selector("#player-bar:not([hidden])")
    assert "nothing is stored" in page.inner_text("#player-notice-text")
    read_everything(page.main_frame, course)
    assert course.exam
    take_exam(page.main_frame, course.exam, right=True)
    assert "Passed with 100" in page.inner_text('form[data-quiz="basics-exam"] .quiz-result')
    page.select_option("#player-language", "pl")
    page.wait_for_function("document.documentElement.lang === 'pl'")
    assert all(address.startswith("file:") for address in asked)


def test_a_quiz_whose_answers_scorm_1_2_has_no_room_for_is_refused_and_2004_takes_it():
    typed = (Question(f"n-{number}", QuestionKind.NUMBER, "?", number=("1", "0")) for number in range(300))
    course = course_with_quiz(*typed)
    refused = make((course,), pyscorm.Version.SCORM_1_2, Renderer(None))
    assert not refused.ready
    assert "state" in str(refused.findings[0])
    assert make((course,), pyscorm.Version.SCORM_2004, Renderer(None)).ready


def test_a_question_with_too_many_choices_is_refused_in_a_sentence():
    with pytest.raises(InvalidInput, match="more than 50 answers"):
        make_zip(course_with_quiz(make_single("one", count=51)), "1.2")


def test_a_course_without_lessons_is_refused_in_a_sentence():
    with pytest.raises(InvalidInput, match="has no lessons"):
        make_zip(make_course(lessons=()), "1.2")


def test_a_picture_of_20_megabytes_travels_whole_and_is_warned_of(tmp_path: Path):
    (tmp_path / "images").mkdir()
    picture = b"\x89PNG\r\n\x1a\n" + bytes(20_000_000)
    (tmp_path / "images" / "huge.png").write_bytes(picture)
    block = Block(BlockKind.TEXT, '![A huge map](../images/huge.png "Map")')
    lesson = make_lesson("first", 1, pages=1)
    course = make_course(folder=tmp_path, lessons=(replace(lesson, pages=(Page(1, "Map", (block,)),)),))
    made = make((course,), pyscorm.Version.SCORM_1_2, Renderer(None))
    assert made.ready
    assert ["MB" in str(finding) for finding in made.findings] == [True]
    with zipfile.ZipFile(io.BytesIO(made.data)) as archive:
        assert archive.read("images/huge.png") == picture


@pytest.mark.browser
@pytest.mark.parametrize("version", ["1.2", "2004"])
def test_lessons_without_quizzes_and_exam_are_completed_by_reading(page: BrowserPage, version: str):
    course = make_course(
        lessons=(make_lesson("first", 1, quiz=False), make_lesson("second", 2, quiz=False)), exam=None
    )
    with Lms(make_zip(course, version), version) as lms:
        play = lms.launch(page)
        for _step in range(4):
            next_page(play.frame)
        assert play.frame.inner_text("#player-next") == "I have read this page"
        assert "completed" not in play.cmi.values()
        next_page(play.frame)
        page.wait_for_function("Object.values(lms.kept).includes('completed')")
        assert "2 of 2" in play.frame.inner_text("#player-progress-text")
        play.close()
        assert judge(play.calls, version) == []
        assert play.errors == []
