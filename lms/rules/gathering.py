"""From the lines of a file to what it says of each person: once per person, in our modules. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from lms.intake.moodle_results_fields import FileKind, Reading, ResultLine, ResultsFile
from lms.intake.people_words import plain
from lms.rules.sources import Source, State, best, judge_score


@dataclass(frozen=True, slots=True)
class Choices:
    """How a file is to be understood, as somebody chose it beside the preview."""

    courses: Mapping[int, str] = field(default_factory=dict)
    """Place of a column -> id of the course that it tells of."""
    marks: Mapping[str, int] = field(default_factory=dict)
    """Course id -> pass mark in percent."""
    modules: tuple[str, ...] = ()
    """Signed list: courses for lines that name none."""
    day: date | None = None
    """Signed list: the day for lines that name none."""
    joins: Mapping[int, str] = field(default_factory=dict)
    """Line without an address -> address of the enrolled person whose it is, as somebody said by hand."""


@dataclass(frozen=True, slots=True)
class Result:
    """How far a file says that somebody came in a course, and the day that it names."""

    state: State
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What a file says of one person, all its lines together."""

    lines: tuple[int, ...]
    name: str
    email: str
    """Normalised; empty if the list has none."""
    organisation: str
    results: Mapping[str, Result]
    """Course id -> result."""
    join: str = ""
    """Without an address: that of the enrolled person who it is, as somebody said by hand."""


def source_of(kind: FileKind) -> Source:
    """Say which source a kind of file is."""
    return Source.PAPER if kind is FileKind.PAPER else Source.MOODLE


def gather(file: ResultsFile, choices: Choices) -> tuple[Told, ...]:
    """Bring the lines of each person together; of several results in a course the best one counts."""
    people: dict[tuple[str, ...], list[ResultLine]] = {}
    for line in file.lines:
        key = (line.email,) if line.email else ("", name_key(line.name), plain(line.organisation))
        people.setdefault(key, []).append(line)
    return tuple(_join(key[0], lines, file.kind, choices) for key, lines in people.items())


def name_key(name: str) -> str:
    """Bring a name to the form in which it is compared: the same words in any order."""
    return " ".join(sorted(plain(word) for word in name.replace(",", " ").split()))


def _join(email: str, lines: list[ResultLine], kind: FileKind, choices: Choices) -> Told:
    found: dict[str, list[Result]] = {}
    for line in lines:
        for course, result in _results(line, kind, choices):
            found.setdefault(course, []).append(result)
    first = lines[0]
    return Told(
        tuple(line.line for line in lines),
        first.name,
        email,
        first.organisation,
        {course: _best(results) for course, results in found.items()},
        next((choices.joins[line.line] for line in lines if not email and line.line in choices.joins), ""),
    )


def _results(line: ResultLine, kind: FileKind, choices: Choices) -> Iterable[tuple[str, Result]]:
    if kind is FileKind.PAPER:
        modules = line.modules or dict.fromkeys(choices.modules)
        for course, on in modules.items():
            yield course, Result(State.COMPLETED, on or choices.day)
        return
    for reading in line.readings:
        course = choices.courses.get(reading.place)
        if course:
            yield course, Result(_state(reading, choices.marks.get(course, 100)), reading.on)


def _state(reading: Reading, pass_mark: int) -> State:
    if reading.state or reading.percent is None:
        return State(reading.state)
    return judge_score(reading.percent, pass_mark)


def _best(results: list[Result]) -> Result:
    state = best(result.state for result in results) or State.STARTED
    days = [result.on for result in results if result.state is state and result.on]
    return Result(state, min(days, default=None))
