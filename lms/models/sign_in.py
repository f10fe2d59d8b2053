"""Sign-in links and codes, and the tries that are counted to slow guessing down."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, UtcDateTime


class SignInToken(Base):
    """One letter's link and code. Only hashes are kept; it works once and for a day at most."""

    __tablename__ = "sign_in_token"
    __table_args__ = (Index(None, "person_id", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True, info={"personal": None})
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), info={"personal": "whom it signs in"})
    token_hash: Mapped[str] = mapped_column(unique=True, info={"personal": "proof of the link, hashed"})
    code_hash: Mapped[str] = mapped_column(index=True, info={"personal": "proof of the code, hashed"})
    purpose: Mapped[str] = mapped_column(info={"personal": "invitation or sign-in"})
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, info={"personal": "when it was made"})
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, info={"personal": "when it ends"})
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info={"personal": "when it was used"})


class Try(Base):
    """One counted try at something that is limited; rows older than the longest window are removed."""

    __tablename__ = "try"
    __table_args__ = (Index(None, "subject", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True, info={"personal": None})
    subject: Mapped[str] = mapped_column(info={"personal": "keyed hash of an address or a network"})
    at: Mapped[datetime] = mapped_column(UtcDateTime, info={"personal": "when it was tried"})
