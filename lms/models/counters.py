"""Counters: how many people stand where, kept in the transaction of each act; see `rules.contribution`."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, UtcDateTime


class Counted(Base):
    """How many people of a region stand at one place."""

    __tablename__ = "counted"
    __table_args__ = ({"sqlite_with_rowid": False},)

    region_id: Mapped[str] = mapped_column(primary_key=True, info={"personal": None})
    kind: Mapped[str] = mapped_column(primary_key=True, info={"personal": None})
    name: Mapped[str] = mapped_column(primary_key=True, info={"personal": None})
    place: Mapped[int] = mapped_column(primary_key=True, info={"personal": None})
    since: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True, info={"personal": None})
    """When its people begin to count: staff and deactivated people stand here with a date to come."""
    people: Mapped[int] = mapped_column(info={"personal": None})


class CountedChange(Base):
    """A change not added up yet. Only PostgreSQL has any: rows are added there, so that no act waits for another.

    SQLite has one writer at a time anyway and adds up at once.
    """

    __tablename__ = "counted_change"
    __table_args__ = (Index(None, "region_id"),)

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, info={"personal": None}
    )
    region_id: Mapped[str] = mapped_column(info={"personal": None})
    kind: Mapped[str] = mapped_column(info={"personal": None})
    name: Mapped[str] = mapped_column(info={"personal": None})
    place: Mapped[int] = mapped_column(info={"personal": None})
    since: Mapped[datetime] = mapped_column(UtcDateTime, info={"personal": None})
    people: Mapped[int] = mapped_column(info={"personal": None})
