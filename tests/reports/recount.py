"""A slow count from the raw rows, person by person, that shares no code with the reports."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from lms.db import db
from lms.models import Attempt, Certificate, CourseRecord, Enrolment, LessonRecord, Person, RoleGrant

STAFF = {"trainer", "coordinator", "programme", "administrator"}


def recount(
    region: str, zone: str, lessons: dict[str, list[str]], exams: dict[str, str], now: datetime
) -> dict[str, Any]:
    """Count one region from lessons, attempts and dates. `lessons`, `exams`: ids by course."""
    found: dict[str, Any] = defaultdict(int)
    scores: dict[str, list[int]] = defaultdict(list)
    weeks: dict[tuple[date, str], set[int]] = defaultdict(set)
    grants = list(db.session.scalars(select(RoleGrant)))
    staff = {row.person_id for row in grants if row.role in STAFF and (row.until is None or row.until > now)}
    for person in db.session.scalars(select(Enrolment).where(Enrolment.region_id == region)):
        if person.person_id in staff or db.session.get(Person, person.person_id).deactivated_at:  # type: ignore[union-attr]
            found["excluded"] += 1
            continue
        attempts = list(db.session.scalars(select(Attempt).where(Attempt.enrolment_id == person.id)))
        events = [attempt.submitted_at for attempt in attempts if attempt.submitted_at] + [person.started_at]
        found["invited"] += bool(person.invited_at or person.opened_at)
        found["opened"] += bool(person.opened_at)
        found["started"] += bool(person.started_at)
        found["completed"] += bool(person.completed_at)
        held = db.session.scalars(select(Certificate).where(Certificate.enrolment_id == person.id))
        valid = [one for one in held if not one.replaced_at and not one.revoked_at]
        found["certificate"] += bool(person.completed_at and valid)
        for record in db.session.scalars(select(CourseRecord).where(CourseRecord.enrolment_id == person.id)):
            done = _count_course(
                found, scores, record, lessons[record.course_id], exams[record.course_id], attempts
            )
            events += [*done, record.completed_at]
        for kind, times in (
            ("active", events),
            ("started", [person.started_at]),
            ("completed", [person.completed_at]),
        ):
            for at in times:
                if at is not None:
                    weeks[_monday(at, zone), kind].add(person.id)
    return {"counts": found, "scores": scores, "weeks": {key: len(people) for key, people in weeks.items()}}


def _count_course(
    found: dict[str, Any],
    scores: dict[str, list[int]],
    record: CourseRecord,
    order: list[str],
    exam: str,
    attempts: list[Attempt],
) -> list[datetime | None]:
    course = record.course_id
    rows = list(db.session.scalars(select(LessonRecord).where(LessonRecord.course_record_id == record.id)))
    done = {row.lesson_id for row in rows if row.done_at}
    furthest = max((order.index(lesson) + 1 for lesson in done), default=0)
    results = [attempt.percent for attempt in attempts if attempt.quiz_id == exam and attempt.submitted_at]
    found[f"{course}-started"] += 1
    for number in range(1, furthest + 1):
        found[f"{course}-lesson-{number}"] += 1
    if results:
        found[f"{course}-exam"] += 1
        scores[course].append(max(result for result in results if result is not None))
    found[f"{course}-completed"] += bool(record.completed_at)
    return [row.done_at for row in rows]


def _monday(at: datetime, zone: str) -> date:
    local = at.astimezone(ZoneInfo(zone)).date()
    return local - timedelta(days=local.weekday())
