"""Every module in every language, for every region, in every edition: planned, made in parallel, listed."""

from lms.export.bulk.listing import Entry, write_lists
from lms.export.bulk.plan import Job, Wish, plan
from lms.export.bulk.work import Outcome, run

__all__ = ["Entry", "Job", "Outcome", "Wish", "plan", "run", "write_lists"]
