"""The simulator: green for a good course, red with the right reason for every fault that is planted."""

import io
import json
from dataclasses import replace

import pytest

from lms.pyscorm import File, Item, ScormError, read, simulate, write
from lms.pyscorm.simulator import Outcome, Scenario, SimulationReport, engine
from tests.pyscorm.simulated import PAGE, Change, played_package, played_zip

VERSIONS = pytest.mark.parametrize("version", ["1.2", "2004", "2004-3rd"])
IDS = [
    "opened",
    "resumed",
    "failed",
    "passed",
    "reopened",
    "review",
    "failing",
    "damaged",
    "forgotten",
    "alone",
]


def played(version: str = "1.2", mark: int | None = 70, change: Change | None = None) -> SimulationReport:
    return simulate(played_zip(version, mark, change) if change else played_zip(version, mark))


def with_file(path: str, text: str) -> SimulationReport:
    """The report on the course with another text in one of its files."""
    package = played_package("1.2")
    files = tuple(file for file in package.files if file.path != path)
    stream = io.BytesIO()
    write(replace(package, files=(*files, File(path, text.encode()))), stream, "1.2")
    return simulate(stream)


def scenario(report: SimulationReport, name: str) -> Scenario:
    return next(one for one in report.scenarios if one.id == name)


@VERSIONS
def test_a_good_graded_course_is_green_in_every_scenario(version: str):
    report = played(version)
    assert [one.id for one in report.scenarios] == IDS
    assert {one.outcome for one in report.scenarios} == {Outcome.PASSED}, report.text()
    assert report.is_green
    assert report.version.value == version


@VERSIONS
def test_a_course_without_grades_is_green_and_cannot_be_failed(version: str):
    report = played(version, mark=None)
    assert report.is_green
    assert scenario(report, "failed").outcome is Outcome.SKIPPED
    assert scenario(report, "failed").reasons[0].text == "Nothing is graded."


DRIVER_FAULTS = {
    "passes by opening": (
        'if (!session.available) tell("no-platform")',
        'session.pass(100); if (!session.available) tell("no-platform")',
        "opened",
        "After opening the status is 'passed'",
    ),
    "completes by opening": (
        'if (!session.available) tell("no-platform")',
        'session.complete(); if (!session.available) tell("no-platform")',
        "opened",
        "After opening the status is 'completed'",
    ),
    "scores by opening": (
        'if (!session.available) tell("no-platform")',
        'session.score(0); if (!session.available) tell("no-platform")',
        "opened",
        "After opening there is a score",
    ),
    "asks another host": (
        "function open() {",
        "function open() { fetch('https://a.example/x');",
        "opened",
        "a.example",
    ),
    "breaks off": ("function open() {", "function open() { throw new Error('no way');", "opened", "no way"),
    "forgets answers": (
        '[kept.done.join(" "), kept.answers,',
        '[kept.done.join(" "), "",',
        "resumed",
        "after why.quiz",
    ),
    "saves too late": (
        "      save();\n      if (mark === null",
        "      if (mark === null",
        "resumed",
        "after why.1",
    ),
    "takes no page": (
        "    if (!kept.done.includes(id))",
        "    return false; if (0)",
        "resumed",
        "why.1 was not taken",
    ),
    "calls kept state damaged": (
        "if (found) kept = found;",
        "if (!found) kept = found;",
        "resumed",
        "called damaged",
    ),
    "never fails": ("else session.fail(percent)", "else save()", "failed", "With everything wrong the result is"),
    "passes everybody": ('how === "right" ? 100 : 20', "100", "failed", "With everything wrong the score is 100."),
    "forgets the exam": ("kept.best].join", "-1].join", "resumed", "after exam, something else is found again"),
    "closes the exam": ("&& kept.done.length < 3", "", "passed", "The step exam was not taken"),
    "says nothing in review": (
        'else if (!session.writable) tell("review");',
        "",
        "review",
        "is not told that nothing",
    ),
    "hides trouble": ("onTrouble: (kind) => tell(kind)", "onTrouble: () => {}", "failing", "is not told"),
    "hides damage": ('else tell("damaged")', "", "damaged", "is not told that the state was damaged"),
    "believes damage": ("|| encodeLike(parts) !== text", "", "damaged", "A damaged state is used"),
    "breaks on damage": (
        "if (parts.length !== 4",
        "JSON.parse(text); if (parts.length !== 4",
        "damaged",
        "broke off",
    ),
    "hides that it is alone": (
        'if (!session.available) tell("no-platform");',
        "if (0) {}",
        "alone",
        "no platform",
    ),
    "breaks alone": (
        "function save() {",
        "function save() { if (!session.available) throw 1;",
        "alone",
        "broke off",
    ),
}
RUNTIME_FAULTS = {
    "does not suspend": (
        'lms.set(at.exit, "suspend")',
        'lms.set(at.exit, "time-out")',
        "opened",
        "exit is set to",
    ),
    "writes in review": ('writable = facts.mode === "normal" &&', "writable = true ||", "review", "was written"),
    "scores without limits": ('waiting.set(at.score + ".max", "100");', "", "passed", "without its limits"),
    "commits without time": ("waiting.set(at.time, timespan", "void ('', timespan", "opened", "without the time"),
    "passes at once": (
        'afterwards = () => setSuccess("passed")',
        'setSuccess("passed")',
        "passed",
        "before completed was committed",
    ),
    "never ends": ('window.addEventListener("pagehide", close);', "", "opened", "is not ended once"),
    "lowers the score": ("(best !== null && points <= best)", "false", "reopened", "The score fell"),
    "lowers the status": ("if (rank(word) <= rank(success)) return;", "", "reopened", "The status went back"),
    "asks for names": (
        "facts.entry = lms.get(at.entry);",
        'facts.entry = lms.get(at.entry); lms.get("cmi.learner_name");',
        "opened",
        "who the learner is",
    ),
    "does not try again": (
        "schedule(failures > RETRIES",
        "void (failures > RETRIES",
        "failing",
        "not everything is",
    ),
    "writes a state too long": (
        'counter.toString(36) + ";" + keptState',
        'counter.toString(36) + ";" + keptState + "x".repeat(70000)',
        "resumed",
        "The platform refused a call",
    ),
    "begins twice": ("function begin() {", "function begin() { lms.initialize();", "opened", "not begun once"),
    "writes a wrong time": ('"H" + minutes + "M"', '"H" + minutes + "X"', "opened", "The platform refused a call"),
}


