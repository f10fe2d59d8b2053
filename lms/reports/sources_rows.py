"""What the report on sources reads: one grouped statement over records and results from elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, case, func, literal, or_, select, union_all

from lms.db import reading
from lms.models import CourseRecord, Enrolment, OutsideFold, OutsidePerson, OutsideResult
from lms.rules.sources import Source

ANY = "any"
"""Stands for "at least one module"."""
_OWN = (Source.SITE.value, Source.RECORDED.value)


@dataclass(frozen=True, slots=True)
class SourceRow:
    """How many people of a region completed a course through exactly these sources."""

    region: str
    course: str
    sources: frozenset[Source]
    people: int


def list_source_rows(regions: Sequence[str], courses: Sequence[str], now: datetime) -> tuple[SourceRow, ...]:
    """Count people by course and sources, and once more over all courses. Who is not enrolled here counts too."""
    said = union_all(_own(regions, courses, now), _told(regions, courses, now)).subquery("said")
    return tuple(
        SourceRow(row[0], row[1], _sources(row[2:6]), row[6])
        for by_course in (True, False)
        for row in reading().execute(_count(said, by_course))
    )


def _count(said: Any, by_course: bool) -> Select[Any]:
    course = said.c.course if by_course else literal(ANY).label("course")
    has = [func.max(case((said.c.source == source.value, 1), else_=0)).label(source.value) for source in Source]
    # Somebody known from elsewhere has no enrolment; both kinds of ids are kept apart.
    who = (said.c.region, said.c.enrolment, said.c.outside, *([said.c.course] if by_course else []))
    person = select(said.c.region, course, *has).group_by(*who).subquery("person")
    key = [person.c.region, person.c.course, *(person.c[source.value] for source in Source)]
    return select(*key, func.count()).group_by(*key)


def _own(regions: Sequence[str], courses: Sequence[str], now: datetime) -> Select[Any]:
    """What this service knows by itself: the record, or what stood in it before others were folded in."""
    mine = CourseRecord.completed_by.in_(_OWN)
    fold = and_(
        OutsideFold.enrolment_id == CourseRecord.enrolment_id, OutsideFold.course_id == CourseRecord.course_id
    )
    source = case((mine, CourseRecord.completed_by), else_=OutsideFold.completed_by)
    return (
        select(
            CourseRecord.region_id.label("region"),
            CourseRecord.course_id.label("course"),
            CourseRecord.enrolment_id.label("enrolment"),
            literal(0).label("outside"),
            source.label("source"),
        )
        .outerjoin(OutsideFold, fold)
        .where(
            CourseRecord.region_id.in_(regions),
            CourseRecord.course_id.in_(courses),
            CourseRecord.completed_at.is_not(None),
            or_(mine, OutsideFold.completed_at.is_not(None)),
            CourseRecord.enrolment_id.not_in(_excluded(now)),
        )
    )


def _told(regions: Sequence[str], courses: Sequence[str], now: datetime) -> Select[Any]:
    """What files from elsewhere say."""
    enrolment = func.coalesce(OutsidePerson.enrolment_id, 0)
    return (
        select(
            OutsidePerson.region_id,
            OutsideResult.course_id,
            enrolment,
            case((OutsidePerson.enrolment_id.is_(None), OutsidePerson.id), else_=0),
            OutsideResult.source,
        )
        .join(OutsidePerson, OutsidePerson.id == OutsideResult.outside_person_id)
        .where(
            OutsidePerson.region_id.in_(regions),
            OutsideResult.course_id.in_(courses),
            OutsideResult.state == "completed",
            enrolment.not_in(_excluded(now)),
        )
    )


def _excluded(now: datetime) -> Select[Any]:
    """Enrolments of staff and of closed accounts."""
    return select(Enrolment.id).where(Enrolment.excluded_until > now)


def _sources(flags: Sequence[int]) -> frozenset[Source]:
    return frozenset(source for source, flag in zip(Source, flags, strict=True) if flag)
