"""Enrolments and what trainees did in courses and lessons."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, UtcDateTime

_STEPS = ("invited_at", "opened_at", "started_at", "completed_at")


class Enrolment(Base):
    """A person in the programme, with the region of the day it was made.

    The row is denormalised: counting the programme reads this table alone. Services keep it up to date in the
    same transaction as the act.
    """

    __tablename__ = "enrolment"
    __table_args__ = (
        UniqueConstraint("person_id"),
        # The people list walks one of these two. Whatever it is narrowed by stands in them, or is a set of ids
        # that another index gives: no row is touched that is not shown.
        Index(
            "ix_enrolment_by_name",
            *("region_id", "search", "category", "language", "excluded_until", *_STEPS),
        ),
        Index("ix_enrolment_by_activity", "region_id", "last_active_at", "excluded_until", *_STEPS),
        Index(None, "region_id", "organisation"),
        # Who counts in no figure: the few among whom those are who have left.
        Index(
            "ix_enrolment_excluded",
            *("region_id", "person_id"),
            sqlite_where=text("excluded_until IS NOT NULL"),
            postgresql_where=text("excluded_until IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, info={"personal": None})
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), info={"personal": "who is enrolled"})
    region_id: Mapped[str] = mapped_column(ForeignKey("region.id"), info={"personal": "region of that day"})
    category: Mapped[str] = mapped_column(default="", info={"personal": "stakeholder type, for statistics"})
    organisation: Mapped[str] = mapped_column(default="", info={"personal": "for the coordinator's lists"})
    search: Mapped[str] = mapped_column(
        default="", server_default="", info={"personal": "name, address and organisation, to be searched"}
    )
    """Written by `people_fields.search_text`; begins with the name, so that it also puts lists in order."""
    language: Mapped[str] = mapped_column(
        default="", server_default="", info={"personal": "copy of the person's, to narrow lists"}
    )
    source: Mapped[str] = mapped_column(default="", info={"personal": None})
    """How the enrolment came about: `list`, `form`, `demo`, later `join` and `import`."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, info={"personal": "when enrolled"})
    invited_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info={"personal": "letter accepted"})
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info={"personal": "first sign-in"})
    started_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, info={"personal": "first answer or page read"}
    )
    completed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info={"personal": "programme completed"})
    last_active_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info={"personal": "last act"})
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info={"personal": "moved out of the course"})
    """Set together with the closing of the account, and only who has it may be brought back by a coordinator."""
    excluded_until: Mapped[datetime | None] = mapped_column(
        UtcDateTime, info={"personal": "staff and deactivated people are not counted in figures"}
    )
    """Until when no figure counts the person; kept by `services.counters` alone, from roles and deactivation."""


class CourseRecord(Base):
    """Where an enrolment stands in one course: the denormalised row that figures are counted from."""

    __tablename__ = "course_record"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "course_id"),
        # Who has come how far in a course, and who is in it now, without touching the rows.
        Index(
            "ix_course_record_reached",
            *("region_id", "course_id", "enrolment_id", "started_at", "completed_at", "completed_by"),
            *("reached", "best_score"),
        ),
        Index(
            "ix_course_record_open",
            *("region_id", "course_id", "lessons_done", "enrolment_id", "started_at", "passed_at"),
            *("reached", "best_score"),
            sqlite_where=text("completed_at IS NULL"),
            postgresql_where=text("completed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, info={"personal": None})
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), info={"personal": "whose record"})
    course_id: Mapped[str] = mapped_column(info={"personal": None})
    region_id: Mapped[str] = mapped_column(ForeignKey("region.id"), info={"personal": "copy of the enrolment's"})
    started_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, info={"personal": "first answer or page read"}
    )
    lessons_done: Mapped[int] = mapped_column(default=0, info={"personal": "progress"})
    reached: Mapped[int] = mapped_column(default=0, info={"personal": "progress"})
    """Number of the furthest lesson done; reaching lesson n means this is n or more."""
    best_score: Mapped[int | None] = mapped_column(info={"personal": "best exam percent"})
    passed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info={"personal": "exam passed"})
    form_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info={"personal": "form sent or skipped"})
    completed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info={"personal": "course completed"})
    completed_by: Mapped[str] = mapped_column(default="site", server_default="site", info={"personal": None})
    """Which source completed it: `site`, `moodle`, `paper`, or `recorded` by a coordinator with a reason."""
    last_active_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info={"personal": "last act"})
    course_digest: Mapped[str] = mapped_column(default="", info={"personal": None})
    """The text on which the last change was made."""


class LessonRecord(Base):
    """Where an enrolment stands in one lesson: one row, never a row per page."""

    __tablename__ = "lesson_record"
    __table_args__ = (UniqueConstraint("course_record_id", "lesson_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, info={"personal": None})
    course_record_id: Mapped[int] = mapped_column(
        ForeignKey("course_record.id"), info={"personal": "whose record"}
    )
    lesson_id: Mapped[str] = mapped_column(info={"personal": None})
    pages: Mapped[list[int]] = mapped_column(JSON, info={"personal": "numbers of the pages read"})
    page: Mapped[int] = mapped_column(default=1, info={"personal": "where to resume"})
    quiz_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info={"personal": "first quiz submitted"})
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info={"personal": "lesson done"})
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, info={"personal": "last act"})


class Note(Base):
    """What a trainee wrote for themselves in a reflection or a line of the strategy sheet."""

    __tablename__ = "note"
    __table_args__ = (UniqueConstraint("person_id", "course_id", "lesson_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True, info={"personal": None})
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), info={"personal": "who wrote it"})
    course_id: Mapped[str] = mapped_column(info={"personal": None})
    lesson_id: Mapped[str] = mapped_column(info={"personal": None})
    name: Mapped[str] = mapped_column(info={"personal": None})
    """Name of the box, such as `reflect-1`."""
    text: Mapped[str] = mapped_column(Text, info={"personal": "private note, seen by its writer alone"})
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, info={"personal": "last change"})
