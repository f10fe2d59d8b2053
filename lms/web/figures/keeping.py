"""Keeps what was counted until something changes, for a minute at most."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from flask import current_app
from markupsafe import Markup

from lms.content.model import Course
from lms.language import Words
from lms.reports.freshness import Stamp, find_stamp
from lms.reports.progress_report import Report
from lms.web import context

Counted = TypeVar("Counted")
Count = Callable[[Sequence[Course], int, datetime, Words], Report]
Show = Callable[[Report], str]

_LONGEST = timedelta(minutes=1)
"""Roles that end by themselves leave no trace that the stamp could see; after so long we count again."""


@dataclass(frozen=True, slots=True)
class KeptReport:
    """A report with the part of the page that shows it."""

    report: Report
    html: Markup


@dataclass(frozen=True, slots=True)
class _Kept:
    value: Any
    stamp: Stamp
    until: datetime


def keep(key: Hashable, region: str | None, count: Callable[[], Counted]) -> Counted:
    """Give what was counted of a region (None = of all) under a key, counted again only if need be."""
    memory: dict[Hashable, _Kept] = current_app.extensions.setdefault("lms-counted", {})
    now, stamp = context.now(), find_stamp(region)
    kept = memory.get(key)
    if kept is None or kept.stamp != stamp or kept.until <= now:
        kept = memory[key] = _Kept(count(), stamp, now + _LONGEST)
    return kept.value


def give_report(region: str | None, count: Count, show: Show, purpose: str = "page") -> KeptReport:
    """Give the report of a region (None = of all) in the reader's language.

    `purpose` keeps reports apart that are shown in different ways.
    """
    held, said = context.lms(), context.say()

    def make() -> KeptReport:
        courses = held.catalogue.list_courses(said.language)
        report = count(courses, held.config.hidden_below, context.now(), said)
        return KeptReport(report, Markup(show(report)))  # noqa: S704 - our own templates

    # The page is made for one prefix, since addresses stand in it.
    return keep((purpose, region, said.language, context.url("public.front")), region, make)
