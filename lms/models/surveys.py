"""Survey answers: who has answered is kept apart from what was answered."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, UtcDateTime


class SurveyDone(Base):
    """That an enrolment has sent or skipped a survey; says nothing about the answers."""

    __tablename__ = "survey_done"
    __table_args__ = (UniqueConstraint("enrolment_id", "survey_id", "course_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, info={"personal": None})
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), info={"personal": "who was asked"})
    survey_id: Mapped[str] = mapped_column(info={"personal": None})
    course_id: Mapped[str] = mapped_column(default="", info={"personal": None})
    """The course a form belongs to; empty for surveys of the programme."""
    done_on: Mapped[date] = mapped_column(info={"personal": "the day, not the minute"})
    skipped: Mapped[bool] = mapped_column(info={"personal": "sent or skipped"})


class SurveyAnswer(Base):
    """One anonymous set of answers. No person, no time finer than a week, no counting number."""

    __tablename__ = "survey_answer"
    # Without SQLite's hidden row number, which would count the rows in the order in which they came.
    __table_args__ = (Index(None, "survey_id", "region_id"), {"sqlite_with_rowid": False})

    id: Mapped[str] = mapped_column(primary_key=True, info={"personal": None})
    """Random, so that the order of rows says nothing."""
    survey_id: Mapped[str] = mapped_column(info={"personal": None})
    course_id: Mapped[str] = mapped_column(default="", info={"personal": None})
    region_id: Mapped[str] = mapped_column(ForeignKey("region.id"), info={"personal": None})
    language: Mapped[str] = mapped_column(info={"personal": None})
    week: Mapped[date] = mapped_column(info={"personal": None})
    """Monday of the week in which it was sent."""
    survey_digest: Mapped[str] = mapped_column(info={"personal": None})
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, info={"personal": None})


class PrivateAnswer(Base):
    """A trainee's self-assessment: shown to them alone, to others only as the mean of a group."""

    __tablename__ = "private_answer"
    __table_args__ = (UniqueConstraint("enrolment_id", "survey_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, info={"personal": None})
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), info={"personal": "whose answers"})
    survey_id: Mapped[str] = mapped_column(info={"personal": None})
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, info={"personal": "self-assessment"})
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime, info={"personal": "last saved answer"})
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info={"personal": "when sent"})
