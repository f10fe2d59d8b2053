"""Modules recorded as done: with reason and evidence, in a column of their own, and taken back."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from lms.content.model import Course
from lms.db import db
from lms.errors import InvalidInput, NotAllowed, NotFound
from lms.models import AuditLine, CourseRecord, Enrolment
from lms.reports.region_people import find_enrolments
from lms.rules.people_filter import PeopleFilter
from lms.services import certificates, outside, recorded, surveys
from lms.services.counters_rebuilding import repair
from lms.services.learning import mark_page_read
from lms.services.standing import overview
from tests.database import Database
from tests.people import NORTH, NOW, SOUTH, Cast, make_cast
from tests.services.outside_world import batch, tell
from tests.small_courses import BASICS, FURTHER, PROGRAMME, SURVEY_AFTER, SmallCatalogue

LATER = NOW + timedelta(days=1)
WHY = ("The line failed.", "Signed list of 2 March, folder 7.")


@pytest.fixture
def cast(database: Database) -> Cast:
    return make_cast()


def record(cast: Cast, course: Course = BASICS, why: tuple[str, str] = WHY, region: str = NORTH) -> None:
    enrolment = cast.amina.enrolment_id
    recorded.record_completion(region, enrolment, PROGRAMME, course, why, cast.chen.person_id, NOW)  # type: ignore[arg-type]


def rows(model, enrolment):  # type: ignore[no-untyped-def]
    db.session.expire_all()
    names = [column.name for column in model.__table__.columns]
    key = model.id if model is Enrolment else model.enrolment_id
    found = db.session.scalars(select(model).where(key == enrolment).order_by(model.id))
    return [{name: getattr(row, name) for name in names} for row in found]


def test_a_recorded_module_counts_as_completed_and_names_its_source(cast: Cast) -> None:
    record(cast)
    amina = cast.amina.enrolment_id
    assert find_enrolments(NORTH, PeopleFilter(source="recorded", course="basics"), (), NOW) == (amina,)
    assert find_enrolments(NORTH, PeopleFilter(source="site"), (), NOW) == ()
    found = recorded.list_recorded(amina)["basics"]  # type: ignore[arg-type]
    assert (found.reason, found.evidence, found.actor, found.recorded_at) == (*WHY, "Chen Coordinator", NOW)
    states = overview(cast.amina, SmallCatalogue(), LATER).courses  # type: ignore[arg-type]
    assert states[0].completed_at == NOW
    assert states[0].status.done
    assert states[1].is_open
    assert db.session.scalars(select(AuditLine.detail).where(AuditLine.action == "completion.recorded")).all() == [
        "basics: The line failed."
    ]


@pytest.mark.parametrize("why", [("", "list"), ("line", "  "), ("x" * 1001, "list")])
def test_reason_and_evidence_are_required(cast: Cast, why: tuple[str, str]) -> None:
    with pytest.raises(InvalidInput):
        record(cast, why=why)
    assert rows(CourseRecord, cast.amina.enrolment_id) == []


def test_a_module_is_recorded_once_and_after_those_before_it(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        record(cast, FURTHER)
    record(cast)
    with pytest.raises(InvalidInput):
        record(cast)
    record(cast, FURTHER)
    assert set(recorded.list_recorded(cast.amina.enrolment_id)) == {"basics", "further"}  # type: ignore[arg-type]


def test_taking_back_leaves_what_was_before(cast: Cast) -> None:
    amina = cast.amina.enrolment_id
    before = rows(Enrolment, amina), rows(CourseRecord, amina)
    record(cast)
    recorded.take_back(NORTH, amina, PROGRAMME, BASICS, cast.chen.person_id, LATER)  # type: ignore[arg-type]
    assert (rows(Enrolment, amina), rows(CourseRecord, amina)) == before
    assert recorded.list_recorded(amina) == {}  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        recorded.take_back(NORTH, amina, PROGRAMME, BASICS, cast.chen.person_id, LATER)  # type: ignore[arg-type]
    record(cast)


def test_a_certificate_goes_with_the_record_that_it_rests_on(cast: Cast, database: Database) -> None:
    amina = cast.amina.enrolment_id
    record(cast)
    record(cast, FURTHER)
    surveys.send_survey(cast.amina, PROGRAMME, SURVEY_AFTER, None, {"a1": 3}, NOW)
    assert certificates.issue_due(SmallCatalogue(), database.config, NOW, write=False) == 1  # type: ignore[arg-type]
    recorded.take_back(NORTH, amina, PROGRAMME, FURTHER, cast.chen.person_id, LATER)  # type: ignore[arg-type]
    found = certificates.find_own(amina, database.config)  # type: ignore[arg-type]
    assert found is not None
    assert found.lapsed
    assert repair(LATER) == ()


def test_taking_back_keeps_what_was_read(cast: Cast) -> None:
    amina = cast.amina.enrolment_id
    mark_page_read(cast.amina, PROGRAMME, BASICS, BASICS.lessons[0], 1, NOW - timedelta(days=3))
    before = rows(Enrolment, amina), rows(CourseRecord, amina)
    record(cast)
    recorded.take_back(NORTH, amina, PROGRAMME, BASICS, cast.chen.person_id, LATER)  # type: ignore[arg-type]
    assert (rows(Enrolment, amina), rows(CourseRecord, amina)) == before


def test_nobody_of_another_region_is_recorded(cast: Cast) -> None:
    with pytest.raises(NotFound):
        record(cast, region=SOUTH)
    with pytest.raises(NotFound):
        recorded.take_back(SOUTH, cast.amina.enrolment_id, PROGRAMME, BASICS, cast.emil.person_id, NOW)  # type: ignore[arg-type]


def test_taking_one_of_two_back_leaves_the_start_of_the_other(cast: Cast) -> None:
    amina = cast.amina.enrolment_id
    record(cast)
    record(cast, FURTHER)
    recorded.take_back(NORTH, amina, PROGRAMME, BASICS, cast.chen.person_id, LATER)  # type: ignore[arg-type]
    (row,) = rows(Enrolment, amina)
    assert row["started_at"] == NOW
    assert repair(LATER) == ()


def test_what_another_source_says_as_well_stands_when_the_record_is_taken_back(
    cast: Cast, database: Database
) -> None:
    amina = cast.amina.enrolment_id
    record(cast)
    later = tell("amina", "basics", on=date(2026, 3, 4))
    outside.take_over(batch(), [later], PROGRAMME, database.config, None, NOW + timedelta(days=3))
    assert rows(CourseRecord, amina)[0]["completed_by"] == "recorded"
    recorded.take_back(NORTH, amina, PROGRAMME, BASICS, cast.chen.person_id, NOW + timedelta(days=4))  # type: ignore[arg-type]
    (row,) = rows(CourseRecord, amina)
    assert (row["completed_by"], row["completed_at"]) == ("moodle", datetime(2026, 3, 4, 12, tzinfo=UTC))
    assert repair(NOW + timedelta(days=4)) == ()
