"""Results from elsewhere in the demo world: one region has a Moodle of its own, another a signed list."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select

from lms.config import Config
from lms.content.catalogue import Catalogue
from lms.db import db
from lms.models import Enrolment, Person
from lms.rules.gathering import Result, Told
from lms.rules.sources import Source, State
from lms.services import outside
from lms.services.outside_plan import Batch

_ENROLLED, _OTHERS = 24, 18
"""How many people of a file are enrolled here, and how many are not."""


def bring_results(catalogue: Catalogue, config: Config, now: datetime) -> None:
    """Take over a file of a Moodle in one region, and a signed list in the next."""
    regions = sorted(region.id for region in catalogue.regions.values() if region.active)
    courses = catalogue.programme.courses
    day = now.date() - timedelta(days=20)
    for region, source, name in zip(
        regions, (Source.MOODLE, Source.PAPER), ("progress-moodle.csv", "signed-list.xlsx"), strict=False
    ):
        evidence = "EU office, folder 12" if source is Source.PAPER else ""
        batch = Batch(region, source, f"demo:{source.value}", name, "0" * 64, evidence)
        people = _tell(region, courses, day)
        outside.take_over(batch, people, catalogue.programme, config, None, now)


def _tell(region: str, courses: Sequence[str], day: date) -> list[Told]:
    """Every third enrolled person until there are enough, and people who are not enrolled here."""
    query = select(Person.email).join(Enrolment, Enrolment.person_id == Person.id)
    known = db.session.scalars(query.where(Enrolment.region_id == region).order_by(Person.email)).all()
    emails = [*known[::3][:_ENROLLED], *(f"learner{number}@moodle.{region}.example" for number in range(_OTHERS))]
    return [
        Told(
            (number + 2,),
            email.partition("@")[0],
            email,
            "",
            {
                course: Result(State.COMPLETED, day + timedelta(days=number % 9 + 3 * at))
                for at, course in enumerate(courses[: 1 + number % 2])
            },
        )
        for number, email in enumerate(emails)
    ]
