"""The rules for what a package says to a platform in one session; each names the passage it comes from."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lms.pyscorm.package import Version
from lms.pyscorm.remarks import Remark, remark

from .calls import Call

RANKS = ("", "unknown", "not attempted", "browsed", "incomplete", "failed", "completed", "passed")
"""A status may be followed by one that stands further down."""
_WORDS = {
    "1.2": {
        "exit": "cmi.core.exit",
        "completion": "cmi.core.lesson_status",
        "success": "cmi.core.lesson_status",
        "score": "cmi.core.score",
        "time": "cmi.core.session_time",
    },
    "2004": {
        "exit": "cmi.exit",
        "completion": "cmi.completion_status",
        "success": "cmi.success_status",
        "score": "cmi.score",
        "time": "cmi.session_time",
    },
}
_NAMES = ("student_id", "student_name", "learner_id", "learner_name")


def element(version: Version, what: str) -> str:
    """Name the data element for exit, completion, success, score or time."""
    return _WORDS["2004" if version.is_2004 else "1.2"][what]


@dataclass(frozen=True, slots=True)
class Record:
    """What was said in one session, and what the platform allowed in it."""

    calls: tuple[Call, ...]
    version: Version
    is_writable: bool = True
    is_failing: bool = False

    def sets(self, name: str) -> Iterator[tuple[int, Call]]:
        """Go through what was set there, with its position."""
        for place, call in enumerate(self.calls):
            if call.kind == "set" and call.element == name and call.result == "true":
                yield place, call

    def read(self, name: str) -> str:
        """What the package first read there; empty if it never asked."""
        return next((call.result for call in self.calls if call.kind == "get" and call.element == name), "")


def broken_rules(record: Record) -> list[Remark]:
    """List the rules that a session broke."""
    rules = _RULES if record.is_writable else (_begins_and_ends, _writes_nothing, _asks_for_no_names)
    return [fault for rule in rules for fault in rule(record)]


def _begins_and_ends(record: Record) -> Iterator[Remark]:
    """Initialize first and once, Terminate last and once (1.2: section 3.3; 2004: section 3)."""
    kinds = [call.kind for call in record.calls]
    if kinds.count("initialize") != 1 or kinds[0] != "initialize":
        yield remark("The session is not begun once and before everything else.")
    if kinds.count("finish") != 1 or kinds[-1] != "finish":
        yield remark("The session is not ended once and after everything else.")


def _makes_no_errors(record: Record) -> Iterator[Remark]:
    """Every value is of its type and within its limit (1.2: section 3.4; 2004: section 4.1)."""
    for call in record.calls:
        never_set = call.kind == "get" and call.error in ("401", "403")
        not_stored = record.is_failing and call.kind == "commit"
        if call.error != "0" and not never_set and not not_stored:
            yield remark(
                "The platform refused a call with error %(code)s: %(call)s", code=call.error, call=str(call)
            )


def _suspends(record: Record) -> Iterator[Remark]:
    """Without exit = suspend nothing is handed back next time (2004: section 4.2, `cmi.exit`)."""
    name = element(record.version, "exit")
    values = [call.value for _, call in record.sets(name)]
    if not values:
        yield remark("The exit is never set to suspend: platforms then forget everything.")
    for value in values:
        if value not in ("suspend", ""):
            yield remark("The exit is set to %(value)r.", value=value)


def _commits_everything(record: Record) -> Iterator[Remark]:
    """What was set is committed before the session ends: a browser may give no further sign."""
    waiting = ""
    for call in record.calls:
        if call.kind == "set":
            waiting = waiting or call.element
        elif call.kind == "commit":
            waiting = ""
        elif call.kind == "finish" and waiting:
            yield remark("%(element)s was never committed.", element=waiting)


def _tells_its_time(record: Record) -> Iterator[Remark]:
    """Each commit carries the time that the session has taken (1.2: `cmi.core.session_time`)."""
    name = element(record.version, "time")
    told = False
    for call in record.calls:
        if call.kind == "set" and call.element == name:
            told = True
        elif call.kind == "commit":
            if not told:
                yield remark("A commit without the time of the session.")
                return
            told = False


def _scores_in_full(record: Record) -> Iterator[Remark]:
    """Raw comes with min 0 and max 100, in 2004 with the same value as a share: platforms read either."""
    score = element(record.version, "score")
    last = {call.element: call.value for call in record.calls if call.kind == "set"}
    raw = last.get(f"{score}.raw")
    if raw is None:
        return
    if (last.get(f"{score}.min"), last.get(f"{score}.max")) != ("0", "100"):
        yield remark("A score without its limits 0 and 100.")
    scaled = last.get(f"{score}.scaled", "")
    if record.version.is_2004 and (not scaled or abs(float(scaled) * 100 - float(raw)) > 0.01):
        yield remark("The score is %(raw)s points, but as a share %(scaled)s.", raw=raw, scaled=scaled or "-")


def _never_goes_back(record: Record) -> Iterator[Remark]:
    """A status is never lowered and a score never falls."""
    for name in sorted({element(record.version, "completion"), element(record.version, "success")}):
        status = record.read(name)
        for _, call in record.sets(name):
            if RANKS.index(call.value) < RANKS.index(status):
                yield remark("The status went back from %(old)s to %(new)s.", old=status, new=call.value)
            status = call.value
    raw = f"{element(record.version, 'score')}.raw"
    best = float(record.read(raw) or 0)
    for _, call in record.sets(raw):
        if float(call.value or 0) < best:
            yield remark("The score fell from %(old)g to %(new)s.", old=best, new=call.value)
        best = max(best, float(call.value or 0))


def _completes_before_it_passes(record: Record) -> Iterator[Remark]:
    """`completed` is committed before `passed`: Moodle's completion may wait for the first and never see it."""
    completion = element(record.version, "completion")
    if record.read(completion) in ("completed", "passed"):
        return
    completed = next((place for place, call in record.sets(completion) if call.value == "completed"), None)
    for place, call in record.sets(element(record.version, "success")):
        if call.value != "passed":
            continue
        between = record.calls[completed + 1 : place] if completed is not None else ()
        if not any(one.kind == "commit" for one in between):
            yield remark("The status becomes passed before completed was committed.")


def _writes_nothing(record: Record) -> Iterator[Remark]:
    """In review and preview nothing is written: platforms would store it (1.2: `cmi.core.lesson_mode`)."""
    for call in record.calls:
        if call.kind in ("set", "commit"):
            yield remark("In a session that does not count something was written: %(call)s", call=str(call))
            return


def _asks_for_no_names(record: Record) -> Iterator[Remark]:
    """Nothing in a package needs to know who the learner is."""
    if any(call.element.endswith(_NAMES) for call in record.calls):
        yield remark("The package asks who the learner is.")


_RULES: tuple[Callable[[Record], Iterator[Remark]], ...] = (
    _begins_and_ends,
    _makes_no_errors,
    _suspends,
    _commits_everything,
    _tells_its_time,
    _scores_in_full,
    _never_goes_back,
    _completes_before_it_passes,
    _asks_for_no_names,
)
