"""Schedules: written down, run once on their day, never for another region."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lms.db import db, transaction
from lms.errors import InvalidInput, NotFound
from lms.models import AuditLine, LetterPlan
from lms.rules.letters import Kind
from lms.services import reminders
from lms.services.reminders import PlanWish
from tests.people import NORTH, NOW, SOUTH
from tests.services.reminders.conftest import DAY, all_letters, all_skips
from tests.small_courses import SmallCatalogue

WISH = PlanWish(Kind.INACTIVE, 14, 1, date(2026, 3, 1), date(2026, 6, 30), "See you")
TUESDAY = NOW + DAY
"""NOW is a Monday."""


@pytest.fixture
def plan_id(cast) -> int:
    return reminders.add_plan(NORTH, WISH, cast.chen.person_id, NOW)


@pytest.fixture
def run(database):
    """Run what is due at a time for some people; give what was written by each schedule that ran."""

    def act(now, *ids):
        done = [
            reminders.run_plan(due, ids, SmallCatalogue(), database.config, now)
            for due in reminders.list_due_plans(now)
        ]
        return [written for written in done if written is not None]

    return act


def test_a_schedule_is_kept_with_who_wrote_it_down(plan_id):
    (plan,) = reminders.list_plans(NORTH)
    assert (plan.id, plan.kind, plan.days, plan.by, plan.note) == (
        plan_id,
        Kind.INACTIVE,
        14,
        "Chen Coordinator",
        "See you",
    )
    assert reminders.list_plans(SOUTH) == ()


def test_a_schedule_of_another_region_does_not_exist(cast, plan_id):
    for act in (
        lambda: reminders.get_plan(SOUTH, plan_id),
        lambda: reminders.change_plan(SOUTH, plan_id, WISH, cast.emil.person_id, NOW),
        lambda: reminders.switch_plan(SOUTH, plan_id, False, cast.emil.person_id, NOW),
    ):
        with pytest.raises(NotFound):
            act()
    assert reminders.get_plan(NORTH, plan_id).timetable.is_on


def test_it_runs_once_on_its_day_however_often_one_asks(person, plan_id, run):
    one, other = person("learning", "A"), person("learning", "B")
    assert run(NOW, one) == []
    (written,) = run(TUESDAY, one)
    assert written.sent == (one,)
    assert run(TUESDAY + timedelta(hours=3), one, other) == []
    (letter,) = all_letters()
    assert (letter.plan_id, letter.actor_id, letter.kind) == (plan_id, None, "inactive")
    assert "Chen Coordinator writes: See you\n" in letter.text
    (again,) = run(TUESDAY + 7 * DAY, other)
    assert again.sent == (other,)


def test_what_was_broken_off_is_done_anew(database, cast, person, plan_id, monkeypatch):
    one = person("learning")
    (due,) = reminders.list_due_plans(TUESDAY)

    def die(*_args, **_rest):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("lms.services.audit.record", die)  # the last thing the transaction does
        with pytest.raises(KeyboardInterrupt):
            reminders.run_plan(due, (one,), SmallCatalogue(), database.config, TUESDAY)
    assert all_letters() == []
    (due,) = reminders.list_due_plans(TUESDAY)
    written = reminders.run_plan(due, (one,), SmallCatalogue(), database.config, TUESDAY)
    assert written is not None
    assert written.sent == (one,)


def test_a_schedule_that_is_switched_off_between_asking_and_running_writes_nothing(
    database, cast, person, plan_id
):
    (due,) = reminders.list_due_plans(TUESDAY)
    reminders.switch_plan(NORTH, plan_id, False, cast.chen.person_id, NOW)
    assert reminders.run_plan(due, (person("learning"),), SmallCatalogue(), database.config, TUESDAY) is None
    assert all_letters() == []
    assert reminders.list_due_plans(TUESDAY) == ()


def test_who_is_skipped_stands_in_the_log_with_the_schedule(person, plan_id, run):
    finished = person("finished")
    (written,) = run(TUESDAY, finished)
    assert written.sent == ()
    assert [(skip.reason, skip.plan_id, skip.actor_id) for skip in all_skips()] == [("finished", plan_id, None)]


def test_a_region_that_takes_part_no_more_sends_nothing(plan_id):
    from sqlalchemy import update

    from lms.models import Region

    with transaction() as session:
        session.execute(update(Region).where(Region.id == NORTH).values(active=False))
    assert reminders.list_due_plans(TUESDAY) == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": Kind.INVITATION},
        {"days": 0},
        {"days": 366},
        {"weekday": 7},
        {"ends_on": date(2026, 2, 28)},
        {"note": "x" * 301},
    ],
)
def test_what_cannot_be_a_schedule_is_refused(cast, changes):
    with pytest.raises(InvalidInput):
        reminders.add_plan(NORTH, replace(WISH, **changes), cast.chen.person_id, NOW)
    assert db.session.scalar(select(LetterPlan.id)) is None


def test_a_region_cannot_have_schedules_without_end(cast):
    for _ in range(20):
        reminders.add_plan(NORTH, WISH, cast.chen.person_id, NOW)
    with pytest.raises(InvalidInput, match="20"):
        reminders.add_plan(NORTH, WISH, cast.chen.person_id, NOW)


def test_every_change_of_a_schedule_is_in_the_audit_log(cast, plan_id):
    reminders.change_plan(NORTH, plan_id, replace(WISH, days=30), cast.chen.person_id, NOW)
    reminders.switch_plan(NORTH, plan_id, False, cast.chen.person_id, NOW)
    db.session.rollback()
    acts = db.session.scalars(
        select(AuditLine.action).where(AuditLine.subject == f"plan:{plan_id}").order_by(AuditLine.id)
    )
    assert list(acts) == ["letter_plan.added", "letter_plan.changed", "letter_plan.off"]
