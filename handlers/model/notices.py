"""Broadcasts to groups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from handlers.model.messages import Person


class NoticeState(StrEnum):
    """Where a broadcast stands, from its preview on."""

    PREVIEW = "preview"
    SENDING = "sending"
    SENT = "sent"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    RECALLED = "recalled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A broadcast (B7) to some groups.  `reply_to` is the chat that the preview and result go to."""

    estate: str
    number: int
    text: str
    chats: tuple[str, ...]
    author: Person
    reply_to: str
    state: NoticeState
    created_at: datetime
    expires_at: datetime
    version: int = 0
