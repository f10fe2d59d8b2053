"""The progress of regions, counted from rows in the database."""

from datetime import timedelta

import pytest

from lms.errors import NotFound
from lms.language import words
from lms.reports.progress import count_programme, count_region
from lms.reports.progress_report import lay_out_programme, lay_out_region
from lms.reports.tallies import COMPLETED, INVITED, OPENED, STARTED, category_key, week_key
from lms.rules.figures import HIDDEN
from lms.rules.permissions import Role
from lms.services.people import deactivate, grant_role
from tests.database import Database
from tests.people import NORTH, NOW, SOUTH, make_cast, make_regions, make_trainee
from tests.reports.crowd import COURSES, add_people, add_records

SAID = words("en")


def test_a_region_without_people_shows_zeros(database: Database) -> None:
    make_regions()
    progress = count_region(NORTH, COURSES, 5, NOW)
    assert set(progress.shown.values()) == {0}
    steps = lay_out_region(progress, COURSES, SAID).table("steps")
    assert steps.cell("completed", "share") == 0
    assert progress.spreads == {"first": None, "second": None}


def test_a_region_of_three_people_shows_nothing(database: Database) -> None:
    make_regions()
    add_people(NORTH, 3, "completed")
    progress = count_region(NORTH, COURSES, 5, NOW)
    assert progress.shown[INVITED] is None
    assert progress.shown[COMPLETED] is None
    report = lay_out_region(progress, COURSES, SAID)
    assert report.table("steps").cell("invited", "people") is HIDDEN
    assert "3" not in [str(cell) for table in report.tables for row in table.rows for cell in row.cells]


def test_more_than_the_target_is_more_than_a_hundred_percent(database: Database) -> None:
    make_regions()
    add_people(NORTH, 162, "completed")
    steps = lay_out_region(count_region(NORTH, COURSES, 5, NOW), COURSES, SAID).table("steps")
    assert steps.cell("completed", "people") == 162
    assert steps.cell("completed", "share") == pytest.approx(1.08)


def test_steps_count_who_came_as_far_or_further(database: Database) -> None:
    make_regions()
    for step, people in (("enrolled", 7), ("invited", 10), ("opened", 11), ("started", 12), ("completed", 13)):
        add_people(NORTH, people, step)
    add_people(SOUTH, 50, "completed")
    shown = count_region(NORTH, COURSES, 5, NOW).shown
    assert [shown[key] for key in (INVITED, OPENED, STARTED, COMPLETED)] == [46, 36, 25, 13]


def test_who_signed_in_without_a_letter_counts_as_invited(database: Database) -> None:
    make_regions()
    add_people(NORTH, 8, "started", invited_at=None)
    assert count_region(NORTH, COURSES, 5, NOW).shown[INVITED] == 8


def test_staff_and_closed_accounts_are_excluded_and_told(database: Database) -> None:
    cast = make_cast()
    add_people(NORTH, 9, "started")
    trainer = make_trainee("Tina Trainer", "tina@north.example", NORTH)
    grant_role(trainer.person_id, Role.TRAINER, "", None, NOW)
    deactivate(cast.amina.person_id, None, NOW)
    progress = count_region(NORTH, COURSES, 5, NOW + timedelta(hours=1))
    assert progress.shown[STARTED] == 9
    assert progress.excluded == 2


def test_who_was_a_trainer_once_is_counted_again(database: Database) -> None:
    make_regions()
    add_people(NORTH, 9, "started")
    person = make_trainee("Tina Trainer", "tina@north.example", NORTH)
    grant_role(person.person_id, Role.TRAINER, "", None, NOW, until=NOW + timedelta(days=1))
    assert count_region(NORTH, COURSES, 5, NOW).excluded == 1
    assert count_region(NORTH, COURSES, 5, NOW + timedelta(days=2)).excluded == 0


def test_courses_are_counted_with_lessons_exams_and_scores(database: Database) -> None:
    make_regions()
    people = add_people(NORTH, 40, "started")
    add_records(people[:20], NORTH, "first", reached=3, best_score=80, completed_at=NOW)
    add_records(people[20:30], NORTH, "first", reached=1)
    progress = count_region(NORTH, COURSES, 5, NOW)
    report = lay_out_region(progress, COURSES, SAID)
    lessons = report.table("lessons")
    assert [row.cells[0] for row in lessons.rows[:5]] == [30, 30, 20, 20, 20]
    assert report.table("scores").cell("first", "mean") == 80.0
    assert report.table("scores").cell("second", "mean") is None
    assert [(drop.course, drop.after, drop.before, drop.people) for drop in report.drops] == [("first", 1, 2, 10)]