@pytest.mark.parametrize("name", DRIVER_FAULTS)
def test_faults_of_a_course_turn_the_report_red_with_the_reason(name: str):
    old, new, where, message = DRIVER_FAULTS[name]
    mark = None if name == "completes by opening" else 70
    report = played("1.2", mark, Change(old, new))
    assert not report.is_green
    found = scenario(report, where)
    assert found.outcome is Outcome.FAILED
    assert any(message in reason.text for reason in found.reasons), report.text()


@pytest.mark.parametrize("name", RUNTIME_FAULTS)
def test_faults_in_what_is_said_turn_the_report_red_with_the_reason(name: str):
    old, new, where, message = RUNTIME_FAULTS[name]
    report = played("2004", 70, Change(old, new, runtime=True))
    assert not report.is_green
    assert any(message in reason.text for reason in scenario(report, where).reasons), report.text()


def test_without_suspend_a_2004_platform_forgets_and_the_report_says_so():
    change = Change('lms.set(at.exit, "suspend")', 'lms.set(at.exit, "normal")', runtime=True)
    reasons = [reason.text for reason in scenario(played("2004", 70, change), "resumed").reasons]
    assert any("something else is found again" in reason for reason in reasons)


def test_a_platform_that_judges_by_the_mark_is_played_too():
    change = Change("session.pass(percent)", "session.score(percent)")
    # In SCORM 1.2 the platform makes it passed by itself, since the score reaches the mark.
    assert scenario(played("1.2", 70, change), "passed").outcome is Outcome.PASSED
    reasons = [reason.text for reason in scenario(played("2004", 70, change), "passed").reasons]
    assert reasons == ["With everything right the status is 'incomplete'."]


@VERSIONS
def test_the_same_package_gives_the_same_report(version: str):
    first, second = played(version), played(version)
    assert first.to_json() == second.to_json()
    assert first.text() == second.text()


def test_the_report_does_not_depend_on_the_time_zone(monkeypatch: pytest.MonkeyPatch):
    import time

    before = played().to_json()
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()
    try:
        assert played().to_json() == before
    finally:
        monkeypatch.undo()
        time.tzset()


def test_the_report_is_readable_by_programs_and_people():
    report = played()
    data = json.loads(report.to_json())
    assert data["green"] is True
    assert data["version"] == "1.2"
    assert [one["id"] for one in data["scenarios"]] == IDS
    opened = data["scenarios"][0]
    assert opened["calls"][0] == ["initialize", "", "", "true", "0"]
    assert opened["call_count"] == len(opened["calls"])
    assert "calls" not in json.loads(report.to_json(with_calls=False))["scenarios"][0]
    assert report.text().startswith("Played as SCORM 1.2: everything went well.\n")
    assert "[passed] Opened and closed: incomplete, no score\n" in report.text()
    assert str(scenario(report, "opened").calls[0]) == "initialize() -> true"


