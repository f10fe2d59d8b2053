"""Surveys: anonymous answers lead to nobody, private ones to their writer alone."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import inspect, select

from lms.db import db
from lms.errors import InvalidInput, NotAllowed, NotEnrolled
from lms.models import CourseRecord, Enrolment, PrivateAnswer, SurveyAnswer, SurveyDone
from lms.services import surveys
from tests.people import NOW, Cast, make_cast
from tests.small_courses import BASICS, FURTHER, PROGRAMME, SURVEY_AFTER, SURVEY_BEFORE, SURVEY_NEEDS

FORM = BASICS.form


@pytest.fixture
def cast(database) -> Cast:
    return make_cast()


def send(person, survey, answers, course=None, now=NOW):
    surveys.send_survey(person, PROGRAMME, survey, course, answers, now)


def rows(model):
    db.session.rollback()
    return db.session.scalars(select(model).execution_options(populate_existing=True)).all()


def test_anonymous_answers_hold_nothing_that_leads_to_a_person(cast):
    send(cast.amina, SURVEY_NEEDS, {"a0": 4, "own": "More time"})
    (kept,) = rows(SurveyAnswer)
    assert (kept.survey_id, kept.region_id, kept.language) == ("needs", "north", "en")
    assert kept.answers == {"a0": 4, "own": "More time"}
    assert kept.week == date(2026, 3, 2)
    names = {column.name for column in inspect(SurveyAnswer).columns}
    assert not names & {"person_id", "enrolment_id", "created_at", "at", "sent_at"}
    assert len(kept.id) == 32


def test_the_week_is_the_monday_of_the_day(cast):
    send(cast.amina, SURVEY_NEEDS, {"a0": 4}, now=datetime(2026, 3, 8, 23, 0, tzinfo=UTC))
    assert rows(SurveyAnswer)[0].week == date(2026, 3, 2)


def test_that_it_was_sent_is_kept_apart_with_the_day_alone(cast):
    send(cast.amina, FORM, {"a0": 4}, BASICS)
    (done,) = rows(SurveyDone)
    assert (done.enrolment_id, done.survey_id, done.course_id) == (cast.amina.enrolment_id, "form", "basics")
    assert (done.done_on, done.skipped) == (NOW.date(), False)
    assert surveys.is_done(cast.amina.enrolment_id, "form", "basics")
    assert not surveys.is_done(cast.amina.enrolment_id, "form", "further")
    assert not surveys.is_done(cast.dita.enrolment_id, "form", "basics")


def test_sending_twice_counts_once(cast):
    send(cast.amina, SURVEY_NEEDS, {"a0": 4})
    send(cast.amina, SURVEY_NEEDS, {"a0": 5})
    assert [kept.answers for kept in rows(SurveyAnswer)] == [{"a0": 4}]
    assert len(rows(SurveyDone)) == 1


def test_skipping_keeps_no_answer_and_can_be_made_good(cast):
    surveys.skip_survey(cast.amina, PROGRAMME, SURVEY_NEEDS, None, NOW)
    assert rows(SurveyAnswer) == []
    assert rows(SurveyDone)[0].skipped
    send(cast.amina, SURVEY_NEEDS, {"a0": 2})
    assert [kept.answers for kept in rows(SurveyAnswer)] == [{"a0": 2}]
    assert not rows(SurveyDone)[0].skipped


def test_a_survey_sent_is_not_skipped_afterwards(cast):
    send(cast.amina, SURVEY_NEEDS, {"a0": 2})
    surveys.skip_survey(cast.amina, PROGRAMME, SURVEY_NEEDS, None, NOW)
    assert not rows(SurveyDone)[0].skipped


def test_an_optional_survey_without_any_answer_counts_as_skipped(cast):
    send(cast.amina, SURVEY_NEEDS, {"a0": 99, "other": 1})
    assert rows(SurveyAnswer) == []
    assert rows(SurveyDone)[0].skipped


def test_what_does_not_belong_is_not_kept(cast):
    send(cast.amina, SURVEY_NEEDS, {"a0": 4, "a1": 7, "email": "x", "own": "x" * 5000, "s0": None})
    assert rows(SurveyAnswer)[0].answers == {"a0": 4, "s0": None}


def test_the_form_belongs_to_the_course_record(cast):
    send(cast.amina, FORM, {"a0": 4}, BASICS)
    record = rows(CourseRecord)[0]
    assert (record.form_at, record.started_at, record.completed_at) == (NOW, None, None)


def test_a_survey_is_being_here_but_not_learning(cast):
    send(cast.amina, SURVEY_NEEDS, {"a0": 4})
    mine = next(row for row in rows(Enrolment) if row.id == cast.amina.enrolment_id)
    assert (mine.last_active_at, mine.started_at) == (NOW, None)


def test_a_private_draft_is_kept_until_it_is_sent(cast):
    surveys.save_survey_answer(cast.amina, SURVEY_BEFORE, "a0", 4, NOW)
    surveys.save_survey_answer(cast.amina, SURVEY_BEFORE, "a1", None, NOW)
    assert surveys.find_private(cast.amina.enrolment_id, "before").answers == {"a0": 4, "a1": None}
    assert not surveys.is_done(cast.amina.enrolment_id, "before")
    send(cast.amina, SURVEY_BEFORE, {"a2": 3}, now=NOW + timedelta(minutes=6))
    state = surveys.find_private(cast.amina.enrolment_id, "before")
    assert state.answers == {"a0": 4, "a1": None, "a2": 3}
    assert state.done_at == NOW + timedelta(minutes=6)
    assert rows(SurveyAnswer) == []


def test_private_answers_are_found_by_their_writer_alone(cast):
    surveys.save_survey_answer(cast.amina, SURVEY_BEFORE, "a0", 4, NOW)
    assert surveys.find_private(cast.dita.enrolment_id, "before") is None


def test_what_was_sent_cannot_be_changed(cast):
    send(cast.amina, SURVEY_BEFORE, {"a0": 4})
    with pytest.raises(InvalidInput):
        surveys.save_survey_answer(cast.amina, SURVEY_BEFORE, "a0", 1, NOW)
    send(cast.amina, SURVEY_BEFORE, {"a0": 1})
    assert surveys.find_private(cast.amina.enrolment_id, "before").answers == {"a0": 4}


def test_an_anonymous_survey_has_no_draft(cast):
    with pytest.raises(InvalidInput):
        surveys.save_survey_answer(cast.amina, SURVEY_NEEDS, "a0", 4, NOW)
    assert rows(PrivateAnswer) == []


def test_an_answer_outside_the_scale_is_refused(cast):
    with pytest.raises(InvalidInput):
        surveys.save_survey_answer(cast.amina, SURVEY_BEFORE, "a0", 6, NOW)


def test_a_survey_that_belongs_to_the_course_can_neither_be_skipped_nor_sent_empty(cast):
    with pytest.raises(NotAllowed):
        surveys.skip_survey(cast.amina, PROGRAMME, SURVEY_BEFORE, None, NOW)
    with pytest.raises(InvalidInput):
        send(cast.amina, SURVEY_BEFORE, {})
    assert rows(SurveyDone) == []


def test_the_self_assessment_after_waits_for_the_courses(cast):
    with pytest.raises(NotAllowed):
        send(cast.amina, SURVEY_AFTER, {"a0": 4})


def test_the_form_of_a_closed_course_waits_too(cast):
    with pytest.raises(NotAllowed):
        send(cast.amina, replace(FORM), {"a0": 4}, FURTHER)
    assert rows(SurveyAnswer) == []


def test_somebody_without_enrolment_cannot_answer(cast):
    for act in (
        lambda: send(cast.chen, SURVEY_NEEDS, {"a0": 1}),
        lambda: surveys.skip_survey(cast.chen, PROGRAMME, SURVEY_NEEDS, None, NOW),
        lambda: surveys.save_survey_answer(cast.chen, SURVEY_BEFORE, "a0", 1, NOW),
    ):
        with pytest.raises(NotEnrolled):
            act()


def test_rows_of_anonymous_answers_are_not_numbered_in_the_order_they_came(sqlite_database):
    kind = db.session.connection().exec_driver_sql("SELECT wr FROM pragma_table_list WHERE name = 'survey_answer'")
    assert kind.scalar_one() == 1
