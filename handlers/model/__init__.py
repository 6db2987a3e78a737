"""The values that decisions are made of and lead to.  Frozen, aware datetimes only.

Ids are strings that say where they come from: a group is `network:room:ID`, a person
`network:contact:ID`, and the direct chat with a person has the person's id.
"""

from __future__ import annotations

from handlers.model.alerts import Alert, AlertState
from handlers.model.deliveries import Delivery, DeliveryState, Priority, Purpose, Recall, RecallState
from handlers.model.estates import Duty, Estate, Leave, PushTarget, RosterChange
from handlers.model.held import Erasure, Held
from handlers.model.messages import (
    Attachment,
    AttachmentKind,
    Chat,
    ChatKind,
    Message,
    Person,
    Quote,
    Role,
    Sender,
)
from handlers.model.notices import Notice, NoticeState
from handlers.model.outcome import SILENCE, Audit, Outcome
from handlers.model.tickets import LIVE, FileState, Status, Step, Ticket, TicketEvent, TicketFile

__all__ = [
    "LIVE",
    "SILENCE",
    "Alert",
    "AlertState",
    "Attachment",
    "AttachmentKind",
    "Audit",
    "Chat",
    "ChatKind",
    "Delivery",
    "DeliveryState",
    "Duty",
    "Erasure",
    "Estate",
    "FileState",
    "Held",
    "Leave",
    "Message",
    "Notice",
    "NoticeState",
    "Outcome",
    "Person",
    "Priority",
    "Purpose",
    "PushTarget",
    "Quote",
    "Recall",
    "RecallState",
    "Role",
    "RosterChange",
    "Sender",
    "Status",
    "Step",
    "Ticket",
    "TicketEvent",
    "TicketFile",
]
