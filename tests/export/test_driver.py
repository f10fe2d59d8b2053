"""The driver of a package without a page: what the simulator plays is what learners play."""

import json
from typing import Any

import pytest

from lms import pyscorm
from lms.content.model import Course
from lms.content.render import Renderer
from lms.export.package_parts import Scos
from lms.export.scorm import build_package
from lms.language import words
from tests.export.node import run_texts
from tests.small_courses import make_course

PLATFORM = """
    globalThis.kept = globalThis.kept || { state: "", calls: [] };
    globalThis.Scorm = { connect: options => {
        kept.passMark = options.passMark;
        kept.heard = options;
        const note = name => value => { kept.calls.push([name, value]); return true; };
        return {
            available: kept.available !== false, writable: kept.writable !== false,
            mode: kept.mode || "normal", status: kept.status || "not attempted",
            state: kept.state, language: kept.language || "",
            save: what => { kept.state = what.state; kept.location = what.location; return true; },
            answer: note("answer"), score: note("score"), complete: note("complete"), pass: note("pass"),
            fail: note("fail")
        };
    } };
"""


def scripts(course: Course, scos: Scos = Scos.COURSE, page: str = "index.html", version: str = "1.2") -> list[str]:
    """The scripts of a package that need no page, without scorm.js."""
    package = build_package(course, Renderer(None), words("en"), pyscorm.Version(version), scos=scos)
    files = {file.path: file.data.decode() for file in package.files}
    names = [line.split('"')[1] for line in files[page].splitlines() if line.startswith("<script")]
    view = [line.split('"')[1] for line in files[page].splitlines() if "data-view" in line]
    assert set(view) == {"quiz.js", "exam.js", "debug.js", "player.js"}
    return [files[name] for name in names if name not in view and name != "scorm.js"]


def play(body: str, course: Course | None = None, before: str = "", **which: Any) -> Any:
    """Load the scripts in Node beside a platform of a few lines, and run `body` there."""
    loaded = [before + PLATFORM, *scripts(course or make_course(), **which)]
    return run_texts(loaded, f"() => {{ {body} }}", None)


def test_the_steps_stand_in_the_order_of_reading_with_the_exam_last():
    steps = play("Course.open(); return Course.steps();")
    assert [step["id"] for step in steps] == [
        "first.1", "first.2", "first.quiz", "second.1", "second.2", "second.quiz", "exam",
    ]  # fmt: skip
    assert [step["kind"] for step in steps] == ["page", "page", "quiz", "page", "page", "quiz", "exam"]


def test_opening_tells_no_status_and_no_score():
    assert play("Course.open(); return kept.calls;") == []


def test_everything_played_right_is_passed_with_100_and_told_once_at_the_end():
    told = play("""
        Course.open();
        const taken = Course.steps().map(step => Course.play(step.id, "right"));
        return { taken, calls: kept.calls.filter(call => call[0] !== "answer"), progress: Course.progress() };
    """)
    assert told["taken"] == [True] * 7
    assert told["calls"] == [["score", 100], ["pass", 100]]
    assert told["progress"] == 1


def test_a_wrong_exam_is_failed_and_a_right_one_later_passed():
    told = play("""
        Course.open();
        Course.steps().forEach(step => Course.play(step.id, "wrong"));
        const again = Course.play("exam", "right");
        return { again, calls: kept.calls.filter(call => call[0] !== "answer") };
    """)
    assert told["again"] is True
    assert told["calls"] == [["score", 0], ["fail", 0], ["score", 100], ["pass", 100]]


def test_a_finished_course_that_is_read_again_never_says_less():
    told = play("""
        Course.open();
        Course.steps().forEach(step => Course.play(step.id, "right"));
        kept.calls = [];
        Course.play("exam", "wrong");
        Course.play("first.1");
        return kept.calls.filter(call => call[0] !== "answer");
    """)
    assert {tuple(call) for call in told} == {("score", 100), ("pass", 100)}


