"""The house: estates, people, tickets, alerts, broadcasts, the outbox, sign-in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

RowId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

#: In the order in which they can be made.
TABLES = (
    "audits",
    "estates",
    "jobs",
    "messages",
    "parked",
    "people",
    "chats",
    "notices",
    "roles",
    "tickets",
    "users",
    "alerts",
    "outbox",
    "sessions",
    "ticket_events",
    "ticket_files",
)


def upgrade() -> None:
    op.create_table(
        "audits",
        sa.Column("id", RowId, nullable=False),
        sa.Column("estate", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("allowed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audits")),
        sqlite_autoincrement=True,
    )
    op.create_index("audits_of_estate", "audits", ["estate", "id"])
    op.create_table(
        "estates",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("last_ticket", sa.Integer(), server_default="0", nullable=False),
        sa.Column("last_notice", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_estates")),
    )
    op.create_table(
        "jobs",
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("job", "slot", name=op.f("pk_jobs")),
    )
    op.create_table(
        "messages",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("estate", sa.Text(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_messages")),
    )
    op.create_index("messages_by_age", "messages", ["at"])
    op.create_table(
        "parked",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("estate", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("parked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "next_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="NULL: given up, for people to look at",
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_parked")),
    )
    op.create_index("parked_by_due", "parked", ["next_at"])
    op.create_table(
        "people",
        sa.Column(
            "estate", sa.Text(), nullable=False, comment="'' where the person was met outside any estate"
        ),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("estate", "id", name=op.f("pk_people")),
    )
    op.create_index("people_by_id", "people", ["id"])
    op.create_index("people_seen", "people", ["estate", "seen_at"])
    op.create_table(
        "chats",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("estate", sa.Text(), nullable=True, comment="NULL until somebody assigns the group"),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["estate"], ["estates.id"], name=op.f("fk_chats_estate")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chats")),
    )
    op.create_index("chats_of_estate", "chats", ["estate"])
    op.create_table(
        "notices",
        sa.Column("estate", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("chats", sa.JSON(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("reply_to", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_notices_version")),
        sa.ForeignKeyConstraint(
            ["estate", "author"], ["people.estate", "people.id"], name=op.f("fk_notices_estate_author")
        ),
        sa.ForeignKeyConstraint(["estate"], ["estates.id"], name=op.f("fk_notices_estate")),
        sa.PrimaryKeyConstraint("estate", "number", name=op.f("pk_notices")),
    )
    op.create_index(
        "notices_unfinished",
        "notices",
        ["estate", "number"],
        sqlite_where=sa.text("state IN ('preview', 'sending')"),
        postgresql_where=sa.text("state IN ('preview', 'sending')"),
    )
    op.create_table(
        "roles",
        sa.Column("estate", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("trades", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate", "person"], ["people.estate", "people.id"], name=op.f("fk_roles_estate_person")
        ),
        sa.ForeignKeyConstraint(["estate"], ["estates.id"], name=op.f("fk_roles_estate")),
        sa.PrimaryKeyConstraint("estate", "person", "role", "source", name=op.f("pk_roles")),
    )
    op.create_table(
        "tickets",
        sa.Column("estate", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("reporter", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("respond_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("room", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("households", sa.Integer(), nullable=False),
        sa.Column("photos", sa.Integer(), nullable=False),
        sa.Column("assignee", sa.Text(), nullable=True),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_tickets_number")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_tickets_version")),
        sa.ForeignKeyConstraint(
            ["estate", "assignee"], ["people.estate", "people.id"], name=op.f("fk_tickets_estate_assignee")
        ),
        sa.ForeignKeyConstraint(
            ["estate", "reporter"], ["people.estate", "people.id"], name=op.f("fk_tickets_estate_reporter")
        ),
        sa.ForeignKeyConstraint(["estate"], ["estates.id"], name=op.f("fk_tickets_estate")),
        sa.PrimaryKeyConstraint("estate", "number", name=op.f("pk_tickets")),
    )
    op.create_index("tickets_by_status", "tickets", ["estate", "status", "number"])
    op.create_index("tickets_of_person", "tickets", ["estate", "reporter"])
    op.create_table(
        "users",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("estate", sa.Text(), nullable=True, comment="NULL: every estate"),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["estate"], ["estates.id"], name=op.f("fk_users_estate")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_users")),
    )
    op.create_table(
        "alerts",
        sa.Column("estate", sa.Text(), nullable=False),
        sa.Column("ticket", sa.Integer(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reporter", sa.Text(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("paged", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_alerts_version")),
        sa.ForeignKeyConstraint(
            ["estate", "reporter"], ["people.estate", "people.id"], name=op.f("fk_alerts_estate_reporter")
        ),
        sa.ForeignKeyConstraint(
            ["estate", "ticket"], ["tickets.estate", "tickets.number"], name=op.f("fk_alerts_estate_ticket")
        ),
        sa.PrimaryKeyConstraint("estate", "ticket", name=op.f("pk_alerts")),
    )
    op.create_index(
        "alerts_live",
        "alerts",
        ["estate", "ticket"],
        sqlite_where=sa.text("state IN ('unconfirmed', 'active')"),
        postgresql_where=sa.text("state IN ('unconfirmed', 'active')"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", RowId, nullable=False),
        sa.Column("estate", sa.Text(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mentions", sa.JSON(), nullable=False),
        sa.Column("file", sa.Text(), nullable=True),
        sa.Column("ticket", sa.Integer(), nullable=True),
        sa.Column("notice", sa.Integer(), nullable=True),
        sa.Column("answers", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("account", sa.Text(), nullable=True),
        sa.Column("sent_id", sa.Text(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column(
            "claimed_by",
            sa.Text(),
            nullable=True,
            comment="the opened Database that took it: tells a stranded one from ours",
        ),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_outbox_attempts")),
        sa.ForeignKeyConstraint(
            ["estate", "notice"], ["notices.estate", "notices.number"], name=op.f("fk_outbox_estate_notice")
        ),
        sa.ForeignKeyConstraint(
            ["estate", "ticket"], ["tickets.estate", "tickets.number"], name=op.f("fk_outbox_estate_ticket")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "outbox_by_sent_id",
        "outbox",
        ["sent_id"],
        sqlite_where=sa.text("sent_id IS NOT NULL"),
        postgresql_where=sa.text("sent_id IS NOT NULL"),
    )
    op.create_index(
        "outbox_in_order",
        "outbox",
        ["priority", "id", "due_at"],
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_index(
        "outbox_of_notice",
        "outbox",
        ["estate", "notice"],
        sqlite_where=sa.text("notice IS NOT NULL"),
        postgresql_where=sa.text("notice IS NOT NULL"),
    )
    op.create_index(
        "outbox_of_ticket",
        "outbox",
        ["estate", "ticket"],
        sqlite_where=sa.text("ticket IS NOT NULL"),
        postgresql_where=sa.text("ticket IS NOT NULL"),
    )
    op.create_index(
        "outbox_retrying",
        "outbox",
        ["chat"],
        sqlite_where=sa.text("state = 'pending' AND attempts > 0"),
        postgresql_where=sa.text("state = 'pending' AND attempts > 0"),
    )
    op.create_index(
        "outbox_sending",
        "outbox",
        ["chat"],
        sqlite_where=sa.text("state = 'sending'"),
        postgresql_where=sa.text("state = 'sending'"),
    )
    op.create_index(
        "outbox_told_once",
        "outbox",
        ["estate", "ticket", "chat", "purpose"],
        unique=True,
        sqlite_where=sa.text("purpose IN ('relay', 'all_clear')"),
        postgresql_where=sa.text("purpose IN ('relay', 'all_clear')"),
    )
    op.create_index(
        "outbox_trouble",
        "outbox",
        ["state", "id"],
        sqlite_where=sa.text("state IN ('unknown', 'dead')"),
        postgresql_where=sa.text("state IN ('unknown', 'dead')"),
    )
    op.create_index(
        "outbox_without_sent_id",
        "outbox",
        ["chat"],
        sqlite_where=sa.text("sent_id IS NULL AND state IN ('sending', 'accepted', 'unknown')"),
        postgresql_where=sa.text("sent_id IS NULL AND state IN ('sending', 'accepted', 'unknown')"),
    )
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user"], ["users.name"], name=op.f("fk_sessions_user"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sessions")),
    )
    op.create_index("sessions_by_age", "sessions", ["expires_at"])
    op.create_index("sessions_of_user", "sessions", ["user"])
    op.create_table(
        "ticket_events",
        sa.Column("id", RowId, nullable=False),
        sa.Column("estate", sa.Text(), nullable=False),
        sa.Column("ticket", sa.Integer(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["estate", "actor"], ["people.estate", "people.id"], name=op.f("fk_ticket_events_estate_actor")
        ),
        sa.ForeignKeyConstraint(
            ["estate", "ticket"],
            ["tickets.estate", "tickets.number"],
            name=op.f("fk_ticket_events_estate_ticket"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_events")),
        sqlite_autoincrement=True,
    )
    op.create_index("events_of_ticket", "ticket_events", ["estate", "ticket"])
    op.create_table(
        "ticket_files",
        sa.Column("id", RowId, nullable=False),
        sa.Column("estate", sa.Text(), nullable=False),
        sa.Column("ticket", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("media_type", sa.Text(), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate", "added_by"],
            ["people.estate", "people.id"],
            name=op.f("fk_ticket_files_estate_added_by"),
        ),
        sa.ForeignKeyConstraint(
            ["estate", "ticket"],
            ["tickets.estate", "tickets.number"],
            name=op.f("fk_ticket_files_estate_ticket"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_files")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "files_by_content",
        "ticket_files",
        ["sha256"],
        sqlite_where=sa.text("sha256 IS NOT NULL"),
        postgresql_where=sa.text("sha256 IS NOT NULL"),
    )
    op.create_index("files_of_ticket", "ticket_files", ["estate", "ticket"])
    op.create_index(
        "files_pending",
        "ticket_files",
        ["id"],
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
