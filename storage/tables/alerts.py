"""Alerts and broadcasts."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, Table

from storage.columns import Strings, UtcDateTime, Words
from storage.tables.shared import index, metadata, person_key, ticket_key

alerts = Table(
    "alerts",
    metadata,
    Column("estate", Words, primary_key=True),
    Column("ticket", Integer, primary_key=True),
    Column("category", Words, nullable=False),
    Column("policy", Words, nullable=False),
    Column("state", Words, nullable=False),
    Column("reporter", Words, nullable=False),
    Column("chat", Words, nullable=False),
    Column("facts", Words, nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("confirmed_at", UtcDateTime),
    Column("closed_at", UtcDateTime),
    Column("told", Strings, nullable=False),
    Column("paged", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    ticket_key(),
    person_key("estate", "reporter"),
    CheckConstraint("version >= 1", "version"),
    index("alerts_live", "estate", "ticket", where="state IN ('unconfirmed', 'active')"),
)

notices = Table(
    "notices",
    metadata,
    Column("estate", Words, ForeignKey("estates.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("text", Words, nullable=False),
    Column("chats", Strings, nullable=False),
    Column("author", Words, nullable=False),
    Column("reply_to", Words, nullable=False),
    Column("state", Words, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("version", Integer, nullable=False),
    person_key("estate", "author"),
    CheckConstraint("version >= 1", "version"),
    index("notices_unfinished", "estate", "number", where="state IN ('preview', 'sending')"),
)
