"""The grader of a package, run by Node: the same answers as in Python."""

import json
from pathlib import Path

from tests.export.conftest import ROOT
from tests.export.node import ASSETS, run

CASES = json.loads((ROOT / "tests" / "data" / "grading_cases.json").read_text("utf-8"))


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


def test_no_script_of_a_package_evaluates_text_or_listens_to_unload():
    scripts: list[Path] = [*ASSETS.glob("*.js"), ROOT / "lms" / "pyscorm" / "runtime" / "scorm.js"]
    for script in scripts:
        code = script.read_text("utf-8")
        for banned in ("eval(", "new Function", '"unload"', "beforeunload", "document.write", "alert("):
            assert banned not in code, f"{script.name}: {banned}"
