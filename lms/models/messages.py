"""Letters: written in the transaction of the act that causes them, sent afterwards."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, UtcDateTime


class Message(Base):
    """One letter to one person. Secrets in the text are wiped once it is sent."""

    __tablename__ = "message"
    __table_args__ = (Index(None, "sent_at", "failed_at"),)

    id: Mapped[int] = mapped_column(primary_key=True, info={"personal": None})
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), info={"personal": "to whom"})
    kind: Mapped[str] = mapped_column(info={"personal": None})
    address: Mapped[str] = mapped_column(info={"personal": "mail address"})
    language: Mapped[str] = mapped_column(info={"personal": None})
    subject: Mapped[str] = mapped_column(info={"personal": "letter"})
    text: Mapped[str] = mapped_column(Text, info={"personal": "letter"})
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, info={"personal": "when written"})
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, info={"personal": None})
    """Not sent before; moved on by each try."""
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, info={"personal": None})
    """Not sent afterwards: its link would be dead."""
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info={"personal": "accepted by the server"})
    failed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info={"personal": "given up"})
    failure: Mapped[str] = mapped_column(default="", info={"personal": "answer of the mail server"})
    tries: Mapped[int] = mapped_column(default=0, info={"personal": None})
