"""Who gets a letter, and on which day a schedule runs."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from lms.rules.letters import Facts, Kind, Reason, Timetable, due_day, next_day, why_not

TODAY = date(2026, 11, 30)
GOOD = Facts("a@b.example", opened=True, started=True)


@pytest.mark.parametrize("kind", Kind)
def test_who_finished_gets_no_letter_whatever_else_holds(kind):
    assert (
        why_not(kind, Facts("a@b.example", completed=True, stopped=True, started=True), TODAY) is Reason.FINISHED
    )


def test_a_week_is_seven_days_of_the_calendar():
    def on(day: date) -> Reason | None:
        return why_not(Kind.INACTIVE, Facts("a@b.example", opened=True, started=True, last_on=day), TODAY)

    assert on(TODAY - timedelta(days=7)) is None
    assert {on(TODAY - timedelta(days=days)) for days in range(7)} == {Reason.THIS_WEEK}
    assert why_not(Kind.INACTIVE, GOOD, TODAY) is None


def table(zone: str = "Europe/Dublin", **changes) -> Timetable:
    values = {
        "weekday": 0,
        "starts_on": date(2026, 3, 1),
        "ends_on": date(2026, 12, 31),
        "is_on": True,
        "changed_at": datetime(2026, 2, 20, tzinfo=UTC),
        "ran_on": None,
        "zone": zone,
    }
    return Timetable(**(values | changes))


def at(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize("zone", ["Europe/Dublin", "Europe/Madrid", "Atlantic/Azores", "Asia/Tokyo"])
@pytest.mark.parametrize("monday", ["2026-03-23", "2026-03-30", "2026-10-19", "2026-10-26"])
def test_a_schedule_runs_from_eight_in_the_morning_of_its_region_before_and_after_the_clocks_change(zone, monday):
    day = date.fromisoformat(monday)
    done = table(zone, ran_on=day - timedelta(days=7))
    assert due_day(done, at(f"{monday}T07:59", zone)) is None
    assert due_day(done, at(f"{monday}T08:00", zone)) == day
    assert due_day(done, at(f"{monday}T23:59", zone)) == day


def test_walking_a_year_of_ticks_over_both_clock_changes_each_monday_comes_once():
    zone = "Europe/Madrid"
    ran: list[date] = []
    now = datetime(2026, 3, 1, tzinfo=UTC)
    while now < datetime(2026, 12, 31, tzinfo=UTC):
        day = due_day(table(zone, ran_on=ran[-1] if ran else None), now)
        if day:
            ran.append(day)
            assert now.astimezone(ZoneInfo(zone)).date() == day
        now += timedelta(minutes=37)
    assert ran == [date(2026, 3, 2) + timedelta(weeks=week) for week in range(44)]


def test_a_machine_that_was_off_makes_up_for_yesterday_and_for_nothing_older():
    zone = "Europe/Dublin"
    assert due_day(table(), at("2026-11-24T23:00", zone)) == date(2026, 11, 23)
    assert due_day(table(), at("2026-11-25T00:01", zone)) is None
    assert due_day(table(ran_on=date(2026, 11, 23)), at("2026-11-24T09:00", zone)) is None


def test_a_schedule_written_down_or_switched_on_after_eight_waits_for_the_next_week():
    zone = "Europe/Dublin"
    late = table(changed_at=at("2026-11-30T10:00", zone))
    assert due_day(late, at("2026-11-30T10:05", zone)) is None
    assert next_day(late, at("2026-11-30T10:05", zone)) == date(2026, 12, 7)
    early = table(changed_at=at("2026-11-30T07:00", zone))
    assert next_day(early, at("2026-11-30T07:30", zone)) == date(2026, 11, 30)


@pytest.mark.parametrize(
    "changes",
    [{"is_on": False}, {"starts_on": date(2026, 12, 1)}, {"ends_on": date(2026, 11, 29)}],
)
def test_a_schedule_that_is_off_or_out_of_its_dates_does_not_run(changes):
    assert due_day(table(**changes), at("2026-11-30T12:00", "Europe/Dublin")) is None


def test_the_next_day_is_told_and_none_when_there_is_none():
    now = at("2026-11-27T12:00", "Europe/Dublin")
    assert next_day(table(), now) == date(2026, 11, 30)
    assert next_day(table(starts_on=date(2027, 2, 3), ends_on=date(2027, 3, 1)), now) == date(2027, 2, 8)
    assert next_day(table(ends_on=date(2026, 11, 29)), now) is None
    assert next_day(table(is_on=False), now) is None
    assert next_day(table(ran_on=date(2026, 11, 30)), at("2026-11-30T12:00", "Europe/Dublin")) == date(2026, 12, 7)
