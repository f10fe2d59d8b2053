"""Platforms with habits: slow, answering with other things than texts, short of room, forgetful."""

import pytest
from playwright.sync_api import Page

from tests.scorm_lms.host import Lms
from tests.scorm_lms.judge import judge
from tests.scorm_lms.saying import ANSWER, LOCATION, RAW, STATUS, say, statuses

pytestmark = pytest.mark.browser


def go_through(page: Page, lms: Lms, version: str, habits: dict[str, object]) -> dict[str, str]:
    """Play to the end on such a platform, judge it, open it again; gives what it kept."""
    play = lms.launch(page, habits=habits)
    say(play, "session.save({state: 'half', location: '2', progress: 0.5})")
    say(play, ANSWER)
    say(play, "session.pass(75)")
    kept = play.close()
    assert judge(play.calls, version) == []
    assert play.errors == []
    assert kept[STATUS[version][1]] == "passed"
    assert kept[RAW[version]] == "75"
    again = lms.launch(page, state=kept, habits=habits)
    found = again.frame.evaluate("[session.state, session.location, session.best, session.status]")
    assert found == ["half", "2", 75, "passed"]
    assert again.frame.evaluate("heard") == []
    again.close()
    assert judge(again.calls, version) == []
    return kept


def test_a_slow_platform_gets_everything(page: Page, graded: Lms, version: str):
    go_through(page, graded, version, {"slow": 150})


def test_a_slow_platform_is_not_flooded_by_a_quick_reader(page: Page, lms: Lms, version: str):
    play = lms.launch(page, habits={"slow": 60})
    play.frame.evaluate(
        "async () => { for (let n = 1; n <= 30; n += 1)"
        " { session.save({state: 'p' + n, location: n}); await null; } }"
    )
    kept = play.close()
    assert kept["cmi.suspend_data"].endswith(";p30")
    assert kept[LOCATION[version]] == "30"
    assert sum(call.kind == "commit" for call in play.calls) < 12
    assert judge(play.calls, version) == []


@pytest.mark.parametrize("answers", ["booleans", "undefined"])
def test_a_platform_that_answers_with_other_things_than_texts(page: Page, graded: Lms, version: str, answers: str):
    go_through(page, graded, version, {"answers": answers})


def test_a_platform_that_answers_false_as_a_boolean_is_understood(page: Page, lms: Lms, version: str):
    page.clock.install()
    play = lms.launch(page, habits={"answers": "booleans"}, failing=True)
    say(play, "session.save({state: 'x'})")
    page.clock.run_for(12_000)
    assert play.frame.evaluate("heard") == ["not-stored"]


def test_a_platform_that_cuts_states_at_4096_loses_nothing_of_a_state_that_fits(
    page: Page, lms: Lms, version: str
):
    play = lms.launch(page, habits={"cuts": 4096})
    assert say(play, "session.save({state: 'x'.repeat(Scorm.room('1.2') - 1) + '!'})") is True
    kept = play.close()
    assert len(kept["cmi.suspend_data"]) <= 4096
    again = lms.launch(page, state=kept, habits={"cuts": 4096})
    assert again.frame.evaluate("session.state.length") == 4090
    assert again.frame.evaluate("session.state.endsWith('!')") is True
    again.close()
    assert judge(again.calls, version) == []


def test_what_a_platform_has_cut_is_handed_over_so_that_the_course_can_notice(page: Page, lms: Lms, version: str):
    play = lms.launch(page, habits={"cuts": 100})
    say(play, "session.save({state: 'y'.repeat(500) + '!'})")
    kept = play.close()
    again = lms.launch(page, state=kept, habits={"cuts": 100})
    state = again.frame.evaluate("session.state")
    assert 90 < len(state) <= 100
    assert set(state) == {"y"}
    again.close()
    assert judge(again.calls, version) == []


def test_a_platform_that_forgets_the_state_cannot_make_a_passed_course_fail(page: Page, graded: Lms, version: str):
    play = graded.launch(page)
    say(play, ANSWER)
    say(play, "session.save({state: 'all'})")
    say(play, "session.pass(80)")
    kept = play.close()
    again = graded.launch(page, state=kept, forgets=("cmi.suspend_data",))
    assert again.frame.evaluate("[session.state, session.status, session.best]") == ["", "passed", 80]
    say(again, ANSWER)
    say(again, "session.fail(10)")
    after = again.close()
    assert after[STATUS[version][1]] == "passed"
    assert after[RAW[version]] == "80"
    assert statuses(again, version) == []
    assert judge(again.calls, version) == []


def test_a_platform_that_forgets_the_place_still_has_the_state(page: Page, lms: Lms, version: str):
    play = lms.launch(page)
    say(play, "session.save({state: 'p7', location: '7'})")
    kept = play.close()
    again = lms.launch(page, state=kept, forgets=(LOCATION[version],))
    assert again.frame.evaluate("[session.state, session.location]") == ["p7", ""]
    again.close()
    assert judge(again.calls, version) == []


def test_a_preview_with_habits_is_not_written_either(page: Page, graded: Lms, version: str):
    play = graded.launch(page, mode="browse", habits={"answers": "booleans", "slow": 20})
    assert say(play, "session.pass(100)") is False
    assert play.close() == {}
    assert judge(play.calls, version) == []


def test_a_learner_who_leaves_a_slow_platform_at_once_has_said_everything(page: Page, graded: Lms, version: str):
    play = graded.launch(page, habits={"slow": 100})
    say(play, ANSWER)
    play.frame.evaluate("() => { session.pass(70); session.save({state: 'last'}); }")
    kept = play.close()
    assert kept[STATUS[version][1]] == "passed"
    assert kept["cmi.suspend_data"].endswith(";last")
    assert judge(play.calls, version) == []
