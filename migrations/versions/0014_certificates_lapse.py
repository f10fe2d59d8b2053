"""Certificates lapse with what they rest on."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Mark certificates that were withdrawn because a completion was taken back."""
    with op.batch_alter_table("certificate") as batch:
        batch.add_column(sa.Column("lapsed", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    """Take the column back."""
    with op.batch_alter_table("certificate") as batch:
        batch.drop_column("lapsed")
