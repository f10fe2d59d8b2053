"""The runtime script on a platform: what it says, and when."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.scorm_lms.host import Lms, Play
from tests.scorm_lms.judge import judge
from tests.scorm_lms.tiny import tiny_zip

pytestmark = pytest.mark.browser

STATUS = {"1.2": ("cmi.core.lesson_status",) * 2, "2004": ("cmi.completion_status", "cmi.success_status")}
RAW = {"1.2": "cmi.core.score.raw", "2004": "cmi.score.raw"}
LOCATION = {"1.2": "cmi.core.lesson_location", "2004": "cmi.location"}
ANSWER = """session.answer({
    id: "why-regions.two-way", type: "choice", response: [1], pattern: [0], result: "wrong", weighting: 1,
    seconds: 12.4, description: "Two-way\\nprocess" })"""


@pytest.fixture(params=["1.2", "2004"])
def version(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def lms(version: str) -> Iterator[Lms]:
    """A platform with a course that nothing grades."""
    with Lms(tiny_zip(version), version) as platform:
        yield platform


@pytest.fixture
def graded(version: str) -> Iterator[Lms]:
    """A platform with a course that wants 70 percent."""
    with Lms(tiny_zip(version, mark=70), version) as platform:
        yield platform


def say(play: Play, script: str) -> object:
    """Let the course say something and wait until it has been stored or refused."""
    return play.frame.evaluate("async script => { const said = await eval(script); return said; }", script)


def statuses(play: Play, version: str) -> list[str]:
    """Every status that was set, in order."""
    names = set(STATUS[version])
    return [call.value for call in play.calls if call.kind == "set" and call.element in names]


def test_opening_and_closing_leaves_the_course_incomplete_without_a_score(page: Page, lms: Lms, version: str):
    play = lms.launch(page)
    kept = play.close()
    assert judge(play.calls, version) == []
    assert kept[STATUS[version][0]] == "incomplete"
    assert RAW[version] not in kept
    assert play.errors == []
    assert play.outside == []
    assert lms.missing == []


def test_a_page_turn_is_stored_at_once(page: Page, lms: Lms, version: str):
    play = lms.launch(page)
    say(play, 'session.save({state: "p2", location: "lesson/2", progress: 0.25})')
    assert play.cmi["cmi.suspend_data"].endswith(";p2")
    assert play.cmi[LOCATION[version]] == "lesson/2"
    assert judge(play.calls, version) == []
    play.close()
    assert judge(play.calls, version) == []


def test_a_quick_reader_does_not_flood_the_platform_and_loses_nothing(page: Page, lms: Lms, version: str):
    play = lms.launch(page)
    play.frame.evaluate(
        "async () => { for (let n = 1; n <= 20; n += 1)"
        " { session.save({state: 'p' + n, location: n}); await null; } }"
    )
    assert sum(call.kind == "commit" for call in play.calls) == 5
    kept = play.close()
    assert kept["cmi.suspend_data"].endswith(";p20")
    assert kept[LOCATION[version]] == "20"
    assert judge(play.calls, version) == []


def test_a_burst_is_stored_while_the_page_stays_open(page: Page, lms: Lms):
    page.clock.install()
    play = lms.launch(page)
    for number in range(1, 8):
        say(play, f'session.save({{state: "p{number}"}})')
    page.clock.run_for(1_000)
    assert play.cmi["cmi.suspend_data"].endswith(";p7")


def test_an_answer_is_written_as_the_edition_wants_it(page: Page, graded: Lms, version: str):
    play = graded.launch(page)
    assert say(play, ANSWER) is True
    said = {call.element: call.value for call in play.calls if call.kind == "set"}
    prefix = "cmi.interactions.0."
    assert said[prefix + "id"] == "why-regions_two-way"
    if version == "1.2":
        assert said[prefix + "student_response"] == "b"
        assert said[prefix + "result"] == "wrong"
        assert said[prefix + "latency"] == "0000:00:12"
        assert prefix + "description" not in said
    else:
        assert said[prefix + "learner_response"] == "b"
        assert said[prefix + "result"] == "incorrect"
        assert said[prefix + "latency"] == "PT0H0M12S"
        assert said[prefix + "description"] == "Two-way process"
    play.close()
    assert judge(play.calls, version) == []


@pytest.mark.parametrize(
    ("given", "old", "modern"),
    [
        ({"type": "true-false", "response": True, "pattern": False}, ("t", "f"), ("true", "false")),
        ({"type": "choice", "response": [0, 2], "pattern": [0, 1]}, ("a,c", "a,b"), ("a[,]c", "a[,]b")),
        (
            {"type": "sequencing", "response": [2, 0, 1], "pattern": [0, 1, 2]},
            ("c,a,b", "a,b,c"),
            ("c[,]a[,]b",) * 2,
        ),
        ({"type": "matching", "response": [[0, 1]], "pattern": [[0, 0]]}, ("1.b", "1.a"), ("1[.]b", "1[.]a")),
        ({"type": "numeric", "response": 6.4, "pattern": [6.2, 6.6]}, ("6.4", "6.4"), ("6.4", "6.2[:]6.6")),
        ({"type": "numeric", "response": "about six", "pattern": 6}, (None, "6"), (None, "6[:]6")),
        ({"type": "likert", "response": 4}, ("4", None), ("4", None)),
        ({"type": "fill-in", "response": "{one}\n[,]two"}, ("{one} [,]two", None), ("(one} (,)two", None)),
        ({"type": "long-fill-in", "response": "x" * 300}, ("x" * 255, None), ("x" * 300, None)),
        ({"type": "choice", "response": [], "pattern": [0]}, (None, "a"), (None, "a")),
    ],
)
def test_answers_of_each_kind_are_accepted(
    page: Page,
    graded: Lms,
    version: str,
    given: dict[str, object],
    old: tuple[str | None, str | None],
    modern: tuple[str | None, str | None],
):
    play = graded.launch(page)
    play.frame.evaluate("given => { session.answer({ id: 'q', result: true, ...given }); }", given)
    said = {
        call.element.removeprefix("cmi.interactions.0."): call.value for call in play.calls if call.kind == "set"
    }
    response, pattern = old if version == "1.2" else modern
    if given["type"] == "sequencing" and version == "2004":
        pattern = "a[,]b[,]c"
    assert said.get("student_response" if version == "1.2" else "learner_response") == response
    assert said.get("correct_responses.0.pattern") == pattern
    play.close()
    assert judge(play.calls, version) == []


def test_a_course_without_grades_completes_with_a_hundred(page: Page, lms: Lms, version: str):
    play = lms.launch(page)
    say(play, "session.complete()")
    kept = play.close()
    assert kept[STATUS[version][0]] == "completed"
    assert kept[RAW[version]] == "100"
    assert judge(play.calls, version) == []


def test_passing_stores_completed_before_passed(page: Page, graded: Lms, version: str):
    play = graded.launch(page)
    say(play, ANSWER)
    assert say(play, "session.pass(85)") is True
    assert statuses(play, version) == ["incomplete", "completed", "passed"]
    kept = play.close()
    assert kept[RAW[version]] == "85"
    assert kept[STATUS[version][1]] == "passed"
    assert judge(play.calls, version) == []


def test_failing_is_told_and_passing_later_still_counts(page: Page, graded: Lms, version: str):
    play = graded.launch(page)
    say(play, ANSWER)
    assert say(play, "session.fail(40)") is True
    assert play.cmi[STATUS[version][1]] == "failed"
    assert play.frame.evaluate("session.status") == "failed"
    say(play, ANSWER)
    say(play, "session.pass(70)")
    kept = play.close()
    assert kept[STATUS[version][1]] == "passed"
    assert kept[RAW[version]] == "70"
    assert judge(play.calls, version) == []


def test_after_passing_nothing_goes_back(page: Page, graded: Lms, version: str):
    play = graded.launch(page)
    say(play, ANSWER)
    say(play, "session.pass(90)")
    say(play, ANSWER)
    say(play, "session.score(30)")
    say(play, "session.fail(30)")
    kept = play.close()
    assert kept[STATUS[version][1]] == "passed"
    assert kept[RAW[version]] == "90"
    assert judge(play.calls, version) == []


def test_a_pass_below_the_mark_and_a_fail_above_it_are_refused(page: Page, graded: Lms, version: str):
    play = graded.launch(page)
    assert say(play, "session.pass(69.9)") is False
    assert say(play, "session.fail(70)") is False
    assert say(play, "session.pass()") is False
    kept = play.close()
    assert RAW[version] not in kept
    assert kept[STATUS[version][0]] == "incomplete"


def test_completing_a_graded_course_invents_no_score(page: Page, graded: Lms, version: str):
    play = graded.launch(page)
    say(play, "session.complete()")
    kept = play.close()
    assert kept[STATUS[version][0]] == "completed"
    assert RAW[version] not in kept


def test_the_next_session_finds_everything_again(page: Page, graded: Lms, version: str):
    play = graded.launch(page)
    say(play, ANSWER)
    say(play, 'session.save({state: "half; way", location: "exam", progress: 0.5})')
    say(play, "session.score(55)")
    kept = play.close()
    again = graded.launch(page, state=kept)
    found = again.frame.evaluate(
        "({state: session.state, location: session.location, entry: session.entry, best: session.best,"
        " status: session.status, writable: session.writable, available: session.available})"
    )
    assert found == {
        "state": "half; way",
        "location": "exam",
        "entry": "resume",
        "best": 55,
        "status": "incomplete",
        "writable": True,
        "available": True,
    }
    say(again, ANSWER)
    say(again, "session.score(50)")
    assert again.cmi[RAW[version]] == "55"
    assert [call.args for call in again.calls if call.element.endswith(".id") and call.kind == "set"] == [
        ("cmi.interactions.1.id", "why-regions_two-way")
    ]
    say(again, "session.pass(75)")
    kept = again.close()
    assert kept[RAW[version]] == "75"
    assert judge(again.calls, version) == []


def test_a_kept_state_is_new_with_each_commit(page: Page, lms: Lms):
    play = lms.launch(page)
    say(play, 'session.save({state: "same"})')
    say(play, "session.complete()")
    play.close()
    states = [call.value for call in play.calls if call.kind == "set" and call.element == "cmi.suspend_data"]
    assert len(states) > 1
    assert len(set(states)) == len(states)
    assert {state.partition(";")[2] for state in states} == {"same"}


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


def test_the_preferred_language_of_the_learner_is_handed_on(page: Page, lms: Lms, version: str):
    element = "cmi.student_preference.language" if version == "1.2" else "cmi.learner_preference.language"
    play = lms.launch(page, presets={element: "pl"})
    assert play.frame.evaluate("session.language") == "pl"


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


def test_the_journal_ends_at_five_hundred_answers(page: Page, lms: Lms, version: str):
    play = lms.launch(page)
    taken = play.frame.evaluate(
        "() => { let taken = 0; for (let i = 0; i < 502; i += 1)"
        " taken += session.answer({id: 'q' + i, type: 'likert', response: 3}); return taken; }"
    )
    assert taken == 500
    play.close()
    assert sum(call.element.endswith(".id") and call.kind == "set" for call in play.calls) == 500
    assert judge(play.calls, version) == []


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
