"""What people are searched by, and an index of closed accounts."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from lms.intake.people_fields import search_text

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_AT_ONCE = 1000


def upgrade() -> None:
    """Bring the tables forward."""
    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("search", sa.String(), server_default="", nullable=False))
        batch_op.create_index(batch_op.f("ix_enrolment_region_id_search"), ["region_id", "search"], unique=False)

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_person_deactivated_at"),
            ["deactivated_at"],
            unique=False,
            sqlite_where=sa.text("deactivated_at IS NOT NULL"),
            postgresql_where=sa.text("deactivated_at IS NOT NULL"),
        )
    _fill(op.get_bind())


def downgrade() -> None:
    """Take the tables back."""
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_deactivated_at"))

    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_enrolment_region_id_search"))
        batch_op.drop_column("search")


def _fill(connection: sa.Connection) -> None:
    """Write the text for everybody who is enrolled already."""
    enrolment = sa.table("enrolment", *map(sa.column, ("id", "person_id", "organisation", "search")))
    person = sa.table("person", *map(sa.column, ("id", "name", "email")))
    rows = connection.execute(
        sa.select(enrolment.c.id, person.c.name, person.c.email, enrolment.c.organisation).join_from(
            enrolment, person, person.c.id == enrolment.c.person_id
        )
    ).all()
    change = sa.update(enrolment).where(enrolment.c.id == sa.bindparam("row")).values(search=sa.bindparam("found"))
    for first in range(0, len(rows), _AT_ONCE):
        values = [{"row": row[0], "found": search_text(*row[1:])} for row in rows[first : first + _AT_ONCE]]
        connection.execute(change, values)
