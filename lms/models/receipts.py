"""Receipts of packages: how far attempts have come, without names, and what each region has chosen."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base


class ReceiptChoice(Base):
    """What the packages of a region do with receipts; a region without a line has them off."""

    __tablename__ = "receipt_choice"

    id: Mapped[int] = mapped_column(primary_key=True, info={"personal": None})
    region_id: Mapped[str] = mapped_column(ForeignKey("region.id"), unique=True, info={"personal": None})
    mode: Mapped[str] = mapped_column(info={"personal": None})
    """`off`, `send` or `code`."""


class PackageReceipt(Base):
    """One state of one attempt at a package. No time but the week, no address, no person."""

    __tablename__ = "package_receipt"
    __table_args__ = (UniqueConstraint("region_id", "course_id", "attempt", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True, info={"personal": None})
    region_id: Mapped[str] = mapped_column(ForeignKey("region.id"), info={"personal": None})
    course_id: Mapped[str] = mapped_column(info={"personal": None})
    language: Mapped[str] = mapped_column(info={"personal": None})
    state: Mapped[str] = mapped_column(info={"personal": None})
    """`begun`, `failed`, `completed` or `passed`."""
    week: Mapped[str] = mapped_column(info={"personal": None})
    """Such as 2026-W48, by the learner's clock."""
    mark: Mapped[str] = mapped_column(info={"personal": None})
    """Version of the package."""
    attempt: Mapped[str] = mapped_column(
        info={"personal": "drawn by chance in the package; nobody knows whose, it only keeps one attempt one"}
    )
