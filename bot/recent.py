"""What people said lately that led to nothing: in memory only, ten minutes, bounded, gone at a restart."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta

from handlers.model import Message

KEPT_FOR = timedelta(minutes=10)
MESSAGES_PER_PERSON = 20
PEOPLE = 5_000


class Recent:
    """The latest unused messages per chat and sender."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str], list[Message]] = OrderedDict()

    def keep(self, message: Message) -> None:
        key = (message.chat.id, message.sender.id)
        kept = self._kept.setdefault(key, [])
        kept.append(message)
        del kept[:-MESSAGES_PER_PERSON]
        self._kept.move_to_end(key)
        self._drop_old(message.sent_at)

    def of(self, chat: str, person: str, now: datetime) -> tuple[Message, ...]:
        """What `person` said in `chat` in the last ten minutes, oldest first."""
        return tuple(m for m in self._kept.get((chat, person), ()) if m.sent_at >= now - KEPT_FOR)

    def forget(self, chat: str, person: str) -> None:
        self._kept.pop((chat, person), None)

    def forget_old(self, now: datetime) -> None:
        """Drops what is older than ten minutes."""
        self._drop_old(now)

    def _drop_old(self, now: datetime) -> None:
        while self._kept:
            key, kept = next(iter(self._kept.items()))
            if len(self._kept) <= PEOPLE and kept[-1].sent_at >= now - KEPT_FOR:
                return
            self._kept.pop(key)