def test_the_report_speaks_other_languages():
    asked = []

    def say(message: str, **values: object) -> str:
        asked.append(message)
        return "ŁADNIE " + (message % values if values else message)

    text = played(mark=None).text(say)
    assert all("ŁADNIE" in line for line in text.splitlines() if line)
    assert "Played as SCORM %(version)s: everything went well." in asked
    assert "Nothing is graded." in asked


def test_nobody_who_learns_stands_in_the_report():
    assert "Learner" not in played().to_json()


def test_each_item_of_a_package_is_played():
    package = played_package("1.2", None)
    (item,) = package.items
    second = Item("played-2", "More", "index.html", parameters="?version=1.2")
    stream = io.BytesIO()
    write(replace(package, items=(item, second)), stream, "1.2")
    report = simulate(stream)
    assert [one.item for one in report.scenarios] == ["played-1"] * 10 + ["played-2"] * 10
    assert report.is_green
    assert "[not played] Everything wrong: failed, not completed (More)" in report.text()


def test_a_part_beside_an_exam_gives_no_score_or_it_would_become_the_grade():
    package = played_package("1.2", None)
    (item,) = package.items
    exam = Item("played-exam", "The exam", "index.html", parameters="?version=1.2&mark=70", pass_mark=70)
    stream = io.BytesIO()
    write(replace(package, items=(item, exam)), stream, "1.2")
    reasons = {
        one.item: [reason.text for reason in one.reasons]
        for one in simulate(stream).scenarios
        if one.id == "passed"
    }
    assert reasons["played-exam"] == []
    (reason,) = reasons["played-1"]
    assert "A part without an exam gives the score 100" in reason


def test_readings_and_other_editions_are_taken():
    reading = read(io.BytesIO(played_zip("2004-3rd")))
    assert simulate(reading).version.value == "2004-3rd"
    assert not simulate(
        reading, "1.2"
    ).is_green  # its manifest opens it as 2004, which this platform does not speak


def test_a_package_that_cannot_be_read_is_refused():
    with pytest.raises(ScormError):
        simulate(b"no zip")


@pytest.mark.parametrize(
    ("path", "text", "message"),
    [
        ("driver.js", "window.other = 1;", "window.Course broke off: missing: open, steps, play, state, notices"),
        ("driver.js", "window.Course = { open() {} };", "missing: steps, play, state, notices"),
        ("driver.js", "const = 1;", "The script driver.js broke off: SyntaxError"),
        ("driver.js", "nothing.there();", "The script driver.js broke off: ReferenceError"),
        ("driver.js", "document.body.append('x');", "The script driver.js broke off: TypeError"),
        ("driver.js", "setTimeout(() => { late.there(); }); window.Course = {};", "missing"),
        ("index.html", PAGE.decode().replace(" data-view", ""), "The script player.js broke off: TypeError"),
        ("index.html", "<!doctype html><title>x</title>", "missing: open"),
    ],
)
def test_a_package_that_cannot_be_opened_is_red_and_not_played_on(path: str, text: str, message: str):
    report = with_file(path, text)
    assert not report.is_green
    assert any(message in reason.text for reason in report.scenarios[0].reasons), report.text()
    assert [one.outcome for one in report.scenarios[1:]] == [Outcome.SKIPPED] * 9


@pytest.mark.parametrize(
    "text",
    [
        "while (true) {}",
        "const all = []; while (true) all.push('x'.repeat(100000) + all.length);",
        "function on() { Promise.resolve().then(on); } on();",
        "function deep() { return deep() + 1; } deep();",
    ],
)
def test_hostile_scripts_are_stopped(text: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(engine, "_SECONDS", 0.5)
    monkeypatch.setattr(engine, "_MEMORY", 30_000_000)
    monkeypatch.setattr(engine, "_MOST_TASKS", 1000)
    report = with_file("driver.js", text)
    assert not report.is_green
    assert report.scenarios[0].reasons[0].text.startswith("The script driver.js broke off")


def test_a_script_that_only_waits_is_stopped(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(engine, "_MOST_TASKS", 1000)
    report = played(change=Change("function open() {", "function open() { setInterval(() => {}, 0);"))
    assert any("never comes to rest" in reason.text for reason in scenario(report, "resumed").reasons)


def test_a_package_without_items_is_red():
    package = played_package("1.2")
    stream = io.BytesIO()
    write(package, stream, "1.2")
    reading = read(stream)
    report = simulate(replace(reading, package=replace(reading.package, items=())))
    assert not report.is_green
    assert "nothing to open" in report.text()
