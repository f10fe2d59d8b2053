"""The grader and the kept state of a package, run by Node: the same answers as in Python."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from lms.content.model import Course
from lms.export.package_state import fingerprint, longest_state
from tests.export.conftest import ROOT

ASSETS = ROOT / "lms" / "export" / "assets"
CASES = json.loads((ROOT / "tests" / "data" / "grading_cases.json").read_text("utf-8"))

_PRELUDE = """
    const fs = require("fs");
    globalThis.window = globalThis;
    for (const name of %(scripts)s) { (0, eval)(fs.readFileSync(name, "utf8")); }
    const input = JSON.parse(fs.readFileSync(0, "utf8"));
    const run = %(body)s;
    process.stdout.write(JSON.stringify(run(input)));
"""


def run(scripts: list[str], body: str, given: object) -> Any:
    """Load scripts of a package in Node and give `given` to a function there."""
    node = shutil.which("node")
    if node is None:
        pytest.fail("Node is missing: install the package nodejs.")
    program = _PRELUDE % {"scripts": json.dumps([str(ASSETS / name) for name in scripts]), "body": body}
    done = subprocess.run(
        [node, "-e", program], check=False, input=json.dumps(given), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_script_grades_every_shared_case_as_python_does():
    grades = run(
        ["grader.js"],
        "input => input.map(one => EuBelong.grader.grade(one.quiz, one.answers, one.drawn))",
        CASES["cases"],
    )
    for case, grade in zip(CASES["cases"], grades, strict=True):
        expected = case["expected"]
        told = {
            "percent": grade["percent"],
            "passed": grade["passed"],
            "points": {result["name"]: result["points"] for result in grade["results"]},
            "answered": {result["name"]: result["answered"] for result in grade["results"]},
        }
        assert told == {name: expected[name] for name in told}, case["name"]


def test_the_script_draws_and_shuffles_as_python_does():
    told = run(
        ["grader.js"],
        """input => ({
            shuffles: input.shuffles.map(one => EuBelong.grader.shuffled(one.count, one.seed)),
            draws: input.draws.map(one => EuBelong.grader.draw(one.quiz, one.seed)),
            seeds: input.question_seeds.map(one => EuBelong.grader.seedOfQuestion(one.seed, one.position)),
        })""",
        CASES,
    )
    assert told["shuffles"] == [one["order"] for one in CASES["shuffles"]]
    assert told["draws"] == [one["names"] for one in CASES["draws"]]
    assert told["seeds"] == [one["expected"] for one in CASES["question_seeds"]]


def structure(course: Course) -> dict[str, Any]:
    """What state.js needs to know of a course."""
    return {
        "fingerprint": fingerprint(course),
        "lessons": [
            {"id": lesson.id, "pages": len(lesson.pages), "quiz": lesson.quiz.id if lesson.quiz else None}
            for lesson in course.lessons
        ],
        "exam": course.exam.id if course.exam else None,
        "quizzes": {
            quiz.id: {"questions": [{"name": q.name, "kind": q.kind.value} for q in quiz.questions]}
            for quiz in course.quizzes()
        },
    }


def full_state(course: Course) -> dict[str, Any]:
    """A state in which everything is read and answered in the longest way."""

    def answers(quiz: Any, names: list[str]) -> dict[str, Any]:
        longest: dict[str, Any] = {}
        for question in quiz.questions:
            last = len(question.choices) - 1
            every = list(range(last + 1))
            value = {
                "single": last, "multiple": every, "matching": every, "ordering": every,
                "number": "123.456.7890", "text": "ß" * 60, "scale": 5,
            }[question.kind.value]  # fmt: skip
            if question.name in names:
                longest[question.name] = value
        return longest

    exam = course.exam
    drawn = [question.name for question in exam.questions][: exam.draw] if exam else []
    return {
        "place": f"{course.lessons[-1].id}.{len(course.lessons[-1].pages)}",
        "read": [[page.number for page in lesson.pages] for lesson in course.lessons],
        "quizzes": [
            {
                "submitted": True,
                "best": 100,
                "answers": answers(lesson.quiz, [q.name for q in lesson.quiz.questions]) if lesson.quiz else {},
            }
            for lesson in course.lessons
        ],
        "exam": {
            "tries": 3,
            "last": 40_000_000,
            "best": 100,
            "seed": 2**32 - 1,
            "open": True,
            "answers": answers(exam, drawn) if exam else {},
        },
    }


_ROUND_TRIP = """input => {
    const text = EuBelong.state.encode(input.course, input.state);
    return { text, state: EuBelong.state.decode(input.course, text) };
}"""


def test_a_full_state_comes_back_whole_and_is_no_longer_than_foretold(courses: dict[str, Course]):
    for course in courses.values():
        state = full_state(course)
        told = run(["state.js"], _ROUND_TRIP, {"course": structure(course), "state": state})
        assert told["state"] == state
        assert len(told["text"]) <= longest_state(course)


def test_every_damage_of_a_kept_state_is_noticed(courses: dict[str, Course]):
    course = courses["foundations"]
    told = run(
        ["state.js"],
        """input => {
            const text = EuBelong.state.encode(input.course, input.state);
            const damaged = [];
            for (let at = 0; at < text.length; at += 1) {
                damaged.push(text.slice(0, at), text.slice(0, at) + "x" + text.slice(at), text.slice(at + 1));
            }
            damaged.push("null", "{}", "|||||||", "1|" + "|".repeat(6), text + text, text.replace(/^1/, "2"));
            return damaged.filter(one => one !== text && EuBelong.state.decode(input.course, one) !== null);
        }""",
        {"course": structure(course), "state": full_state(course)},
    )
    assert told == []


def test_a_state_of_another_structure_is_not_believed(courses: dict[str, Course]):
    told = run(
        ["state.js"],
        "input => EuBelong.state.decode(input.other, EuBelong.state.encode(input.course, input.state))",
        {
            "course": structure(courses["foundations"]),
            "state": full_state(courses["foundations"]),
            "other": structure(courses["competence"]),
        },
    )
    assert told is None


def test_no_script_of_a_package_evaluates_text_or_listens_to_unload():
    scripts: list[Path] = [*ASSETS.glob("*.js"), ROOT / "lms" / "pyscorm" / "runtime" / "scorm.js"]
    for script in scripts:
        code = script.read_text("utf-8")
        for banned in ("eval(", "new Function", '"unload"', "beforeunload", "document.write", "alert("):
            assert banned not in code, f"{script.name}: {banned}"
