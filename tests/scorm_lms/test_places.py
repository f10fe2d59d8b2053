"""The same promises wherever a platform opens the course: frame, nested frame, sandboxed frame, window."""

import pytest
from playwright.sync_api import Page

from tests.scorm_lms.host import How, Lms
from tests.scorm_lms.judge import judge
from tests.scorm_lms.saying import ANSWER, LOCATION, RAW, STATUS, say

pytestmark = pytest.mark.browser


@pytest.fixture(params=["frame", "nested", "sandboxed", "popup"])
def how(request: pytest.FixtureRequest) -> How:
    return request.param


def test_opened_and_closed_is_incomplete_everywhere(page: Page, graded: Lms, version: str, how: How):
    play = graded.launch(page, how=how)
    kept = play.close()
    assert kept[STATUS[version][0]] == "incomplete"
    assert RAW[version] not in kept
    assert judge(play.calls, version) == []
    assert play.errors == []
    assert play.outside == []


def test_from_first_page_to_passed_everywhere(page: Page, graded: Lms, version: str, how: How):
    play = graded.launch(page, how=how)
    say(play, "session.save({state: 'p1', location: '1', progress: 0.3})")
    say(play, ANSWER)
    say(play, "session.fail(40)")
    say(play, ANSWER)
    say(play, "session.pass(80)")
    kept = play.close()
    assert kept[STATUS[version][1]] == "passed"
    assert kept[STATUS[version][0]] == ("passed" if version == "1.2" else "completed")
    assert kept[RAW[version]] == "80"
    assert judge(play.calls, version) == []
    assert play.errors == []


def test_a_browser_that_is_killed_has_lost_nothing_anywhere(page: Page, graded: Lms, version: str, how: How):
    play = graded.launch(page, how=how)
    for number in range(1, 4):
        say(play, f"session.save({{state: 'p{number}', location: '{number}'}})")
        # What the platform has now is all that a killed browser leaves behind.
        assert play.cmi["cmi.suspend_data"].endswith(f";p{number}")
        assert play.cmi[LOCATION[version]] == str(number)
    killed = play.cmi
    play.close()
    again = graded.launch(page, how=how, state=killed)
    assert again.frame.evaluate("[session.state, session.location, session.entry]") == ["p3", "3", "resume"]
    again.close()
    assert judge(again.calls, version) == []


def test_a_passed_course_in_review_is_left_alone_everywhere(page: Page, graded: Lms, version: str, how: How):
    play = graded.launch(page, how=how)
    say(play, ANSWER)
    say(play, "session.save({state: 'end'})")
    say(play, "session.pass(90)")
    kept = play.close()
    review = graded.launch(page, how=how, state=kept, mode="review")
    assert review.frame.evaluate("[session.mode, session.state, session.writable]") == ["review", "end", False]
    assert say(review, "session.fail(10)") is False
    assert review.close() == kept
    assert judge(review.calls, version) == []


def test_without_a_platform_nothing_breaks_anywhere(page: Page, graded: Lms, how: How):
    play = graded.launch(page, how=how, api=False)
    assert play.frame.evaluate("session.available") is False
    assert say(play, "session.save({state: 'x'})") is False
    assert play.frame.inner_text("h1") == "Tiny"
    play.close()
    assert play.errors == []


def test_a_frame_cut_off_from_the_platform_stays_readable(page: Page, graded: Lms):
    play = graded.launch(page, how="sealed")
    assert play.frame.evaluate("[session.available, session.writable]") == [False, False]
    assert play.frame.inner_text("h1") == "Tiny"
    play.close()
    assert play.errors == []


def test_a_page_that_is_loaded_again_goes_on_or_says_that_nothing_is_stored(
    page: Page, graded: Lms, version: str, how: How
):
    play = graded.launch(page, how=how)
    say(play, "session.save({state: 'before'})")
    with play.frame.expect_navigation():
        play.frame.evaluate("() => { setTimeout(() => location.reload()); }")
    heard, state, writable = play.frame.evaluate("async () => [heard, session.state, session.writable]")
    # A platform of SCORM 2004 has ended the session for good; an older one may begin another.
    if version == "2004" or heard:
        assert (heard, writable) == (["not-stored"], False)
    else:
        assert (state, writable) == ("before", True)
    assert play.cmi["cmi.suspend_data"].endswith(";before")
    play.close()
    assert play.errors == []
