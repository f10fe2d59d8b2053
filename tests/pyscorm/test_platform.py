"""The simulated platform: data types, limits, errors, and what it keeps, as the two standards say."""

import pytest

from lms.pyscorm.simulator.engine import Window

CALLS = {
    "1.2": ("LMSInitialize", "LMSFinish", "LMSGetValue", "LMSSetValue", "LMSCommit", "LMSGetLastError"),
    "2004": ("Initialize", "Terminate", "GetValue", "SetValue", "Commit", "GetLastError"),
}
VERSIONS = pytest.mark.parametrize("version", ["1.2", "2004"])


class Platform:
    """The platform of an edition, spoken to from outside."""

    def __init__(self, version: str, begin: bool = True, **options: object) -> None:
        self.window = Window()
        self.names = CALLS[version]
        given = {"version": version, "mode": "normal", "credit": "credit", "kept": {}, "failing": False}
        given |= {"mark": None, "language": "en", "refuses": False} | options
        self.ask("given => { globalThis.platform = offerPlatform(given); }", given)
        if begin:
            assert self.initialize() == "true"

    def ask(self, function: str, *given: object) -> object:
        return self.window.ask(function, "test", *given)

    def call(self, place: int, *given: str) -> str:
        answer = self.ask("(name, given) => platform.api[name](...given)", self.names[place], given)
        assert isinstance(answer, str)
        return answer

    def initialize(self, given: str = "") -> str:
        return self.call(0, given)

    def finish(self) -> str:
        return self.call(1, "")

    def get(self, element: str) -> str:
        return self.call(2, element)

    def set(self, element: str, value: str) -> str:
        """Set a value; gives the error."""
        result = self.call(3, element, value)
        assert result == ("true" if self.error == "0" else "false")
        return self.error

    def commit(self) -> str:
        return self.call(4, "")

    @property
    def error(self) -> str:
        return self.call(5)

    @property
    def kept(self) -> dict[str, str]:
        found = self.ask("() => platform.kept")
        assert isinstance(found, dict)
        return found


@pytest.mark.parametrize(
    ("element", "good", "bad", "code"),
    [
        ("cmi.core.lesson_location", ["", "x" * 255], ["x" * 256], "405"),
        ("cmi.core.lesson_status", ["passed", "browsed"], ["not attempted", "Passed", ""], "405"),
        ("cmi.core.score.raw", ["0", "66.67", "100", ""], ["-1", "100.5", "a", "1e1"], "405"),
        ("cmi.core.exit", ["suspend", ""], ["normal"], "405"),
        ("cmi.core.session_time", ["0001:02:03", "00:00:01.55"], ["1:2:3", "00:60:00", "PT1S"], "405"),
        ("cmi.suspend_data", ["x" * 4096, "\U0001f393" * 2048], ["x" * 4097, "\U0001f393" * 2049], "405"),
        ("cmi.student_preference.audio", ["-1", "100"], ["101", "loud"], "405"),
        ("cmi.core.student_name", [], ["x"], "403"),
        ("cmi.core._children", [], ["x"], "402"),
        ("cmi.interactions._count", [], ["1"], "402"),
        ("cmi.score.raw", [], ["1"], "401"),
        ("cmi.interactions.1.id", [], ["q"], "201"),
        ("cmi.interactions.0.id", ["q-1"], ["two words", "вопрос", ""], "405"),
        ("cmi.interactions.0.student_response", [], ["a"], "405"),
    ],
)
def test_values_of_1_2(element: str, good: list[str], bad: list[str], code: str):
    platform = Platform("1.2")
    assert [platform.set(element, value) for value in good] == ["0"] * len(good)
    assert [platform.set(element, value) for value in bad] == [code] * len(bad)


