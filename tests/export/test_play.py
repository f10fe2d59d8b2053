"""The three modules played as packages on an independent platform, in both versions."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from lms.content.model import Course
from tests.export.learner import answer_all, next_page, place, read_everything, take_exam
from tests.scorm_lms.host import Lms, Play
from tests.scorm_lms.judge import judge

pytestmark = pytest.mark.browser

STATUS = {"1.2": ("cmi.core.lesson_status",) * 2, "2004": ("cmi.completion_status", "cmi.success_status")}
RAW = {"1.2": "cmi.core.score.raw", "2004": "cmi.score.raw"}


@pytest.fixture(params=["1.2", "2004"])
def version(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(params=["foundations", "competence", "strategy"])
def course(request: pytest.FixtureRequest, courses: dict[str, Course]) -> Course:
    return courses[request.param]


@pytest.fixture
def one(courses: dict[str, Course]) -> Course:
    """One module stands for all where the words do not matter."""
    return courses["foundations"]


@pytest.fixture
def platform(one: Course, package: Callable[[str, str], bytes]) -> Iterator[Lms]:
    with Lms(package(one.id, "1.2"), "1.2") as platform:
        yield platform


@pytest.fixture
def lms(course: Course, version: str, package: Callable[[str, str], bytes]) -> Iterator[Lms]:
    with Lms(package(course.id, version), version) as platform:
        yield platform


def is_clean(play: Play, version: str) -> bool:
    """Nothing wrong was said to the platform, nothing broke, and no other host was asked."""
    assert judge(play.calls, version) == []
    assert play.errors == []
    assert play.outside == []
    return True


def test_opened_and_closed_is_incomplete_without_a_score(page: Page, lms: Lms, version: str):
    play = lms.launch(page)
    kept = play.close()
    assert kept[STATUS[version][0]] == "incomplete"
    assert RAW[version] not in kept
    assert is_clean(play, version)
    assert lms.missing == []


def test_half_done_is_resumed_on_the_same_page_with_the_same_answers(
    page: Page, lms: Lms, course: Course, version: str
):
    play = lms.launch(page)
    read_everything(play.frame, course, lessons=1)
    next_page(play.frame)
    here = place(play.frame)
    kept = play.close()
    assert kept[STATUS[version][0]] == "incomplete"
    assert RAW[version] not in kept

    again = lms.launch(page, state=kept)
    assert place(again.frame) == here
    assert "1" in again.frame.inner_text("#player-progress-text")
    quiz = course.lessons[0].quiz
    assert quiz is not None
    checked = again.frame.eval_on_selector_all(
        f'form[data-quiz="{quiz.id}"] input:checked', "inputs => inputs.length"
    )
    assert checked > 0
    again.close()
    assert is_clean(again, version)


def test_below_the_mark_is_failed_and_above_it_later_is_passed(page: Page, lms: Lms, course: Course, version: str):
    exam = course.exam
    assert exam is not None
    play = lms.launch(page)
    read_everything(play.frame, course)
    take_exam(play.frame, exam, right=3)
    assert play.cmi[STATUS[version][1]] == "failed"
    assert play.cmi[STATUS[version][0]] == ("failed" if version == "1.2" else "incomplete")
    assert play.cmi[RAW[version]] == "30"
    kept = play.close()
    assert is_clean(play, version)

    again = lms.launch(page, state=kept)
    take_exam(again.frame, exam, right=8)
    assert again.cmi[RAW[version]] == "80"
    assert again.cmi[STATUS[version][0]] == ("passed" if version == "1.2" else "completed")
    assert again.cmi[STATUS[version][1]] == "passed"
    again.close()
    assert is_clean(again, version)


def test_passed_and_reopened_changes_nothing(page: Page, lms: Lms, course: Course, version: str):
    assert course.exam is not None
    play = lms.launch(page)
    read_everything(play.frame, course)
    take_exam(play.frame, course.exam, right=True)
    assert play.cmi[RAW[version]] == "100"
    assert play.cmi[STATUS[version][1]] == "passed"
    kept = play.close()
    assert is_clean(play, version)

    reviewed = lms.launch(page, state=kept, mode="review", credit="no-credit")
    assert "finished attempt" in reviewed.frame.inner_text("#player-notice")
    reviewed.frame.click("#player-back")
    after = reviewed.close()
    assert is_clean(reviewed, version)
    assert after == kept

    again = lms.launch(page, state=kept)
    take_exam(again.frame, course.exam, right=1)
    assert again.cmi[RAW[version]] == "100"
    assert again.cmi[STATUS[version][1]] == "passed"
    again.close()
    assert is_clean(again, version)


def test_a_failed_attempt_that_the_platform_closed_says_what_to_do(page: Page, platform: Lms, one: Course):
    assert one.exam is not None
    play = platform.launch(page)
    read_everything(play.frame, one)
    take_exam(play.frame, one.exam, right=False)
    kept = play.close()
    assert kept["cmi.core.lesson_status"] == "failed"
    closed = platform.launch(page, state=kept, mode="review")
    assert "To try again, leave, and begin a new attempt there." in closed.frame.inner_text("#player-notice")
    assert closed.close() == kept
    assert is_clean(closed, "1.2")
    anew = platform.launch(page)
    assert anew.frame.locator("#player-notice").is_hidden()
    anew.close()
    preview = platform.launch(page, mode="browse")
    assert "This is a preview" in preview.frame.inner_text("#player-notice")
    preview.close()


def test_a_damaged_state_starts_clean_with_a_notice(page: Page, platform: Lms, one: Course):
    play = platform.launch(page)
    read_everything(play.frame, one, lessons=1)
    kept = play.close()
    kept["cmi.suspend_data"] = kept["cmi.suspend_data"][:-4] + "oops"
    again = platform.launch(page, state=kept)
    assert "could not be read" in again.frame.inner_text("#player-notice")
    assert place(again.frame) == "start"
    again.close()
    assert is_clean(again, "1.2")


def test_the_exam_stays_closed_until_all_lessons_are_done(page: Page, platform: Lms):
    play = platform.launch(page)
    play.frame.click("#player-menu-button")
    play.frame.click('#player-menu a[href="#exam"]')
    assert not play.frame.is_visible('[data-exam="begin"]')
    assert "opens when all lessons are done" in play.frame.inner_text('[data-exam="state"]')
    play.close()
    assert is_clean(play, "1.2")


def test_without_a_platform_everything_can_be_read(page: Page, platform: Lms, one: Course):
    play = platform.launch(page, api=False)
    assert "nothing is stored" in play.frame.inner_text("#player-notice")
    next_page(play.frame)
    assert one.lessons[0].pages[0].title in play.frame.inner_text(".screen:not([hidden]) h2")
    assert play.errors == []


def test_a_platform_that_does_not_store_is_named_and_forgotten_once_it_does(
    page: Page, platform: Lms, one: Course
):
    play = platform.launch(page)
    page.clock.install()
    play.fail()
    next_page(play.frame)
    next_page(play.frame)
    play.frame.wait_for_selector("#player-notice:not([hidden])", timeout=20_000)
    assert "Not stored" in play.frame.inner_text("#player-notice")
    play.fail(failing=False)
    play.frame.wait_for_selector("#player-notice", state="hidden", timeout=40_000)
    play.close()


def test_the_right_answer_is_named_after_checking_and_not_before(page: Page, platform: Lms, one: Course):
    lesson = one.lessons[0]
    assert lesson.quiz is not None
    play = platform.launch(page)
    play.frame.evaluate("place => { window.location.hash = place; }", f"{lesson.id}.quiz")
    play.frame.click("#player-menu-button")
    play.frame.click(f'#player-menu a[href="#{lesson.id}.quiz"]')
    form = f'form[data-quiz="{lesson.quiz.id}"]'
    assert play.frame.locator(f"{form} .verdict").count() == 0
    answer_all(play.frame, lesson.quiz, right=False)
    play.frame.click(f"{form} button[type=submit]")
    assert play.frame.locator(f"{form} .verdict").count() == len(lesson.quiz.questions)
    assert "Right" in play.frame.inner_text(f"{form} .verdict >> nth=0")
