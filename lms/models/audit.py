"""The audit log: who did what to whom, when. Rows are added, never changed."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, UtcDateTime


class AuditLine(Base):
    """One line of the log."""

    __tablename__ = "audit_line"
    __table_args__ = (Index(None, "region_id", "at"), Index(None, "actor_id", "at"))

    id: Mapped[int] = mapped_column(primary_key=True, info={"personal": None})
    at: Mapped[datetime] = mapped_column(UtcDateTime, info={"personal": "when"})
    actor_id: Mapped[int | None] = mapped_column(
        info={"personal": "who; no key, so that a line outlives a person"}
    )
    action: Mapped[str] = mapped_column(info={"personal": None})
    """A word from the table of actions, such as `region.refused` or `people.imported`."""
    subject: Mapped[str] = mapped_column(default="", info={"personal": "on what, such as person:12"})
    region_id: Mapped[str] = mapped_column(default="", info={"personal": None})
    detail: Mapped[str] = mapped_column(default="", info={"personal": "numbers and words, no answers, no secrets"})
    origin: Mapped[str] = mapped_column(default="", info={"personal": "network of the request, shortened"})
