"""Every module in every language, for every region, in every edition: planned, made in parallel, listed."""

from lms.export.bulk.listing import Entry, read_index, write_lists
from lms.export.bulk.plan import Job, Wish, plan
from lms.export.bulk.standing import Standing, State, find_standing, note, stop
from lms.export.bulk.work import Outcome, run

__all__ = [
    "Entry",
    "Job",
    "Outcome",
    "Standing",
    "State",
    "Wish",
    "find_standing",
    "note",
    "plan",
    "read_index",
    "run",
    "stop",
    "write_lists",
]
