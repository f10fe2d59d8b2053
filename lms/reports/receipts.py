"""Counts the receipts of packages in a region: attempts by module and state, new states by week. Never people."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, func, select

from lms.content.model import Course
from lms.db import reading
from lms.language import N_, Words
from lms.models import PackageReceipt
from lms.rules.figures import Column, ColumnKind, Figures, Row
from lms.rules.receipts import State

_RECEIPT = PackageReceipt.__table__
_STATES = select(_RECEIPT.c.course_id, _RECEIPT.c.attempt, _RECEIPT.c.state).where(
    _RECEIPT.c.region_id == bindparam("region")
)
_WEEKS = (
    select(_RECEIPT.c.week, func.count())
    .where(_RECEIPT.c.region_id == bindparam("region"))
    .group_by(_RECEIPT.c.week)
)
_RANK = {state.value: rank for rank, state in enumerate(State)}
_SHOWN_WEEKS = 12
_MODULES = (
    Column(
        "attempts",
        N_("Attempts"),
        parts=("under_way", "failed", "finished"),
        definition="receipt",
    ),
    Column("under_way", N_("Under way"), of="attempts"),
    Column("failed", N_("Failed, not yet passed"), of="attempts"),
    Column("finished", N_("Completed or passed"), of="attempts"),
    Column("share", N_("Share of attempts"), ColumnKind.SHARE, of="attempts", part="finished"),
)
_BY_WEEK = (Column("receipts", N_("New states"), definition="receipt_week"),)
_PLACE = {State.BEGUN: 0, State.FAILED: 1, State.COMPLETED: 2, State.PASSED: 2}


def count_receipts(
    region: str, zone: str, courses: Sequence[Course], below: int, now: datetime, said: Words
) -> tuple[Figures, Figures]:
    """Count a region's receipts: by module and state, and by week; small groups are hidden."""
    furthest: dict[tuple[str, str], str] = {}
    for course, attempt, state in reading().execute(_STATES, {"region": region}):
        before = furthest.get((course, attempt))
        if before is None or _RANK[state] > _RANK[before]:
            furthest[course, attempt] = state
    counted = Counter((course, _PLACE[State(state)]) for (course, _), state in furthest.items())
    titles = {course.id: course.title for course in courses}
    # A module that is handed out no longer keeps its receipts, under the name of its folder.
    modules = [*titles, *sorted({course for course, _ in furthest} - set(titles))]
    rows = [
        _row(module, titles.get(module, module), [counted[module, at] for at in range(3)]) for module in modules
    ]
    total = [sum(counted[module, at] for module in modules) for at in range(3)]
    rows.append(_row("all", said("All modules"), total, is_total=True))
    weeks = dict(tuple(row) for row in reading().execute(_WEEKS, {"region": region}))
    return (
        Figures.build(
            "receipts", N_("Attempts by module"), _MODULES, rows, now, zone=zone, threshold=below
        ),
        Figures.build(
            "receipt-weeks", N_("New states by week"), _BY_WEEK, _by_week(weeks, zone, now, said), now, zone=zone,
            threshold=below,
        ),
    )  # fmt: skip


def _row(name: str, label: str, counts: list[int], *, is_total: bool = False) -> Row:
    attempts = sum(counts)
    return Row(name, label, (attempts, *counts, counts[2] / attempts if attempts else None), is_total)


def _by_week(weeks: dict[str, int], zone: str, now: datetime, said: Words) -> list[Row]:
    """The last weeks, all before them in one row, and their sum, so that nothing hidden follows from it."""
    today = now.astimezone(ZoneInfo(zone)).date()
    days = [today - timedelta(weeks=back) for back in range(_SHOWN_WEEKS - 1, -1, -1)]
    shown = {f"{day.isocalendar().year}-W{day.isocalendar().week:02}": day for day in days}
    last = max(shown)
    rest = sum(count for week, count in weeks.items() if week not in shown and week < last)
    # A clock that goes ahead belongs to the present week.
    ahead = sum(count for week, count in weeks.items() if week > last)
    rows = [Row("before", said("Before"), (rest,))]
    for week, day in shown.items():
        monday = day - timedelta(days=day.weekday())
        rows.append(Row(week, said.date(monday), (weeks.get(week, 0) + (ahead if week == last else 0),)))
    return [*rows, Row("all", said("All weeks"), (sum(weeks.values()),), is_total=True)]
