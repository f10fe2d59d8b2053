"""Letters: written in the transaction of the act that causes them, sent afterwards; schedules, stops, skipped."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, UtcDateTime

_WAITING = text("state = 'waiting'")
"""Letters that were sent stay in the table for years; the indexes for sending hold only the others."""


class Message(Base):
    """One letter to one person. Secrets in the text are wiped once it is sent."""

    __tablename__ = "message"
    __table_args__ = (
        Index("ix_message_due_at", "due_at", "id", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("ix_message_kind_due_at", "kind", "due_at", "id", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index(None, "person_id", "kind"),
        Index(None, "region_id", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, info={"personal": None})
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), info={"personal": "to whom"})
    kind: Mapped[str] = mapped_column(info={"personal": None})
    """`sign-in`, or one of `rules.letters.Kind`."""
    region_id: Mapped[str] = mapped_column(default="", server_default="", info={"personal": None})
    """Whose log it stands in; empty for letters that a person asked for."""
    address: Mapped[str] = mapped_column(info={"personal": "mail address"})
    language: Mapped[str] = mapped_column(info={"personal": None})
    subject: Mapped[str] = mapped_column(info={"personal": "letter"})
    text: Mapped[str] = mapped_column(Text, info={"personal": "letter"})
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, info={"personal": "when written"})
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, info={"personal": None})
    """Not sent before; moved on by each try."""
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, info={"personal": None})
    """Not sent afterwards: its link would be dead."""
    state: Mapped[str] = mapped_column(default="waiting", server_default="waiting", info={"personal": None})
    """One of `rules.letters.LetterState`."""
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info={"personal": "accepted by the server"})
    failed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info={"personal": "given up"})
    failure: Mapped[str] = mapped_column(
        default="", info={"personal": "answer of the mail server, or the code of its report"}
    )
    tries: Mapped[int] = mapped_column(default=0, info={"personal": None})
    """Rises whenever a process takes the letter: who took it earlier may not change it any more."""
    actor_id: Mapped[int | None] = mapped_column(info={"personal": "who had it written; no key, so that it stays"})
    plan_id: Mapped[int | None] = mapped_column(info={"personal": None})
    """The schedule that had it written."""


class LetterSkip(Base):
    """Somebody who would have had a letter and did not get it, and why."""

    __tablename__ = "letter_skip"
    __table_args__ = (Index(None, "region_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True, info={"personal": None})
    at: Mapped[datetime] = mapped_column(UtcDateTime, info={"personal": "when"})
    region_id: Mapped[str] = mapped_column(ForeignKey("region.id"), info={"personal": None})
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), info={"personal": "who got no letter"})
    kind: Mapped[str] = mapped_column(info={"personal": None})
    reason: Mapped[str] = mapped_column(info={"personal": "why not"})
    """One of `rules.letters.Reason`."""
    actor_id: Mapped[int | None] = mapped_column(info={"personal": "who pressed; no key, so that it stays"})
    plan_id: Mapped[int | None] = mapped_column(info={"personal": None})


class LetterStop(Base):
    """Somebody who wants no reminders."""

    __tablename__ = "letter_stop"
    __table_args__ = (UniqueConstraint("person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, info={"personal": None})
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), info={"personal": "who wants none"})
    stopped_at: Mapped[datetime] = mapped_column(UtcDateTime, info={"personal": "since when"})


class LetterPlan(Base):
    """A schedule: which reminder goes out in a region on which day of the week."""

    __tablename__ = "letter_plan"
    __table_args__ = (Index(None, "region_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, info={"personal": None})
    region_id: Mapped[str] = mapped_column(ForeignKey("region.id"), info={"personal": None})
    kind: Mapped[str] = mapped_column(info={"personal": None})
    days: Mapped[int] = mapped_column(info={"personal": None})
    """To people for whom nothing has happened for so many days."""
    weekday: Mapped[int] = mapped_column(info={"personal": None})
    """0 is Monday."""
    starts_on: Mapped[date] = mapped_column(info={"personal": None})
    ends_on: Mapped[date] = mapped_column(info={"personal": None})
    is_on: Mapped[bool] = mapped_column(default=True, info={"personal": None})
    note: Mapped[str] = mapped_column(default="", info={"personal": "words of a coordinator"})
    actor_id: Mapped[int | None] = mapped_column(
        info={"personal": "who wrote it down; no key, so that the line outlives a person"}
    )
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, info={"personal": None})
    """A day that had begun by then is not made up for."""
    ran_on: Mapped[date | None] = mapped_column(info={"personal": None})
    """The day it ran for last."""


class LetterNote(Base):
    """The sentence that a region's coordinators put into their letters last."""

    __tablename__ = "letter_note"
    __table_args__ = (UniqueConstraint("region_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, info={"personal": None})
    region_id: Mapped[str] = mapped_column(ForeignKey("region.id"), info={"personal": None})
    text: Mapped[str] = mapped_column(Text, info={"personal": "words of a coordinator"})
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, info={"personal": None})
