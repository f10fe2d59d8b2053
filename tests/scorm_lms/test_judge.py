"""The judge finds each fault, and leaves good sessions alone."""

from dataclasses import replace

import pytest

from tests.scorm_lms.calls import Call
from tests.scorm_lms.judge import judge


def call(kind: str, *args: str, result: str = "true", error: str = "0", injected: bool = False) -> Call:
    return Call(kind, args, result, error, injected)


def read(element: str, value: str) -> Call:
    return call("get", element, result=value)


def put(element: str, value: str) -> Call:
    return call("set", element, value)


COMMIT = call("commit", "")
GOOD = {
    "1.2": [
        call("opened"),
        call("initialize", ""),
        read("cmi.core.lesson_mode", "normal"),
        put("cmi.core.exit", "suspend"),
        read("cmi.core.lesson_status", "not attempted"),
        put("cmi.core.lesson_status", "incomplete"),
        put("cmi.core.session_time", "0000:00:00"),
        COMMIT,
        put("cmi.interactions.0.id", "q1"),
        put("cmi.interactions.0.time", "10:00:00"),
        put("cmi.core.score.raw", "80"),
        put("cmi.core.score.min", "0"),
        put("cmi.core.score.max", "100"),
        put("cmi.core.lesson_status", "completed"),
        put("cmi.suspend_data", "1;x"),
        put("cmi.core.session_time", "0000:00:10"),
        COMMIT,
        put("cmi.core.lesson_status", "passed"),
        put("cmi.core.session_time", "0000:00:11"),
        COMMIT,
        call("finish", ""),
        call("closed"),
    ],
    "2004": [
        call("opened"),
        call("initialize", ""),
        read("cmi.mode", "normal"),
        put("cmi.exit", "suspend"),
        call("get", "cmi.completion_status", result="", error="403"),
        put("cmi.completion_status", "incomplete"),
        put("cmi.session_time", "PT0H0M0S"),
        COMMIT,
        put("cmi.interactions.0.id", "q1"),
        put("cmi.interactions.0.timestamp", "2026-11-22T10:00:00"),
        put("cmi.score.scaled", "0.8"),
        put("cmi.score.raw", "80"),
        put("cmi.score.min", "0"),
        put("cmi.score.max", "100"),
        put("cmi.completion_status", "completed"),
        put("cmi.session_time", "PT0H0M10S"),
        COMMIT,
        put("cmi.success_status", "passed"),
        put("cmi.session_time", "PT0H0M11S"),
        COMMIT,
        call("finish", ""),
        call("closed"),
    ],
}


@pytest.mark.parametrize("version", ["1.2", "2004"])
def test_a_good_session_has_no_faults(version: str):
    assert judge(GOOD[version], version) == []


def changed(version: str, element: str, value: str) -> list[Call]:
    """The good session with another value wherever `element` was set."""
    return [
        replace(one, args=(element, value)) if one.kind == "set" and one.element == element else one
        for one in GOOD[version]
    ]


def without(version: str, *elements: str) -> list[Call]:
    return [one for one in GOOD[version] if one.element not in elements]


def after(version: str, element: str, *extra: Call) -> list[Call]:
    """The good session with more calls right after the last time `element` was set."""
    number = max(place for place, one in enumerate(GOOD[version]) if one.element == element)
    return [*GOOD[version][: number + 1], *extra, *GOOD[version][number + 1 :]]