def test_mean_and_spread_of_fewer_than_five_people_are_hidden(database: Database) -> None:
    make_regions()
    people = add_people(NORTH, 40, "started")
    add_records(people[:4], NORTH, "first", reached=3, best_score=80)
    table = lay_out_region(count_region(NORTH, COURSES, 5, NOW), COURSES, SAID).table("scores")
    assert set(table.rows[0].cells) == {HIDDEN}


def test_people_active_in_a_week_are_counted_once(database: Database) -> None:
    make_regions()
    people = add_people(NORTH, 30, "started", started_at=NOW - timedelta(weeks=2))
    add_records(people[:12], NORTH, "first", reached=3, best_score=80, completed_at=NOW)
    shown = count_region(NORTH, COURSES, 5, NOW).shown
    assert shown[week_key(11, "active")] == 12
    assert shown[week_key(9, "active")] == 30
    assert shown[week_key(9, "started")] == 30
    assert shown[week_key(11, "started")] == 0


def test_kinds_of_stakeholders_add_up_to_all(database: Database) -> None:
    make_regions()
    add_people(NORTH, 20, "invited", category="civil_servant")
    add_people(NORTH, 10, "completed", category="politician")
    table = lay_out_region(count_region(NORTH, COURSES, 5, NOW), COURSES, SAID).table("categories")
    assert table.cell("civil_servant", "invited") == 20
    assert table.cell("politician", "completed") == 10
    assert table.rows[-1].cells[:2] == (30, 10)
    assert table.cell("media", "share") is None


def test_a_hidden_step_is_said_as_the_range_its_neighbours_leave(database: Database) -> None:
    make_regions()
    add_people(NORTH, 40, "invited")
    add_people(NORTH, 3, "opened")
    add_people(NORTH, 30, "started")
    progress = count_region(NORTH, COURSES, 5, NOW)
    assert progress.shown[OPENED] is None
    steps = lay_out_region(progress, COURSES, SAID).table("steps")
    assert steps.cell("opened", "people") == "31–72"
    assert steps.cell("opened", "share") is HIDDEN


def test_a_hidden_step_with_nothing_shown_after_it_has_no_range(database: Database) -> None:
    make_regions()
    add_people(NORTH, 40, "invited")
    add_people(NORTH, 3, "opened")
    steps = lay_out_region(count_region(NORTH, COURSES, 5, NOW), COURSES, SAID).table("steps")
    assert steps.cell("opened", "people") is HIDDEN


def test_an_unknown_region_is_not_found(database: Database) -> None:
    make_regions()
    with pytest.raises(NotFound):
        count_region("nowhere", COURSES, 5, NOW)


def test_the_programme_is_the_sum_of_its_regions(database: Database) -> None:
    make_regions()
    add_people(NORTH, 40, "completed")
    add_people(SOUTH, 25, "invited")
    counted = count_programme(COURSES, 5, NOW)
    report = lay_out_programme(counted, COURSES, SAID)
    assert report.table("regions").cell("total", "invited") == 65
    assert report.table("regions").cell("south", "completed") == 0
    assert report.table("regions").cell("total", "target") == 300


def test_the_programme_does_not_give_back_what_one_region_hides(database: Database) -> None:
    make_regions()
    add_people(NORTH, 40, "completed")
    add_people(SOUTH, 25, "invited")
    add_people(SOUTH, 3, "completed")
    counted = count_programme(COURSES, 5, NOW)
    assert counted.regions[1].shown[COMPLETED] is None
    assert counted.total.shown[COMPLETED] is None
    assert counted.total.shown[INVITED] == 68


def test_a_programme_without_regions_has_an_empty_report(database: Database) -> None:
    report = lay_out_programme(count_programme(COURSES, 5, NOW), COURSES, SAID)
    assert report.table("regions").cell("total", "invited") == 0


def test_counting_takes_a_handful_of_statements_however_many_people(database: Database) -> None:
    make_regions()
    add_people(NORTH, 30, "started", category="media")
    with database.statements() as sent:
        count_region(NORTH, COURSES, 5, NOW)
    assert len(sent) <= 6


def test_categories_of_a_hidden_total_do_not_tell_it(database: Database) -> None:
    make_regions()
    add_people(NORTH, 30, "invited", category="media")
    add_people(NORTH, 2, "completed", category="academia")
    shown = count_region(NORTH, COURSES, 5, NOW).shown
    assert shown[COMPLETED] is None
    assert shown[category_key("academia", INVITED)] is None
    assert shown[category_key("media", INVITED)] is None
