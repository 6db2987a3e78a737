"""Every table, index and constraint.  An invariant stands here before it stands in an `if`.

Changing a table means a new file in `migrations/versions`; a test compares the two.
"""

from __future__ import annotations

from storage.tables.access import form_links, sessions, users
from storage.tables.alerts import alerts, notices
from storage.tables.handled import audits, jobs, messages, parked
from storage.tables.knowledge import knowledge
from storage.tables.outbox import outbox, recalls
from storage.tables.people import chats, erasures, estates, leaves, people, role_codes, roles, shifts
from storage.tables.shared import metadata
from storage.tables.tickets import ticket_events, ticket_files, ticket_times, tickets

__all__ = [
    "alerts",
    "audits",
    "chats",
    "erasures",
    "estates",
    "form_links",
    "jobs",
    "knowledge",
    "leaves",
    "messages",
    "metadata",
    "notices",
    "outbox",
    "parked",
    "people",
    "recalls",
    "role_codes",
    "roles",
    "sessions",
    "shifts",
    "ticket_events",
    "ticket_files",
    "ticket_times",
    "tickets",
    "users",
]
