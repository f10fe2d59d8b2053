"""Counters say what counting the people says, whatever was done, in whatever order, by whoever at once."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from threading import Barrier, Thread

import pytest
from sqlalchemy import delete, update

from lms.db import db, stop_reading, transaction
from lms.errors import NotSaved
from lms.models import Counted, Enrolment, ImportBatch, OutsidePerson, OutsideResult
from lms.reports.progress_rows import list_counters
from lms.rules.contribution import DONE, Kind, Step
from lms.rules.permissions import Role
from lms.services import counters, learning, quizzes
from lms.services.counters_rebuilding import fill_if_empty, rebuild_all, repair, repair_daily
from lms.services.people import grant_role
from lms.services.regions import load_regions
from lms.services.store import insert, table
from tests.database import Database
from tests.people import NORTH, NOW, SOUTH, make_cast, make_region, make_trainee
from tests.services.walking import Walk, count_both, make_zoned_regions
from tests.small_courses import BASICS, PROGRAMME


def walk(database: Database, seed: int, steps: int) -> Walk:
    make_zoned_regions()
    walked = Walk(seed, database.config)
    walked.go(steps)
    return walked


@pytest.mark.parametrize("seed", range(4))
def test_counters_equal_the_people_after_any_walk(database: Database, seed: int) -> None:
    make_zoned_regions()
    walked = Walk(seed, database.config)
    for _ in range(4):
        walked.go(40)
        # Also as it will be, when roles have ended by themselves and weeks have passed.
        for later in (timedelta(), timedelta(days=4)):
            kept, counted = count_both(walked.now + later)
            assert kept == counted
    assert repair(walked.now) == ()


def test_the_walks_do_everything(sqlite_database: Database) -> None:
    walked = walk(sqlite_database, 0, 400)
    assert walked.done >= {name for name in vars(Walk) if not name.startswith("_")} - {"go"}
    kept, counted = count_both(walked.now)
    assert kept == counted
    north = kept[NORTH]
    for key in (("completed",), ("basics", "completed"), ("further", "exam")):
        assert north.counts[key] > 0
    assert sum(kept[name].excluded for name in kept) > 0
    assert north.scores["basics"].total() > 0


def test_counters_are_filled_once_and_set_right_when_they_are_wrong(database: Database) -> None:
    walked = walk(database, 1, 60)
    assert not fill_if_empty(walked.now)
    with transaction() as session:
        session.execute(update(table(Counted)).where(table(Counted).c.kind == Kind.PEOPLE).values(people=77))
    found = repair(walked.now)
    assert {difference.kind for difference in found} == {"people"}
    assert max(difference.kept - difference.counted for difference in found) > 50
    assert repair(walked.now) == ()
    with transaction() as session:
        session.execute(delete(table(Counted)))
    assert fill_if_empty(walked.now)
    kept, counted = count_both(walked.now)
    assert kept == counted


def test_counters_are_looked_at_once_a_day(database: Database) -> None:
    walked = walk(database, 1, 20)
    assert repair_daily(walked.now) == ()
    with transaction() as session:
        session.execute(update(table(Counted)).values(people=77))
    assert repair_daily(walked.now + timedelta(hours=5)) == ()
    assert repair_daily(walked.now + timedelta(hours=21)) != ()
    assert repair(walked.now) == ()


def test_a_region_that_changes_its_zone_has_its_weeks_counted_anew(database: Database) -> None:
    walked = walk(database, 2, 60)
    load_regions([make_region(NORTH, NORTH, zone="Pacific/Auckland")], walked.now)
    assert repair(walked.now) == ()


def test_written_past_the_services_people_are_added_by_one_call(database: Database) -> None:
    cast = make_cast()
    with transaction() as session:
        ids = [
            insert(
                session, Enrolment, person_id=person, region_id=SOUTH, category="", created_at=NOW, opened_at=NOW
            )
            for person in (cast.bruno.person_id, cast.chen.person_id)
        ]
        counters.add_enrolments(session, ids, NOW)
    assert repair(NOW) == ()
    kept, _ = count_both(NOW)
    assert kept[SOUTH].excluded == 2
    assert kept[SOUTH].counts["opened",] == 0


def test_people_from_elsewhere_are_counted_until_they_are_enrolled(database: Database) -> None:
    cast = make_cast()
    with transaction() as session:
        batch = insert(
            session, ImportBatch, region_id=NORTH, kind="moodle", at=NOW, name="", digest="", numbers={}
        )
        values = {"region_id": NORTH, "started_at": NOW, "completed_at": None}
        ids = [insert(session, OutsidePerson, person_key=f"key {number}", **values) for number in range(3)]
        for outside, state in ((ids[0], "completed"), (ids[0], "started"), (ids[1], "started")):
            insert(
                session,
                OutsideResult,
                outside_person_id=outside,
                region_id=NORTH,
                course_id="basics",
                source="moodle",
                origin=state,
                state=state,
                import_id=batch,
                updated_at=NOW,
            )
        counters.rebuild(session, [NORTH], NOW)
    assert _elsewhere() == {
        ("elsewhere", "", Step.STARTED): 3,
        ("elsewhere_place", "basics", DONE): 1,
        ("elsewhere_place", "basics", 0): 1,
    }
    with transaction() as session, counters.moving(session, NOW, outside=ids[:1]):
        mine = table(OutsidePerson).c.id == ids[0]
        session.execute(update(table(OutsidePerson)).where(mine).values(enrolment_id=cast.amina.enrolment_id))
    assert _elsewhere() == {("elsewhere", "", Step.STARTED): 2, ("elsewhere_place", "basics", 0): 1}
    assert repair(NOW) == ()


def test_many_at_once_lose_nothing_and_count_nothing_twice(database: Database) -> None:
    make_zoned_regions()
    people = [make_trainee(f"P {number}", f"p{number}@north.example", NORTH) for number in range(6)]

    def learn(number: int) -> None:
        for at in range(4):
            # Each learns alone, and all together as the first one.
            for person in (people[number], people[0]):
                now = NOW + timedelta(minutes=at)
                lesson = BASICS.lessons[at % 2]
                for page in lesson.pages:
                    learning.mark_page_read(person, PROGRAMME, BASICS, lesson, page.number, now)
                quizzes.submit_attempt(person, PROGRAMME, BASICS, lesson.quiz, {}, now)

    def rule() -> None:
        for at in range(4):
            now = NOW + timedelta(minutes=at)
            grant_role(people[1].person_id, Role.TRAINER, "", None, now, until=now + timedelta(minutes=at % 3))
            assert repair(now) == ()
            rebuild_all(now)

    errors = do_together(database, [*(partial(learn, number) for number in range(6)), rule])
    assert errors == []
    now = NOW + timedelta(hours=1)
    kept, counted = count_both(now)
    assert kept == counted
    assert repair(now) == ()
    assert kept[NORTH].counts["basics", "lesson", "2"] == 6


def do_together(database: Database, acts: Sequence[Callable[[], None]]) -> list[BaseException]:
    """Do all acts at the same time, each in a thread; give what went wrong."""
    db.session.remove()
    errors: list[BaseException] = []
    gate = Barrier(len(acts))

    def alone(act: Callable[[], None]) -> None:
        with database.app.app_context():
            gate.wait()
            try:
                _do(act)
            except BaseException as error:  # noqa: BLE001 - told to the test
                errors.append(error)
            finally:
                stop_reading()
                db.session.remove()

    threads = [Thread(target=alone, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def _do(act: Callable[[], None]) -> None:
    """Do it again where a busy machine did not take it: then nothing of it may have been counted."""
    for _ in range(5):
        try:
            return act()
        except NotSaved:
            continue
    return act()


def _elsewhere() -> dict[tuple[str, str, int], int]:
    rows = list_counters([NORTH], 0, NOW)
    return {(row.kind, row.name, row.place): row.people for row in rows if row.kind.startswith("elsewhere")}
