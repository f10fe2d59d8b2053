"""The runtime script in review and preview, without a platform, and with one that fails."""

import pytest
from playwright.sync_api import Page

from tests.scorm_lms.host import Lms
from tests.scorm_lms.judge import judge
from tests.scorm_lms.saying import ANSWER, LOCATION, STATUS, say, statuses

pytestmark = pytest.mark.browser


def test_a_passed_course_is_reopened_for_review_without_a_word(page: Page, graded: Lms, version: str):
    play = graded.launch(page)
    say(play, ANSWER)
    say(play, 'session.save({state: "done", location: "end"})')
    say(play, "session.pass(80)")
    kept = play.close()
    review = graded.launch(page, state=kept, mode="review")
    assert review.frame.evaluate("[session.state, session.status, session.mode]") == ["done", "passed", "review"]
    for said in (
        "save({state: 'x', location: 'y'})",
        "answer({id: 'q', type: 'choice'})",
        "fail(10)",
        "pass(100)",
    ):
        assert say(review, f"session.{said}") is False
    after = review.close()
    assert after == kept
    assert not [call for call in review.calls if call.kind in ("set", "commit")]
    assert judge(review.calls, version) == []


@pytest.mark.parametrize(("mode", "credit"), [("browse", "credit"), ("review", "credit"), ("normal", "no-credit")])
def test_a_preview_is_not_written(page: Page, lms: Lms, version: str, mode: str, credit: str):
    play = lms.launch(page, mode=mode, credit=credit)
    say(play, "session.complete()")
    assert play.close() == {}
    assert judge(play.calls, version) == []


def test_a_finished_course_opened_in_normal_mode_keeps_its_status(page: Page, lms: Lms, version: str):
    play = lms.launch(page)
    say(play, "session.complete()")
    kept = play.close()
    again = lms.launch(page, state=kept)
    again.close()
    assert statuses(again, version) == []
    assert judge(again.calls, version) == []


def test_without_a_platform_the_course_stays_readable(page: Page, lms: Lms):
    play = lms.launch(page, api=False)
    assert play.frame.inner_text("h1") == "Tiny"
    assert play.frame.evaluate("[session.available, session.writable, session.state, session.mode]") == [
        False,
        False,
        "",
        "normal",
    ]
    for said in ("save({state: 'x'})", "complete()", "score(1)", "finish()", "answer({id: 'q', type: 'choice'})"):
        assert say(play, f"session.{said}") is False
    assert play.errors == []


@pytest.mark.parametrize("how", ["nested", "foreign", "popup"])
def test_the_platform_is_found_through_frames_and_openers(page: Page, lms: Lms, version: str, how: str):
    play = lms.launch(page, how=how)
    say(play, 'session.save({state: "far"})')
    kept = play.close()
    assert kept["cmi.suspend_data"].endswith(";far")
    assert sum(call.kind == "finish" for call in play.calls) == 1


def test_a_failing_platform_is_tried_again_then_told_then_recovered(page: Page, lms: Lms, version: str):
    page.clock.install()
    play = lms.launch(page, failing=True)
    say(play, 'session.save({state: "kept"})')
    page.clock.run_for(8_000)
    assert play.frame.evaluate("heard") == []
    page.clock.run_for(3_000)
    assert play.frame.evaluate("heard") == ["not-stored"]
    assert "cmi.suspend_data" not in play.cmi
    play.fail(False)
    page.clock.run_for(31_000)
    assert play.frame.evaluate("heard") == ["not-stored", "recovered"]
    assert play.cmi["cmi.suspend_data"].endswith(";kept")
    play.close()
    assert judge(play.calls, version) == []


def test_passed_waits_until_completed_is_stored(page: Page, graded: Lms, version: str):
    page.clock.install()
    play = graded.launch(page)
    say(play, ANSWER)
    play.fail()
    say(play, "session.pass(80)")
    page.clock.run_for(4_100)
    assert "passed" not in statuses(play, version)
    play.fail(False)
    page.clock.run_for(2_100)
    assert statuses(play, version)[-2:] == ["completed", "passed"]
    assert play.cmi[STATUS[version][1]] == "passed"
    play.close()
    assert judge(play.calls, version) == []


def test_a_learner_who_leaves_while_the_platform_fails_has_said_everything(page: Page, graded: Lms, version: str):
    play = graded.launch(page, failing=True)
    say(play, ANSWER)
    say(play, "session.pass(80)")
    play.close()
    assert statuses(play, version) == ["incomplete", "completed", "passed"]
    assert [call.kind for call in play.calls[-2:]] == ["finish", "closed"]


def test_without_a_network_nothing_is_committed_until_it_is_back(page: Page, lms: Lms, version: str):
    play = lms.launch(page)
    page.context.set_offline(True)
    play.frame.wait_for_function("navigator.onLine === false")
    before = len(play.calls)
    say(play, 'session.save({state: "on the train"})')
    assert len(play.calls) == before
    assert play.frame.evaluate("heard") == ["not-stored"]
    page.context.set_offline(False)
    play.frame.wait_for_function("heard.includes('recovered')")
    assert play.cmi["cmi.suspend_data"].endswith(";on the train")
    play.close()
    assert judge(play.calls, version) == []


