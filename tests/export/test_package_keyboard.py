"""A whole package by keyboard alone, in a frame of 500 px and in one enlarged four times; and on paper."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from lms.content.model import Course, Quiz
from tests.export.conftest import make_zip
from tests.journeys.keyboard import Keyboard, right_answer
from tests.scorm_lms.host import Lms
from tests.small_courses import make_course

pytestmark = pytest.mark.browser
SIZES = {"a frame of 500 px": (1000, 500), "a phone": (390, 664), "enlarged four times": (320, 125)}


class Reader:
    """Goes through a package with keys, and keeps what was wrong on the way."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.keys = Keyboard(page)
        self.faults: list[str] = []

    def press(self, selector: str) -> None:
        """Go to a button or a link and press it."""
        self.keys.go(self.page.locator(selector))
        self.page.keyboard.press("Enter")

    def go_on(self) -> None:
        """Press the way on; the heading of what follows has the focus and can be seen."""
        self.press("#player-next")
        if not self.page.evaluate(
            "() => { const box = document.activeElement.getBoundingClientRect();"
            " return document.activeElement.matches('h2') && box.top >= 0 && box.top < innerHeight / 2; }"
        ):
            self.faults.append(f"the heading is not where one looks: {self.page.url}")

    def take(self, quiz: Quiz) -> None:
        """Answer what is asked, all of it right, and send it; the result has the focus."""
        form = f'form[data-quiz="{quiz.id}"]'
        for box in self.page.locator(f"{form} .question").all():
            question = quiz.question(box.get_attribute("data-question") or "")
            if box.is_visible() and question:
                self.keys.answer(box, question, right_answer(question))
        self.press(f"{form} button[type=submit]")
        if not self.page.evaluate("document.activeElement.matches('[role=status]:not([hidden])')"):
            self.faults.append(f"the result of {quiz.id} is not told")


@pytest.mark.parametrize("size", SIZES)
def test_from_the_first_page_to_passed_by_keyboard_with_the_focus_in_sight(page: Page, size: str):
    course = make_course()
    assert course.exam
    with Lms(make_zip(course, "1.2"), "1.2") as lms:
        play = lms.launch(page, how="popup")
        window = play.frame.page
        width, height = SIZES[size]
        window.set_viewport_size({"width": width, "height": height})
        window.wait_for_selector("#player-bar:not([hidden])")
        reader = Reader(window)
        reader.go_on()
        for lesson in course.lessons:
            for _page in lesson.pages:
                reader.go_on()
            if lesson.quiz:
                reader.take(lesson.quiz)
                reader.go_on()
        reader.press('[data-exam="begin"]')
        reader.take(course.exam)
        assert play.close()["cmi.core.lesson_status"] == "passed"
    assert sorted(set(reader.faults + reader.keys.faults)) == []
    assert reader.keys.stops > 10


def test_the_contents_open_lead_and_close_by_keyboard(page: Page, package: Callable[[str, str], bytes]):
    with Lms(package("foundations", "1.2"), "1.2") as lms:
        window = lms.launch(page, how="popup").frame.page
        window.wait_for_selector("#player-bar:not([hidden])")
        reader = Reader(window)
        reader.press("#player-menu-button")
        assert window.evaluate("document.activeElement.dataset.go") == "start"
        window.keyboard.press("Escape")
        assert window.evaluate("document.activeElement.id") == "player-menu-button"
        window.keyboard.press("Enter")
        reader.press('#player-menu a[data-go="policy-models.2"]')
        assert window.evaluate("document.activeElement.matches('h2')")
        assert window.evaluate("Course.here()") == "policy-models.2"
        assert reader.keys.faults == []


def test_on_paper_stands_what_is_shown_without_buttons_in_ink_that_can_be_read(
    page: Page, courses: dict[str, Course], package: Callable[[str, str], bytes]
):
    quiz = courses["foundations"].lessons[0].quiz
    assert quiz
    with Lms(package("foundations", "1.2"), "1.2") as lms:
        window = lms.launch(page, how="popup").frame.page
        window.wait_for_selector("#player-bar:not([hidden])")
        window.evaluate("Course.go('why-regions.7')")
        window.click("#player-next")
        window.click(f'form[data-quiz="{quiz.id}"] button[type=submit]')
        window.emulate_media(media="print", color_scheme="dark")
        assert window.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
        shown = window.evaluate(
            "[...document.querySelectorAll('button, select, progress, a')].filter(one => one.offsetParent)"
            ".map(one => one.id || one.textContent)"
        )
        assert shown == []
        assert window.locator(".verdict").first.is_visible()
