"""What was handled, what could not be, what was done."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, Integer, Table

from storage.columns import UtcDateTime, Words
from storage.tables.shared import RowId, index, metadata

messages = Table(
    "messages",
    metadata,
    Column("key", Words, primary_key=True),
    Column("estate", Words, nullable=False),
    Column("chat", Words, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    index("messages_by_age", "at"),
)

parked = Table(
    "parked",
    metadata,
    Column("key", Words, primary_key=True),
    Column("estate", Words, nullable=False),
    Column("payload", Words, nullable=False),
    Column("error", Words, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("parked_at", UtcDateTime, nullable=False),
    Column("next_at", UtcDateTime, comment="NULL: given up, for people to look at"),
    index("parked_by_due", "next_at"),
)

audits = Table(
    "audits",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("estate", Words, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("actor", Words, nullable=False),
    Column("action", Words, nullable=False),
    Column("subject", Words, nullable=False),
    Column("allowed", sa.Boolean, nullable=False),
    index("audits_of_estate", "estate", "id"),
    sqlite_autoincrement=True,
)

jobs = Table(
    "jobs",
    metadata,
    Column("job", Words, primary_key=True),
    Column("slot", Words, primary_key=True),
)
