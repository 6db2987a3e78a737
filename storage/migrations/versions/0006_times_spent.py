"""Times spent: of each ticket when it was answered, taken, finished, and how long it was on hold."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ticket_times",
        sa.Column("estate", sa.Text(), nullable=False),
        sa.Column("ticket", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_by", sa.Text(), nullable=True, comment="NULL: nobody yet, or an owner"),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("over", sa.Boolean(), nullable=False),
        sa.Column("holds", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate", "ticket"],
            ["tickets.estate", "tickets.number"],
            name=op.f("fk_ticket_times_estate_ticket"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("estate", "ticket", name=op.f("pk_ticket_times")),
    )
    op.create_index("tickets_by_opening", "tickets", ["estate", "opened_at"])


def downgrade() -> None:
    op.drop_index("tickets_by_opening", table_name="tickets")
    op.drop_table("ticket_times")
