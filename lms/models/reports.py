"""What reports are made from and what becomes of them: background, decisions, editions, frozen reports."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, UtcDateTime


class Background(Base):
    """What a trainee chose to say for statistics. No row = nothing said; shown to nobody but as counts."""

    __tablename__ = "background"
    __table_args__ = (UniqueConstraint("enrolment_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, info={"personal": None})
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), info={"personal": "whose background"})
    gender: Mapped[str] = mapped_column(default="", info={"personal": "for statistics, voluntary"})
    age_band: Mapped[str] = mapped_column(default="", info={"personal": "for statistics, voluntary"})
    organisation_level: Mapped[str] = mapped_column(default="", info={"personal": "for statistics, voluntary"})
    sector: Mapped[str] = mapped_column(default="", info={"personal": "for statistics, voluntary"})
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime, info={"personal": "last change"})


class Decision(Base):
    """What a region decided with its staff: who, when, under which reference. Ended, never removed."""

    __tablename__ = "decision"
    __table_args__ = (Index(None, "region_id", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True, info={"personal": None})
    region_id: Mapped[str] = mapped_column(ForeignKey("region.id"), info={"personal": None})
    subject: Mapped[str] = mapped_column(info={"personal": None})
    """`scores`: coordinators see the exam results of single people."""
    decided_by: Mapped[str] = mapped_column(info={"personal": "the body or person that answers for it"})
    reference: Mapped[str] = mapped_column(info={"personal": None})
    decided_on: Mapped[date] = mapped_column(info={"personal": None})
    recorded_by: Mapped[int | None] = mapped_column(
        info={"personal": "who wrote it down; no key, so that the decision outlives a person"}
    )
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, info={"personal": None})
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info={"personal": None})
    ended_by: Mapped[int | None] = mapped_column(info={"personal": "who ended it; no key"})


class Edition(Base):
    """The figures of all regions at one moment, as they may be handed on."""

    __tablename__ = "edition"
    __table_args__ = (Index(None, "as_of"),)

    id: Mapped[int] = mapped_column(primary_key=True, info={"personal": None})
    as_of: Mapped[datetime] = mapped_column(UtcDateTime, info={"personal": None})
    made_by: Mapped[int | None] = mapped_column(info={"personal": "who asked for it; empty = the clock; no key"})
    indicator_version: Mapped[int] = mapped_column(info={"personal": None})
    below: Mapped[int] = mapped_column(info={"personal": None})
    """Groups smaller than this were hidden."""
    released: Mapped[dict[str, Any]] = mapped_column(JSON, info={"personal": None})
    """Scope -> what is shown, and what was shown last; see `rules.editions`."""
    basis: Mapped[dict[str, Any]] = mapped_column(JSON, info={"personal": None})
    """Scope -> true counts of what was completed, to say later what was added for earlier dates. Never shown."""


class FrozenReport(Base):
    """A report as it was handed in: it never changes, whatever happens to data, definitions and programs."""

    __tablename__ = "frozen_report"
    __table_args__ = (Index(None, "region_id", "frozen_at"),)

    id: Mapped[int] = mapped_column(primary_key=True, info={"personal": None})
    region_id: Mapped[str] = mapped_column(default="", info={"personal": None})
    """Empty = the whole programme."""
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), info={"personal": None})
    title: Mapped[str] = mapped_column(info={"personal": None})
    purpose: Mapped[str] = mapped_column(default="", info={"personal": None})
    """What it was frozen for, in the words of who froze it."""
    language: Mapped[str] = mapped_column(info={"personal": None})
    indicator_version: Mapped[int] = mapped_column(info={"personal": None})
    as_of: Mapped[datetime] = mapped_column(UtcDateTime, info={"personal": None})
    frozen_at: Mapped[datetime] = mapped_column(UtcDateTime, info={"personal": None})
    frozen_by: Mapped[int | None] = mapped_column(info={"personal": "who froze it; no key"})
    frozen_name: Mapped[str] = mapped_column(info={"personal": "who answers for the report towards the fund"})
    digest: Mapped[str] = mapped_column(info={"personal": None})
    """SHA-256 of the JSON file."""


class FrozenFile(Base):
    """One file of a frozen report, kept byte for byte: no later version of a library can change it."""

    __tablename__ = "frozen_file"
    __table_args__ = (UniqueConstraint("report_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True, info={"personal": None})
    report_id: Mapped[int] = mapped_column(ForeignKey("frozen_report.id"), info={"personal": None})
    name: Mapped[str] = mapped_column(info={"personal": None})
    """`json`, `xlsx`, `pdf`, `csv` or `excel.csv`."""
    digest: Mapped[str] = mapped_column(info={"personal": None})
    """SHA-256 of the content."""
    content: Mapped[bytes] = mapped_column(LargeBinary, info={"personal": None})