@pytest.mark.parametrize(
    ("element", "good", "bad", "code"),
    [
        ("cmi.location", ["x" * 1000], ["x" * 1001], "406"),
        ("cmi.completion_status", ["completed", "unknown"], ["passed", ""], "406"),
        ("cmi.success_status", ["failed"], ["completed"], "406"),
        ("cmi.score.scaled", ["-1", "0.8", "1"], ["1.1", "-2"], "407"),
        ("cmi.score.raw", ["1234", "-5.5"], [".8", "1e-7", "100000", "x"], "406"),
        ("cmi.progress_measure", ["0", "1"], ["1.01"], "407"),
        ("cmi.exit", ["suspend", "normal"], ["leave"], "406"),
        ("cmi.session_time", ["PT1H2M3S", "PT0H0M12.34S", "P1D"], ["PT", "P", "PT12.345S", "00:00:01"], "406"),
        ("cmi.suspend_data", ["x" * 64000], ["x" * 64001], "406"),
        ("cmi.learner_name", [], ["x"], "404"),
        ("cmi.core.exit", [], ["suspend"], "401"),
        ("cmi.interactions.1.id", [], ["q"], "351"),
        ("cmi.interactions.0.type", [], ["choice"], "408"),
        ("cmi.interactions.0.id", ["urn:x:1"], ["two words", ""], "406"),
        ("adl.nav.request", ["suspendAll"], ["close"], "406"),
    ],
)
def test_values_of_2004(element: str, good: list[str], bad: list[str], code: str):
    platform = Platform("2004")
    assert [platform.set(element, value) for value in good] == ["0"] * len(good)
    assert [platform.set(element, value) for value in bad] == [code] * len(bad)


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("true-false", ["t", "0"], ["x"]),
        ("choice", ["a", "a,c", "{a,c}"], ["ab", "a,", "a[,]c"]),
        ("fill-in", ["any\ntext"], ["x" * 256]),
        ("numeric", ["6.4"], ["6,4", "about"]),
        ("likert", ["3", ""], ["12"]),
        ("matching", ["1.a,2.b"], ["1a"]),
        ("sequencing", ["c,a,b"], ["c a"]),
    ],
)
def test_answers_of_1_2(kind: str, good: list[str], bad: list[str]):
    platform = Platform("1.2")
    platform.set("cmi.interactions.0.id", "q")
    platform.set("cmi.interactions.0.type", kind)
    for field in ("student_response", "correct_responses.0.pattern"):
        assert [platform.set(f"cmi.interactions.0.{field}", value) for value in good] == ["0"] * len(good)
        assert [platform.set(f"cmi.interactions.0.{field}", value) for value in bad] == ["405"] * len(bad)


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("true-false", ["true"], ["t"]),
        ("choice", ["a[,]c", ""], ["a,c", "a-b", "a b"]),
        ("long-fill-in", ["x" * 4000], ["a\nb", "x" * 4001]),
        ("matching", ["1[.]b[,]2[.]a"], ["1.b"]),
        ("numeric", ["6.4", "6[:]7"], ["x"]),
    ],
)
def test_answers_of_2004(kind: str, good: list[str], bad: list[str]):
    platform = Platform("2004")
    platform.set("cmi.interactions.0.id", "q")
    assert platform.set("cmi.interactions.0.learner_response", "a") == "408"
    platform.set("cmi.interactions.0.type", kind)
    assert [platform.set("cmi.interactions.0.learner_response", value) for value in good] == ["0"] * len(good)
    assert [platform.set("cmi.interactions.0.learner_response", value) for value in bad] == ["406"] * len(bad)


@pytest.mark.parametrize(
    ("version", "value", "error"),
    [
        ("2004", "2026-11-22T10:00:00", "0"),
        ("2004", "2026-11-22T10:00:00.0Z", "0"),
        ("2004", "2026-11-22T10:00:00Z", "406"),
        ("2004", "2026-11-22T10:00:00.123Z", "406"),
        ("2004", "1969-01-01", "406"),
        ("1.2", "10:00:00", "0"),
        ("1.2", "24:00:00", "405"),
    ],
)
def test_times_of_answers(version: str, value: str, error: str):
    platform = Platform(version)
    platform.set("cmi.interactions.0.id", "q")
    field = "time" if version == "1.2" else "timestamp"
    assert platform.set(f"cmi.interactions.0.{field}", value) == error


@VERSIONS
def test_indexes_run_without_gaps_and_are_counted(version: str):
    platform = Platform(version)
    assert platform.get("cmi.interactions._count") == "0"
    platform.set("cmi.interactions.0.id", "a")
    platform.set("cmi.interactions.1.id", "b")
    assert platform.get("cmi.interactions._count") == "2"


def test_a_2004_platform_takes_250_answers():
    platform = Platform("2004")
    errors = platform.ask(
        "() => { const found = []; for (let n = 0; n < 251; n += 1) {"
        " platform.api.SetValue('cmi.interactions.' + n + '.id', 'q' + n);"
        " found.push(platform.api.GetLastError()); }"
        " return found; }"
    )
    assert errors == ["0"] * 250 + ["351"]


