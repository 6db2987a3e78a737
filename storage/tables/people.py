"""Estates, chats, people: who is where, what they may, when they are on duty."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, Table

from storage.columns import Strings, UtcDateTime, Words
from storage.tables.shared import index, metadata, person_key

estates = Table(
    "estates",
    metadata,
    Column("id", Words, primary_key=True),
    Column("name", Words, nullable=False),
    Column("last_ticket", Integer, nullable=False, server_default="0"),
    Column("last_notice", Integer, nullable=False, server_default="0"),
)

chats = Table(
    "chats",
    metadata,
    Column("id", Words, primary_key=True),
    Column("estate", Words, ForeignKey("estates.id"), comment="NULL until somebody assigns the group"),
    Column("kind", Words, nullable=False),
    Column("name", Words, nullable=False),
    Column("number", Integer),
    index("chats_of_estate", "estate"),
)

people = Table(
    "people",
    metadata,
    Column("estate", Words, primary_key=True, comment="'' where the person was met outside any estate"),
    Column("id", Words, primary_key=True),
    Column("name", Words, nullable=False),
    Column("seen_at", UtcDateTime),
    index("people_by_id", "id"),
    index("people_seen", "estate", "seen_at"),
)

roles = Table(
    "roles",
    metadata,
    Column("estate", Words, ForeignKey("estates.id"), primary_key=True),
    Column("person", Words, primary_key=True),
    Column("role", Words, primary_key=True),
    Column("source", Words, primary_key=True),
    Column("trades", Strings, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    person_key("estate", "person"),
)

shifts = Table(
    "shifts",
    metadata,
    Column("estate", Words, ForeignKey("estates.id"), primary_key=True),
    Column("person", Words, primary_key=True),
    Column("days", Words, primary_key=True),
    Column("starts", Integer, primary_key=True),
    Column("ends", Integer, nullable=False),
    Column("trades", Strings, nullable=False),
    person_key("estate", "person"),
)

leaves = Table(
    "leaves",
    metadata,
    Column("estate", Words, ForeignKey("estates.id"), primary_key=True),
    Column("person", Words, primary_key=True),
    Column("since", UtcDateTime, primary_key=True),
    Column("until", UtcDateTime, comment="NULL: until further notice"),
    person_key("estate", "person"),
)

#: Who wants to be forgotten; gone once it is done.
erasures = Table(
    "erasures",
    metadata,
    Column("estate", Words, primary_key=True),
    Column("person", Words, primary_key=True),
    Column("reply_to", Words, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("confirmed_at", UtcDateTime, comment="NULL: not yet"),
    person_key("estate", "person"),
)

role_codes = Table(
    "role_codes",
    metadata,
    Column("code_hash", Words, primary_key=True),
    Column("estate", Words, ForeignKey("estates.id"), nullable=False),
    Column("role", Words, nullable=False),
    Column("trades", Strings, nullable=False),
    Column("made_by", Words, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used_by", Words, comment="NULL: nobody has sent it yet"),
    Column("used_at", UtcDateTime),
)