def test_a_state_that_is_too_long_is_refused_and_the_old_one_stays(page: Page, lms: Lms, version: str):
    play = lms.launch(page)
    room = play.frame.evaluate("version => Scorm.room(version)", version)
    assert play.frame.evaluate("version => Scorm.limit(version)", version) == (4096 if version == "1.2" else 64000)
    assert say(play, f'session.save({{state: "x".repeat({room})}})') is True
    assert say(play, f'session.save({{state: "y".repeat({room + 1}), location: "p9"}})') is False
    assert play.frame.evaluate("heard") == ["state-too-long"]
    assert say(play, 'session.save({state: "z"})') is True
    assert play.frame.evaluate("heard") == ["state-too-long", "recovered"]
    kept = play.close()
    assert kept["cmi.suspend_data"].endswith(";z")
    assert kept[LOCATION[version]] == "p9"
    assert not any("y" in call.value for call in play.calls if call.kind == "set" and "suspend" in call.element)
    assert judge(play.calls, version) == []


def test_a_state_of_another_author_is_handed_over_as_it_is(page: Page, lms: Lms, version: str):
    exit_element = "cmi.core.exit" if version == "1.2" else "cmi.exit"
    play = lms.launch(page, state={exit_element: "suspend", "cmi.suspend_data": '{"page": 3}'})
    assert play.frame.evaluate("session.state") == '{"page": 3}'


def test_a_hidden_page_is_committed_without_ending_the_session(page: Page, lms: Lms, version: str):
    play = lms.launch(page)
    commits = sum(call.kind == "commit" for call in play.calls)
    play.frame.evaluate(
        "() => { Object.defineProperty(document, 'visibilityState', {value: 'hidden', configurable: true});"
        " document.dispatchEvent(new Event('visibilitychange')); }"
    )
    assert sum(call.kind == "commit" for call in play.calls) == commits + 1
    assert not [call for call in play.calls if call.kind == "finish"]
    play.close()
    assert judge(play.calls, version) == []


def test_a_page_that_comes_back_after_its_end_says_so(page: Page, lms: Lms, version: str):
    play = lms.launch(page)
    assert say(play, "session.finish()") is True
    assert say(play, "session.finish()") is False
    assert say(play, 'session.save({state: "late"})') is False
    play.frame.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true})), 0")
    assert play.frame.evaluate("heard") == ["closed"]
    play.close()
    assert judge(play.calls, version) == []
    asked = [call.value for call in play.calls if call.kind == "set" and call.element == "adl.nav.request"]
    assert asked == ([] if version == "1.2" else ["suspendAll"])


def test_a_platform_with_real_booleans_and_without_a_mode_is_taken_as_normal(page: Page, lms: Lms):
    play = lms.launch(page, api=False)
    page.evaluate(
        """() => {
            const said = window.said = [];
            const take = (element, value) => { said.push(element + "=" + value); return true; };
            window.API = {
                LMSInitialize: () => true, LMSFinish: () => true, LMSCommit: () => true, LMSSetValue: take,
                LMSGetValue: () => undefined, LMSGetLastError: () => 0,
            };
        }"""
    )
    found = play.frame.evaluate(
        "() => { const s = Scorm.connect({version: '1.2'});"
        " return [s.mode, s.writable, s.state, s.best, s.complete()]; }"
    )
    assert found == ["normal", True, "", None, True]
    said = page.evaluate("said")
    assert said[0] == "cmi.core.exit=suspend"
    assert "cmi.core.lesson_status=completed" in said


def test_a_platform_whose_window_is_gone_does_no_harm(page: Page, lms: Lms, version: str):
    play = lms.launch(page)
    page.evaluate(
        "() => { const api = window.API || window.API_1484_11; for (const name in api) delete api[name]; }"
    )
    assert say(play, 'session.save({state: "x"})') is True
    play.close()
    assert play.errors == []


def test_a_platform_that_refuses_to_begin_is_told_as_trouble(page: Page, lms: Lms, version: str):
    play = lms.launch(page)
    say(play, "session.finish()")
    # The same platform page cannot begin a second session in SCORM 2004; in SCORM 1.2 it is made to refuse.
    page.evaluate("if (window.API) window.API = { LMSInitialize: () => 'false', LMSGetLastError: () => '301' }")
    heard = play.frame.evaluate(
        "async version => { const heard = []; const onTrouble = (kind) => heard.push(kind);"
        " const second = Scorm.connect({ version, onTrouble });"
        " await null; return [heard, second.available, second.writable, second.save({state: 'x'})]; }",
        version,
    )
    assert heard == [["not-stored"], True, False, False]
