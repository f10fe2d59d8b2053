"""The letters of a region: who gets one, writing them, schedules, and those who want none."""

from lms.rules.letters import Kind
from lms.services.reminders.choosing import Chosen, Ready, Skipped, choose
from lms.services.reminders.notes import LONGEST_NOTE, check_note, find_note
from lms.services.reminders.plans import (
    DuePlan,
    Plan,
    PlanWish,
    add_plan,
    change_plan,
    get_plan,
    list_due_plans,
    list_plans,
    run_plan,
    switch_plan,
)
from lms.services.reminders.stops import find_stop, start_letters, stop_letters
from lms.services.reminders.writing import Written, preview_letters, write_letters

__all__ = [
    "LONGEST_NOTE",
    "Chosen",
    "DuePlan",
    "Kind",
    "Plan",
    "PlanWish",
    "Ready",
    "Skipped",
    "Written",
    "add_plan",
    "change_plan",
    "check_note",
    "choose",
    "find_note",
    "find_stop",
    "get_plan",
    "list_due_plans",
    "list_plans",
    "preview_letters",
    "run_plan",
    "start_letters",
    "stop_letters",
    "switch_plan",
    "write_letters",
]
