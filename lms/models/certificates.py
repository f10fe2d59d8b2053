"""Certificates as they were issued; a correction is a new one, and the old one says so."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, UtcDateTime

COMPLETION = "completion"
"""The kind that is given for all modules."""


class Certificate(Base):
    """One certificate. It carries its own copy of every fact, so that it can be checked as long as it is kept."""

    __tablename__ = "certificate"
    __table_args__ = (
        # Two processes that issue at the same time make one certificate.
        UniqueConstraint("enrolment_id", "kind", "serial"),
        Index(None, "region_id", "issued_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, info={"personal": None})
    enrolment_id: Mapped[int | None] = mapped_column(
        ForeignKey("enrolment.id"), info={"personal": "whose certificate; empty once the person is erased"}
    )
    region_id: Mapped[str] = mapped_column(ForeignKey("region.id"), info={"personal": None})
    kind: Mapped[str] = mapped_column(info={"personal": None})
    """`completion`: all modules."""
    serial: Mapped[int] = mapped_column(info={"personal": None})
    """1 for the first, one more for each correction."""
    salt: Mapped[str] = mapped_column(info={"personal": None})
    """Random; with the service's secret it gives the code that is printed."""
    code_hash: Mapped[str] = mapped_column(unique=True, info={"personal": "the printed code, hashed"})
    name: Mapped[str] = mapped_column(info={"personal": "as printed"})
    language: Mapped[str] = mapped_column(info={"personal": None})
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, info={"personal": "modules, minutes, days of completion"})
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime, info={"personal": "when issued"})
    replaced_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, info={"personal": "when a corrected one took its place"}
    )
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info={"personal": "when it was withdrawn"})
    revoked_why: Mapped[str] = mapped_column(default="", info={"personal": "reason, for the coordinators"})
    lapsed: Mapped[bool] = mapped_column(default=False, server_default=false(), info={"personal": None})
    """Withdrawn because a completion was taken back; then completing again gives a new one."""
    pdf: Mapped[bytes | None] = mapped_column(LargeBinary, info={"personal": "the document, once it was made"})
