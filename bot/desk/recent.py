"""What was said in each chat lately: in memory only, ten minutes, bounded, gone at a restart."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import OrderedDict
from datetime import datetime, timedelta

from handlers.conversation.threads import Remark
from handlers.model import Message

KEPT_FOR = timedelta(minutes=10)
REMARKS_PER_CHAT = 200
CHATS = 2_000


def _find_time(remark: Remark) -> datetime:
    return remark.message.sent_at


class Recent:
    """The latest messages per chat, and what became of them."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, list[Remark]] = OrderedDict()

    def keep(self, remark: Remark) -> None:
        kept = self._kept.setdefault(remark.message.chat.id, [])
        # In the order of their time: a gateway may give them in another.
        insort(kept, remark, key=_find_time)
        del kept[:-REMARKS_PER_CHAT]
        self._kept.move_to_end(remark.message.chat.id)
        self._drop_old(remark.message.sent_at)

    def talk(self, chat: str, now: datetime) -> tuple[Remark, ...]:
        """What was said in `chat` in the last ten minutes, oldest first."""
        kept = self._kept.get(chat, [])
        del kept[: bisect_left(kept, now - KEPT_FOR, key=_find_time)]
        return tuple(kept)

    def of(self, chat: str, person: str, now: datetime) -> tuple[Message, ...]:
        """What `person` said in `chat` in the last ten minutes and led to nothing, oldest first."""
        return tuple(
            remark.message
            for remark in self.talk(chat, now)
            if remark.ticket is None and remark.message.sender.id == person
        )

    def file(self, chat: str, keys: dict[str, int]) -> None:
        """Notes that these messages went into these tickets."""
        kept = self._kept.get(chat, [])
        kept[:] = [
            Remark(remark.message, keys[remark.message.key]) if remark.message.key in keys else remark
            for remark in kept
        ]

    def strike(self, chat: str, key: str) -> Message | None:
        """Forgets the message with this key; it, or None where it is not there."""
        kept = self._kept.get(chat, [])
        found = next((remark.message for remark in kept if remark.message.key == key), None)
        kept[:] = [remark for remark in kept if remark.message.key != key]
        return found

    def forget_old(self, now: datetime) -> None:
        """Drops what is older than ten minutes."""
        for chat in list(self._kept):
            if not self.talk(chat, now):
                del self._kept[chat]

    def _drop_old(self, now: datetime) -> None:
        while self._kept:
            chat, kept = next(iter(self._kept.items()))
            if len(self._kept) <= CHATS and (not kept or kept[-1].message.sent_at >= now - KEPT_FOR):
                return
            self._kept.pop(chat)
