"""The drills that staff have announced, until their day is over: in memory only, gone at a restart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from handlers.alerts.announced import read_day
from handlers.model import ChatKind, Message
from handlers.words.announcing import announces_drill, ends_drill, find_day, orders_broadcast

MOST = 10


@dataclass(frozen=True, slots=True)
class _Notice:
    text: str
    day: date


class Announced:
    """What each estate has been told of drills to come."""

    def __init__(self) -> None:
        self._kept: dict[str, list[_Notice]] = {}

    def hear(self, message: Message, timezone: str) -> None:
        """Keeps what staff say to owners, or have the bot say, of a drill; an end ends all."""
        to_owners = message.chat.kind is ChatKind.OWNERS or orders_broadcast(message.text)
        if not message.sender.role.serves or not to_owners:
            return
        estate = message.chat.estate
        if ends_drill(message.text):
            self._kept.pop(estate, None)
        elif announces_drill(message.text):
            day = find_day(message.text, read_day(message.sent_at, timezone))
            kept = self._kept.setdefault(estate, [])
            kept.append(_Notice(message.text, day))
            del kept[:-MOST]

    def today(self, estate: str, now: datetime, timezone: str) -> tuple[str, ...]:
        """The notices of drills of this very day; those of days gone by are forgotten."""
        kept = self._kept.get(estate)
        if not kept:
            return ()
        today = read_day(now, timezone)
        kept[:] = [notice for notice in kept if notice.day >= today]
        return tuple(dict.fromkeys(notice.text for notice in kept if notice.day == today))
