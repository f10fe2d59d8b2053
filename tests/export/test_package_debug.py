"""The panel for support: what was said to the platform, and nothing about the learner."""

import io
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Page

from lms.content.model import Course
from lms.content.render import Renderer
from lms.export.scorm import build_package
from lms.language import words
from lms.pyscorm import Version, write
from tests.export.learner import answer_all, next_page
from tests.scorm_lms.host import Lms
from tests.scorm_lms.judge import judge

pytestmark = pytest.mark.browser


@pytest.fixture
def lms(package: Callable[[str, str], bytes]) -> Iterator[Lms]:
    with Lms(package("foundations", "1.2"), "1.2") as platform:
        yield platform


@pytest.fixture(params=["1.2", "2004"])
def asked(request: pytest.FixtureRequest, courses: dict[str, Course]) -> Iterator[Lms]:
    """A platform that opens the package with `?debug=1`."""
    package = build_package(courses["foundations"], Renderer(None), words("en"), Version(request.param))
    item = replace(package.items[0], parameters="?debug=1")
    stream = io.BytesIO()
    write(replace(package, items=(item,)), stream, request.param)
    with Lms(stream.getvalue(), request.param) as platform:
        yield platform


def test_nothing_of_it_is_in_the_page_unless_it_is_asked_for(page: Page, lms: Lms):
    play = lms.launch(page)
    assert play.frame.locator("#player-debug").count() == 0
    assert play.frame.evaluate("'API' in window || 'API_1484_11' in window") is False
    play.close()


def test_it_shows_calls_and_answers_and_nothing_about_the_learner(
    page: Page, asked: Lms, courses: dict[str, Course]
):
    lesson = courses["foundations"].lessons[0]
    quiz = lesson.quiz
    assert quiz is not None
    play = asked.launch(page)
    for _place in range(len(lesson.pages) + 1):
        next_page(play.frame)
    answer_all(play.frame, quiz, right=True)
    play.frame.eval_on_selector(f'form[data-quiz="{quiz.id}"] button[type=submit]', "button => button.click()")
    play.wait_for_calls("calls.some(call => String(call.args[0]).includes('interactions.0.result'))")
    text = play.frame.inner_text("#player-debug pre")
    assert "lesson_status, incomplete) = true" in text or "completion_status, incomplete) = true" in text
    assert "Commit() = true" in text
    assert "interactions.0.result, correct) = true" in text
    assert "Learner" not in text
    assert "learner-1" not in text
    longest = max(len(line) for line in text.splitlines() if "suspend_data" in line)
    assert longest < 120
    play.frame.click("#player-debug button")
    assert play.frame.evaluate("getSelection().toString().length") > 500
    assert judge(play.calls, asked.version) == []
    assert play.errors == []
    play.close()
