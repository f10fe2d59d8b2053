"""The list of people: the filter in SQL says the same as the plain rule, page by page."""

from datetime import timedelta
from random import Random

import pytest

from lms.reports.region_people import (
    ON_A_PAGE,
    count_views,
    find_enrolments,
    keep_in_region,
    list_people,
    list_uninvited,
    read_page,
)
from lms.rules.people_filter import NOT_STATED, Nudge, PeopleFilter, Reached, Sort, State
from lms.rules.permissions import Role
from lms.services.bulk_enrolment import import_people
from lms.services.enrolment import NewPerson
from lms.services.people import change_language, create_person, deactivate, grant_role
from tests.database import Database
from tests.people import NORTH, NOW, SOUTH, make_cast, make_enrolment, make_regions
from tests.reports.crowd import STEPS, add_people, add_records
from tests.small_courses import BASICS, FURTHER

COURSES = (BASICS, FURTHER)
DAY = timedelta(days=1)


def ids(**wanted: object) -> set[int]:
    return set(find_enrolments(NORTH, PeopleFilter(**wanted), COURSES, NOW))  # type: ignore[arg-type]


def scatter(chance: Random) -> list[int]:
    """Sixty people anywhere on the way."""
    everybody: list[int] = []
    for _ in range(60):
        step = chance.choice(STEPS)
        people = add_people(NORTH, 1, step)
        everybody += people
        if step not in ("started", "completed"):
            continue
        for course in COURSES[: chance.randint(0, 2)]:
            done = chance.randint(0, 2)
            passed = NOW if done == 2 and chance.random() < 0.6 else None
            completed = NOW if passed and chance.random() < 0.6 else None
            values = {"lessons_done": done, "reached": done, "passed_at": passed, "completed_at": completed}
            add_records(people, NORTH, course.id, **values)
            if not completed:
                break
    return everybody


@pytest.mark.parametrize("seed", range(3))
def test_every_state_in_sql_is_the_state_of_the_plain_rule(database: Database, seed: int) -> None:
    make_regions()
    everybody = scatter(Random(seed))
    deactivate(list_people(NORTH, everybody[:1], COURSES, NOW)[0].person_id, None, NOW)
    rows = list_people(NORTH, everybody, COURSES, NOW)
    assert len(rows) == 60
    for state in State:
        assert ids(state=state) == {row.enrolment_id for row in rows if row.standing.state is state}, state
    assert {row.standing.state for row in rows} >= {State.NEW, State.LEARNING, State.COMPLETED, State.CLOSED}


def test_a_search_finds_names_addresses_and_organisations_without_their_accents(database: Database) -> None:
    make_regions()
    zaneta = make_enrolment("Żaneta Łukasik", "zl@gdansk.example", NORTH, organisation="Urząd Gdański")
    make_enrolment("Jane Smith", "js@town.example", NORTH, organisation="100% Town_Hall")
    only = {zaneta.enrolment_id}
    for text in ("zaneta", "ŻANETA lukasik", "lukasik  ZANETA", "gdansk.example", "urzad gdanski", "Żan"):
        assert ids(text=text) == only, text
    assert ids(text="zaneta smith") == set()
    # What databases would take for a pattern is text here.
    assert len(ids(text="100%")) == len(ids(text="town_hall")) == 1
    assert ids(text="1%0") == ids(text="town.hall") == set()


