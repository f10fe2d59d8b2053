"""Letters of regions: schedules, who was skipped, who wants none, what became of each letter."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_WAITING = {"ix_message_due_at": ["due_at", "id"], "ix_message_kind_due_at": ["kind", "due_at", "id"]}


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "letter_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_letter_note_region_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_note")),
        sa.UniqueConstraint("region_id", name=op.f("uq_letter_note_region_id")),
    )
    op.create_table(
        "letter_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ran_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_letter_plan_region_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_plan")),
    )
    with op.batch_alter_table("letter_plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_plan_region_id"), ["region_id"], unique=False)

    op.create_table(
        "letter_skip",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("plan_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_letter_skip_person_id")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_letter_skip_region_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_skip")),
    )
    with op.batch_alter_table("letter_skip", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_skip_region_id_at"), ["region_id", "at"], unique=False)

    op.create_table(
        "letter_stop",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_letter_stop_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_stop")),
        sa.UniqueConstraint("person_id", name=op.f("uq_letter_stop_person_id")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("region_id", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("state", sa.String(), server_default="waiting", nullable=False))
        batch_op.add_column(sa.Column("actor_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("plan_id", sa.Integer(), nullable=True))
        batch_op.drop_index(batch_op.f("ix_message_sent_at_failed_at"))
        batch_op.create_index(batch_op.f("ix_message_person_id_kind"), ["person_id", "kind"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_message_region_id_created_at"), ["region_id", "created_at"], unique=False
        )

    for name, columns in _WAITING.items():
        waiting = sa.text("state = 'waiting'")
        op.create_index(name, "message", columns, sqlite_where=waiting, postgresql_where=waiting)

    # The letters that are there already: what became of them, and whose they are.
    op.execute("UPDATE message SET state = 'sent' WHERE sent_at IS NOT NULL")
    op.execute("UPDATE message SET state = 'bounced' WHERE failed_at IS NOT NULL AND failure LIKE '5%'")
    op.execute("UPDATE message SET state = 'expired' WHERE failed_at IS NOT NULL AND failure NOT LIKE '5%'")
    op.execute(
        "UPDATE message SET region_id = (SELECT enrolment.region_id FROM enrolment"
        " WHERE enrolment.person_id = message.person_id)"
        " WHERE kind = 'invitation' AND person_id IN (SELECT person_id FROM enrolment)"
    )


def downgrade() -> None:
    """Take the tables back."""
    for name in _WAITING:
        op.drop_index(name, table_name="message")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_region_id_created_at"))
        batch_op.drop_index(batch_op.f("ix_message_person_id_kind"))
        batch_op.drop_column("plan_id")
        batch_op.drop_column("actor_id")
        batch_op.drop_column("state")
        batch_op.drop_column("region_id")
        batch_op.create_index(batch_op.f("ix_message_sent_at_failed_at"), ["sent_at", "failed_at"], unique=False)

    op.drop_table("letter_stop")
    with op.batch_alter_table("letter_skip", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letter_skip_region_id_at"))

    op.drop_table("letter_skip")
    with op.batch_alter_table("letter_plan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letter_plan_region_id"))

    op.drop_table("letter_plan")
    op.drop_table("letter_note")
