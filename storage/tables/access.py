"""Who may sign in to the console, and what a secret link of the web form opens."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Table

from storage.columns import UtcDateTime, Words
from storage.tables.shared import index, metadata

users = Table(
    "users",
    metadata,
    Column("name", Words, primary_key=True),
    Column("password_hash", Words, nullable=False),
    Column("role", Words, nullable=False),
    Column("estate", Words, ForeignKey("estates.id"), comment="NULL: every estate"),
    Column("person_id", Words),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", Words, primary_key=True),
    Column("user", Words, ForeignKey("users.name", ondelete="CASCADE"), nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    index("sessions_by_age", "expires_at"),
    index("sessions_of_user", "user"),
)

form_links = Table(
    "form_links",
    metadata,
    Column("token_hash", Words, primary_key=True),
    Column("estate", Words, ForeignKey("estates.id"), nullable=False),
    Column("person", Words, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    index("form_links_by_age", "made_at"),
)