def test_the_exam_is_not_taken_before_the_lessons_nor_after_the_last_try():
    told = play("""
        Course.open();
        const early = Course.play("exam", "right");
        const steps = Course.steps();
        steps.slice(0, -1).forEach(step => Course.play(step.id, "right"));
        const tries = [1, 2, 3, 4].map(() => Course.play("exam", "wrong"));
        return { early, tries, unknown: Course.play("nowhere", "right") };
    """)
    assert told == {"early": False, "tries": [True, True, True, False], "unknown": False}


@pytest.mark.parametrize("steps", range(8))
def test_what_was_kept_gives_the_same_state_at_every_step(steps: int):
    course = make_course()
    first = play(
        f"""Course.open();
        Course.steps().slice(0, {steps}).forEach(step => Course.play(step.id, "right"));
        return {{ kept: kept.state, state: Course.state() }};""",
        course,
    )
    again = play(
        "Course.open(); return { state: Course.state(), notices: Course.notices() };",
        course,
        before=f"globalThis.kept = {{ state: {json.dumps(first['kept'])}, calls: [] }};",
    )
    assert again == {"state": first["state"], "notices": []}


@pytest.mark.parametrize(
    ("platform", "notices"),
    [
        ("available: false", ["no-platform"]),
        ('writable: false, mode: "review", status: "passed"', ["review"]),
        ('writable: false, mode: "review", status: "completed"', ["review"]),
        ('writable: false, mode: "review", status: "failed"', ["review", "attempt-closed"]),
        ('writable: false, mode: "browse", status: "not attempted"', ["review", "preview"]),
        ('writable: false, mode: "normal", status: "passed"', ["review", "preview"]),
        ('state: "2|nonsense"', ["damaged"]),
    ],
)
def test_what_the_learner_is_told_at_the_beginning(platform: str, notices: list[str]):
    before = f'globalThis.kept = {{ state: "", calls: [], {platform} }};'
    told = play("Course.open(); return Promise.resolve().then(() => Course.notices());", before=before)
    assert told == notices


def test_trouble_and_its_end_are_told_in_their_order():
    told = play("""
        Course.open();
        kept.heard.onTrouble("not-stored");
        kept.heard.onRecovered();
        kept.heard.onTrouble("state-too-long");
        kept.heard.onClosed();
        return Course.notices();
    """)
    assert told == ["not-stored", "stored-again", "state-too-long", "closed"]


def test_without_an_exam_all_lessons_complete_the_course():
    told = play(
        'Course.open(); Course.steps().forEach(step => Course.play(step.id, "wrong")); return kept;',
        make_course(exam=None),
    )
    assert told["passMark"] is None
    assert {call[0] for call in told["calls"] if call[0] != "answer"} == {"complete"}


def test_a_lesson_of_its_own_is_completed_without_a_score_and_the_exam_of_its_own_needs_no_lessons():
    lesson = play(
        'Course.open(); Course.steps().forEach(step => Course.play(step.id, "right")); return kept;',
        scos=Scos.LESSONS,
        page="lesson-second.html",
    )
    assert lesson["passMark"] == 100  # a mark that is never used keeps the runtime from giving 100 points
    assert {call[0] for call in lesson["calls"] if call[0] != "answer"} == {"complete"}
    exam = play(
        'Course.open(); const taken = Course.play("exam", "right"); return { taken, calls: kept.calls };',
        scos=Scos.LESSONS,
        page="final.exam.html",
    )
    assert exam["taken"] is True
    assert ["pass", 100] in exam["calls"]


def test_each_answer_is_written_into_the_journal_with_what_would_be_right():
    told = play("""
        Course.open();
        Course.play("first.quiz", "wrong");
        return kept.calls.filter(call => call[0] === "answer").map(call => call[1]);
    """)
    assert [one["id"] for one in told] == ["first-quiz.one", "first-quiz.many", "first-quiz.how-many"]
    assert told[0]["type"] == "choice"
    assert (told[0]["response"], told[0]["pattern"], told[0]["result"]) == (1, [0], False)
    assert (told[1]["response"], told[1]["pattern"]) == ([1], [0, 2])
    assert told[2]["pattern"] == pytest.approx([6.2, 6.6])
    assert told[0]["description"] == "Which?"
