"""Receipts of packages."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "package_receipt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.String(), nullable=False),
        sa.Column("course_id", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("week", sa.String(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("attempt", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_package_receipt_region_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package_receipt")),
        sa.UniqueConstraint(
            "region_id",
            "course_id",
            "attempt",
            "state",
            name=op.f("uq_package_receipt_region_id_course_id_attempt_state"),
        ),
    )
    op.create_table(
        "receipt_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_receipt_choice_region_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt_choice")),
        sa.UniqueConstraint("region_id", name=op.f("uq_receipt_choice_region_id")),
    )


def downgrade() -> None:
    """Take the tables back."""
    op.drop_table("receipt_choice")
    op.drop_table("package_receipt")