def test_the_four_kinds_of_nudges_mean_who_they_say(database: Database) -> None:
    make_regions()
    old = NOW - 20 * DAY
    silent, fresh = (add_people(NORTH, 2, "invited", at=at) for at in (old, NOW - 13 * DAY))
    idle = add_people(NORTH, 2, "opened", at=old)
    quiet, busy = (add_people(NORTH, 2, "started", at=old, last_active_at=at) for at in (old, NOW - DAY))
    add_people(NORTH, 2, "completed", at=old)
    waiting = add_people(NORTH, 1, "started", at=NOW)
    add_records(waiting, NORTH, "basics", lessons_done=2, reached=2)
    assert ids(nudge=Nudge.NEVER_OPENED) == set(silent)
    assert ids(nudge=Nudge.NEVER_OPENED, days=10) == {*silent, *fresh}
    assert ids(nudge=Nudge.NOT_STARTED) == set(idle)
    assert ids(nudge=Nudge.INACTIVE) == set(quiet)
    assert ids(nudge=Nudge.WAITING_FOR_EXAM) == set(waiting)
    assert ids(nudge=Nudge.ANY) == {*silent, *idle, *quiet}
    assert not ids(nudge=Nudge.ANY) & {*busy, *fresh}
    views = count_views(NORTH, COURSES, NOW)
    assert (views.everybody, views.nudge, views.exam, views.uninvited, views.closed) == (13, 6, 1, 0, 0)


@pytest.mark.parametrize("sort", Sort)
def test_a_nudge_means_the_same_people_in_every_order(database: Database, sort: Sort) -> None:
    make_regions()
    old = NOW - 20 * DAY
    late, later = (add_people(NORTH, 2, "started", at=old, last_active_at=old + n * DAY) for n in (1, 2))
    add_people(NORTH, 2, "started", at=old, last_active_at=NOW)
    add_people(SOUTH, 2, "started", at=old)
    found = find_enrolments(NORTH, PeopleFilter(nudge=Nudge.ANY, sort=sort), COURSES, NOW)
    assert set(found) == {*late, *later} == set(ids(nudge=Nudge.ANY, sort=sort, language="en"))
    if sort is Sort.QUIET:
        assert found == (*late, *later)
    if sort is Sort.ACTIVE:
        assert set(found[:2]) == set(later)


def test_staff_closed_accounts_and_other_regions_are_never_nudged(database: Database) -> None:
    make_regions()
    old = NOW - 20 * DAY
    staff, closed, _ = (add_people(NORTH, 1, "invited", at=old) for _ in range(3))
    add_people(SOUTH, 5, "invited", at=old)
    people = {row.enrolment_id: row for row in list_people(NORTH, (*staff, *closed), COURSES, NOW)}
    grant_role(people[staff[0]].person_id, Role.TRAINER, "", None, NOW)
    deactivate(people[closed[0]].person_id, None, NOW)
    assert len(ids(nudge=Nudge.NEVER_OPENED)) == 1
    assert len(ids(reached=Reached.INVITED)) == 1
    rows = read_page(NORTH, PeopleFilter(), COURSES, NOW).rows
    assert sorted((row.counted, row.active) for row in rows) == [(False, True), (True, True)]


def test_who_has_left_stands_apart_and_is_found_by_name(database: Database) -> None:
    make_regions()
    stays, left = (make_enrolment(name, f"{name}@town.example", NORTH) for name in ("Stella", "Lena"))
    deactivate(left.person_id, None, NOW)
    assert ids() == ids(language="en") == {stays.enrolment_id}
    assert ids(state=State.CLOSED) == ids(text="lena") == {left.enrolment_id}
    views = count_views(NORTH, COURSES, NOW)
    assert (views.everybody, views.closed) == (1, 1)


def test_a_reached_step_means_this_one_or_a_later_one(database: Database) -> None:
    make_regions()
    everybody = {step: add_people(NORTH, 2, step) for step in STEPS}
    learner, done = everybody["started"]
    add_records([learner], NORTH, "basics", reached=1, lessons_done=1)
    add_records([done], NORTH, "basics", reached=2, lessons_done=2, completed_at=NOW, completed_by="paper")
    for place, step in enumerate(STEPS[1:], start=1):
        further = {one for name in STEPS[place:] for one in everybody[name]}
        assert ids(reached=Reached(step)) == further, step
    assert ids(reached=Reached.STARTED, course="basics") == {learner, done}
    assert ids(reached=Reached.LESSON, course="basics", lesson=1) == {learner, done}
    assert ids(reached=Reached.LESSON, course="basics", lesson=2) == {done}
    assert ids(reached=Reached.COMPLETED, course="basics") == {done}
    assert ids(course="basics") == ids(course="basics", lesson=1) == {learner}
    assert ids(source="paper") == ids(source="paper", course="basics") == {done}
    assert ids(source="site") == ids(source="paper", course="further") == set()


