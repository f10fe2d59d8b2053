"""First tables: people, learning, attempts, surveys, letters, audit."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "audit_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("region_id", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_line")),
    )
    op.create_index(op.f("ix_audit_line_actor_id_at"), "audit_line", ["actor_id", "at"], unique=False)
    op.create_index(op.f("ix_audit_line_region_id_at"), "audit_line", ["region_id", "at"], unique=False)

    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deactivated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("session_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
    )
    op.create_table(
        "region",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("languages", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.Column("lab_target", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("aliases", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region")),
    )
    op.create_table(
        "try",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_try")),
    )
    op.create_index(op.f("ix_try_subject_at"), "try", ["subject", "at"], unique=False)

    op.create_table(
        "enrolment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_active_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_enrolment_person_id")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_enrolment_region_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
        sa.UniqueConstraint("person_id", name=op.f("uq_enrolment_person_id")),
    )
    op.create_index(
        op.f("ix_enrolment_region_id_completed_at"), "enrolment", ["region_id", "completed_at"], unique=False
    )
    op.create_index(
        op.f("ix_enrolment_region_id_last_active_at"), "enrolment", ["region_id", "last_active_at"], unique=False
    )

    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_message_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
    )
    op.create_index(op.f("ix_message_sent_at_failed_at"), "message", ["sent_at", "failed_at"], unique=False)

    op.create_table(
        "note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.String(), nullable=False),
        sa.Column("lesson_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_note_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
        sa.UniqueConstraint(
            "person_id", "course_id", "lesson_id", "name", name=op.f("uq_note_person_id_course_id_lesson_id_name")
        ),
    )
    op.create_table(
        "role_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("region_id", sa.String(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_role_grant_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
        sa.UniqueConstraint("person_id", "role", "region_id", name=op.f("uq_role_grant_person_id_role_region_id")),
    )
    op.create_index(op.f("ix_role_grant_region_id_role"), "role_grant", ["region_id", "role"], unique=False)

    op.create_table(
        "sign_in_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sign_in_token_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_token_token_hash")),
    )
    op.create_index(op.f("ix_sign_in_token_code_hash"), "sign_in_token", ["code_hash"], unique=False)
    op.create_index(
        op.f("ix_sign_in_token_person_id_created_at"), "sign_in_token", ["person_id", "created_at"], unique=False
    )

    op.create_table(
        "survey_answer",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("survey_id", sa.String(), nullable=False),
        sa.Column("course_id", sa.String(), nullable=False),
        sa.Column("region_id", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("survey_digest", sa.String(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_survey_answer_region_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_answer")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_survey_answer_survey_id_region_id"), "survey_answer", ["survey_id", "region_id"], unique=False
    )

    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.String(), nullable=False),
        sa.Column("quiz_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("drawn", sa.JSON(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("results", sa.JSON(), nullable=True),
        sa.Column("quiz_digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_attempt_enrolment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
        sa.UniqueConstraint(
            "enrolment_id", "quiz_id", "number", name=op.f("uq_attempt_enrolment_id_quiz_id_number")
        ),
    )
    op.create_index(op.f("ix_attempt_quiz_id_submitted_at"), "attempt", ["quiz_id", "submitted_at"], unique=False)

    op.create_table(
        "course_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.String(), nullable=False),
        sa.Column("region_id", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lessons_done", sa.Integer(), nullable=False),
        sa.Column("reached", sa.Integer(), nullable=False),
        sa.Column("best_score", sa.Integer(), nullable=True),
        sa.Column("passed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("form_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_active_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("course_digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_course_record_enrolment_id")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_course_record_region_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_record")),
        sa.UniqueConstraint("enrolment_id", "course_id", name=op.f("uq_course_record_enrolment_id_course_id")),
    )
    op.create_index(
        op.f("ix_course_record_region_id_course_id_completed_at"),
        "course_record",
        ["region_id", "course_id", "completed_at"],
        unique=False,
    )

    op.create_table(
        "private_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.String(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_private_answer_enrolment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_private_answer")),
        sa.UniqueConstraint("enrolment_id", "survey_id", name=op.f("uq_private_answer_enrolment_id_survey_id")),
    )
    op.create_table(
        "survey_done",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.String(), nullable=False),
        sa.Column("course_id", sa.String(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("skipped", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_survey_done_enrolment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_done")),
        sa.UniqueConstraint(
            "enrolment_id", "survey_id", "course_id", name=op.f("uq_survey_done_enrolment_id_survey_id_course_id")
        ),
    )
    op.create_table(
        "lesson_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_record_id", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.String(), nullable=False),
        sa.Column("pages", sa.JSON(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("quiz_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_record_id"], ["course_record.id"], name=op.f("fk_lesson_record_course_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_record")),
        sa.UniqueConstraint(
            "course_record_id", "lesson_id", name=op.f("uq_lesson_record_course_record_id_lesson_id")
        ),
    )


def downgrade() -> None:
    """Take the tables back."""
    op.drop_table("lesson_record")
    op.drop_table("survey_done")
    op.drop_table("private_answer")
    op.drop_index(op.f("ix_course_record_region_id_course_id_completed_at"), table_name="course_record")

    op.drop_table("course_record")
    op.drop_index(op.f("ix_attempt_quiz_id_submitted_at"), table_name="attempt")

    op.drop_table("attempt")
    op.drop_index(op.f("ix_survey_answer_survey_id_region_id"), table_name="survey_answer")

    op.drop_table("survey_answer")
    op.drop_index(op.f("ix_sign_in_token_person_id_created_at"), table_name="sign_in_token")
    op.drop_index(op.f("ix_sign_in_token_code_hash"), table_name="sign_in_token")

    op.drop_table("sign_in_token")
    op.drop_index(op.f("ix_role_grant_region_id_role"), table_name="role_grant")

    op.drop_table("role_grant")
    op.drop_table("note")
    op.drop_index(op.f("ix_message_sent_at_failed_at"), table_name="message")

    op.drop_table("message")
    op.drop_index(op.f("ix_enrolment_region_id_last_active_at"), table_name="enrolment")
    op.drop_index(op.f("ix_enrolment_region_id_completed_at"), table_name="enrolment")

    op.drop_table("enrolment")
    op.drop_index(op.f("ix_try_subject_at"), table_name="try")

    op.drop_table("try")
    op.drop_table("region")
    op.drop_table("person")
    op.drop_index(op.f("ix_audit_line_region_id_at"), table_name="audit_line")
    op.drop_index(op.f("ix_audit_line_actor_id_at"), table_name="audit_line")

    op.drop_table("audit_line")
