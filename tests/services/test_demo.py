"""The demo world: plausible, the same every time, and consistent in itself."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import func, select

from lms.content.catalogue import Catalogue, load_catalogue
from lms.db import db
from lms.models import Attempt, CourseRecord, Enrolment, LessonRecord, Person, RoleGrant
from lms.rules.grading import grade
from lms.services import demo
from tests.database import Database, make_config, open_database, upgrade

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@cache
def real_catalogue() -> Catalogue:
    return load_catalogue(ROOT / "courses", ROOT / "quizzes")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The whole world, made once for this file."""
    config = make_config(tmp_path_factory.mktemp("world"), demo=True)
    upgrade(config)
    with open_database(config) as database:
        demo.create_world(real_catalogue(), NOW)
        yield database


def count(statement) -> int:
    return db.session.scalar(select(func.count()).select_from(statement.subquery())) or 0


def test_eleven_regions_have_about_150_trainees_each(world: Database):
    rows = db.session.execute(select(Enrolment.region_id, func.count()).group_by(Enrolment.region_id)).all()
    assert len(rows) == 11
    assert all(135 <= people <= 180 for _region, people in rows)


def test_every_region_has_a_coordinator_and_a_trainer(world: Database):
    grants = db.session.execute(select(RoleGrant.role, RoleGrant.region_id)).all()
    assert len([region for role, region in grants if role == "coordinator" and region]) == 11
    assert [role for role, _region in grants].count("trainer") == 11


def test_a_visitor_can_be_anybody(world: Database):
    for role in ("trainee", "trainer", "coordinator", "programme", "administrator"):
        person_id = demo.find_demo_person(role)
        assert person_id is not None
        person = db.session.get(Person, person_id)
        assert person is not None
        assert person.email.endswith(".donegal@demo.eu-belong.example")
    assert demo.has_world()


def test_the_funnel_only_falls(world: Database):
    for region in ("donegal", "timis"):
        steps = [
            count(select(Enrolment.id).where(Enrolment.region_id == region, moment.is_not(None)))
            for moment in (
                Enrolment.invited_at,
                Enrolment.opened_at,
                Enrolment.started_at,
                Enrolment.completed_at,
            )
        ]
        assert steps == sorted(steps, reverse=True)
        assert steps[-1] > 20


def test_nothing_lies_in_the_future_or_before_the_twelve_weeks(world: Database):
    first, last = db.session.execute(
        select(func.min(Enrolment.created_at), func.max(Enrolment.last_active_at))
    ).one()
    assert last <= NOW
    assert first >= NOW - timedelta(weeks=13)


def test_records_agree_with_what_was_done(world: Database):
    courses = {course.id: course for course in real_catalogue().list_courses("en")}
    done = dict(
        db.session.execute(
            select(LessonRecord.course_record_id, func.count())
            .where(LessonRecord.done_at.is_not(None))
            .group_by(LessonRecord.course_record_id)
        ).all()
    )
    best = {
        (enrolment, course): percent
        for enrolment, course, percent in db.session.execute(
            select(Attempt.enrolment_id, Attempt.course_id, func.max(Attempt.percent))
            .where(Attempt.quiz_id.in_([course.exam.id for course in courses.values() if course.exam]))
            .group_by(Attempt.enrolment_id, Attempt.course_id)
        )
    }
    for record in db.session.scalars(select(CourseRecord)):
        assert record.lessons_done == done.get(record.id, 0)
        assert record.best_score == best.get((record.enrolment_id, record.course_id))
        assert (record.completed_at is not None) == (record.form_at is not None)
        if record.completed_at:
            assert record.lessons_done == len(courses[record.course_id].lessons)
            assert record.best_score is not None
            assert record.best_score >= 70


def test_attempts_carry_the_result_that_grading_gives(world: Database):
    quizzes = {quiz.id: quiz for course in real_catalogue().list_courses("en") for quiz in course.quizzes()}
    for attempt in db.session.scalars(select(Attempt).order_by(Attempt.id).limit(400)):
        result = grade(quizzes[attempt.quiz_id], attempt.answers, attempt.drawn)
        assert (attempt.percent, attempt.passed) == (result.percent, result.passed)


def test_the_same_day_gives_the_same_people(world: Database, tmp_path: Path):
    def fingerprint() -> list[tuple]:
        query = select(Person.email, Enrolment.completed_at).join(Enrolment, Enrolment.person_id == Person.id)
        return [tuple(row) for row in db.session.execute(query.order_by(Person.email))]

    first = fingerprint()
    config = make_config(tmp_path, demo=True)
    upgrade(config)
    with open_database(config):
        assert not demo.has_world()
        demo.create_world(real_catalogue(), NOW)
        assert fingerprint() == first
