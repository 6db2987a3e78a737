"""Answers: the knowledge base, codes for roles; of a ticket the reminders and the rating."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tickets", sa.Column("priority", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("tickets", sa.Column("rating", sa.Integer(), nullable=True))
    op.create_table(
        "knowledge",
        sa.Column("estate", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["estate"], ["estates.id"], name=op.f("fk_knowledge_estate")),
        sa.PrimaryKeyConstraint("estate", "title", name=op.f("pk_knowledge")),
    )
    op.create_table(
        "role_codes",
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("estate", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("trades", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_by", sa.Text(), nullable=True, comment="NULL: nobody has sent it yet"),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["estate"], ["estates.id"], name=op.f("fk_role_codes_estate")),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_role_codes")),
    )
    op.create_index(
        "outbox_of_knowledge",
        "outbox",
        ["chat", "due_at"],
        sqlite_where=sa.text("purpose = 'knowledge'"),
        postgresql_where=sa.text("purpose = 'knowledge'"),
    )


def downgrade() -> None:
    op.drop_index("outbox_of_knowledge", table_name="outbox")
    op.drop_table("role_codes")
    op.drop_table("knowledge")
    op.drop_column("tickets", "rating")
    op.drop_column("tickets", "priority")
