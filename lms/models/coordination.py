"""What coordinators keep and decide: saved views, modules recorded as done, people who are one or who are two."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, UtcDateTime


class SavedView(Base):
    """A filter of the people list under a name; handed on with the region."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("region_id", "person_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True, info={"personal": None})
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), info={"personal": "whose view"})
    region_id: Mapped[str] = mapped_column(ForeignKey("region.id"), info={"personal": None})
    name: Mapped[str] = mapped_column(info={"personal": "as its owner calls it"})
    query: Mapped[str] = mapped_column(info={"personal": "what is searched for"})
    """As `PeopleFilter.to_query` writes it."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, info={"personal": None})


class RecordedCompletion(Base):
    """A module that a coordinator recorded as done: why, on what evidence, and what stood there before."""

    __tablename__ = "recorded_completion"
    __table_args__ = (Index(None, "enrolment_id", "course_id"), Index(None, "region_id", "course_id"))

    id: Mapped[int] = mapped_column(primary_key=True, info={"personal": None})
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), info={"personal": "whose completion"})
    region_id: Mapped[str] = mapped_column(ForeignKey("region.id"), info={"personal": None})
    course_id: Mapped[str] = mapped_column(info={"personal": None})
    reason: Mapped[str] = mapped_column(Text, info={"personal": "why it was recorded"})
    evidence: Mapped[str] = mapped_column(Text, info={"personal": "what proves it"})
    actor_id: Mapped[int | None] = mapped_column(
        info={"personal": "who recorded it; no key, so that it outlives a person"}
    )
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, info={"personal": "when"})
    before: Mapped[dict[str, Any]] = mapped_column(JSON, info={"personal": "what stood there, to take it back"})
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info={"personal": "when taken back"})
    taken_back_by: Mapped[int | None] = mapped_column(info={"personal": "who took it back"})


class PersonPair(Base):
    """Two enrolments that looked like one person, and what a coordinator decided about them."""

    __tablename__ = "person_pair"
    __table_args__ = (Index(None, "region_id", "decision"), Index(None, "removed_id"))

    id: Mapped[int] = mapped_column(primary_key=True, info={"personal": None})
    region_id: Mapped[str] = mapped_column(ForeignKey("region.id"), info={"personal": None})
    kept_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), info={"personal": "who was kept"})
    removed_id: Mapped[int] = mapped_column(
        ForeignKey("enrolment.id"), info={"personal": "who was joined to them"}
    )
    decision: Mapped[str] = mapped_column(info={"personal": None})
    """`joined`, `undone`, or `different`: two people who only look alike."""
    actor_id: Mapped[int | None] = mapped_column(
        info={"personal": "who decided; no key, so that it outlives a person"}
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime, info={"personal": "when"})
    undo: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True), info={"personal": "what was moved, for thirty days"}
    )
