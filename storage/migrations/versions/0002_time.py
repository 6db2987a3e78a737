"""Time and duty: until when a ticket is finished, until when it is on hold; shifts and leaves by command."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tickets", sa.Column("resolve_by", sa.DateTime(timezone=True), nullable=True))
    op.add_column("tickets", sa.Column("held_until", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "shifts",
        sa.Column("estate", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("trades", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate", "person"], ["people.estate", "people.id"], name=op.f("fk_shifts_estate_person")
        ),
        sa.ForeignKeyConstraint(["estate"], ["estates.id"], name=op.f("fk_shifts_estate")),
        sa.PrimaryKeyConstraint("estate", "person", "starts", name=op.f("pk_shifts")),
    )
    op.create_table(
        "leaves",
        sa.Column("estate", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True, comment="NULL: until further notice"),
        sa.ForeignKeyConstraint(
            ["estate", "person"], ["people.estate", "people.id"], name=op.f("fk_leaves_estate_person")
        ),
        sa.ForeignKeyConstraint(["estate"], ["estates.id"], name=op.f("fk_leaves_estate")),
        sa.PrimaryKeyConstraint("estate", "person", "since", name=op.f("pk_leaves")),
    )


def downgrade() -> None:
    op.drop_table("leaves")
    op.drop_table("shifts")
    op.drop_column("tickets", "held_until")
    op.drop_column("tickets", "resolve_by")