@pytest.mark.parametrize(
    ("version", "element", "value", "error"),
    [
        ("1.2", "cmi.core.student_id", "learner", "0"),
        ("1.2", "cmi.core.lesson_status", "not attempted", "0"),
        ("1.2", "cmi.suspend_data", "", "0"),
        ("1.2", "cmi.core.exit", "", "404"),
        ("1.2", "cmi.nothing", "", "401"),
        ("1.2", "cmi.core.credit._children", "", "202"),
        ("1.2", "cmi.core.credit._count", "", "203"),
        ("2004", "cmi.completion_status", "unknown", "0"),
        ("2004", "cmi.suspend_data", "", "403"),
        ("2004", "cmi.exit", "", "405"),
        ("2004", "cmi.core.exit", "", "401"),
        ("2004", "cmi.interactions.3.id", "", "301"),
        ("2004", "cmi._version", "1.0", "0"),
    ],
)
def test_reading_values(version: str, element: str, value: str, error: str):
    platform = Platform(version)
    assert platform.get(element) == value
    assert platform.error == error


@pytest.mark.parametrize(
    ("version", "before", "after"),
    [
        ("1.2", ("301", "301", "301"), ("301", "301", "301")),
        ("2004", ("122", "132", "142"), ("123", "133", "143")),
    ],
)
def test_calls_before_the_beginning_and_after_the_end(
    version: str, before: tuple[str, ...], after: tuple[str, ...]
):
    def errors(platform: Platform) -> tuple[str, ...]:
        platform.get("cmi.suspend_data")
        reading = platform.error
        writing = platform.set("cmi.suspend_data", "x")
        platform.commit()
        return reading, writing, platform.error

    platform = Platform(version, begin=False)
    assert errors(platform) == before
    assert platform.finish() == "false"
    platform.initialize()
    assert platform.initialize() == "false"
    assert platform.finish() == "true"
    assert errors(platform) == after
    assert platform.initialize() == "false"


@VERSIONS
def test_an_argument_where_none_belongs_is_refused(version: str):
    platform = Platform(version, begin=False)
    assert platform.initialize("now") == "false"
    assert platform.error == "201"


@VERSIONS
def test_only_what_is_committed_is_kept(version: str):
    platform = Platform(version)
    platform.set("cmi.suspend_data", "one")
    assert platform.kept == {}
    platform.commit()
    assert platform.kept == {"cmi.suspend_data": "one"}
    platform.ask("() => { platform.failing = true; }")
    platform.set("cmi.suspend_data", "two")
    assert platform.commit() == "false"
    assert platform.error == ("101" if version == "1.2" else "391")
    assert platform.kept == {"cmi.suspend_data": "one"}


@pytest.mark.parametrize(
    ("version", "exit_element", "leaving", "entry", "state"),
    [
        ("1.2", "cmi.core.exit", "suspend", "resume", "one"),
        ("1.2", "cmi.core.exit", "", "", "one"),
        ("2004", "cmi.exit", "suspend", "resume", "one"),
        ("2004", "cmi.exit", "normal", "ab-initio", ""),
    ],
)
def test_what_the_next_session_finds(version: str, exit_element: str, leaving: str, entry: str, state: str):
    platform = Platform(version)
    platform.set(exit_element, leaving)
    platform.set("cmi.suspend_data", "one")
    platform.finish()
    again = Platform(version, kept=platform.kept)
    assert again.get("cmi.core.entry" if version == "1.2" else "cmi.entry") == entry
    assert again.get("cmi.suspend_data") == state


@pytest.mark.parametrize(
    ("mark", "raw", "said", "status"),
    [
        (70, "80", "completed", "passed"),
        (70, "60", "passed", "failed"),
        (70, None, "completed", "completed"),
        (None, "60", "completed", "completed"),
        (None, None, None, "completed"),
    ],
)
def test_in_1_2_the_platform_judges_at_the_end(mark: int | None, raw: str | None, said: str | None, status: str):
    platform = Platform("1.2", mark=mark)
    if raw:
        platform.set("cmi.core.score.raw", raw)
    if said:
        platform.set("cmi.core.lesson_status", said)
    platform.finish()
    assert platform.kept["cmi.core.lesson_status"] == status


def test_in_2004_the_platform_judges_by_the_share():
    platform = Platform("2004", mark=70)
    assert platform.get("cmi.scaled_passing_score") == "0.7"
    platform.set("cmi.score.scaled", "0.7")
    platform.finish()
    assert platform.kept["cmi.success_status"] == "passed"


@VERSIONS
def test_a_session_that_does_not_count_is_not_judged(version: str):
    platform = Platform(version, mark=70, mode="review", credit="no-credit")
    platform.finish()
    assert platform.kept == {}
