"""The people of a region with where they stand: no scores, no answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import or_, select

from lms.content.model import Course
from lms.db import db
from lms.models import CourseRecord, Enrolment, Person, RoleGrant
from lms.reports.progress_rows import STAFF


class State(StrEnum):
    """How far somebody has come, in a word that can stand in an address."""

    NEW = "new"
    """Enrolled, no invitation accepted yet."""
    INVITED = "invited"
    OPENED = "opened"
    LEARNING = "learning"
    EXAM = "exam"
    """All lessons of a module done, its exam not passed."""
    COMPLETED = "completed"


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One enrolled person as the coordinator's list shows them."""

    enrolment_id: int
    name: str
    email: str
    organisation: str
    category: str
    state: State
    course: int
    """Number of the module somebody is in; 0 before the first and after the last."""
    lessons_done: int
    lessons: int
    last_active_at: datetime | None
    counted: bool
    """False for staff and closed accounts, which no figure counts."""
    active: bool
    """False for closed accounts."""


def list_region_people(region: str, courses: Sequence[Course], now: datetime) -> tuple[PersonRow, ...]:
    """List everybody who is enrolled in a region, by name. Three statements, however many people there are."""
    people = db.session.execute(
        select(
            Enrolment.id,
            Enrolment.person_id,
            Person.name,
            Person.email,
            Person.deactivated_at,
            Enrolment.organisation,
            Enrolment.category,
            Enrolment.invited_at,
            Enrolment.opened_at,
            Enrolment.started_at,
            Enrolment.completed_at,
            Enrolment.last_active_at,
        )
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.region_id == region)
        .order_by(Person.name, Enrolment.id)
    ).all()
    staff = set(db.session.scalars(_staff_of(region, now)))
    records = _list_records(region)
    return tuple(_person(row, records.get(row.id, {}), courses, staff) for row in people)


def list_uninvited(region: str) -> list[int]:
    """List the enrolments of a region that no invitation has reached and that have not been used."""
    return list(
        db.session.scalars(
            select(Enrolment.id)
            .join(Person, Person.id == Enrolment.person_id)
            .where(
                Enrolment.region_id == region,
                Enrolment.invited_at.is_(None),
                Enrolment.opened_at.is_(None),
                Person.deactivated_at.is_(None),
            )
            .order_by(Enrolment.id)
        )
    )


def _staff_of(region: str, now: datetime):  # type: ignore[no-untyped-def]
    return (
        select(RoleGrant.person_id)
        .join(Enrolment, Enrolment.person_id == RoleGrant.person_id)
        .where(Enrolment.region_id == region, RoleGrant.role.in_(STAFF))
        .where(or_(RoleGrant.until.is_(None), RoleGrant.until > now))
    )


def _list_records(region: str) -> dict[int, dict[str, tuple[int, bool, bool]]]:
    """Give for each enrolment: course id -> lessons done, begun, completed."""
    found: dict[int, dict[str, tuple[int, bool, bool]]] = {}
    for row in db.session.execute(
        select(
            CourseRecord.enrolment_id,
            CourseRecord.course_id,
            CourseRecord.lessons_done,
            CourseRecord.started_at,
            CourseRecord.completed_at,
        ).where(CourseRecord.region_id == region)
    ):
        begun, completed = row.started_at is not None, row.completed_at is not None
        found.setdefault(row.enrolment_id, {})[row.course_id] = (row.lessons_done, begun, completed)
    return found


def _person(row, records, courses: Sequence[Course], staff: set[int]) -> PersonRow:  # type: ignore[no-untyped-def]
    state, course, done, lessons = _find_state(row, records, courses)
    return PersonRow(
        enrolment_id=row.id,
        name=row.name,
        email=row.email,
        organisation=row.organisation,
        category=row.category,
        state=state,
        course=course,
        lessons_done=done,
        lessons=lessons,
        last_active_at=row.last_active_at,
        counted=row.person_id not in staff and row.deactivated_at is None,
        active=row.deactivated_at is None,
    )


def _find_state(row, records, courses: Sequence[Course]) -> tuple[State, int, int, int]:  # type: ignore[no-untyped-def]
    """Say how far somebody is: state, number of the module, lessons done in it, lessons it has."""
    if row.completed_at:
        return State.COMPLETED, 0, 0, 0
    for course in courses:
        done, begun, completed = records.get(course.id, (0, False, False))
        if completed:
            continue
        if not row.started_at and not begun:
            break
        lessons = len(course.lessons)
        return (State.EXAM if begun and done >= lessons else State.LEARNING), course.number, done, lessons
    else:
        return State.LEARNING, 0, 0, 0
    if row.opened_at:
        return State.OPENED, 0, 0, 0
    return (State.INVITED if row.invited_at else State.NEW), 0, 0, 0
