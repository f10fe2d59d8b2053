"""What the indicators read besides progress: background, languages, self-assessments, forms after the modules."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Executable, bindparam, case, func, literal_column, or_, select, union_all
from sqlalchemy.orm import aliased

from lms.db import reading
from lms.models import Background, CourseRecord, Enrolment, OutsidePerson, PrivateAnswer, SurveyAnswer
from lms.reports.people_query import counts
from lms.rules.background import TOPICS

LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class StatedRow:
    """How many people of a region gave the same answers and came as far."""

    region: str
    answers: Mapping[str, str]
    """Topic -> answer, empty = not stated."""
    completed: bool
    people: int


@dataclass(frozen=True, slots=True)
class PairRow:
    """The self-assessments of one person."""

    region: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FormRow:
    """One form after a module, without a name."""

    region: str
    course: str
    answers: Mapping[str, Any]


def list_stated(now: datetime) -> Iterator[StatedRow]:
    """List who began, by what they said of themselves and by the language they read in."""
    names = [topic.id for topic in TOPICS]
    for region, completed, people, language, *answers in reading().execute(_stated_query(), {"now": now}):
        said = dict(zip(names, (answer or "" for answer in answers), strict=True))
        yield StatedRow(region, said | {LANGUAGE: language}, bool(completed), people)


def list_pairs(before: str, after: str, now: datetime) -> Iterator[PairRow]:
    """List the self-assessments of people who sent both."""
    values = {"now": now, "before": before, "after": after}
    for row in reading().execute(_pair_query(), values):
        yield PairRow(*row)


def list_forms() -> Iterator[FormRow]:
    """List the forms after the modules."""
    query = select(SurveyAnswer.region_id, SurveyAnswer.course_id, SurveyAnswer.answers)
    for row in reading().execute(query.where(SurveyAnswer.course_id != "")):
        yield FormRow(*row)


def count_completed_by(moment: datetime, now: datetime) -> dict[tuple[str, str], int]:
    """Count who, by what is known now, had completed what at a moment: (region, course or empty) -> people."""
    values = {"moment": moment, "now": now}
    found: dict[tuple[str, str], int] = {}
    for region, course, people in reading().execute(_completed_query(), values):
        found[region, course] = found.get((region, course), 0) + people
    return found


# The statements are built once: building costs more than running them.


_COUNTED = counts(bindparam("now", type_=Enrolment.excluded_until.type))


@cache
def _stated_query() -> Executable:
    completed = case((Enrolment.completed_at.is_not(None), 1), else_=0)
    answers = [getattr(Background, topic.id) for topic in TOPICS]
    return (
        select(Enrolment.region_id, completed, func.count(), Enrolment.language, *answers)
        .outerjoin(Background, Background.enrolment_id == Enrolment.id)
        .where(_COUNTED, or_(Enrolment.started_at.is_not(None), Enrolment.completed_at.is_not(None)))
        .group_by(Enrolment.region_id, completed, Enrolment.language, *answers)
    )


@cache
def _pair_query() -> Executable:
    first, second = aliased(PrivateAnswer), aliased(PrivateAnswer)
    return (
        select(Enrolment.region_id, first.answers, second.answers)
        .join(first, first.enrolment_id == Enrolment.id)
        .join(second, second.enrolment_id == Enrolment.id)
        .where(first.survey_id == bindparam("before"), second.survey_id == bindparam("after"))
        .where(first.done_at.is_not(None), second.done_at.is_not(None), _COUNTED)
    )


@cache
def _completed_query() -> Executable:
    moment = bindparam("moment", type_=Enrolment.completed_at.type)
    whole = (
        select(Enrolment.region_id, literal_column("''"), func.count())
        .where(Enrolment.completed_at <= moment, _COUNTED)
        .group_by(Enrolment.region_id)
    )
    courses = (
        select(CourseRecord.region_id, CourseRecord.course_id, func.count())
        .join(Enrolment, Enrolment.id == CourseRecord.enrolment_id)
        .where(CourseRecord.completed_at <= moment, _COUNTED)
        .group_by(CourseRecord.region_id, CourseRecord.course_id)
    )
    elsewhere = (
        select(OutsidePerson.region_id, literal_column("''"), func.count())
        .where(OutsidePerson.enrolment_id.is_(None), OutsidePerson.completed_at <= moment)
        .group_by(OutsidePerson.region_id)
    )
    return union_all(whole, courses, elsewhere)
