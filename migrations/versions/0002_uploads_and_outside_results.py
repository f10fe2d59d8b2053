"""Uploads, and results from elsewhere."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "column_mapping",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_column_mapping_region_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_column_mapping")),
        sa.UniqueConstraint(
            "region_id", "purpose", "signature", name=op.f("uq_column_mapping_region_id_purpose_signature")
        ),
    )
    op.create_table(
        "import_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_import_batch_region_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
    )
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_batch_region_id_at"), ["region_id", "at"], unique=False)

    op.create_table(
        "upload",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_upload_person_id")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_upload_region_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
    )
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_upload_created_at"), ["created_at"], unique=False)

    op.create_table(
        "outside_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_key", sa.String(), nullable=False),
        sa.Column("region_id", sa.String(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_outside_person_enrolment_id")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_outside_person_region_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_person")),
        sa.UniqueConstraint("person_key", name=op.f("uq_outside_person_person_key")),
    )
    with op.batch_alter_table("outside_person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outside_person_enrolment_id"), ["enrolment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_outside_person_region_id"), ["region_id"], unique=False)

    op.create_table(
        "outside_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("outside_person_id", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.String(), nullable=False),
        sa.Column("course_id", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["import_batch.id"], name=op.f("fk_outside_result_import_id")),
        sa.ForeignKeyConstraint(
            ["outside_person_id"], ["outside_person.id"], name=op.f("fk_outside_result_outside_person_id")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_outside_result_region_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_result")),
        sa.UniqueConstraint(
            "outside_person_id",
            "course_id",
            "source",
            "origin",
            name=op.f("uq_outside_result_outside_person_id_course_id_source_origin"),
        ),
    )
    with op.batch_alter_table("outside_result", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_outside_result_region_id_course_id"), ["region_id", "course_id"], unique=False
        )

    with op.batch_alter_table("course_record", schema=None) as batch_op:
        batch_op.add_column(sa.Column("completed_by", sa.String(), server_default="site", nullable=False))


def downgrade() -> None:
    """Take the tables back."""
    with op.batch_alter_table("course_record", schema=None) as batch_op:
        batch_op.drop_column("completed_by")

    with op.batch_alter_table("outside_result", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outside_result_region_id_course_id"))

    op.drop_table("outside_result")
    with op.batch_alter_table("outside_person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outside_person_region_id"))
        batch_op.drop_index(batch_op.f("ix_outside_person_enrolment_id"))

    op.drop_table("outside_person")
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_upload_created_at"))

    op.drop_table("upload")
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_batch_region_id_at"))

    op.drop_table("import_batch")
    op.drop_table("column_mapping")
