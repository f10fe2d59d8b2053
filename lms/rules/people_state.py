"""How far somebody is, said of the denormalised rows that lists are made of. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.content.model import Course
from lms.rules.people_filter import State


@dataclass(frozen=True, slots=True)
class Steps:
    """The dates of an enrolment."""

    invited_at: datetime | None
    opened_at: datetime | None
    started_at: datetime | None
    completed_at: datetime | None
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CourseSteps:
    """Where somebody stands in one course."""

    lessons_done: int = 0
    reached: int = 0
    begun: bool = False
    passed: bool = False
    completed: bool = False
    source: str = "site"


@dataclass(frozen=True, slots=True)
class Standing:
    """How far somebody is: in which state, and in which course."""

    state: State
    course: Course | None = None
    """The first one that is not completed; None before the first and after the last."""
    lessons_done: int = 0


def find_standing(steps: Steps, places: Mapping[str, CourseSteps], courses: Sequence[Course]) -> Standing:
    """Say how far somebody is. The same is asked in SQL by `reports.people_query`."""
    if steps.closed_at:
        return Standing(State.CLOSED)
    if steps.completed_at:
        return Standing(State.COMPLETED)
    if not steps.started_at:
        if steps.opened_at:
            return Standing(State.OPENED)
        return Standing(State.INVITED if steps.invited_at else State.NEW)
    open_courses = [course for course in courses if not places.get(course.id, CourseSteps()).completed]
    waiting = [
        course
        for course in open_courses
        if (place := places.get(course.id, CourseSteps())).begun and place.lessons_done >= len(course.lessons)
    ]
    for state in (State.EXAM, State.FORM):
        for course in waiting:
            passed = places[course.id].passed or course.exam is None
            if passed is (state is State.FORM):
                return Standing(state, course, places[course.id].lessons_done)
    if not open_courses:
        return Standing(State.AFTER)
    current = open_courses[0]
    return Standing(State.LEARNING, current, places.get(current.id, CourseSteps()).lessons_done)
