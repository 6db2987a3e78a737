"""Forms: the secret links of reports from the web page, and quick ways to what belongs to one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_OF_FORM = "{column} >= 'form:' AND {column} < 'form;'"


def upgrade() -> None:
    op.create_table(
        "form_links",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("estate", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["estate"], ["estates.id"], name=op.f("fk_form_links_estate")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_form_links")),
    )
    op.create_index("form_links_by_age", "form_links", ["made_at"])
    _index("outbox_of_form", "outbox", ["chat"], "chat")
    _index("events_of_form", "ticket_events", ["actor", "estate", "ticket"], "actor")


def _index(name: str, table: str, columns: list[str], column: str) -> None:
    condition = sa.text(_OF_FORM.format(column=column))
    op.create_index(name, table, columns, sqlite_where=condition, postgresql_where=condition)


def downgrade() -> None:
    op.drop_index("events_of_form", table_name="ticket_events")
    op.drop_index("outbox_of_form", table_name="outbox")
    op.drop_table("form_links")
