"""Every table, index and constraint.  An invariant stands here before it stands in an `if`.

Changing a table means a new file in `migrations/versions`; a test compares the two.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, Column, ForeignKey, ForeignKeyConstraint, Index, Integer, Table

from storage.columns import Persons, Strings, UtcDateTime, Words

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

#: Row ids: 64 bits on PostgreSQL; SQLite counts only in an INTEGER primary key.
RowId = sa.BigInteger().with_variant(Integer(), "sqlite")


def index(name: str, *columns: str, where: str | None = None, unique: bool = False) -> Index:
    """An index over the rows for which `where` holds, on both databases."""
    condition = None if where is None else sa.text(where)
    return Index(name, *columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


def person_key(*columns: str) -> ForeignKeyConstraint:
    """`columns` (estate, person) name somebody known in that estate."""
    return ForeignKeyConstraint(columns, ["people.estate", "people.id"])


def ticket_key() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["estate", "ticket"], ["tickets.estate", "tickets.number"])


# --- estates, chats, people ----------------------------------------------------------------------

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

# --- what is known -------------------------------------------------------------------------------

knowledge = Table(
    "knowledge",
    metadata,
    Column("estate", Words, ForeignKey("estates.id"), primary_key=True),
    Column("title", Words, primary_key=True),
    Column("questions", Strings, nullable=False),
    Column("answer", Words, nullable=False),
)

# --- tickets -------------------------------------------------------------------------------------

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

# --- alerts and broadcasts -----------------------------------------------------------------------

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

# --- what is to be said --------------------------------------------------------------------------

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

# --- what was handled, what could not be, what was done ------------------------------------------

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

# --- sign-in to the console ----------------------------------------------------------------------

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

# --- reports from the web form -------------------------------------------------------------------

form_links = Table(
    "form_links",
    metadata,
    Column("token_hash", Words, primary_key=True),
    Column("estate", Words, ForeignKey("estates.id"), nullable=False),
    Column("person", Words, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    index("form_links_by_age", "made_at"),
)
