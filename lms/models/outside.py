"""Results from elsewhere: what a region's Moodle or a signed list says, without names and addresses."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, UtcDateTime


class OutsidePerson(Base):
    """One human whom a file named: a keyed hash, and the enrolment if the person is enrolled here."""

    __tablename__ = "outside_person"
    __table_args__ = (Index(None, "region_id"), Index(None, "enrolment_id"))

    id: Mapped[int] = mapped_column(primary_key=True, info={"personal": None})
    person_key: Mapped[str] = mapped_column(
        unique=True, info={"personal": "keyed hash of the normalised mail address, to count each person once"}
    )
    region_id: Mapped[str] = mapped_column(ForeignKey("region.id"), info={"personal": "region that handed it in"})
    enrolment_id: Mapped[int | None] = mapped_column(
        ForeignKey("enrolment.id"), info={"personal": "the person's enrolment here, if there is one"}
    )
    joined_in: Mapped[int | None] = mapped_column(info={"personal": None})
    """The import in which somebody said by hand whose enrolment it is; no key, the import may go."""
    started_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, info={"personal": "first result; kept for people who are not enrolled here"}
    )
    completed_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, info={"personal": "all modules completed; kept for people who are not enrolled here"}
    )


class OutsideResult(Base):
    """What one file says of one person in one course. What counts is decided by `rules.sources`.

    Rows are added and never changed, so that a file can be taken back exactly: its rows go, the others stay.
    """

    __tablename__ = "outside_result"
    __table_args__ = (
        UniqueConstraint(
            "outside_person_id",
            "course_id",
            "source",
            "origin",
            "import_id",
            name="uq_outside_result_once_in_a_file",
        ),
        Index(None, "region_id", "course_id"),
        Index(None, "import_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, info={"personal": None})
    outside_person_id: Mapped[int] = mapped_column(
        ForeignKey("outside_person.id"), info={"personal": "whose result"}
    )
    region_id: Mapped[str] = mapped_column(ForeignKey("region.id"), info={"personal": "copy of the person's"})
    course_id: Mapped[str] = mapped_column(info={"personal": None})
    source: Mapped[str] = mapped_column(info={"personal": None})
    """`moodle` or `paper`."""
    origin: Mapped[str] = mapped_column(default="", info={"personal": None})
    """Which Moodle course or which list it came from."""
    state: Mapped[str] = mapped_column(info={"personal": "started, failed or completed"})
    happened_on: Mapped[date | None] = mapped_column(info={"personal": "the day the source names"})
    import_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id"), info={"personal": None})
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, info={"personal": None})


class OutsideFold(Base):
    """What stood here before results from elsewhere were folded in; it comes back when they are taken back.

    One row for the enrolment itself (`course_id` empty) and one for each course record that was changed.
    """

    __tablename__ = "outside_fold"
    __table_args__ = (UniqueConstraint("enrolment_id", "course_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, info={"personal": None})
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), info={"personal": "whose record"})
    course_id: Mapped[str] = mapped_column(default="", info={"personal": None})
    existed: Mapped[bool] = mapped_column(info={"personal": "whether there was a record"})
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info={"personal": "what this service knew"})
    completed_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, info={"personal": "what this service knows by itself, also what came to it since"}
    )
    completed_by: Mapped[str] = mapped_column(info={"personal": None})
