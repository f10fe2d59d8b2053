"""The rules for what a course says to a platform, over the record of one session."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from tests.scorm_lms.calls import Call

_RANKS = ("", "unknown", "not attempted", "browsed", "incomplete", "failed", "completed", "passed")
_NAMES = {
    "1.2": {
        "exit": "cmi.core.exit",
        "mode": "cmi.core.lesson_mode",
        "credit": "cmi.core.credit",
        "entry": "cmi.core.entry",
        "location": "cmi.core.lesson_location",
        "completion": "cmi.core.lesson_status",
        "success": "cmi.core.lesson_status",
        "score": "cmi.core.score",
        "time": "cmi.core.session_time",
    },
    "2004": {
        "exit": "cmi.exit",
        "mode": "cmi.mode",
        "credit": "cmi.credit",
        "entry": "cmi.entry",
        "location": "cmi.location",
        "completion": "cmi.completion_status",
        "success": "cmi.success_status",
        "score": "cmi.score",
        "time": "cmi.session_time",
    },
}
_TIMES = {
    "1.2": re.compile(r"\d{2,4}:[0-5]\d:[0-5]\d(\.\d\d)?"),
    "2004": re.compile(r"PT\d+H\d+M\d+(\.\d{1,2})?S"),
}
_CLOCKS = {
    "1.2": re.compile(r"[0-2]\d:[0-5]\d:[0-5]\d"),
    "2004": re.compile(r"\d{4}-\d\d-\d\dT[0-2]\d:[0-5]\d:[0-5]\d"),
}
_IDENTIFIER = re.compile(r"[A-Za-z0-9_.:-]{0,249}[A-Za-z0-9]")


@dataclass(frozen=True, slots=True)
class Record:
    """The calls of one session, with the names of the edition."""

    calls: tuple[Call, ...]
    version: str

    def name(self, what: str) -> str:
        """The data element for a word such as `completion`."""
        return _NAMES[self.version][what]

    def sets(self, element: str = "") -> Iterator[tuple[int, Call]]:
        """Everything that was set, or the sets of one element, with their positions."""
        for number, call in enumerate(self.calls):
            if call.kind == "set" and element in ("", call.element):
                yield number, call

    def read(self, element: str) -> str:
        """What the course first read there; empty if it never asked."""
        return next((call.value for call in self.calls if call.kind == "get" and call.element == element), "")

    def committed_between(self, first: int, last: int) -> bool:
        """Whether something was committed after `first` and before `last`."""
        return any(call.kind == "commit" for call in self.calls[first + 1 : last])


def judge(calls: list[Call], version: str) -> list[str]:
    """List every rule that the session broke; an empty list is a good session."""
    record = Record(tuple(calls), str(version))
    return [fault for rule in RULES for fault in rule(record)]


def _begins_once(record: Record) -> Iterator[str]:
    spoken = [call.kind for call in record.calls if call.kind not in ("opened", "closed")]
    if spoken.count("initialize") != 1:
        yield f"initialize was called {spoken.count('initialize')} times"
    if spoken and spoken[0] != "initialize":
        yield f"{spoken[0]} was called before initialize"


def _suspends_first(record: Record) -> Iterator[str]:
    sets = [call for _, call in record.sets()]
    if sets and (sets[0].element, sets[0].value) != (record.name("exit"), "suspend"):
        yield f"the first thing that was set is {sets[0]}, not exit = suspend"
    for call in sets:
        if call.element == record.name("exit") and call.value != "suspend":
            yield f"exit was set to {call.value!r}"


def _commits_everything(record: Record) -> Iterator[str]:
    """Nothing stays uncommitted, and each page and each state is committed before the next one is said."""
    waiting = ""
    for call in record.calls:
        if call.kind == "set":
            waiting = waiting or call.element
        elif call.kind == "commit":
            waiting = ""
        elif call.kind in ("finish", "closed") and waiting:
            yield f"{waiting} was never committed"
            waiting = ""
    for element in (record.name("location"), "cmi.suspend_data"):
        numbers = [number for number, _ in record.sets(element)]
        for first, last in pairwise(numbers):
            if not record.committed_between(first, last):
                yield f"{element} was set twice without a commit between"


def _makes_no_errors(record: Record) -> Iterator[str]:
    for call in record.calls:
        never_set = call.kind == "get" and call.error == ("401" if record.version == "1.2" else "403")
        if call.error != "0" and not call.injected and not never_set:
            yield f"the platform answered with an error: {call}"


def _scores_after_an_answer(record: Record) -> Iterator[str]:
    """A score needs an answer; only a course without questions reports 100 when it is completed."""
    raw = record.name("score") + ".raw"
    resumed = record.read(record.name("entry")) == "resume"
    answered = resumed
    completed = any(call.value == "completed" for _, call in record.sets(record.name("completion")))
    for _, call in record.sets():
        answered = answered or call.element.startswith("cmi.interactions.")
        if call.element == raw and not answered and not (completed and float(call.value) == 100):
            yield f"a score was set before any answer: {call}"


def _never_scores_lower(record: Record) -> Iterator[str]:
    raw = record.name("score") + ".raw"
    best = float(record.read(raw) or 0)
    for _, call in record.sets(raw):
        if not 0 <= float(call.value) <= 100:
            yield f"a score outside 0 to 100: {call}"
        if float(call.value) < best:
            yield f"the score fell from {best:g}: {call}"
        best = max(best, float(call.value))


def _scores_in_full(record: Record) -> Iterator[str]:
    """Raw comes with its borders, and in SCORM 2004 with the same value as a share."""
    last = {call.element: call.value for _, call in record.sets()}
    score = record.name("score")
    if f"{score}.raw" not in last:
        return
    if (last.get(f"{score}.min"), last.get(f"{score}.max")) != ("0", "100"):
        yield "a score without min 0 and max 100"
    if record.version == "2004":
        raw, scaled = float(last[f"{score}.raw"]), float(last.get("cmi.score.scaled", "nan"))
        if not abs(scaled * 100 - raw) < 0.01:
            yield f"raw {raw:g} and scaled {scaled:g} differ"


def _completes_before_it_passes(record: Record) -> Iterator[str]:
    completed_before = record.read(record.name("completion")) in ("completed", "passed")
    completed = next(
        (number for number, call in record.sets(record.name("completion")) if call.value == "completed"), None
    )
    for number, call in record.sets(record.name("success")):
        if call.value != "passed" or completed_before:
            continue
        if completed is None or completed > number or not record.committed_between(completed, number):
            yield "passed was set before completed was committed"


def _never_downgrades(record: Record) -> Iterator[str]:
    for element in sorted({record.name("completion"), record.name("success")}):
        status = record.read(element)
        for _, call in record.sets(element):
            if _RANKS.index(call.value) < _RANKS.index(status):
                yield f"the status fell from {status}: {call}"
            status = call.value


def _writes_nothing_in_review(record: Record) -> Iterator[str]:
    mode = record.read(record.name("mode"))
    if mode in ("review", "browse") or record.read(record.name("credit")) == "no-credit":
        for _, call in record.sets():
            yield f"something was set in mode {mode or 'no-credit'}: {call}"


def _keeps_lengths(record: Record) -> Iterator[str]:
    state, location, text = (4096, 255, 255) if record.version == "1.2" else (64000, 1000, 4000)
    limits = {"cmi.suspend_data": state, record.name("location"): location}
    for _, call in record.sets():
        units = len(call.value.encode("utf-16-le")) // 2
        if units > limits.get(call.element, text):
            yield f"{call.element} has {units} characters"
        if record.version == "2004" and call.element.startswith("cmi.interactions.") and "\n" in call.value:
            yield f"{call.element} has a line break"


def _writes_times_right(record: Record) -> Iterator[str]:
    for _, call in record.sets():
        last = call.element.rpartition(".")[2]
        if call.element == record.name("time") or last == "latency":
            pattern = _TIMES[record.version]
        elif last in ("time", "timestamp"):
            pattern = _CLOCKS[record.version]
        elif last == "id":
            pattern = _IDENTIFIER
        else:
            continue
        if not pattern.fullmatch(call.value):
            yield f"{call.element} is written {call.value!r}"


def _tells_its_time(record: Record) -> Iterator[str]:
    """Each commit of a session that writes carries a fresh session time."""
    told = False
    for call in record.calls:
        if call.kind == "set" and call.element == record.name("time"):
            told = True
        elif call.kind == "commit" and not told:
            yield "a commit without a fresh session time"
        elif call.kind == "commit":
            told = False


def _finishes_once(record: Record) -> Iterator[str]:
    kinds = [call.kind for call in record.calls]
    if "closed" in kinds and kinds.count("finish") != 1:
        yield f"finish was called {kinds.count('finish')} times"
    if "finish" in kinds:
        for call in record.calls[kinds.index("finish") + 1 :]:
            if call.kind != "closed":
                yield f"something was said after finish: {call}"


def _asks_for_no_names(record: Record) -> Iterator[str]:
    for call in record.calls:
        if re.search(r"(student|learner)_(id|name)", call.element):
            yield f"the course asked who the learner is: {call}"


RULES: tuple[Callable[[Record], Iterator[str]], ...] = (
    _begins_once,
    _suspends_first,
    _commits_everything,
    _makes_no_errors,
    _scores_after_an_answer,
    _never_scores_lower,
    _scores_in_full,
    _completes_before_it_passes,
    _never_downgrades,
    _writes_nothing_in_review,
    _keeps_lengths,
    _writes_times_right,
    _tells_its_time,
    _finishes_once,
    _asks_for_no_names,
)
