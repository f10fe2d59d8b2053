"""An index of the few who count in no figure, among whom those are who have left."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_EXCLUDED = sa.text("excluded_until IS NOT NULL")


def upgrade() -> None:
    """Make the index."""
    op.create_index(
        "ix_enrolment_excluded",
        "enrolment",
        ["region_id", "person_id"],
        sqlite_where=_EXCLUDED,
        postgresql_where=_EXCLUDED,
    )


def downgrade() -> None:
    """Drop the index."""
    op.drop_index("ix_enrolment_excluded", "enrolment")
