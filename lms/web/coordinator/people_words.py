"""What the people list says: states, reasons for a nudge, orders, and a filter in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lms.content.model import Course
from lms.intake.people_words import CATEGORIES
from lms.language import N_, Words
from lms.rules.people_filter import NOT_STATED, Nudge, PeopleFilter, Reached, Sort, State
from lms.rules.people_state import Standing

STATES: dict[str, str] = {
    State.NEW: N_("Not invited yet"),
    State.INVITED: N_("Invited, not opened"),
    State.OPENED: N_("Opened, not started"),
    State.LEARNING: N_("Learning"),
    State.EXAM: N_("Waiting for the exam"),
    State.FORM: N_("Exam passed, form open"),
    State.AFTER: N_("Closing self-assessment open"),
    State.COMPLETED: N_("Completed the programme"),
    State.CLOSED: N_("Has left, or account closed"),
}
NUDGES: dict[str, str] = {
    Nudge.ANY: N_("Needs a nudge"),
    Nudge.NEVER_OPENED: N_("Invited, never opened"),
    Nudge.NOT_STARTED: N_("Opened, nothing read"),
    Nudge.INACTIVE: N_("Started, then quiet"),
    Nudge.WAITING_FOR_EXAM: N_("Lessons done, exam not passed"),
}
SORTS: dict[str, str] = {
    Sort.NAME: N_("Name"),
    Sort.QUIET: N_("Quiet the longest"),
    Sort.ACTIVE: N_("Active last"),
    Sort.NEWEST: N_("Enrolled last"),
}
SOURCES: dict[str, str] = {
    "site": N_("on this site"),
    "moodle": N_("in the region's Moodle"),
    "paper": N_("on a signed list"),
    "recorded": N_("recorded by a coordinator"),
}
_REACHED: dict[str, str] = {
    Reached.INVITED: N_("Invited"),
    Reached.OPENED: N_("Opened"),
    Reached.STARTED: N_("Started"),
    Reached.COMPLETED: N_("Completed the programme"),
    Reached.CERTIFICATE: N_("Holds a certificate"),
}
_REACHED_IN: dict[str, str] = {
    Reached.STARTED: N_("Started module %(number)s"),
    Reached.LESSON: N_("Reached lesson %(lesson)s of module %(number)s"),
    Reached.EXAM: N_("Took the exam of module %(number)s"),
    Reached.COMPLETED: N_("Completed module %(number)s"),
}
_DATED = {Nudge.ANY, Nudge.NEVER_OPENED, Nudge.NOT_STARTED, Nudge.INACTIVE}


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing the list is narrowed by, and the query without it."""

    text: str
    without: str


def say_state(place: Standing, said: Words) -> str:
    """Say how far somebody has come."""
    number = place.course.number if place.course else 0
    match place.state:
        case State.LEARNING if place.course:
            lessons = len(place.course.lessons)
            text = N_("Module %(number)s, %(done)s of %(lessons)s lessons")
            return said(text, number=number, done=place.lessons_done, lessons=lessons)
        case State.EXAM:
            return said("Module %(number)s, all lessons done, exam open", number=number)
        case State.FORM:
            return said("Module %(number)s, exam passed, form open", number=number)
        case State.AFTER:
            return said("All modules completed, closing self-assessment open")
        case State.COMPLETED:
            return said("Programme completed")
    return said(STATES[place.state])


def list_chips(wanted: PeopleFilter, courses: Sequence[Course], said: Words) -> tuple[Chip, ...]:
    """Say what the list is narrowed by; each can be taken away by itself."""
    numbers = {course.id: course.number for course in courses}
    chips = [*_chips_of_way(wanted, numbers.get(wanted.course, 0), said), *_chips_of_facts(wanted, said)]
    return tuple(Chip(text, replace(wanted.view(), **without).to_query()) for text, without in chips)


def _chips_of_way(wanted: PeopleFilter, number: int, said: Words) -> Iterator[tuple[str, dict[str, Any]]]:
    if wanted.text:
        yield said("“%(text)s”", text=wanted.text), {"text": ""}
    if wanted.state:
        yield said(STATES[wanted.state]), {"state": None}
    if wanted.nudge:
        yield say_nudge(wanted, said), {"nudge": None, "days": PeopleFilter().days}
    if wanted.reached:
        yield say_reached(wanted, number, said), {"reached": None, "course": "", "lesson": 0}
    elif wanted.source:
        yield _say_source(wanted, number, said), {"source": "", "course": ""}
    elif wanted.course and wanted.lesson:
        text = said("Stopped after lesson %(lesson)s of module %(number)s", lesson=wanted.lesson, number=number)
        yield text, {"course": "", "lesson": 0}
    elif wanted.course:
        yield said("In module %(number)s", number=number), {"course": "", "lesson": 0}


def _chips_of_facts(wanted: PeopleFilter, said: Words) -> Iterator[tuple[str, dict[str, Any]]]:
    if wanted.category:
        label = CATEGORIES.get(wanted.category, N_("Kind of stakeholder not stated"))
        yield said(label), {"category": ""}
    if wanted.organisation:
        missing = wanted.organisation == NOT_STATED
        text = said("Organisation not stated") if missing else wanted.organisation
        yield text, {"organisation": ""}
    if wanted.language:
        yield said.language_name(wanted.language), {"language": ""}


def say_nudge(wanted: PeopleFilter, said: Words) -> str:
    """Say who needs a nudge, and after how many days."""
    label = said(NUDGES[wanted.nudge or Nudge.ANY])
    if wanted.nudge not in _DATED:
        return label
    return said.plural(
        "%(label)s (%(count)s quiet day)", "%(label)s (%(count)s quiet days)", wanted.days, label=label
    )


def say_reached(wanted: PeopleFilter, number: int, said: Words) -> str:
    """Say which step people came to, or to a later one."""
    if not wanted.course:
        return said(_REACHED.get(wanted.reached or "", _REACHED[Reached.INVITED]))
    text = _REACHED_IN.get(wanted.reached or "", _REACHED_IN[Reached.STARTED])
    return said(text, number=number, lesson=wanted.lesson)


def _say_source(wanted: PeopleFilter, number: int, said: Words) -> str:
    source = said(SOURCES[wanted.source])
    if number:
        return said("Completed module %(number)s %(source)s", number=number, source=source)
    return said("Completed a module %(source)s", source=source)
