"""The log of a region's letters: what was sent, what came back, who was skipped and why; newest first."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, Select, func, literal, null, or_, select, union_all
from sqlalchemy.types import String

from lms.db import UtcDateTime, reading
from lms.intake.people_fields import fold
from lms.models import Enrolment, LetterSkip, Message, Person
from lms.rules.letters import Kind, LetterState

ON_A_PAGE = 100


class Outcome(StrEnum):
    """What became of a letter, or that there was none."""

    SENT = LetterState.SENT.value
    WAITING = LetterState.WAITING.value
    BOUNCED = LetterState.BOUNCED.value
    EXPIRED = LetterState.EXPIRED.value
    WITHDRAWN = LetterState.WITHDRAWN.value
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which lines are wanted; an empty field asks for nothing."""

    text: str = ""
    """Part of a name or an address."""
    outcome: Outcome | None = None
    kind: Kind | None = None
    day: date | None = None
    """In the region's zone."""


@dataclass(frozen=True, slots=True)
class LogLine:
    """One letter, or one that was not written."""

    at: datetime
    """When it was written or decided."""
    kind: Kind
    outcome: Outcome
    why: str
    """A `Reason` for who was skipped or whose letter was withdrawn; else the mail server's answer, or empty."""
    sent_at: datetime | None
    name: str
    address: str
    by: str
    """Name of who pressed; empty for a schedule, or when they are gone."""
    by_plan: bool


@dataclass(frozen=True, slots=True)
class LogPage:
    """One page of the log."""

    lines: tuple[LogLine, ...]
    total: int
    page: int
    """As it was asked for; a page behind the last one has become the last one."""

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // ON_A_PAGE))


def read_log_page(region: str, zone: str, wanted: LogFilter, page: int) -> LogPage:
    """Give one page of the log."""
    lines = _lines(region, zone, wanted).subquery()
    total = reading().execute(select(func.count()).select_from(lines)).scalar_one()
    page = min(max(1, page), max(1, -(-total // ON_A_PAGE)))
    query = _ordered(lines).limit(ON_A_PAGE).offset((page - 1) * ON_A_PAGE)
    return LogPage(_read(query), total, page)


def list_log(region: str, zone: str, wanted: LogFilter) -> tuple[LogLine, ...]:
    """Give all lines that are wanted, for a file."""
    return _read(_ordered(_lines(region, zone, wanted).subquery()))


def count_days(region: str, zone: str, days: Sequence[date]) -> dict[date, Counter[Outcome]]:
    """Count what became of the letters of some days, each whole, whatever a page shows of it."""
    found: dict[date, Counter[Outcome]] = {}
    for day in days:
        lines = _lines(region, zone, LogFilter(day=day)).subquery()
        counts = reading().execute(select(lines.c.outcome, func.count()).group_by(lines.c.outcome))
        found[day] = Counter({Outcome(outcome): count for outcome, count in counts})
    return found


def _lines(region: str, zone: str, wanted: LogFilter) -> Any:
    """Put letters and skipped ones into one list."""
    sent = select(
        Message.id.label("id"),
        Message.created_at.label("at"),
        Message.kind.label("kind"),
        Message.state.label("outcome"),
        Message.failure.label("why"),
        Message.sent_at.label("sent_at"),
        Message.person_id.label("person_id"),
        Message.address.label("address"),
        Message.actor_id.label("actor_id"),
        Message.plan_id.label("plan_id"),
    ).where(Message.region_id == region)
    skipped = select(
        LetterSkip.id.label("id"),
        LetterSkip.at.label("at"),
        LetterSkip.kind.label("kind"),
        literal(Outcome.SKIPPED.value).label("outcome"),
        LetterSkip.reason.label("why"),
        null().cast(UtcDateTime).label("sent_at"),
        LetterSkip.person_id.label("person_id"),
        null().cast(String).label("address"),
        LetterSkip.actor_id.label("actor_id"),
        LetterSkip.plan_id.label("plan_id"),
    ).where(LetterSkip.region_id == region)
    parts = (
        _narrow(sent, Message.created_at, Message.kind, Message.person_id, zone, wanted),
        _narrow(skipped, LetterSkip.at, LetterSkip.kind, LetterSkip.person_id, zone, wanted),
    )
    if wanted.outcome is Outcome.SKIPPED:
        return parts[1]
    if wanted.outcome is not None:
        return parts[0].where(Message.state == wanted.outcome.value)
    return union_all(*parts)


def _narrow(query: Select[Any], at: Any, kind: Any, person_id: Any, zone: str, wanted: LogFilter) -> Select[Any]:
    if wanted.kind is not None:
        query = query.where(kind == wanted.kind.value)
    if wanted.day is not None:
        first, end = (
            datetime.combine(day, time(), ZoneInfo(zone)) for day in (wanted.day, wanted.day + timedelta(days=1))
        )
        query = query.where(at >= first, at < end)
    for word in fold(wanted.text).split():
        query = query.where(person_id.in_(_called(word)))
    return query


def _called(word: str) -> Select[Any]:
    named: ColumnElement[bool] = or_(
        Enrolment.search.contains(word, autoescape=True), Person.email.contains(word, autoescape=True)
    )
    return select(Person.id).join(Enrolment, Enrolment.person_id == Person.id).where(named)


def _ordered(lines: Any) -> Select[Any]:
    actor = Person.__table__.alias("actor")
    return (
        select(lines, Person.name, Person.email, actor.c.name.label("by"))
        .select_from(
            lines.outerjoin(Person, Person.id == lines.c.person_id).outerjoin(
                actor, actor.c.id == lines.c.actor_id
            )
        )
        .order_by(lines.c.at.desc(), lines.c.outcome, lines.c.id)
    )


def _read(query: Select[Any]) -> tuple[LogLine, ...]:
    return tuple(_line(row) for row in reading().execute(query))


def _line(row: Row[Any]) -> LogLine:
    return LogLine(
        at=row.at,
        kind=Kind(row.kind),
        outcome=Outcome(row.outcome),
        why=row.why,
        sent_at=row.sent_at,
        name=row.name or "",
        address=row.address or row.email or "",
        by=row.by or "",
        by_plan=row.plan_id is not None,
    )
