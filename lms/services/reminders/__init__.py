"""The letters of a region: who gets one, writing them, schedules, and those who want none."""

from lms.rules.letters import Kind
from lms.services.reminders.choosing import Chosen, Ready, Skipped, choose
from lms.services.reminders.notes import LONGEST_NOTE, check_note, find_note
from lms.services.reminders.stops import find_stop, start_letters, stop_letters
from lms.services.reminders.writing import Written, preview_letters, write_letters

__all__ = [
    "LONGEST_NOTE",
    "Chosen",
    "Kind",
    "Ready",
    "Skipped",
    "Written",
    "check_note",
    "choose",
    "find_note",
    "find_stop",
    "preview_letters",
    "start_letters",
    "stop_letters",
    "write_letters",
]
