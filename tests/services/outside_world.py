"""Helpers for tests of results from elsewhere: files as gathered, and what stands in the database."""

from datetime import date
from typing import Any

from lms.db import Base, db
from lms.models import CourseRecord, Enrolment
from lms.rules.gathering import Result, Told
from lms.rules.sources import Source, State
from lms.services.outside_plan import Batch

DAY = date(2026, 2, 20)


def tell(name: str, *courses: str, on: date | None = DAY, state: State = State.COMPLETED, **changes: Any) -> Told:
    """What a file says of one person, by the first part of a mail address."""
    results = {course: Result(state, on) for course in courses}
    values = {"email": f"{name}@north.example", "organisation": "", "results": results}
    return Told((2,), name.capitalize(), **(values | changes))


def batch(
    source: Source = Source.MOODLE, origin: str = "course 1", region: str = "north", **changes: Any
) -> Batch:
    """A file."""
    values = {"name": "progress.csv", "digest": "d" * 64}
    return Batch(region, source, origin, **(values | changes))


def dump(*leave_out: str) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, to see that nothing or only this changed."""
    db.session.rollback()
    found = {}
    for table in Base.metadata.sorted_tables:
        if table.name not in leave_out:
            rows = db.session.execute(table.select()).all()
            found[table.name] = sorted(map(tuple, rows), key=repr)
    db.session.rollback()
    return found


def whole_database() -> str:
    """Everything that is stored, as one text to search in."""
    return repr(dump())


def record_of(enrolment_id: int, course: str) -> CourseRecord | None:
    """The record of a course."""
    db.session.rollback()
    query = db.select(CourseRecord).filter_by(enrolment_id=enrolment_id, course_id=course)
    return db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def enrolment(enrolment_id: int) -> Enrolment:
    """The enrolment as it stands now."""
    db.session.rollback()
    return db.session.get_one(Enrolment, enrolment_id, populate_existing=True)
