"""Attempts at quizzes and exams: one row each, answers and results as JSON."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, UtcDateTime


class Attempt(Base):
    """One try at a quiz; open until it is submitted, never changed afterwards."""

    __tablename__ = "attempt"
    __table_args__ = (
        # Two tabs that start the same try get the same row.
        UniqueConstraint("enrolment_id", "quiz_id", "number"),
        Index(None, "quiz_id", "submitted_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, info={"personal": None})
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), info={"personal": "whose attempt"})
    course_id: Mapped[str] = mapped_column(info={"personal": None})
    quiz_id: Mapped[str] = mapped_column(info={"personal": None})
    number: Mapped[int] = mapped_column(info={"personal": "which try, from 1"})
    seed: Mapped[int] = mapped_column(BigInteger, info={"personal": None})
    """Decides which questions are drawn and how answers are shuffled; 32 bits."""
    drawn: Mapped[list[str]] = mapped_column(JSON, info={"personal": None})
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, info={"personal": "the trainee's answers"})
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, info={"personal": "when begun"})
    saved_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info={"personal": "last saved answer"})
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info={"personal": "when finished"})
    percent: Mapped[int | None] = mapped_column(info={"personal": "result"})
    passed: Mapped[bool | None] = mapped_column(info={"personal": "result"})
    results: Mapped[dict[str, int] | None] = mapped_column(
        JSON, info={"personal": "points per question, 0 to 1000"}
    )
    quiz_digest: Mapped[str] = mapped_column(info={"personal": None})
    """Digest of the quiz as it was shown."""
