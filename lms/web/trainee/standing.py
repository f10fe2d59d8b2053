"""Where a trainee stands, in sentences."""

from lms.language import Words
from lms.rules.missing import MissingKind, explain_one
from lms.rules.sources import COMPLETED_BY
from lms.services.learning import CourseState

_OF_LESSONS = (MissingKind.LESSON, MissingKind.PAGES, MissingKind.QUIZ)


def say_completed(state: CourseState, said: Words, zone: str) -> str:
    """Say when a course was completed and which source says so; empty while it is not."""
    if state.completed_at is None:
        return ""
    return said(COMPLETED_BY[state.completed_by], date=said.date(state.completed_at, zone))


def list_missing(state: CourseState, said: Words) -> list[str]:
    """Say why a course is not finished; nothing if it is."""
    if state.completed_at:
        return []
    return [explain_one(missing, said) for missing in state.status.missing]


def list_waiting(state: CourseState, said: Words) -> list[str]:
    """Say what comes before the exam of a course; nothing if it is open."""
    if state.exam_open:
        return []
    if not state.is_open:
        return [said(state.closed_why)]
    return [explain_one(missing, said) for missing in state.status.missing if missing.kind in _OF_LESSONS]
