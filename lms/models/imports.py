"""Files that others hand in: the file between preview and act, what came of it, how columns were understood."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, UtcDateTime


class Upload(Base):
    """A file that was shown in a preview and waits for the second press; removed with it, or after a day."""

    __tablename__ = "upload"
    __table_args__ = (Index(None, "created_at"),)

    id: Mapped[str] = mapped_column(primary_key=True, info={"personal": None})
    """Random; it stands in addresses and is worth nothing to anybody but the person who uploaded."""
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), info={"personal": "who uploaded it"})
    region_id: Mapped[str] = mapped_column(ForeignKey("region.id"), info={"personal": None})
    purpose: Mapped[str] = mapped_column(info={"personal": None})
    """`people` or `results`."""
    name: Mapped[str] = mapped_column(info={"personal": "name of the file as it came"})
    content: Mapped[bytes] = mapped_column(LargeBinary, info={"personal": "the file itself, for a day at most"})
    choices: Mapped[dict[str, Any]] = mapped_column(
        JSON, info={"personal": "columns chosen and cells corrected by hand"}
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, info={"personal": "when"})


class ImportBatch(Base):
    """One file taken over: what came of it, in numbers. The file itself is not kept."""

    __tablename__ = "import_batch"
    __table_args__ = (Index(None, "region_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True, info={"personal": None})
    region_id: Mapped[str] = mapped_column(ForeignKey("region.id"), info={"personal": None})
    kind: Mapped[str] = mapped_column(info={"personal": None})
    """`people`, `moodle` or `paper`."""
    actor_id: Mapped[int | None] = mapped_column(
        info={"personal": "who handed it in; no key, so that the line outlives a person"}
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime, info={"personal": "when"})
    name: Mapped[str] = mapped_column(info={"personal": "name of the file as it came"})
    digest: Mapped[str] = mapped_column(info={"personal": None})
    """SHA-256 of the file."""
    numbers: Mapped[dict[str, Any]] = mapped_column(JSON, info={"personal": None})
    """Counts by kind of outcome: created, unchanged, faulty ..."""
    evidence: Mapped[str] = mapped_column(
        default="", server_default="", info={"personal": "signed list: where the original is kept"}
    )
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info={"personal": None})


class ColumnMapping(Base):
    """How the columns of a kind of file were understood last time, by hand."""

    __tablename__ = "column_mapping"
    __table_args__ = (UniqueConstraint("region_id", "purpose", "signature"),)

    id: Mapped[int] = mapped_column(primary_key=True, info={"personal": None})
    region_id: Mapped[str] = mapped_column(ForeignKey("region.id"), info={"personal": None})
    purpose: Mapped[str] = mapped_column(info={"personal": None})
    """`people` or `results`."""
    signature: Mapped[str] = mapped_column(info={"personal": None})
    """What tells files of this kind: the digest of the headings, or the name of the course in Moodle."""
    columns: Mapped[dict[str, Any]] = mapped_column(JSON, info={"personal": None})
    """Heading -> what it means."""
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, info={"personal": None})
