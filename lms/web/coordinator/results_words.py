"""What the pages of results from elsewhere say of outcomes, kinds of files and people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lms.content.model import Course
from lms.intake.moodle_results import FileKind
from lms.language import N_, N_many, Words
from lms.rules.sources import Source, Standing
from lms.services.outside_plan import Outcome, Planned

KINDS: dict[FileKind, str] = {
    FileKind.ACTIVITIES: N_("Moodle: report on the completion of activities"),
    FileKind.COURSE: N_("Moodle: report on the completion of the course"),
    FileKind.SCORM: N_("Moodle: basic report on a SCORM package"),
    FileKind.GRADES: N_("Moodle: export of the gradebook"),
    FileKind.PAPER: N_("Signed list"),
}
OUTCOMES: dict[Outcome, str] = {
    Outcome.FOLDED: N_("Enrolled here: recorded"),
    Outcome.NEW: N_("Not enrolled here: counted without name"),
    Outcome.ADDED: N_("Not enrolled here, known from another file: added"),
    Outcome.SAME: N_("Known already: nothing changes"),
    Outcome.SAYS_NOTHING: N_("Nothing begun: not counted"),
    Outcome.STAFF: N_("Trainer or coordinator: not counted"),
    Outcome.ELSEWHERE: N_("Belongs to another region: nothing changes. Please ask the help desk."),
}

COUNTS = {
    Outcome.FOLDED: N_many("%(count)s person enrolled here", "%(count)s people enrolled here"),
    Outcome.NEW: N_many("%(count)s new person from elsewhere", "%(count)s new people from elsewhere"),
    Outcome.ADDED: N_many("%(count)s person known from another file", "%(count)s people known from other files"),
    Outcome.SAME: N_many("%(count)s person without change", "%(count)s people without change"),
}


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person of a file, in words."""

    lines: str
    name: str
    email: str
    outcome: str
    result: str


def say_person(planned: Planned, courses: Sequence[Course], said: Words) -> PersonLine:
    """Say what would happen to a person."""
    told = planned.told
    results = [
        _say_standing(course, planned.joined[course.id], said) for course in courses if course.id in planned.joined
    ]
    return PersonLine(
        lines=", ".join(map(said.number, told.lines)),
        name=planned.name,
        email=told.email or told.organisation,
        outcome=said(OUTCOMES[planned.outcome]),
        result="; ".join(results),
    )


def say_numbers(numbers: Mapping[str, int], said: Words) -> list[str]:
    """Say how many people had which outcome."""
    return [said.plural(*words, count) for outcome, words in COUNTS.items() if (count := numbers.get(outcome, 0))]


def _say_standing(course: Course, standing: Standing, said: Words) -> str:
    if standing.completed_at is None:
        return said("Module %(number)s: started", number=course.number)
    day = said.date(standing.completed_at.date())
    if standing.completed_by is Source.PAPER:
        return said("Module %(number)s: completed on %(date)s (signed list)", number=course.number, date=day)
    return said("Module %(number)s: completed on %(date)s", number=course.number, date=day)
