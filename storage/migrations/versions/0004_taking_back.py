"""Taking back: what was said by mistake, what a person wants erased; shifts of some days of the week."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "recalls",
        sa.Column("delivery", _ROW_ID, autoincrement=False, nullable=False),
        sa.Column("estate", sa.Text(), nullable=False),
        sa.Column("ticket", sa.Integer(), nullable=True),
        sa.Column("notice", sa.Integer(), nullable=True),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("reply_to", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answers", sa.Text(), nullable=True),
        sa.Column("origin", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery"], ["outbox.id"], name=op.f("fk_recalls_delivery"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["estate", "person"], ["people.estate", "people.id"], name=op.f("fk_recalls_estate_person")
        ),
        sa.PrimaryKeyConstraint("delivery", name=op.f("pk_recalls")),
    )
    op.create_index(
        "recalls_untold",
        "recalls",
        ["asked_at"],
        sqlite_where=sa.text("NOT told"),
        postgresql_where=sa.text("NOT told"),
    )
    op.create_table(
        "erasures",
        sa.Column("estate", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("reply_to", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True, comment="NULL: not yet"),
        sa.ForeignKeyConstraint(
            ["estate", "person"], ["people.estate", "people.id"], name=op.f("fk_erasures_estate_person")
        ),
        sa.PrimaryKeyConstraint("estate", "person", name=op.f("pk_erasures")),
    )
    _make_shifts("days")


def downgrade() -> None:
    _make_shifts()
    op.drop_table("erasures")
    op.drop_index("recalls_untold", table_name="recalls")
    op.drop_table("recalls")


def _make_shifts(*more: str) -> None:
    """The table anew, with what was in it: SQLite cannot change a primary key."""
    op.execute("CREATE TEMPORARY TABLE kept_shifts AS SELECT * FROM shifts")
    op.drop_table("shifts")
    op.create_table(
        "shifts",
        sa.Column("estate", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in more),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("trades", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate", "person"], ["people.estate", "people.id"], name=op.f("fk_shifts_estate_person")
        ),
        sa.ForeignKeyConstraint(["estate"], ["estates.id"], name=op.f("fk_shifts_estate")),
        sa.PrimaryKeyConstraint("estate", "person", *more, "starts", name=op.f("pk_shifts")),
    )
    op.execute(_PUT_DAYS if more else _TAKE_DAYS)
    op.execute("DROP TABLE kept_shifts")


_PUT_DAYS = """
    INSERT INTO shifts (estate, person, days, starts, ends, trades)
    SELECT estate, person, '', starts, ends, trades FROM kept_shifts
"""
#: Of two shifts that begin at the same time on other days the older house can keep only one.
_TAKE_DAYS = """
    INSERT INTO shifts (estate, person, starts, ends, trades)
    SELECT estate, person, starts, ends, trades FROM kept_shifts AS kept
    WHERE days = (
        SELECT MIN(days) FROM kept_shifts AS other
        WHERE other.estate = kept.estate AND other.person = kept.person AND other.starts = kept.starts
    )
"""
