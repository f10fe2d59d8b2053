"""Indexes that lists of people walk, and the language on the enrolment."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_STEPS = ("invited_at", "opened_at", "started_at", "completed_at")
_NEW = {
    "ix_enrolment_by_name": ("region_id", "search", "category", "language", "excluded_until", *_STEPS),
    "ix_enrolment_by_activity": ("region_id", "last_active_at", "excluded_until", *_STEPS),
    "ix_enrolment_region_id_organisation": ("region_id", "organisation"),
    "ix_course_record_reached": (
        *("region_id", "course_id", "enrolment_id", "started_at", "completed_at", "completed_by"),
        *("reached", "best_score"),
    ),
    "ix_course_record_open": (
        *("region_id", "course_id", "lessons_done", "enrolment_id", "started_at", "passed_at"),
        *("reached", "best_score"),
    ),
}
_OPEN = sa.text("completed_at IS NULL")
_OLD = {
    "ix_enrolment_region_id_completed_at": ("region_id", "completed_at"),
    "ix_enrolment_region_id_last_active_at": ("region_id", "last_active_at"),
    "ix_enrolment_region_id_search": ("region_id", "search"),
    "ix_course_record_region_id_course_id_completed_at": ("region_id", "course_id", "completed_at"),
}
_enrolment = sa.table("enrolment", sa.column("person_id"), sa.column("language"))
_person = sa.table("person", sa.column("id"), sa.column("language"))


def upgrade() -> None:
    """Bring the tables forward."""
    with op.batch_alter_table("enrolment") as batch_op:
        batch_op.add_column(sa.Column("language", sa.String(), server_default="", nullable=False))
    theirs = sa.select(_person.c.language).where(_person.c.id == _enrolment.c.person_id).scalar_subquery()
    op.execute(_enrolment.update().values(language=theirs))
    _replace(_OLD, _NEW)


def downgrade() -> None:
    """Take the tables back."""
    _replace(_NEW, _OLD)
    with op.batch_alter_table("enrolment") as batch_op:
        batch_op.drop_column("language")


def _replace(old: dict[str, tuple[str, ...]], new: dict[str, tuple[str, ...]]) -> None:
    for name in old:
        op.drop_index(name, table_name=_table(name))
    for name, columns in new.items():
        only = _OPEN if name == "ix_course_record_open" else None
        op.create_index(name, _table(name), list(columns), sqlite_where=only, postgresql_where=only)


def _table(index: str) -> str:
    return "course_record" if index.startswith("ix_course_record") else "enrolment"
