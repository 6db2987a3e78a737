"""Tickets: what they are now, what happened to them, their times and photos."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, Column, ForeignKey, ForeignKeyConstraint, Integer, Table

from storage.columns import Strings, UtcDateTime, Words
from storage.tables.shared import RowId, index, metadata, person_key, ticket_key

tickets = Table(
    "tickets",
    metadata,
    Column("estate", Words, ForeignKey("estates.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("kind", Words, nullable=False),
    Column("category", Words),
    Column("status", Words, nullable=False),
    Column("summary", Words, nullable=False),
    Column("words", Words, nullable=False),
    Column("chat", Words, nullable=False),
    Column("reporter", Words, nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("respond_by", UtcDateTime, nullable=False),
    Column("resolve_by", UtcDateTime),
    Column("held_until", UtcDateTime),
    Column("room", Words),
    Column("phone", Words),
    Column("households", Integer, nullable=False),
    Column("photos", Integer, nullable=False),
    Column("assignee", Words),
    Column("priority", Integer, nullable=False, server_default="0"),
    Column("rating", Integer),
    Column("evidence", Strings, nullable=False),
    Column("updated_at", UtcDateTime),
    Column("version", Integer, nullable=False),
    person_key("estate", "reporter"),
    person_key("estate", "assignee"),
    CheckConstraint("number >= 1", "number"),
    CheckConstraint("version >= 1", "version"),
    index("tickets_of_person", "estate", "reporter"),
    index("tickets_by_status", "estate", "status", "number"),
    index("tickets_by_opening", "estate", "opened_at"),
)

ticket_events = Table(
    "ticket_events",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("estate", Words, nullable=False),
    Column("ticket", Integer, nullable=False),
    Column("step", Words, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("actor", Words),
    Column("words", Words, nullable=False),
    Column("message", Words),
    ticket_key(),
    person_key("estate", "actor"),
    index("events_of_ticket", "estate", "ticket"),
    index("events_of_form", "actor", "estate", "ticket", where="actor >= 'form:' AND actor < 'form;'"),
    sqlite_autoincrement=True,
)

#: What the events add up to, kept as they come; `storage.reports` can count it again.
ticket_times = Table(
    "ticket_times",
    metadata,
    Column("estate", Words, primary_key=True),
    Column("ticket", Integer, primary_key=True),
    Column("answered_at", UtcDateTime),
    Column("accepted_at", UtcDateTime),
    Column("finished_at", UtcDateTime),
    Column("finished_by", Words, comment="NULL: nobody yet, or an owner"),
    Column("reopened", Integer, nullable=False),
    Column("reopened_at", UtcDateTime),
    Column("rating", Integer),
    Column("over", sa.Boolean, nullable=False),
    Column("holds", Strings, nullable=False),
    ForeignKeyConstraint(["estate", "ticket"], ["tickets.estate", "tickets.number"], ondelete="CASCADE"),
)

ticket_files = Table(
    "ticket_files",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("estate", Words, nullable=False),
    Column("ticket", Integer, nullable=False),
    Column("kind", Words, nullable=False),
    Column("account", Words, nullable=False),
    Column("ref", Words, nullable=False),
    Column("name", Words, nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
    Column("added_by", Words, nullable=False),
    Column("message", Words, nullable=False),
    Column("state", Words, nullable=False),
    Column("sha256", Words),
    Column("media_type", Words),
    Column("size", sa.BigInteger),
    Column("note", Words, nullable=False),
    ticket_key(),
    person_key("estate", "added_by"),
    index("files_of_ticket", "estate", "ticket"),
    index("files_by_content", "sha256", where="sha256 IS NOT NULL"),
    index("files_pending", "id", where="state = 'pending'"),
    sqlite_autoincrement=True,
)
