"""Regions, persons and their roles."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, UtcDateTime


class Region(Base):
    """A regional authority that takes part; loaded from the region files, never deleted."""

    __tablename__ = "region"

    id: Mapped[str] = mapped_column(primary_key=True, info={"personal": None})
    name: Mapped[str] = mapped_column(info={"personal": None})
    country: Mapped[str] = mapped_column(info={"personal": None})
    languages: Mapped[str] = mapped_column(info={"personal": None})
    """Language codes separated by blanks, the default first."""
    zone: Mapped[str] = mapped_column(info={"personal": None})
    target: Mapped[int] = mapped_column(info={"personal": None})
    """How many people should complete the online modules."""
    lab_target: Mapped[int] = mapped_column(info={"personal": None})
    active: Mapped[bool] = mapped_column(info={"personal": None})
    aliases: Mapped[str] = mapped_column(default="", info={"personal": None})
    """Other names that lists use for it, one per line."""
    contact: Mapped[str] = mapped_column(default="", info={"personal": None})
    """Address of an office that trainees may write to; empty if the region names none."""
    since: Mapped[date | None] = mapped_column(info={"personal": None})
    until: Mapped[date | None] = mapped_column(info={"personal": None})


class Person(Base):
    """One human, known by the normalised mail address."""

    __tablename__ = "person"
    __table_args__ = (
        # Every count leaves closed accounts out; this index holds nothing but them.
        Index(
            None,
            "deactivated_at",
            sqlite_where=text("deactivated_at IS NOT NULL"),
            postgresql_where=text("deactivated_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, info={"personal": "links everything held on a person"})
    email: Mapped[str] = mapped_column(unique=True, info={"personal": "to sign in and to be written to"})
    name: Mapped[str] = mapped_column(info={"personal": "to be addressed, for lists and certificates"})
    language: Mapped[str] = mapped_column(info={"personal": "the language of pages and letters"})
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, info={"personal": "start of the retention period"})
    deactivated_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, info={"personal": "since when the person may not sign in"}
    )
    session_version: Mapped[int] = mapped_column(default=0, info={"personal": "raised to end all sessions"})
    """Compared with the session's copy on every request: raising it signs the person out everywhere."""


class RoleGrant(Base):
    """A role that a person holds, in a region where the role is regional, until a date if given."""

    __tablename__ = "role_grant"
    __table_args__ = (
        UniqueConstraint("person_id", "role", "region_id"),
        Index(None, "region_id", "role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, info={"personal": None})
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), info={"personal": "who holds the role"})
    role: Mapped[str] = mapped_column(info={"personal": "what the person may do"})
    region_id: Mapped[str] = mapped_column(default="", info={"personal": "where the person may do it"})
    """Empty for roles that are not regional (a null would not count as equal in the unique key)."""
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime, info={"personal": "since when"})
    until: Mapped[datetime | None] = mapped_column(UtcDateTime, info={"personal": "until when"})
