"""A package is replaced by a newer one while learners are under way."""

from dataclasses import replace

import pytest
from playwright.sync_api import Page

from lms import pyscorm
from lms.content.model import Course
from tests.export.conftest import make_zip
from tests.export.learner import next_page, place, read_everything, take_exam
from tests.scorm_lms.host import Lms
from tests.scorm_lms.judge import judge
from tests.small_courses import make_single


@pytest.fixture(scope="module")
def old(courses: dict[str, Course]) -> Course:
    return courses["foundations"]


def grow(course: Course) -> Course:
    """Version 1.1: other words, a page more in the first lesson, a question more in its quiz."""
    first = course.lessons[0]
    assert first.quiz is not None
    page = replace(first.pages[-1], number=len(first.pages) + 1, title="New figures")
    quiz = replace(first.quiz, questions=(*first.quiz.questions, make_single("new-question")))
    lesson = replace(first, title="Why regions matter", pages=(*first.pages, page), quiz=quiz)
    return replace(course, lessons=(lesson, *course.lessons[1:]))


def test_what_was_only_added_to_is_safe_to_replace(old: Course):
    found = pyscorm.compare(make_zip(old, "1.2"), make_zip(grow(old), "1.2"))
    assert [str(reason) for reason in found.reasons] == []
    assert found.is_safe


def test_a_lesson_that_went_is_a_reason_to_add_a_new_activity(old: Course):
    found = pyscorm.compare(make_zip(old, "1.2"), make_zip(replace(old, lessons=old.lessons[1:]), "1.2"))
    assert not found.is_safe
    assert any("why-regions" in str(reason) for reason in found.reasons)


@pytest.mark.browser
@pytest.mark.parametrize("version", ["1.2", "2004"])
def test_a_half_done_attempt_goes_on_in_the_newer_package(page: Page, old: Course, version: str):
    new = grow(old)
    quiz, exam = new.lessons[0].quiz, new.exam
    assert quiz is not None
    assert exam is not None
    with Lms(make_zip(old, version), version) as lms:
        play = lms.launch(page)
        read_everything(play.frame, old, lessons=2)
        next_page(play.frame)
        here = place(play.frame)
        before = play.frame.evaluate("Course.state()")
        kept = play.close()
    with Lms(make_zip(new, version), version) as lms:
        again = lms.launch(page, state=kept)
        assert "renewed" in again.frame.inner_text("#player-notice")
        assert again.frame.evaluate("Course.notices()") == ["migrated"]
        assert place(again.frame) == here
        assert again.frame.evaluate("Course.state()") == before
        assert again.frame.locator(f'form[data-quiz="{quiz.id}"] input:checked').count() > 0
        finish(again.frame, new)
        take_exam(again.frame, exam, right=True)
        page.wait_for_function("Object.values(lms.kept).includes('passed')")
        again.close()
        assert judge(again.calls, version) == []
        assert again.errors == []


def finish(frame, course: Course) -> None:
    """Do what is still open, the new page first, and go to the exam."""
    frame.evaluate(
        "Course.steps().slice(0, -1).filter(step => !step.id.startsWith('policy')).forEach(step => {"
        "  Course.play(step.id, 'right'); })"
    )
    frame.click("#player-menu-button")
    frame.click('#player-menu a[href="#exam"]')
    assert course.exam is not None
    assert place(frame) == "exam"
