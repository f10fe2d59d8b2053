"""Saved views, modules recorded as done, pairs of people, and who has left."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_saved_view_person_id")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_saved_view_region_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("region_id", "person_id", "name", name=op.f("uq_saved_view_region_id_person_id_name")),
    )
    op.create_table(
        "person_pair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.String(), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("removed_id", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undo", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["kept_id"], ["enrolment.id"], name=op.f("fk_person_pair_kept_id")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_person_pair_region_id")),
        sa.ForeignKeyConstraint(["removed_id"], ["enrolment.id"], name=op.f("fk_person_pair_removed_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_pair")),
    )
    with op.batch_alter_table("person_pair", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_person_pair_region_id_decision"), ["region_id", "decision"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_person_pair_removed_id"), ["removed_id"], unique=False)

    op.create_table(
        "recorded_completion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.String(), nullable=False),
        sa.Column("course_id", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_recorded_completion_enrolment_id")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_recorded_completion_region_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recorded_completion")),
    )
    with op.batch_alter_table("recorded_completion", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_recorded_completion_enrolment_id_course_id"),
            ["enrolment_id", "course_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_recorded_completion_region_id_course_id"), ["region_id", "course_id"], unique=False
        )

    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("left_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take the tables back."""
    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.drop_column("left_at")

    with op.batch_alter_table("recorded_completion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recorded_completion_region_id_course_id"))
        batch_op.drop_index(batch_op.f("ix_recorded_completion_enrolment_id_course_id"))

    op.drop_table("recorded_completion")
    with op.batch_alter_table("person_pair", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_pair_removed_id"))
        batch_op.drop_index(batch_op.f("ix_person_pair_region_id_decision"))

    op.drop_table("person_pair")
    op.drop_table("saved_view")
