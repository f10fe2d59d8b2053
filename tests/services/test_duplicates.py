"""Joining two enrolments of one person, and parting them again exactly."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from lms.db import Base, db, transaction
from lms.errors import InvalidInput, NotFound
from lms.models import AuditLine, CourseRecord, Enrolment, LessonRecord, Note, Person, PersonPair
from lms.reports.duplicates import list_joined, list_likenesses
from lms.reports.region_people import find_enrolments
from lms.rules.people_filter import PeopleFilter, Reached
from lms.rules.permissions import Role
from lms.services import duplicates
from lms.services.learning import mark_page_read
from lms.services.notes import save_note
from lms.services.people import grant_role
from lms.services.store import insert
from tests.database import Database
from tests.people import NORTH, NOW, SOUTH, Cast, make_attempt, make_cast, make_course_record, make_trainee
from tests.small_courses import BASICS, FURTHER, PROGRAMME

DAY = timedelta(days=1)
APART = ("audit_line", "person_pair", "counted", "counted_change")


@pytest.fixture
def cast(database: Database) -> Cast:
    return make_cast()


@pytest.fixture
def double(cast: Cast):  # type: ignore[no-untyped-def]
    """Amina once more, by a mistyped address: better in the first course, worse in the second."""
    double = make_trainee("Amina Trainee", "amnia@north.example", NORTH)
    mine, other = cast.amina.enrolment_id, double.enrolment_id
    make_course_record(mine, NORTH, "basics", started_at=NOW, lessons_done=1, reached=1, best_score=55)  # type: ignore[arg-type]
    values = {"started_at": NOW, "lessons_done": 2, "reached": 2, "best_score": 90, "passed_at": NOW}
    record = make_course_record(other, NORTH, "basics", completed_at=NOW, **values)  # type: ignore[arg-type]
    make_course_record(mine, NORTH, "further", started_at=NOW, lessons_done=2, reached=2)  # type: ignore[arg-type]
    make_course_record(other, NORTH, "further", started_at=NOW, lessons_done=1, reached=1)  # type: ignore[arg-type]
    with transaction() as session:
        both = update(Enrolment).where(Enrolment.id.in_([mine, other]))
        session.execute(both.values(started_at=NOW))
        lesson = {"pages": [1, 2], "page": 2, "quiz_at": NOW, "done_at": NOW, "updated_at": NOW}
        insert(session, LessonRecord, course_record_id=record, lesson_id="first", **lesson)
    for enrolment, tries in ((mine, 2), (other, 1)):
        for number in range(1, tries + 1):
            make_attempt(enrolment, "basics-exam", number, percent=50 + enrolment)  # type: ignore[arg-type]
    save_note(cast.amina, "basics", "first", "reflect-1", "mine", NOW)
    save_note(double, "basics", "first", "reflect-1", "other", NOW)
    return double


def everything(without: tuple[str, ...] = APART) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    found = {}
    for table in Base.metadata.sorted_tables:
        if table.name not in without:
            found[table.name] = sorted((tuple(row) for row in db.session.execute(select(table))), key=repr)
    db.session.rollback()
    return found


def join(cast: Cast, double) -> int:  # type: ignore[no-untyped-def]
    return duplicates.join(
        NORTH, cast.amina.enrolment_id, double.enrolment_id, PROGRAMME, cast.chen.person_id, NOW
    )  # type: ignore[arg-type]


def test_the_better_result_of_each_course_stays_and_one_person_is_counted(cast: Cast, double) -> None:  # type: ignore[no-untyped-def]
    join(cast, double)
    records = {
        row.course_id: row
        for row in db.session.scalars(
            select(CourseRecord).where(CourseRecord.enrolment_id == cast.amina.enrolment_id)
        )
    }
    assert (records["basics"].best_score, records["basics"].completed_at) == (90, NOW)
    assert records["further"].lessons_done == 2
    assert find_enrolments(NORTH, PeopleFilter(reached=Reached.STARTED, course="basics"), (), NOW + DAY) == (
        cast.amina.enrolment_id,
    )
    texts = db.session.scalars(select(Note.text).where(Note.person_id == cast.amina.person_id)).all()
    assert texts == ["mine"]
    assert db.session.scalars(select(Person.deactivated_at).where(Person.id == double.person_id)).one() == NOW
    assert db.session.scalars(select(AuditLine.action).where(AuditLine.action == "people.joined")).all()


def test_undoing_restores_exactly_what_was(cast: Cast, double) -> None:  # type: ignore[no-untyped-def]
    before = everything()
    pair = join(cast, double)
    assert everything() != before
    duplicates.undo_join(NORTH, pair, PROGRAMME, cast.chen.person_id, NOW + 29 * DAY)
    after = everything()
    versions = {row[0]: row[-1] for row in before["person"]}
    # Sessions that were ended stay ended; all else is as it was.
    after["person"] = [(*row[:-1], versions[row[0]]) for row in after["person"]]
    assert {name: sorted(found, key=repr) for name, found in after.items()} == before


def test_what_was_learned_since_stays_with_its_result(cast: Cast, double) -> None:  # type: ignore[no-untyped-def]
    pair = join(cast, double)
    mark_page_read(cast.amina, PROGRAMME, BASICS, BASICS.lessons[1], 1, NOW + DAY)
    duplicates.undo_join(NORTH, pair, PROGRAMME, cast.chen.person_id, NOW + 2 * DAY)
    record = select(CourseRecord.id).where(CourseRecord.course_id == "basics")
    of = {
        name: db.session.scalar(record.where(CourseRecord.enrolment_id == who.enrolment_id))
        for name, who in (("amina", cast.amina), ("double", double))
    }
    lessons = dict(db.session.execute(select(LessonRecord.lesson_id, LessonRecord.course_record_id)).all())
    assert lessons == {"first": of["double"], "second": of["double"]}


def test_after_thirty_days_nothing_is_undone_nor_kept_for_it(cast: Cast, double) -> None:  # type: ignore[no-untyped-def]
    pair = join(cast, double)
    with pytest.raises(NotFound):
        duplicates.undo_join(NORTH, pair, PROGRAMME, cast.chen.person_id, NOW + 31 * DAY)
    assert duplicates.forget_old_joins(NOW + 29 * DAY) == 0
    assert list_joined(NORTH)[0].undoable
    assert duplicates.forget_old_joins(NOW + 31 * DAY) == 1
    assert not list_joined(NORTH)[0].undoable
    assert db.session.scalars(select(PersonPair.undo)).all() == [None]


def test_completed_halves_make_a_whole(cast: Cast) -> None:
    double = make_trainee("Amina Trainee", "amnia@north.example", NORTH)
    for enrolment, course in ((cast.amina.enrolment_id, "basics"), (double.enrolment_id, "further")):
        make_course_record(enrolment, NORTH, course, started_at=NOW, completed_at=NOW)  # type: ignore[arg-type]
    from dataclasses import replace

    programme = replace(PROGRAMME, after="")
    duplicates.join(NORTH, cast.amina.enrolment_id, double.enrolment_id, programme, 1, NOW)  # type: ignore[arg-type]
    done = select(Enrolment.completed_at).where(Enrolment.id == cast.amina.enrolment_id)
    assert db.session.scalars(done).one() == NOW


def test_people_of_other_regions_and_holders_of_roles_are_not_joined(cast: Cast, double) -> None:  # type: ignore[no-untyped-def]
    mine, dita = cast.amina.enrolment_id, cast.dita.enrolment_id
    for region, one, other in ((NORTH, mine, dita), (SOUTH, mine, double.enrolment_id), (NORTH, mine, mine)):
        with pytest.raises(NotFound):
            duplicates.join(region, one, other, PROGRAMME, 1, NOW)  # type: ignore[arg-type]
        with pytest.raises(NotFound):
            duplicates.keep_apart(region, one, other, 1, NOW)  # type: ignore[arg-type]
    pair = join(cast, double)
    with pytest.raises(NotFound):
        duplicates.undo_join(SOUTH, pair, PROGRAMME, cast.emil.person_id, NOW)
    duplicates.undo_join(NORTH, pair, PROGRAMME, cast.chen.person_id, NOW)
    grant_role(double.person_id, Role.TRAINER, "", None, NOW)
    with pytest.raises(InvalidInput):
        join(cast, double)


def test_who_was_looked_at_is_not_asked_about_again(cast: Cast, double) -> None:  # type: ignore[no-untyped-def]
    found, total = list_likenesses(NORTH, (BASICS, FURTHER), NOW)
    assert total == 1
    assert {found[0].first.name, found[0].second.name} == {"Amina Trainee"}
    duplicates.keep_apart(NORTH, double.enrolment_id, cast.amina.enrolment_id, cast.chen.person_id, NOW)
    assert list_likenesses(NORTH, (BASICS, FURTHER), NOW) == ((), 0)
