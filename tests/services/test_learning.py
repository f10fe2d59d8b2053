"""Reading lessons, resuming, and what is finished by it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.content.model import Lesson
from lms.db import db
from lms.errors import NotAllowed, NotEnrolled, NotFound
from lms.models import CourseRecord, Enrolment, LessonRecord
from lms.rules.next_step import StepKind
from lms.services import learning, quizzes, surveys
from lms.services.people import Identity
from tests.people import NOW, Cast, make_cast
from tests.small_courses import BASICS, FURTHER, PROGRAMME, SURVEY_AFTER, SmallCatalogue

FIRST, SECOND = BASICS.lessons


@pytest.fixture
def cast(database) -> Cast:
    return make_cast()


def read_page(person: Identity, lesson: Lesson, number: int, now=NOW, course=BASICS):
    return learning.mark_page_read(person, PROGRAMME, course, lesson, number, now)


def finish_lesson(person: Identity, course, lesson, now=NOW) -> None:
    for page in lesson.pages:
        read_page(person, lesson, page.number, now, course)
    quizzes.submit_attempt(person, PROGRAMME, course, lesson.quiz, {}, now, attempt_number=1)


def pass_exam(person: Identity, course, now=NOW) -> None:
    state = quizzes.open_attempt(person, course, course.exam, now)
    quizzes.submit_attempt(
        person, PROGRAMME, course, course.exam, dict.fromkeys(state.drawn, 0), now, state.number
    )


def finish_course(person: Identity, course, now=NOW) -> None:
    for lesson in course.lessons:
        finish_lesson(person, course, lesson, now)
    pass_exam(person, course, now)
    surveys.skip_survey(person, PROGRAMME, course.form, course, now)


def enrolment_of(person: Identity) -> Enrolment:
    db.session.rollback()
    return db.session.scalars(
        select(Enrolment).where(Enrolment.id == person.enrolment_id).execution_options(populate_existing=True)
    ).one()


def record_of(person: Identity, course_id: str) -> CourseRecord:
    db.session.rollback()
    return db.session.scalars(
        select(CourseRecord)
        .where(CourseRecord.enrolment_id == person.enrolment_id, CourseRecord.course_id == course_id)
        .execution_options(populate_existing=True)
    ).one()


def test_a_lesson_that_was_never_opened_begins_on_its_first_page(cast):
    place = learning.find_place(cast.amina.enrolment_id, "basics", "first")
    assert (place.page, place.pages_read, place.quiz_done, place.done) == (1, (), False, False)


def test_reading_a_page_resumes_on_the_next_one(cast):
    place = read_page(cast.amina, FIRST, 1)
    assert (place.page, place.pages_read) == (2, (1,))
    assert learning.find_place(cast.amina.enrolment_id, "basics", "first") == place


def test_the_last_page_resumes_on_itself(cast):
    read_page(cast.amina, FIRST, 1)
    assert read_page(cast.amina, FIRST, 2).page == 2


def test_reading_a_page_twice_counts_it_once(cast):
    read_page(cast.amina, FIRST, 1)
    assert read_page(cast.amina, FIRST, 1).pages_read == (1,)


def test_what_one_trainee_reads_does_not_move_another(cast):
    read_page(cast.amina, FIRST, 1)
    assert learning.find_place(cast.dita.enrolment_id, "basics", "first").pages_read == ()


@pytest.mark.parametrize("number", [0, -1, 3])
def test_a_page_that_is_not_there_is_not_found(cast, number):
    with pytest.raises(NotFound):
        read_page(cast.amina, FIRST, number)
    assert enrolment_of(cast.amina).started_at is None


def test_a_lesson_of_another_course_is_not_found(cast):
    with pytest.raises(NotFound):
        read_page(cast.amina, FURTHER.lessons[0], 1, course=BASICS)


def test_somebody_without_enrolment_cannot_learn(cast):
    with pytest.raises(NotEnrolled):
        read_page(cast.chen, FIRST, 1)


def test_the_first_page_starts_enrolment_and_course_and_later_ones_keep_the_date(cast):
    read_page(cast.amina, FIRST, 1)
    read_page(cast.amina, FIRST, 2, NOW + timedelta(days=3))
    enrolment, record = enrolment_of(cast.amina), record_of(cast.amina, "basics")
    assert enrolment.started_at == record.started_at == NOW
    assert enrolment.last_active_at == record.last_active_at == NOW + timedelta(days=3)
    assert record.region_id == "north"
    assert record.course_digest == BASICS.digest


def test_a_lesson_is_done_when_its_pages_are_read_and_its_quiz_is_sent(cast):
    read_page(cast.amina, FIRST, 1)
    read_page(cast.amina, FIRST, 2)
    assert not learning.find_place(cast.amina.enrolment_id, "basics", "first").done
    quizzes.submit_attempt(cast.amina, PROGRAMME, BASICS, FIRST.quiz, {}, NOW, attempt_number=1)
    assert learning.find_place(cast.amina.enrolment_id, "basics", "first").done
    assert (record_of(cast.amina, "basics").lessons_done, record_of(cast.amina, "basics").reached) == (1, 1)


def test_a_lesson_is_done_when_the_quiz_comes_before_the_last_page(cast):
    quizzes.submit_attempt(cast.amina, PROGRAMME, BASICS, FIRST.quiz, {}, NOW, attempt_number=1)
    read_page(cast.amina, FIRST, 1)
    assert read_page(cast.amina, FIRST, 2).done


def test_the_furthest_lesson_counts_as_reached_although_one_before_it_is_open(cast):
    finish_lesson(cast.amina, BASICS, SECOND)
    record = record_of(cast.amina, "basics")
    assert (record.lessons_done, record.reached) == (1, 2)


def test_a_course_whose_turn_has_not_come_is_closed(cast):
    with pytest.raises(NotAllowed):
        read_page(cast.amina, FURTHER.lessons[0], 1, course=FURTHER)
    assert enrolment_of(cast.amina).started_at is None
    assert not learning.course_state(cast.amina, PROGRAMME, FURTHER, NOW).is_open


def test_a_course_opens_when_the_one_before_it_is_completed(cast):
    finish_course(cast.amina, BASICS)
    assert read_page(cast.amina, FURTHER.lessons[0], 1, course=FURTHER).pages_read == (1,)


def test_a_course_is_completed_by_its_last_step_whichever_that_is(cast):
    for lesson in BASICS.lessons:
        finish_lesson(cast.amina, BASICS, lesson)
    surveys.skip_survey(cast.amina, PROGRAMME, BASICS.form, BASICS, NOW)
    assert record_of(cast.amina, "basics").completed_at is None
    pass_exam(cast.amina, BASICS, NOW + timedelta(hours=1))
    assert record_of(cast.amina, "basics").completed_at == NOW + timedelta(hours=1)


def test_the_programme_is_completed_by_all_courses_and_the_self_assessment_after(cast):
    finish_course(cast.amina, BASICS)
    finish_course(cast.amina, FURTHER)
    assert enrolment_of(cast.amina).completed_at is None
    later = NOW + timedelta(days=1)
    surveys.send_survey(cast.amina, PROGRAMME, SURVEY_AFTER, None, {"a1": 3}, later)
    assert enrolment_of(cast.amina).completed_at == later
    surveys.send_survey(cast.amina, PROGRAMME, SURVEY_AFTER, None, {"a1": 4}, later + timedelta(days=1))
    assert enrolment_of(cast.amina).completed_at == later


def test_what_is_completed_stays_so_when_a_lesson_grows(cast):
    from dataclasses import replace

    from tests.small_courses import make_lesson

    finish_course(cast.amina, BASICS)
    grown = replace(
        BASICS, lessons=(make_lesson("first", 1, pages=5), *BASICS.lessons[1:], make_lesson("third", 3))
    )
    state = learning.course_state(cast.amina, PROGRAMME, grown, NOW)
    assert state.completed_at == NOW
    assert state.status.done
    assert state.next is None
    read_page(cast.amina, grown.lessons[0], 4, course=grown)
    assert record_of(cast.amina, "basics").completed_at == NOW


def test_finding_the_place_costs_one_query_and_reading_a_page_few(cast, database):
    read_page(cast.amina, FIRST, 1)
    with database.statements() as asked:
        learning.find_place(cast.amina.enrolment_id, "basics", "first")
    assert len(asked) == 1
    with database.statements() as sent:
        read_page(cast.amina, FIRST, 1)
    assert len(sent) <= 4


def test_the_overview_costs_three_queries_and_a_course_two(cast, database):
    finish_lesson(cast.amina, BASICS, FIRST)
    with database.statements() as asked:
        learning.overview(cast.amina, SmallCatalogue(), NOW)
    assert len(asked) == 3
    with database.statements() as asked:
        learning.course_state(cast.amina, PROGRAMME, BASICS, NOW)
    assert len(asked) == 2


def test_the_overview_of_a_newcomer_begins_with_the_questionnaire(cast):
    view = learning.overview(cast.amina, SmallCatalogue(), NOW)
    assert view.next.kind is StepKind.NEEDS
    assert view.share == 0
    assert view.minutes_left == 80
    assert [state.is_open for state in view.courses] == [True, False]
    assert view.started_at is None


def test_the_overview_leads_to_the_page_where_one_stopped(cast):
    read_page(cast.amina, FIRST, 1)
    view = learning.overview(cast.amina, SmallCatalogue(), NOW)
    assert (view.next.kind, view.next.lesson, view.next.page) == (StepKind.PAGE, "first", 2)
    assert view.started_at == NOW
    assert view.courses[0].lessons[0].minutes_left == 10


def test_the_overview_of_a_finished_programme_asks_for_nothing(cast):
    finish_course(cast.amina, BASICS)
    finish_course(cast.amina, FURTHER)
    before = learning.overview(cast.amina, SmallCatalogue(), NOW)
    assert before.after_open
    assert before.next.kind is StepKind.AFTER
    surveys.send_survey(cast.amina, PROGRAMME, SURVEY_AFTER, None, {"a1": 3}, NOW)
    view = learning.overview(cast.amina, SmallCatalogue(), NOW)
    assert view.next is None
    assert view.share == 1
    assert view.completed_at == NOW


def test_a_course_tells_its_steps_and_why_the_exam_is_closed(cast):
    finish_lesson(cast.amina, BASICS, FIRST)
    state = learning.course_state(cast.amina, PROGRAMME, BASICS, NOW)
    assert state.steps == (1, 4)
    assert not state.exam_open
    finish_lesson(cast.amina, BASICS, SECOND)
    assert learning.course_state(cast.amina, PROGRAMME, BASICS, NOW).exam_open


def test_there_is_one_row_for_a_lesson_however_often_it_is_read(cast):
    for _ in range(3):
        read_page(cast.amina, FIRST, 1)
    db.session.rollback()
    assert len(db.session.scalars(select(LessonRecord)).all()) == 1
