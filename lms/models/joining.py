"""Joining by a link: the link of a region, and people who wait for their coordinator's word."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, UtcDateTime


class JoinLink(Base):
    """The one link by which people join a region; renewing it changes its code."""

    __tablename__ = "join_link"
    __table_args__ = (UniqueConstraint("region_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, info={"personal": None})
    region_id: Mapped[str] = mapped_column(ForeignKey("region.id"), info={"personal": None})
    code: Mapped[str] = mapped_column(unique=True, info={"personal": None})
    """No secret: it hangs on walls. It leads to a form, and to nothing that is stored."""
    domains: Mapped[str] = mapped_column(default="", info={"personal": None})
    """Whose addresses join at once, one domain per line; everybody else waits."""
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime, info={"personal": None})
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info={"personal": None})


class JoinRequest(Base):
    """Somebody who filled the form in; removed once enrolled, refused, or forgotten after two months."""

    __tablename__ = "join_request"
    __table_args__ = (UniqueConstraint("region_id", "email"), Index(None, "looked_at"))

    id: Mapped[int] = mapped_column(primary_key=True, info={"personal": None})
    region_id: Mapped[str] = mapped_column(ForeignKey("region.id"), info={"personal": "where they want to join"})
    email: Mapped[str] = mapped_column(info={"personal": "to be written to"})
    name: Mapped[str] = mapped_column(info={"personal": "for the coordinator to know who asks"})
    category: Mapped[str] = mapped_column(default="", info={"personal": "stakeholder type, for statistics"})
    language: Mapped[str] = mapped_column(info={"personal": "the language of the page they filled in"})
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, info={"personal": "when they asked"})
    looked_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, info={"personal": "since when they wait for the coordinator"}
    )
    """Empty until the service has looked whether they may join at once, which happens after the answer."""
