"""What is to be said, and what was said and is to be taken back."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, Column, ForeignKey, ForeignKeyConstraint, Integer, Table

from storage.columns import Persons, UtcDateTime, Words
from storage.tables.shared import RowId, index, metadata, person_key, ticket_key

outbox = Table(
    "outbox",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("estate", Words, nullable=False),
    Column("chat", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("purpose", Words, nullable=False),
    Column("priority", sa.SmallInteger, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("mentions", Persons, nullable=False),
    Column("file", Words),
    Column("ticket", Integer),
    Column("notice", Integer),
    Column("answers", Words),
    Column("state", Words, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("account", Words),
    Column("sent_id", Words),
    Column("sent_at", UtcDateTime),
    Column("seen_at", UtcDateTime),
    Column("error", Words, nullable=False),
    Column("claimed_by", Words, comment="the opened Database that took it: tells a stranded one from ours"),
    Column("claimed_at", UtcDateTime),
    ticket_key(),
    ForeignKeyConstraint(["estate", "notice"], ["notices.estate", "notices.number"]),
    CheckConstraint("attempts >= 0", "attempts"),
    index("outbox_in_order", "priority", "id", "due_at", where="state = 'pending'"),
    index("outbox_retrying", "chat", where="state = 'pending' AND attempts > 0"),
    index("outbox_sending", "chat", where="state = 'sending'"),
    index("outbox_trouble", "state", "id", where="state IN ('unknown', 'dead')"),
    index(
        "outbox_without_sent_id",
        "chat",
        where="sent_id IS NULL AND state IN ('sending', 'accepted', 'unknown')",
    ),
    index("outbox_by_sent_id", "sent_id", where="sent_id IS NOT NULL"),
    index("outbox_of_ticket", "estate", "ticket", where="ticket IS NOT NULL"),
    index("outbox_of_notice", "estate", "notice", where="notice IS NOT NULL"),
    index("outbox_of_knowledge", "chat", "due_at", where="purpose = 'knowledge'"),
    index("outbox_of_form", "chat", where="chat >= 'form:' AND chat < 'form;'"),
    # Never relayed twice into one group, and every group hears the all-clear once.
    index(
        "outbox_told_once",
        "estate",
        "ticket",
        "chat",
        "purpose",
        unique=True,
        where="purpose IN ('relay', 'all_clear')",
    ),
    sqlite_autoincrement=True,
)

#: What was said and is to be taken back: each delivery at most once.
recalls = Table(
    "recalls",
    metadata,
    Column(
        "delivery", RowId, ForeignKey("outbox.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    ),
    Column("estate", Words, nullable=False),
    Column("ticket", Integer),
    Column("notice", Integer),
    Column("person", Words, nullable=False),
    Column("reply_to", Words, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("answers", Words),
    Column("origin", Words),
    Column("state", Words, nullable=False),
    Column("told", sa.Boolean, nullable=False),
    person_key("estate", "person"),
    index("recalls_untold", "asked_at", where="NOT told"),
)