def test_what_is_not_stated_can_be_asked_for(database: Database) -> None:
    make_regions()
    named = add_people(NORTH, 1, category="media", organisation="Radio")
    blank = add_people(NORTH, 1)
    assert ids(category="media") == ids(organisation="Radio") == set(named)
    assert ids(category=NOT_STATED) == ids(organisation=NOT_STATED) == set(blank)
    assert ids(language="en") == {*named, *blank}
    assert ids(language="pl") == set()


def test_the_language_that_lists_are_narrowed_by_is_the_one_that_people_read(database: Database) -> None:
    make_cast()
    known = create_person("Greta Guest", "greta@north.example", "de", NOW)
    listed = [
        NewPerson("Greta Guest", "greta@north.example", NORTH, language="en"),
        NewPerson("Piotr", "p@north.example", NORTH, language="pl"),
    ]
    greta, piotr = import_people(listed, None, NOW).created
    late = make_enrolment("Lena", "lena@north.example", NORTH, language="sv")
    assert (ids(language="de"), ids(language="pl"), ids(language="sv")) == ({greta}, {piotr}, {late.enrolment_id})
    change_language(known.id, "it", NOW)
    assert (ids(language="it"), ids(language="de")) == ({greta}, set())


def test_pages_hold_everybody_once_in_each_order(database: Database) -> None:
    make_regions()
    everybody = [
        *add_people(NORTH, 55, "invited", last_active_at=None),
        *add_people(NORTH, 55, "started", last_active_at=NOW - DAY),
    ]
    for sort in Sort:
        pages = [read_page(NORTH, PeopleFilter(sort=sort, page=number), COURSES, NOW) for number in (1, 2, 3)]
        assert [len(page.rows) for page in pages] == [ON_A_PAGE, ON_A_PAGE, 10]
        assert {(page.total, page.pages) for page in pages} == {(110, 3)}
        found = [row.enrolment_id for page in pages for row in page.rows]
        assert sorted(found) == sorted(everybody)
        assert found == list(find_enrolments(NORTH, PeopleFilter(sort=sort), COURSES, NOW))
    assert read_page(NORTH, PeopleFilter(page=9), COURSES, NOW).wanted.page == 3
    quiet = read_page(NORTH, PeopleFilter(sort=Sort.QUIET), COURSES, NOW).rows
    active = read_page(NORTH, PeopleFilter(sort=Sort.ACTIVE), COURSES, NOW).rows
    assert quiet[0].last_active_at is None
    assert active[0].last_active_at == NOW - DAY


def test_a_page_costs_the_same_statements_however_many_people_there_are(database: Database) -> None:
    make_regions()
    counts = []
    for people in (1, 80):
        add_people(NORTH, people, "started")
        with database.statements() as sent:
            read_page(NORTH, PeopleFilter(nudge=Nudge.ANY, days=0), COURSES, NOW + DAY)
        counts.append(len(sent))
    assert counts == [4, 4]


def test_enrolments_of_another_region_are_left_out(database: Database) -> None:
    cast = make_cast()
    both = (cast.amina.enrolment_id, cast.dita.enrolment_id)
    assert keep_in_region(NORTH, both) == (cast.amina.enrolment_id,)  # type: ignore[arg-type]
    assert [row.name for row in list_people(NORTH, both, COURSES, NOW)] == ["Amina Trainee"]  # type: ignore[arg-type]
    assert list_uninvited(NORTH) == [cast.amina.enrolment_id]
