"""Several SCOs in one package of SCORM 1.2: each has its own session, status and state."""

import io
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Page

from lms.pyscorm import File, Item, Package, Severity, problems, read, write
from tests.scorm_lms.host import Lms
from tests.scorm_lms.judge import judge
from tests.scorm_lms.saying import ANSWER, say
from tests.scorm_lms.tiny import PAGE, tiny_package

pytestmark = pytest.mark.browser
STATUS, STATE = "cmi.core.lesson_status", "cmi.suspend_data"


def three_scos() -> Package:
    """A reading, a lesson on the same page, and a quiz with a mark that waits for both."""
    tiny = tiny_package("1.2")
    return replace(
        tiny,
        items=(
            Item("reading", "Reading", "index.html", parameters="?version=1.2"),
            Item("lesson", "Lesson", "index.html", parameters="?version=1.2&part=2"),
            Item("quiz", "Quiz", "quiz.html", 70, "?version=1.2&mark=70", prerequisites="reading&lesson"),
        ),
        files=(*tiny.files, File("quiz.html", PAGE)),
    )


@pytest.fixture
def several() -> Iterator[Lms]:
    stream = io.BytesIO()
    write(three_scos(), stream, "1.2")
    with Lms(stream.getvalue(), "1.2") as platform:
        yield platform


def test_a_package_of_three_scos_has_no_fault_and_its_launch_files_stand_first():
    package = three_scos()
    assert problems(package, "1.2") == []
    stream = io.BytesIO()
    write(package, stream, "1.2")
    reading = read(stream)
    assert reading.findings == ()
    assert reading.package.items == package.items
    addresses = [line for line in reading.manifest.split("\n") if "<resource " in line]
    assert ['scormtype="sco"' in line for line in addresses] == [True, True, False]


@pytest.mark.parametrize("version", ["2004", "2004-3rd"])
def test_for_2004_the_same_package_is_refused_with_the_reason(version: str):
    package = replace(three_scos(), items=tuple(replace(item, prerequisites="") for item in three_scos().items))
    (one,) = problems(package, version)
    assert one.severity is Severity.ERROR
    assert "Moodle cannot start a second one" in one.message


def test_each_sco_is_played_to_its_own_end(page: Page, several: Lms):
    kept = {}
    for identifier, said in (
        ("reading", "session.complete()"),
        ("lesson", "session.complete()"),
        ("quiz", f"({ANSWER}, session.pass(85))"),
    ):
        play = several.launch(page, item=identifier)
        say(play, f"session.save({{state: 'of {identifier}'}})")
        say(play, said)
        kept[identifier] = play.close()
        assert judge(play.calls, "1.2") == []
        assert play.errors == []
    assert [kept[name][STATUS] for name in kept] == ["completed", "completed", "passed"]
    assert [kept[name]["cmi.core.score.raw"] for name in kept] == ["100", "100", "85"]
    assert several.missing == []


def test_states_of_scos_do_not_mix(page: Page, several: Lms):
    first = several.launch(page, item="reading")
    say(first, "session.save({state: 'one', location: '1'})")
    kept = first.close()
    second = several.launch(page, item="lesson")
    assert second.frame.evaluate("[session.state, session.entry, session.status]") == [
        "",
        "ab-initio",
        "incomplete",
    ]
    second.close()
    again = several.launch(page, item="reading", state=kept)
    assert again.frame.evaluate("[session.state, session.location]") == ["one", "1"]
    again.close()
    assert judge(again.calls, "1.2") == []


def test_each_sco_gets_its_own_parameters_and_mark(page: Page, several: Lms):
    lesson = several.launch(page, item="lesson")
    assert lesson.frame.evaluate("asked.get('part')") == "2"
    lesson.close()
    quiz = several.launch(page, item="quiz")
    assert say(quiz, "session.pass(60)") is False
    say(quiz, ANSWER)
    say(quiz, "session.fail(60)")
    kept = quiz.close()
    assert kept[STATUS] == "failed"
