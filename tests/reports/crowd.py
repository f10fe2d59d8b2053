"""Many people at once, written past the services: so many of a region, so far."""

from datetime import datetime, timedelta
from itertools import count
from types import SimpleNamespace
from typing import Any

from lms.db import transaction
from lms.intake.people_fields import search_text
from lms.models import CourseRecord, Enrolment, Person
from lms.services.counters import rebuild
from lms.services.store import insert
from tests.people import NOW

COURSES = tuple(
    SimpleNamespace(
        id=name,
        number=number,
        title=f"Course {number}",
        requires=requires,
        lessons=tuple(SimpleNamespace(number=at, title=f"Lesson {at}") for at in range(1, lessons + 1)),
    )
    for number, (name, lessons, requires) in enumerate((("first", 3, ()), ("second", 2, ("first",))), start=1)
)
"""Two courses as far as counting looks at them."""
STEPS = ("enrolled", "invited", "opened", "started", "completed")
_numbers = count(1)


def add_people(region: str, people: int, step: str = "invited", at: datetime = NOW, **changes: Any) -> list[int]:
    """Enrol people who have come to a step; give the ids of their enrolments."""
    reached = STEPS.index(step)
    times = {
        f"{name}_at": at - timedelta(hours=1) if reached >= place else None
        for place, name in enumerate(STEPS)
        if name != "enrolled"
    }
    ids = []
    with transaction() as session:
        for _ in range(people):
            number = next(_numbers)
            values = {"email": f"p{number}@crowd.example", "name": f"Person {number}", "language": "en"}
            person = insert(session, Person, created_at=at, session_version=0, **values)
            row = {"category": "", "organisation": "", "source": "form", "region_id": region, "created_at": at}
            row |= {"language": "en", "last_active_at": at, **times, **changes}
            row["search"] = search_text(values["name"], values["email"], row["organisation"])
            ids.append(insert(session, Enrolment, person_id=person, **row))
        rebuild(session, [region], NOW)
    return ids


def add_records(enrolments: list[int], region: str, course: str, at: datetime = NOW, **changes: Any) -> None:
    """Let enrolled people have begun a course."""
    values = {"started_at": at, "lessons_done": 0, "reached": 0, "best_score": None, "completed_at": None}
    with transaction() as session:
        for enrolment in enrolments:
            insert(
                session,
                CourseRecord,
                enrolment_id=enrolment,
                region_id=region,
                course_id=course,
                course_digest="",
                **(values | changes),
            )
        rebuild(session, [region], NOW)
