"""The schedules of a region: which reminder, after how many days, on which day of the week."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import g, request
from werkzeug.wrappers import Response

from lms.errors import InvalidInput
from lms.reports.letter_needs import find_needing
from lms.rules.letters import REMINDERS, SEND_AT, Kind, next_day
from lms.rules.people_filter import DAYS
from lms.services import reminders
from lms.services.regions import get_region
from lms.services.reminders import Plan, PlanWish
from lms.services.reminders.plans import LONGEST_DAYS
from lms.web import context, forms
from lms.web.coordinator import letter_door, show
from lms.web.coordinator.letter_words import KINDS

_HALF_A_YEAR = timedelta(days=182)


@dataclass(frozen=True, slots=True)
class PlanView:
    """A schedule in words."""

    id: int
    label: str
    when: str
    dates: str
    is_on: bool
    next: str
    by: str


def show_plans(region: str) -> list[PlanView]:
    """Put the schedules of a region into words, each with its next day and the number of today."""
    return [_show(plan) for plan in reminders.list_plans(region)]


@letter_door.get("/schedules/new")
def new_plan(region: str) -> str:
    """Show the form for a new schedule."""
    today = context.now().astimezone(ZoneInfo(g.region.zone)).date()
    typed = {
        "kind": Kind.INACTIVE.value,
        "days": str(DAYS),
        "weekday": "0",
        "starts_on": today.isoformat(),
        "ends_on": (today + _HALF_A_YEAR).isoformat(),
        "note": "",
    }
    return _form(typed, {}, None)


@letter_door.post("/schedules/new")
def add_plan(region: str) -> Response | tuple[str, int]:
    """Write a schedule down."""
    typed, wish, faults = _read()
    if wish is not None:
        try:
            reminders.add_plan(region, wish, context.person().person_id, context.now())
        except InvalidInput as error:
            faults = {"kind": context.say()(error.message, **error.values)}
    return (_form(typed, faults, None), 400) if faults else _back(region, "kept")


@letter_door.get("/schedules/<int:plan_id>")
def plan(region: str, plan_id: int) -> str:
    """Show the form of a schedule."""
    found = reminders.get_plan(region, plan_id)
    times = found.timetable
    typed = {
        "kind": found.kind.value,
        "days": str(found.days),
        "weekday": str(times.weekday),
        "starts_on": times.starts_on.isoformat(),
        "ends_on": times.ends_on.isoformat(),
        "note": found.note,
    }
    return _form(typed, {}, found)


@letter_door.post("/schedules/<int:plan_id>")
def change_plan(region: str, plan_id: int) -> Response | tuple[str, int]:
    """Change a schedule."""
    found = reminders.get_plan(region, plan_id)
    typed, wish, faults = _read()
    if wish is None:
        return _form(typed, faults, found), 400
    reminders.change_plan(region, plan_id, wish, context.person().person_id, context.now())
    return _back(region, "kept")


@letter_door.post("/schedules/<int:plan_id>/switch")
def switch_plan(region: str, plan_id: int) -> Response:
    """Switch a schedule on or off."""
    on = request.form.get("on") == "yes"
    reminders.switch_plan(region, plan_id, on, context.person().person_id, context.now())
    return _back(region, "on" if on else "off")


def _back(region: str, done: str) -> Response:
    return context.lead_to("letters.overview", region=region, plan=done)


def _show(plan: Plan) -> PlanView:
    said, now, times = context.say(), context.now(), plan.timetable
    day = next_day(times, now)
    return PlanView(
        id=plan.id,
        label=said(KINDS[plan.kind]),
        when=said.plural(
            "Every %(weekday)s, after %(count)s quiet day",
            "Every %(weekday)s, after %(count)s quiet days",
            plan.days,
            weekday=said.weekday(times.weekday),
        ),
        dates=said("%(first)s to %(last)s", first=said.date(times.starts_on), last=said.date(times.ends_on)),
        is_on=times.is_on,
        next=_say_next(plan, day) if day else "",
        by=said(
            "Written down by %(name)s on %(day)s.",
            name=plan.by or said("somebody who has left"),
            day=said.date(times.changed_at, g.region.zone),
        ),
    )


def _say_next(plan: Plan, day: date) -> str:
    """Say when it runs next and to how many it would go, counted as if that were now."""
    said, now = context.say(), context.now()
    courses = context.lms().catalogue.list_courses(said.language)
    ids = find_needing(plan.region, plan.kind, courses, now, plan.days)
    count = len(reminders.choose(get_region(plan.region), ids, plan.kind, now).ready)
    when = {"day": said.day(day), "hour": f"{SEND_AT:%H:%M}"}
    if not count:
        return said("Next time: %(day)s, from %(hour)s. It would go to nobody today.", **when)
    return said.plural(
        "Next time: %(day)s, from %(hour)s. It would go to about %(count)s person today.",
        "Next time: %(day)s, from %(hour)s. It would go to about %(count)s people today.",
        count,
        **when,
    )


def _read() -> tuple[dict[str, str], PlanWish | None, dict[str, str]]:
    """Read the form: what was typed, the wish if it is one, and the faults by field."""
    said = context.say()
    names = ("kind", "days", "weekday", "starts_on", "ends_on", "note")
    typed = {name: request.form.get(name, "").strip() for name in names}
    faults: dict[str, str] = {}
    if typed["kind"] not in REMINDERS:
        faults["kind"] = said("Please choose one of the letters in the list.")
    if not forms.read_whole(typed["days"], LONGEST_DAYS):
        faults["days"] = said("Please give a number of days from 1 to %(most)s.", most=LONGEST_DAYS)
    if typed["weekday"] not in set("0123456"):
        faults["weekday"] = said("Please choose a day of the week.")
    days = {name: forms.read_day(typed[name]) for name in ("starts_on", "ends_on")}
    faults |= {name: said("Please give a date.") for name, day in days.items() if day is None}
    first, last = days["starts_on"], days["ends_on"]
    if first and last and last < first:
        faults["ends_on"] = said("The last day lies before the first one.")
    try:
        note = reminders.check_note(typed["note"])
    except InvalidInput as error:
        faults["note"] = said(error.message, **error.values)
    if faults or first is None or last is None:
        return typed, None, faults
    wish = PlanWish(Kind(typed["kind"]), int(typed["days"]), int(typed["weekday"]), first, last, note)
    return typed, wish, {}


def _form(typed: dict[str, str], faults: dict[str, str], plan: Plan | None) -> str:
    said = context.say()
    options: dict[str, Any] = {
        "kinds": [(kind.value, said(KINDS[kind])) for kind in REMINDERS],
        "weekdays": [(str(number), said.weekday(number)) for number in range(7)],
    }
    return show(
        "letter_plan.html",
        typed=typed,
        faults=faults,
        plan=plan,
        longest=reminders.LONGEST_NOTE,
        hour=f"{SEND_AT:%H:%M}",
        **options,
    )
