"""Best exam results of single people of a region: read only where a decision of the region allows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select

from lms.db import reading
from lms.errors import NotAllowed
from lms.models import CourseRecord, Enrolment, Person

ON_A_PAGE = 100
_PEOPLE = (
    select(Enrolment.id, Person.name)
    .join(Person, Person.id == Enrolment.person_id)
    .where(Enrolment.region_id == bindparam("region"))
    .order_by(func.lower(Person.name), Enrolment.id)
    .limit(ON_A_PAGE + 1)
    .offset(bindparam("skip"))
)
_SCORES = select(CourseRecord.enrolment_id, CourseRecord.course_id, CourseRecord.best_score).where(
    CourseRecord.enrolment_id.in_(bindparam("enrolments", expanding=True)), CourseRecord.best_score.is_not(None)
)


@dataclass(frozen=True, slots=True)
class ScoresPage:
    """Some people with their best results in percent, in the order of the courses asked for."""

    rows: tuple[tuple[str, tuple[int | None, ...]], ...]
    has_more: bool


def list_scores(region: str, courses: Sequence[str], page: int, *, decided: bool) -> ScoresPage:
    """List the results of a region; raises `NotAllowed` where no decision of the region stands behind it."""
    if not decided:
        raise NotAllowed("Exam results of single people are shown only after a decision of the region.")
    people = reading().execute(_PEOPLE, {"region": region, "skip": (page - 1) * ON_A_PAGE}).all()
    shown = people[:ON_A_PAGE]
    scores = reading().execute(_SCORES, {"enrolments": [row.id for row in shown]})
    found = {(row[0], row[1]): row[2] for row in scores}
    rows = tuple((row.name, tuple(found.get((row.id, course)) for course in courses)) for row in shown)
    return ScoresPage(rows, len(people) > ON_A_PAGE)