FAULTS = [
    ("1.2", [one for one in GOOD["1.2"] if one.kind != "initialize"], "initialize was called 0 times"),
    ("1.2", [GOOD["1.2"][1], *GOOD["1.2"]], "initialize was called 2 times"),
    ("1.2", [read("cmi.core.entry", ""), *GOOD["1.2"]], "get was called before initialize"),
    ("1.2", without("1.2", "cmi.core.exit"), "not exit = suspend"),
    ("2004", changed("2004", "cmi.exit", "normal"), "exit was set to 'normal'"),
    ("1.2", [*GOOD["1.2"][:-3], *GOOD["1.2"][-2:]], "lesson_status was never committed"),
    (
        "1.2",
        after("1.2", "cmi.suspend_data", put("cmi.suspend_data", "2;y")),
        "cmi.suspend_data was set twice without a commit",
    ),
    ("1.2", after("1.2", "cmi.suspend_data", call("set", "x", "y", error="201")), "answered with an error"),
    (
        "2004",
        after("2004", "cmi.exit", call("get", "cmi.launch", result="", error="401")),
        "answered with an error",
    ),
    (
        "1.2",
        without("1.2", "cmi.interactions.0.id", "cmi.interactions.0.time"),
        "a score was set before any answer",
    ),
    ("1.2", changed("1.2", "cmi.core.score.raw", "101"), "a score outside 0 to 100"),
    ("1.2", [read("cmi.core.score.raw", "90"), *GOOD["1.2"]], "the score fell from 90"),
    ("1.2", without("1.2", "cmi.core.score.max"), "a score without min 0 and max 100"),
    ("2004", changed("2004", "cmi.score.scaled", "0.7"), "raw 80 and scaled 0.7 differ"),
    ("2004", without("2004", "cmi.score.scaled"), "raw 80 and scaled nan differ"),
    (
        "1.2",
        [one for one in GOOD["1.2"] if one.args != ("cmi.core.lesson_status", "completed")],
        "passed was set before completed was committed",
    ),
    (
        "2004",
        after("2004", "cmi.completion_status", put("cmi.success_status", "passed")),
        "passed was set before completed was committed",
    ),
    ("1.2", after("1.2", "cmi.core.lesson_status", put("cmi.core.lesson_status", "failed")), "the status fell"),
    ("2004", [read("cmi.completion_status", "completed"), *GOOD["2004"]], "the status fell from completed"),
    ("1.2", [read("cmi.core.lesson_mode", "review"), *GOOD["1.2"]], "something was set in mode review"),
    ("2004", after("2004", "cmi.mode", read("cmi.credit", "no-credit")), "something was set in mode normal"),
    ("1.2", changed("1.2", "cmi.suspend_data", "x" * 4097), "cmi.suspend_data has 4097 characters"),
    (
        "1.2",
        after("1.2", "cmi.suspend_data", put("cmi.core.lesson_location", "\U0001f600" * 128)),
        "256 characters",
    ),
    (
        "2004",
        after("2004", "cmi.interactions.0.id", put("cmi.interactions.0.description", "a\nb")),
        "has a line break",
    ),
    ("1.2", changed("1.2", "cmi.core.session_time", "00:01:30.5"), "is written '00:01:30.5'"),
    ("2004", changed("2004", "cmi.session_time", "PT12.345S"), "is written 'PT12.345S'"),
    ("2004", changed("2004", "cmi.interactions.0.timestamp", "2026-11-22T10:00:00Z"), "is written '2026"),
    ("1.2", changed("1.2", "cmi.interactions.0.id", "question 1"), "is written 'question 1'"),
    ("1.2", without("1.2", "cmi.core.session_time"), "a commit without a fresh session time"),
    ("1.2", [one for one in GOOD["1.2"] if one.kind != "finish"], "finish was called 0 times"),
    ("1.2", [*GOOD["1.2"], COMMIT], "something was said after finish"),
    ("1.2", after("1.2", "cmi.core.exit", read("cmi.core.student_name", "A, B")), "asked who the learner is"),
]


@pytest.mark.parametrize(("version", "calls", "fault"), FAULTS, ids=[fault for _, _, fault in FAULTS])
def test_each_broken_rule_is_told(version: str, calls: list[Call], fault: str):
    assert any(fault in told for told in judge(calls, version))


def test_a_failure_that_the_test_made_is_no_fault_of_the_course():
    calls = list(GOOD["1.2"])
    calls.insert(7, call("commit", "", result="false", error="101", injected=True))
    calls.insert(8, put("cmi.core.session_time", "0000:00:02"))
    assert judge(calls, "1.2") == []
