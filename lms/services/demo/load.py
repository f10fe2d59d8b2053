"""Put the invented world into the database, in bulk and in one transaction."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from lms.content.catalogue import Catalogue
from lms.content.model import Course, Quiz
from lms.content.model import Region as RegionFile
from lms.db import db, transaction
from lms.intake.people_fields import search_text
from lms.models import (
    Attempt,
    CourseRecord,
    Enrolment,
    LessonRecord,
    Person,
    PrivateAnswer,
    RoleGrant,
    SurveyAnswer,
    SurveyDone,
)
from lms.services import counters
from lms.services.demo.background import invent_background
from lms.services.demo.cast import Cast, invent_cast
from lms.services.demo.letters import write_letters
from lms.services.demo.life import CourseLife, Life, invent_answers
from lms.services.demo.roles import DEMO_DOMAIN
from lms.services.regions import load_regions

SEED = 20261123
"""Fixed, so that every demo world of one day is the same."""

Progress = Callable[[str, int, int], None]
"""Told what is done: a word, how many of how many."""


def has_world() -> bool:
    """Whether the demo world is there already."""
    return db.session.scalar(select(Person.id).where(Person.email.like(f"%@{DEMO_DOMAIN}")).limit(1)) is not None


def create_world(catalogue: Catalogue, now: datetime, progress: Progress = lambda *_: None) -> int:
    """Create staff and about 150 trainees per active region; return the number of trainees.

    Everything is written in one transaction: a start that is broken off leaves nothing behind.
    """
    regions = [region for region in catalogue.regions.values() if region.active]
    with transaction() as session:
        load_regions(catalogue.regions.values(), now)
        people = 0
        for count, region in enumerate(regions, start=1):
            chance = Random(f"{SEED}:{region.id}")  # noqa: S311 - invented data, no secret
            world = _World(catalogue, region)
            cast = invent_cast(region, world.courses, world.surveys, now, chance)
            _write(session, region, cast, world, chance, now)
            people += len(cast.trainees)
            progress(region.name, count, len(regions))
        counters.rebuild(session, [region.id for region in regions], now)
        invent_background(session, now)
    return people


@dataclass(frozen=True)
class _World:
    """What people of one region learn from."""

    catalogue: Catalogue
    region: RegionFile

    @property
    def courses(self) -> list[Course]:
        return list(self.catalogue.list_courses("en", self.region.id))

    @property
    def surveys(self) -> dict[str, Quiz]:
        programme = self.catalogue.programme
        wanted = {"needs": programme.needs, "before": programme.before, "after": programme.after}
        found = {place: self.catalogue.find_quiz(name, "en") for place, name in wanted.items() if name}
        return {place: quiz for place, quiz in found.items() if quiz}


def _write(session: Session, region: RegionFile, cast: Cast, world: _World, chance: Random, now: datetime) -> None:
    session.execute(insert(Person), [person.row for person in (*cast.staff, *cast.trainees)])
    ids = dict(session.execute(select(Person.email, Person.id).where(Person.email.like(f"%.{region.id}@%"))).all())
    grants = [
        {"person_id": ids[person.email], "role": role, "region_id": where, "granted_at": person.row["created_at"]}
        for person in cast.staff
        for role, where in person.roles
    ]
    if grants:
        session.execute(insert(RoleGrant), grants)
    session.execute(
        insert(Enrolment),
        [
            {
                **trainee.enrolment,
                "person_id": ids[trainee.email],
                "region_id": region.id,
                "language": trainee.row["language"],
                "search": search_text(trainee.row["name"], trainee.email, trainee.enrolment["organisation"]),
            }
            for trainee in cast.trainees
            if trainee.enrolment
        ],
    )
    enrolments = dict(
        session.execute(select(Enrolment.person_id, Enrolment.id).where(Enrolment.region_id == region.id)).all()
    )
    lives = [(enrolments[ids[trainee.email]], trainee.life) for trainee in cast.trainees if trainee.life]
    _write_courses(session, region, lives)
    write_letters(session, region, cast, ids, now)
    _write_surveys(session, region, lives, chance)


def _write_courses(session: Session, region: RegionFile, lives: list[tuple[int, Life]]) -> None:
    taken = [(enrolment, course) for enrolment, life in lives for course in life.courses]
    _insert(session, CourseRecord, (_course_row(region, enrolment, course) for enrolment, course in taken))
    rows = select(CourseRecord.enrolment_id, CourseRecord.course_id, CourseRecord.id).where(
        CourseRecord.region_id == region.id
    )
    records = {(enrolment, course): record for enrolment, course, record in session.execute(rows)}
    lessons = (
        {
            "course_record_id": records[enrolment, course.course.id],
            "lesson_id": lesson.lesson_id,
            "pages": lesson.pages,
            "page": lesson.page,
            "quiz_at": lesson.quiz_at,
            "done_at": lesson.done_at,
            "updated_at": lesson.updated_at,
        }
        for enrolment, course in taken
        for lesson in course.lessons
    )
    _insert(session, LessonRecord, lessons)
    _insert(session, Attempt, (row for enrolment, course in taken for row in _attempt_rows(enrolment, course)))


def _course_row(region: RegionFile, enrolment: int, life: CourseLife) -> dict[str, Any]:
    done = [lesson.lesson_id for lesson in life.lessons if lesson.done_at]
    return {
        "enrolment_id": enrolment,
        "course_id": life.course.id,
        "region_id": region.id,
        "started_at": life.started_at,
        "lessons_done": len(done),
        "reached": max((lesson.number for lesson in life.course.lessons if lesson.id in done), default=0),
        "best_score": life.best_score,
        "passed_at": life.passed_at,
        "form_at": life.form_at,
        "completed_at": life.completed_at,
        "last_active_at": life.last_active_at,
        "course_digest": life.course.digest,
    }


def _attempt_rows(enrolment: int, life: CourseLife) -> Iterable[dict[str, Any]]:
    for attempt in life.attempts:
        yield {
            "enrolment_id": enrolment,
            "course_id": life.course.id,
            "quiz_id": attempt.quiz.id,
            "number": attempt.number,
            "seed": attempt.seed,
            "drawn": list(attempt.drawn),
            "answers": attempt.answers,
            "started_at": attempt.started_at,
            "saved_at": attempt.submitted_at,
            "submitted_at": attempt.submitted_at,
            "percent": attempt.grade.percent,
            "passed": attempt.grade.passed,
            "results": {result.name: result.points for result in attempt.grade.results},
            "quiz_digest": attempt.quiz.digest,
        }


def _write_surveys(session: Session, region: RegionFile, lives: list[tuple[int, Life]], chance: Random) -> None:
    done: list[dict[str, Any]] = []
    anonymous: list[dict[str, Any]] = []
    private: list[dict[str, Any]] = []
    for enrolment, life in lives:
        for survey, course_id, at, skipped in _answered(life):
            done.append(
                {
                    "enrolment_id": enrolment,
                    "survey_id": survey.id,
                    "course_id": course_id,
                    "done_on": at.date(),
                    "skipped": skipped,
                }
            )
            if skipped:
                continue
            answers = invent_answers(survey, chance)
            if survey.anonymous:
                anonymous.append(_anonymous_row(region, survey, course_id, at, answers, chance))
            else:
                private.append(
                    {
                        "enrolment_id": enrolment,
                        "survey_id": survey.id,
                        "answers": answers,
                        "saved_at": at,
                        "done_at": at,
                    }
                )
    _insert(session, SurveyDone, done)
    _insert(session, SurveyAnswer, anonymous)
    _insert(session, PrivateAnswer, private)


def _answered(life: Life) -> Iterable[tuple[Quiz, str, datetime, bool]]:
    for survey, at, skipped in life.surveys:
        yield survey, "", at, skipped
    for course in life.courses:
        if course.form_at and course.course.form:
            yield course.course.form, course.course.id, course.form_at, course.form_skipped


def _anonymous_row(
    region: RegionFile, survey: Quiz, course_id: str, at: datetime, answers: dict[str, Any], chance: Random
) -> dict[str, Any]:
    monday: date = at.date() - timedelta(days=at.weekday())
    return {
        "id": f"{chance.getrandbits(128):032x}",
        "survey_id": survey.id,
        "course_id": course_id,
        "region_id": region.id,
        "language": survey.language,
        "week": monday,
        "survey_digest": survey.digest,
        "answers": answers,
    }


def _insert(session: Session, table: type, rows: Iterable[dict[str, Any]]) -> None:
    collected = list(rows)
    if collected:
        session.execute(insert(table), collected)
