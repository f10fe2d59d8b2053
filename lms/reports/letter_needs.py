"""Who needs a letter of a kind now. Whether they may have one today is for `services.reminders` to say."""

from collections.abc import Sequence
from datetime import datetime

from lms.content.model import Course
from lms.reports.region_people import find_enrolments, list_uninvited
from lms.rules.letters import Kind
from lms.rules.people_filter import DAYS, Nudge, PeopleFilter


def find_needing(
    region: str, kind: Kind, courses: Sequence[Course], now: datetime, days: int = DAYS
) -> tuple[int, ...]:
    """Give the enrolments of a region that need a letter of a kind; for reminders, after so many quiet days."""
    if kind is Kind.INVITATION:
        return tuple(list_uninvited(region))
    return find_enrolments(region, PeopleFilter(nudge=Nudge(kind.value), days=days), courses, now)
