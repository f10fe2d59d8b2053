"""Several languages in one package: which one comes first, and what a switch keeps."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from lms import pyscorm
from lms.content.model import Course
from lms.errors import InvalidInput
from tests.export.conftest import make_zip, translate
from tests.export.learner import answer_all, next_page, place
from tests.scorm_lms.host import Lms, Play
from tests.scorm_lms.judge import judge

MODULE = "foundations"


@pytest.fixture(scope="module")
def spoken(courses: dict[str, Course]) -> tuple[Course, ...]:
    """One module in three languages; the region begins with Irish."""
    course = courses[MODULE]
    return (translate(course, "ga"), course, translate(course, "pl"))


@pytest.fixture(scope="module")
def zips(spoken: tuple[Course, ...]):
    """A function that gives the zip in a version."""
    return cache(lambda version: make_zip(spoken, version))


@pytest.fixture
def lms(zips) -> Iterator[Lms]:
    with Lms(zips("1.2"), "1.2") as platform:
        yield platform


def language(play: Play) -> str:
    """In which language the course is shown."""
    play.frame.wait_for_selector("#player-bar:not([hidden])")
    return play.frame.get_attribute("html", "lang") or ""


def switch(play: Play, code: str) -> None:
    """Choose another language."""
    play.frame.select_option("#player-language", code)
    play.frame.wait_for_function("code => document.documentElement.lang === code", arg=code)


@pytest.mark.parametrize("version", ["1.2", "2004"])
def test_it_has_no_faults_and_one_language_alone_stays_small(zips, spoken: tuple[Course, ...], version: str):
    assert [str(finding) for finding in pyscorm.check(io.BytesIO(zips(version)))] == []
    assert len(make_zip(spoken[1], version)) < 300_000


def test_words_and_structure_stand_apart(zips):
    with zipfile.ZipFile(io.BytesIO(zips("1.2"))) as archive:
        names = set(archive.namelist())
        page, course = archive.read("index.html").decode(), archive.read("course.js").decode()
        contents = archive.read("contents.txt").decode()
    assert {"text-ga.js", "text-en.js", "text-pl.js"} <= names
    assert "pl: " not in page
    assert ": Close to home" not in course
    assert 'src="text-ga.js"' in page
    assert 'src="text-pl.js"' not in page
    assert "English (en)" in contents


def test_languages_of_different_structure_are_refused(spoken: tuple[Course, ...]):
    short = replace(spoken[0], lessons=spoken[0].lessons[1:])
    with pytest.raises(InvalidInput, match="do not have the same lessons"):
        make_zip((spoken[1], short), "1.2")


@pytest.mark.browser
@pytest.mark.parametrize(("wanted", "shown"), [("pl", "pl"), ("pl-PL", "pl"), ("de", "en"), ("", "en")])
def test_the_platform_is_asked_first_then_the_browser(page: Page, lms: Lms, wanted: str, shown: str):
    play = lms.launch(page, presets={"cmi.student_preference.language": wanted})
    play.frame.wait_for_function("code => document.documentElement.lang === code", arg=shown)
    assert language(play) == shown
    assert judge(play.calls, "1.2") == []
    assert play.errors == []


@pytest.mark.browser
def test_a_reader_of_none_of_its_languages_gets_that_of_the_region(chromium: Browser, lms: Lms):
    context = chromium.new_context(locale="sv-SE")
    play = lms.launch(context.new_page())
    assert language(play) == "ga"
    context.close()


@pytest.mark.browser
def test_a_switch_keeps_place_and_answers_and_the_next_visit_begins_with_it(
    page: Page, lms: Lms, spoken: tuple[Course, ...]
):
    lesson = spoken[1].lessons[0]
    assert lesson.quiz is not None
    play = lms.launch(page)
    assert language(play) == "en"
    for _place in range(len(lesson.pages) + 1):
        next_page(play.frame)
    answer_all(play.frame, lesson.quiz, right=True)
    before = play.frame.evaluate("Course.state()")
    switch(play, "pl")
    assert place(play.frame) == f"{lesson.id}.quiz"
    assert play.frame.inner_text(".screen:not([hidden]) h2").startswith("pl: ")
    assert play.frame.evaluate("document.activeElement.id") == "player-language"
    assert play.frame.evaluate("Course.state()") == before | {"language": "pl"}
    form = f'form[data-quiz="{lesson.quiz.id}"]'
    assert play.frame.locator(f"{form} input:checked").count() > 0
    play.frame.click(f"{form} button[type=submit]")
    play.wait_for_calls("calls.some(call => String(call.args[0]).includes('interactions.0.result'))")
    ids = [call.args[1] for call in play.calls if call.args and str(call.args[0]).endswith(".id")]
    assert ids
    assert all(name.endswith("_pl") for name in ids)
    kept = play.close()
    assert play.errors == []
    again = lms.launch(page, state=kept)
    again.frame.wait_for_function("document.documentElement.lang === 'pl'")
    assert place(again.frame) == f"{lesson.id}.quiz"
    switch(again, "ga")
    switch(again, "en")
    assert again.frame.locator(f"{form} input:checked").count() > 0
    assert judge(again.calls, "1.2") == []
    assert again.errors == []


@pytest.mark.browser
def test_2004_says_the_language_in_the_description(page: Page, zips, spoken: tuple[Course, ...]):
    quiz = spoken[1].lessons[0].quiz
    assert quiz is not None
    with Lms(zips("2004"), "2004") as lms:
        play = lms.launch(page)
        play.frame.evaluate(f"Course.play('{spoken[1].lessons[0].id}.quiz', 'right')")
        play.wait_for_calls("calls.some(call => String(call.args[0]).includes('interactions.0.description'))")
        told = [call.args[1] for call in play.calls if call.args and str(call.args[0]).endswith(".description")]
        assert told[0].startswith("(en) ")
        assert judge(play.calls, "2004") == []


@pytest.mark.browser
def test_it_speaks_all_languages_when_it_is_opened_from_disk(page: Page, zips, tmp_path: Path):
    with zipfile.ZipFile(io.BytesIO(zips("1.2"))) as archive:
        archive.extractall(tmp_path)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(error.message))
    page.goto((tmp_path / "index.html").as_uri())
    page.wait_for_selector("html[lang=en] #player-notice:not([hidden])")
    assert "nothing is stored" in page.inner_text("#player-notice")
    page.select_option("#player-language", "pl")
    page.wait_for_function("document.documentElement.lang === 'pl'")
    page.click("#player-next")
    assert page.inner_text(".screen:not([hidden]) h2").startswith("pl: ")
    assert errors == []
