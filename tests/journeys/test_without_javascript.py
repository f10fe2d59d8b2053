"""The main way through the service in a browser that runs no scripts."""

import pytest
from playwright.sync_api import Browser, Page, expect

from lms.content.model import Quiz
from tests.journeys.cast import enrol, invite, link_in
from tests.journeys.fill import fill
from tests.journeys.keyboard import right_answer, survey_answers
from tests.journeys.looking import Complaints
from tests.journeys.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys-small")]


@pytest.fixture
def page(small_site: Site, chromium: Browser, visits: list[Page]) -> Page:
    """A browser without scripts, in which an invited person has just signed in."""
    opened = small_site.open(chromium, java_script_enabled=False)
    visits.append(opened)
    opened.goto(link_in(invite(small_site, enrol(small_site))))
    opened.get_by_role("button", name="Sign in and go on").click()
    return opened


def _press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def _answer_right(page: Page, quiz: Quiz) -> None:
    for question in quiz.questions:
        fill(page.locator(f"#{question.name}"), question, right_answer(question))


def _answer_survey(page: Page, survey: Quiz) -> None:
    for name, value in survey_answers({question.name: question for question in survey.questions}).items():
        question = survey.question(name)
        assert question
        fill(page.locator(f"#{name}"), question, value)
    _press(page, "Send my answers")


def test_a_module_is_completed_without_scripts(small_site: Site, page: Page) -> None:
    complaints = Complaints(page, small_site)
    catalogue = small_site.catalogue
    page.locator("a.continue").click()
    _press(page, "Leave it out")
    page.locator("a.continue").click()
    before = catalogue.find_quiz("before", "en")
    assert before
    _answer_survey(page, before)
    expect(page.locator("main")).to_contain_text("Your own picture")
    page.get_by_role("link", name="Go on").click()

    course = catalogue.find_course("arriving", "en")
    assert course
    lesson, exam = course.lessons[0], course.exam
    assert lesson.quiz
    assert exam
    assert course.form
    page.locator("a.continue").click()
    _press(page, "Next page")
    page.locator("textarea[name=text]").fill("Ask first.")
    _press(page, "Save the note")
    expect(page.locator("textarea[name=text]")).to_have_value("Ask first.")
    _press(page, "To the questions")
    _answer_right(page, lesson.quiz)
    _press(page, "Send all answers")
    expect(page.locator(".score")).to_contain_text("100")

    page.goto("/learn")
    page.locator("a.continue").click()
    _press(page, "Start the exam")
    _answer_right(page, exam)
    _press(page, "Send the exam")
    expect(page.locator("main")).to_contain_text("You have passed")
    page.goto("/learn")
    page.locator("a.continue").click()
    _answer_survey(page, course.form)
    expect(page.locator("main")).to_contain_text("You completed this module on")
    assert complaints.found == []


def test_an_answer_is_checked_kept_and_changed_without_scripts(small_site: Site, page: Page) -> None:
    page.goto("/learn/arriving/arriving-well/2")
    _press(page, "To the questions")
    box = page.locator("#first-door")
    box.locator("input[value='0']").check()
    box.get_by_role("button", name="Check this answer").click()
    expect(box.locator(".verdict-word")).to_be_visible()
    expect(box).to_contain_text("Health is the second.")
    assert page.url.endswith("#first-door-verdict")
    box.locator("input[value='1']").check()
    _press(page, "Save and continue later")
    expect(page.locator("main")).to_contain_text("Your answers are saved")
    page.goto("/learn/arriving/arriving-well/quiz")
    expect(page.locator("#first-door input[value='1']")).to_be_checked()


def test_two_lines_with_the_same_place_are_explained_and_the_rest_is_kept(page: Page) -> None:
    page.goto("/learn/arriving/arriving-well/2")
    _press(page, "To the questions")
    page.locator("#visitors input").fill("40")
    for row in page.locator("#doors select").all():
        row.select_option("1")
    _press(page, "Send all answers")
    expect(page.locator("#problems")).to_contain_text("Two lines have the same place")
    expect(page.locator("#visitors input")).to_have_value("40")
    assert page.locator(".score").count() == 0


def test_menus_language_and_signing_out_work_without_scripts(page: Page) -> None:
    page.locator(".menu summary").first.click()
    page.locator("button[name=language][value=pl]").click()
    assert page.url.endswith("/learn")
    expect(page.locator(".menu-name").first).to_have_text("Polski")
    page.locator(".menu summary").nth(1).click()
    page.locator("form[action$='/sign-out'] button").click()
    assert page.url.endswith("/?left=yes")
    page.goto("/learn")
    assert "/sign-in" in page.url
