"""The browser dies: whatever page it was on, the learner finds everything again."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from lms.content.model import Course
from tests.export.learner import answer_all, next_page, place
from tests.scorm_lms.host import Lms, Play

pytestmark = pytest.mark.browser
MODULE = "foundations"
LOCATION = "cmi.core.lesson_location"


def die_and_return(page: Page, lms: Lms, play: Play) -> Play:
    """Lose the browser as soon as the platform has stored what was done, and open the course again."""
    here = place(play.frame)
    before = play.frame.evaluate("Course.state()")
    state = play.frame.evaluate("EuBelong.state.encode(EuBelong.course, Course.state())")
    page.wait_for_function("state => lms.kept['cmi.suspend_data'].endsWith(';' + state)", arg=state)
    kept = play.cmi
    again = lms.launch(page, state=kept)
    assert place(again.frame) == here
    assert again.frame.evaluate("Course.state()") == before
    assert again.frame.evaluate("Course.notices()") == []
    assert again.errors == []
    return again


@pytest.fixture(scope="module")
def course(courses: dict[str, Course]) -> Course:
    return courses[MODULE]


@pytest.mark.parametrize("number", range(6))
def test_a_browser_that_dies_on_any_page_of_a_lesson_costs_nothing(
    page: Page, course: Course, package: Callable[[str, str], bytes], number: int
):
    lesson = course.lessons[number]
    with Lms(package(MODULE, "1.2"), "1.2") as lms:
        play = lms.launch(page)
        play.frame.evaluate("id => { Course.go(id); }", f"{lesson.id}.1")
        play = lms.launch(page, state=wait_and_keep(page, play, f"{lesson.id}.1"))
        for _page in lesson.pages:
            play = die_and_return(page, lms, play)
            next_page(play.frame)
        assert lesson.quiz is not None
        assert place(play.frame) == f"{lesson.id}.quiz"
        answer_all(play.frame, lesson.quiz, right=True)
        play = die_and_return(page, lms, play)
        form = f'form[data-quiz="{lesson.quiz.id}"]'
        assert play.frame.locator(f"{form} input:checked, {form} option:checked:not([value=''])").count() > 0
        play.frame.click(f"{form} button[type=submit]")
        play = die_and_return(page, lms, play)
        assert play.frame.evaluate("id => Course.state().lessons[id].sent", lesson.id) is True


def test_a_browser_that_dies_in_the_exam_costs_nothing(
    page: Page, course: Course, package: Callable[[str, str], bytes]
):
    assert course.exam is not None
    with Lms(package(MODULE, "1.2"), "1.2") as lms:
        play = lms.launch(page)
        play.frame.evaluate("Course.steps().slice(0, -1).forEach(step => { Course.play(step.id, 'right'); })")
        play = die_and_return(page, lms, lms.launch(page, state=wait_and_keep(page, play, "exam")))
        play.frame.click('[data-exam="begin"]')
        drawn = play.frame.evaluate("Course.drawn()")
        answer_all(play.frame, course.exam, right=True)
        play = die_and_return(page, lms, play)
        assert play.frame.evaluate("Course.drawn()") == drawn
        play.frame.click(f'form[data-quiz="{course.exam.id}"] button[type=submit]')
        page.wait_for_function("lms.kept['cmi.core.lesson_status'] === 'passed'")
        assert play.cmi["cmi.core.score.raw"] == "100"


def wait_and_keep(page: Page, play: Play, here: str) -> dict[str, str]:
    """What the platform has once everything is stored."""
    page.wait_for_function(f"lms.kept['{LOCATION}'] === {here!r}")
    return play.cmi
