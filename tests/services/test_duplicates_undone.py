"""Parting people again after something else has happened: more joins, more learning, files taken back."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from lms.db import db, transaction
from lms.errors import InvalidInput
from lms.models import AuditLine, Background, Enrolment, PersonPair
from lms.reports.duplicates import list_joined
from lms.services import certificates, duplicates, outside
from lms.services.counters_rebuilding import rebuild_all, repair
from lms.services.learning import mark_page_read
from lms.services.people import Identity
from lms.services.store import insert
from lms.services.surveys import send_survey
from tests.database import Database
from tests.people import NORTH, NOW, Cast, make_cast, make_course_record, make_trainee
from tests.services.outside_world import batch, dump, enrolment, record_of, tell
from tests.small_courses import FURTHER, PROGRAMME, SURVEY_AFTER, SmallCatalogue

DAY = timedelta(days=1)
APART = ("audit_line", "person_pair", "counted", "counted_change", "person")
DONE = {"started_at": NOW, "completed_at": NOW, "lessons_done": 2, "reached": 2, "last_active_at": NOW}


@pytest.fixture
def cast(database: Database) -> Cast:
    return make_cast()


@pytest.fixture
def others(cast: Cast) -> tuple[Identity, Identity]:
    """Amina twice more."""
    one, two = (make_trainee("Amina Trainee", f"{name}@north.example", NORTH) for name in ("amnia", "amina2"))
    return one, two


def reach(person: Identity, course: str, **values: object) -> None:
    """Let somebody have come somewhere in a course."""
    make_course_record(person.enrolment_id, NORTH, course, **values)  # type: ignore[arg-type]
    with transaction() as session:
        mine = update(Enrolment).where(Enrolment.id == person.enrolment_id, Enrolment.started_at.is_(None))
        session.execute(mine.values(opened_at=NOW, started_at=NOW))
    rebuild_all(NOW)


def join(kept: Identity, removed: Identity, at=NOW) -> int:  # type: ignore[no-untyped-def]
    return duplicates.join(NORTH, kept.enrolment_id, removed.enrolment_id, PROGRAMME, 1, at)  # type: ignore[arg-type]


def undo(pair: int, at=NOW + DAY) -> None:  # type: ignore[no-untyped-def]
    duplicates.undo_join(NORTH, pair, PROGRAMME, 1, at)


def test_of_two_joins_of_one_person_the_later_is_undone_first(cast: Cast, others) -> None:  # type: ignore[no-untyped-def]
    one, two = others
    reach(cast.amina, "basics", started_at=NOW, lessons_done=0, reached=0, best_score=40)
    reach(one, "basics", started_at=NOW, lessons_done=1, reached=1, best_score=50)
    reach(two, "basics", started_at=NOW, lessons_done=2, reached=2, best_score=60)
    before = dump(*APART)
    first, second = join(cast.amina, one), join(two, cast.amina)
    assert [(row.pair_id, row.undoable, row.waits) for row in list_joined(NORTH)] == [
        (second, True, False),
        (first, False, True),
    ]
    with pytest.raises(InvalidInput):
        undo(first)
    undo(second)
    undo(first)
    assert dump(*APART) == before
    assert repair(NOW + DAY) == ()


def test_who_began_something_since_stays_begun(cast: Cast, others) -> None:  # type: ignore[no-untyped-def]
    reach(others[0], "basics", **DONE)
    pair = join(cast.amina, others[0])
    mark_page_read(cast.amina, PROGRAMME, FURTHER, FURTHER.lessons[0], 1, NOW + DAY)
    undo(pair, NOW + 2 * DAY)
    assert record_of(cast.amina.enrolment_id, "further") is not None  # type: ignore[arg-type]
    assert enrolment(cast.amina.enrolment_id).started_at == NOW + DAY  # type: ignore[arg-type]
    assert repair(NOW + 2 * DAY) == ()


def test_a_completion_that_rested_on_both_goes_and_its_certificate_with_it(
    cast: Cast, others, database: Database
) -> None:  # type: ignore[no-untyped-def]
    reach(others[0], "basics", **DONE)
    reach(cast.amina, "further", **DONE)
    pair = join(cast.amina, others[0])
    send_survey(cast.amina, PROGRAMME, SURVEY_AFTER, None, {"a1": 3}, NOW + DAY)
    amina = cast.amina.enrolment_id
    assert enrolment(amina).completed_at is not None  # type: ignore[arg-type]
    assert certificates.issue_due(SmallCatalogue(), database.config, NOW + DAY, write=False) == 1  # type: ignore[arg-type]
    undo(pair, NOW + 2 * DAY)
    assert enrolment(amina).completed_at is None  # type: ignore[arg-type]
    found = certificates.find_own(amina, database.config)  # type: ignore[arg-type]
    assert found is not None
    assert found.lapsed
    assert repair(NOW + 2 * DAY) == ()


def test_a_file_that_is_taken_back_takes_its_results_from_who_was_joined(
    cast: Cast, others, database: Database
) -> None:  # type: ignore[no-untyped-def]
    amina, other = cast.amina.enrolment_id, others[0].enrolment_id
    fresh = dump(*APART, "import_batch")
    file = outside.take_over(batch(), [tell("amnia", "basics")], PROGRAMME, database.config, None, NOW)
    assert file is not None
    pair = join(cast.amina, others[0])
    assert record_of(amina, "basics").completed_by == "moodle"  # type: ignore[arg-type, union-attr]
    outside.take_back(NORTH, file, PROGRAMME, None, NOW + DAY)
    assert (record_of(amina, "basics"), enrolment(amina).started_at) == (None, None)  # type: ignore[arg-type]
    undo(pair, NOW + 2 * DAY)
    assert (record_of(other, "basics"), enrolment(other).started_at) == (None, None)  # type: ignore[arg-type]
    assert dump(*APART, "import_batch") == fresh
    assert repair(NOW + 2 * DAY) == ()


def test_results_from_elsewhere_of_both_are_folded_together_and_apart(
    cast: Cast, others, database: Database
) -> None:  # type: ignore[no-untyped-def]
    amina, other = cast.amina.enrolment_id, others[0].enrolment_id
    reach(cast.amina, "basics", started_at=NOW, lessons_done=2, reached=2, best_score=80)
    file = batch()
    outside.take_over(file, [tell("amnia", "basics")], PROGRAMME, database.config, None, NOW)
    reach(others[0], "further", started_at=NOW)
    before = dump(*APART)
    pair = join(cast.amina, others[0])
    joined = record_of(amina, "basics")  # type: ignore[arg-type]
    assert joined is not None
    assert joined.completed_by == "moodle"
    undo(pair)
    assert record_of(amina, "basics").completed_at is None  # type: ignore[arg-type, union-attr]
    assert record_of(other, "basics").completed_by == "moodle"  # type: ignore[arg-type, union-attr]
    assert dump(*APART) == before
    assert repair(NOW + DAY) == ()


def test_what_somebody_chose_to_say_of_themselves_comes_along_and_goes_back(cast: Cast, others) -> None:  # type: ignore[no-untyped-def]
    with transaction() as session:
        insert(session, Background, enrolment_id=others[0].enrolment_id, gender="woman", saved_at=NOW)
    whose = select(Background.enrolment_id)
    pair = join(cast.amina, others[0])
    assert db.session.scalars(whose).all() == [cast.amina.enrolment_id]
    undo(pair)
    db.session.rollback()
    assert db.session.scalars(whose).all() == [others[0].enrolment_id]


def test_pressing_twice_that_they_are_two_people_notes_it_once(cast: Cast, others) -> None:  # type: ignore[no-untyped-def]
    one, two = cast.amina.enrolment_id, others[0].enrolment_id
    for first, second in ((one, two), (two, one)):
        duplicates.keep_apart(NORTH, first, second, 1, NOW)  # type: ignore[arg-type]
    assert len(db.session.scalars(select(PersonPair)).all()) == 1
    noted = select(AuditLine.id).where(AuditLine.action == "people.different")
    assert len(db.session.scalars(noted).all()) == 1
