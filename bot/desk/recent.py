"""What was said in each chat lately: in memory only, ten minutes, bounded, gone at a restart."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from handlers.model import Message
from handlers.threads import Remark

KEPT_FOR = timedelta(minutes=10)
REMARKS_PER_CHAT = 200
CHATS = 2_000
#: Chats in which nothing was said for long are looked for so often.
CLEARED_EVERY = timedelta(minutes=1)


def _find_time(remark: Remark) -> datetime:
    return remark.message.sent_at


def _insert(remarks: list[Remark], remark: Remark) -> None:
    """In the order of their time: a gateway may give them in another."""
    if not remarks or remarks[-1].message.sent_at <= remark.message.sent_at:
        remarks.append(remark)
    else:
        insort(remarks, remark, key=_find_time)


class Talk:
    """The remarks of one chat: all of them, and those of each person, in the order of their time."""

    def __init__(self) -> None:
        self.remarks: list[Remark] = []
        self.of_person: dict[str, list[Remark]] = {}
        #: How many of them staff have said.
        self.of_staff = 0

    @property
    def latest(self) -> datetime | None:
        return self.remarks[-1].message.sent_at if self.remarks else None

    def add(self, remark: Remark) -> None:
        _insert(self.remarks, remark)
        sender = remark.message.sender
        own = self.of_person.get(sender.id)
        if own is None:
            self.of_person[sender.id] = [remark]
        else:
            _insert(own, remark)
        self.of_staff += sender.role.serves
        if len(self.remarks) > REMARKS_PER_CHAT:
            self._drop(len(self.remarks) - REMARKS_PER_CHAT)

    def list_all(self) -> tuple[Remark, ...]:
        """What was said, oldest first."""
        return tuple(self.remarks)

    def list_of(self, person: str) -> tuple[Message, ...]:
        """What `person` said and led to nothing, oldest first."""
        own = self.of_person.get(person)
        return tuple([remark.message for remark in own if remark.ticket is None]) if own else ()

    def has_others(self, person: str) -> bool:
        """Whether anybody but `person` said something."""
        return len(self.of_person) > (person in self.of_person)

    def drop_before(self, moment: datetime) -> None:
        if self.remarks and self.remarks[0].message.sent_at < moment:
            self._drop(bisect_left(self.remarks, moment, key=_find_time))

    def _drop(self, count: int) -> None:
        for remark in self.remarks[:count]:
            sender = remark.message.sender
            own = self.of_person[sender.id]
            # The oldest of all is the oldest of this person's as well.
            if len(own) > 1:
                del own[0]
            else:
                del self.of_person[sender.id]
            self.of_staff -= sender.role.serves
        del self.remarks[:count]

    def change(self, change: Callable[[Remark], Remark | None]) -> None:
        """Puts `change` of each remark in its place; None strikes it."""
        changed = [change(remark) for remark in self.remarks]
        self.remarks = [remark for remark in changed if remark is not None]
        self.of_person = {}
        self.of_staff = sum(remark.message.sender.role.serves for remark in self.remarks)
        for remark in self.remarks:
            self.of_person.setdefault(remark.message.sender.id, []).append(remark)


class Recent:
    """The latest messages per chat, and what became of them."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Talk] = OrderedDict()
        self._cleared_at: datetime | None = None

    def keep(self, remark: Remark) -> None:
        chat = remark.message.chat.id
        talk = self._kept.get(chat)
        if talk is None:
            talk = self._kept[chat] = Talk()
        talk.add(remark)
        self._kept.move_to_end(chat)
        said_at = remark.message.sent_at
        if self._cleared_at is None or said_at - self._cleared_at >= CLEARED_EVERY or len(self._kept) > CHATS:
            self._cleared_at = said_at
            self._drop_old(said_at)

    def talk(self, chat: str, now: datetime) -> tuple[Remark, ...]:
        """What was said in `chat` in the last ten minutes, oldest first."""
        return self.look(chat, now).list_all()

    def of(self, chat: str, person: str, now: datetime) -> tuple[Message, ...]:
        """What `person` said in `chat` in the last ten minutes and led to nothing, oldest first."""
        return self.look(chat, now).list_of(person)

    def file(self, chat: str, keys: Mapping[str, int]) -> None:
        """Notes that these messages went into these tickets."""

        def change(remark: Remark) -> Remark:
            number = keys.get(remark.message.key)
            return remark if number is None else Remark(remark.message, number)

        if keys and (talk := self._kept.get(chat)):
            talk.change(change)

    def strike(self, chat: str, key: str) -> Message | None:
        """Forgets the message with this key; it, or None where it is not there."""
        talk = self._kept.get(chat)
        if talk is None:
            return None
        found = next((remark.message for remark in talk.remarks if remark.message.key == key), None)
        talk.change(lambda remark: None if remark.message.key == key else remark)
        return found

    def forget_old(self, now: datetime) -> None:
        """Drops what is older than ten minutes."""
        for chat in list(self._kept):
            if not self.talk(chat, now):
                del self._kept[chat]

    def look(self, chat: str, now: datetime) -> Talk:
        """The talk of the last ten minutes in `chat`, to be asked at once; not to be kept."""
        talk = self._kept.get(chat)
        if talk is None:
            return Talk()
        talk.drop_before(now - KEPT_FOR)
        return talk

    def _drop_old(self, now: datetime) -> None:
        while self._kept:
            chat, talk = next(iter(self._kept.items()))
            latest = talk.latest
            if len(self._kept) <= CHATS and (latest is None or latest >= now - KEPT_FOR):
                return
            self._kept.pop(chat)
