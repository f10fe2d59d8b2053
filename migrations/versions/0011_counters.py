"""Counters."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "counted",
        sa.Column("region_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("region_id", "kind", "name", "place", "since", name=op.f("pk_counted")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "counted_change",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("region_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counted_change")),
    )
    with op.batch_alter_table("counted_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_counted_change_region_id"), ["region_id"], unique=False)

    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("excluded_until", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take the tables back."""
    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.drop_column("excluded_until")

    with op.batch_alter_table("counted_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_counted_change_region_id"))

    op.drop_table("counted_change")
    op.drop_table("counted")
