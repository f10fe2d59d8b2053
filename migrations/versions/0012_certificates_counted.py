"""Certificates counted."""

from collections.abc import Sequence
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_ALWAYS = sa.literal(datetime(1970, 1, 1, tzinfo=UTC), sa.DateTime(timezone=True))
_enrolment = sa.table(
    "enrolment",
    sa.column("id"),
    sa.column("region_id"),
    sa.column("completed_at"),
    sa.column("excluded_until", sa.DateTime(timezone=True)),
)
_certificate = sa.table(
    "certificate",
    sa.column("enrolment_id"),
    sa.column("kind"),
    sa.column("replaced_at"),
    sa.column("revoked_at"),
)
_counted = sa.table(
    "counted", *(sa.column(name) for name in ("region_id", "kind", "name", "place", "since", "people"))
)


def upgrade() -> None:
    """Count the certificates that were issued, beside the counters that are there; none means: counted later."""
    row = _enrolment.c
    since = sa.func.coalesce(row.excluded_until, _ALWAYS)
    holds = sa.exists().where(
        _certificate.c.enrolment_id == row.id,
        _certificate.c.kind == "completion",
        _certificate.c.replaced_at.is_(None),
        _certificate.c.revoked_at.is_(None),
    )
    counted = (
        sa.select(row.region_id, sa.literal("certificate"), sa.literal(""), sa.literal(0), since, sa.func.count())
        .where(row.completed_at.is_not(None), holds, sa.exists(sa.select(_counted.c.kind)))
        .group_by(row.region_id, since)
    )
    op.execute(_counted.insert().from_select([column.name for column in _counted.c], counted))


def downgrade() -> None:
    """Take the tables back."""
    op.execute(_counted.delete().where(_counted.c.kind == "certificate"))
