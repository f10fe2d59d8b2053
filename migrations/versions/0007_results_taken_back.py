"""Results from elsewhere that can be taken back exactly."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_OLD_KEY = "uq_outside_result_outside_person_id_course_id_source_origin"
_KEY = "uq_outside_result_once_in_a_file"


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "outside_fold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.String(), nullable=False),
        sa.Column("existed", sa.Boolean(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_outside_fold_enrolment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_fold")),
        sa.UniqueConstraint("enrolment_id", "course_id", name=op.f("uq_outside_fold_enrolment_id_course_id")),
    )
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.add_column(sa.Column("evidence", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("outside_person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("joined_in", sa.Integer(), nullable=True))

    with op.batch_alter_table("outside_result", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(_OLD_KEY), type_="unique")
        batch_op.create_index(batch_op.f("ix_outside_result_import_id"), ["import_id"], unique=False)
        batch_op.create_unique_constraint(
            _KEY, ["outside_person_id", "course_id", "source", "origin", "import_id"]
        )
        batch_op.drop_column("score")


def downgrade() -> None:
    """Take the tables back."""
    with op.batch_alter_table("outside_result", schema=None) as batch_op:
        batch_op.add_column(sa.Column("score", sa.Integer(), nullable=True))
        batch_op.drop_constraint(_KEY, type_="unique")
        batch_op.drop_index(batch_op.f("ix_outside_result_import_id"))
        batch_op.create_unique_constraint(
            batch_op.f(_OLD_KEY), ["outside_person_id", "course_id", "source", "origin"]
        )

    with op.batch_alter_table("outside_person", schema=None) as batch_op:
        batch_op.drop_column("joined_in")

    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.drop_column("undone_at")
        batch_op.drop_column("evidence")

    op.drop_table("outside_fold")
