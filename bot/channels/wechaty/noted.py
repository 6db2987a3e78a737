"""The messages that the gateway has named: read from both ends, told in their order."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from datetime import datetime

from bot.channels.base import Event, Heard, Recalled

#: Seconds after which a message of ours that has not come back will not.
LONGEST_WAY_BACK = 10.0


class Noted:
    """One message, named by its id at `at`; `read` will be what it is, None for nothing to be told."""

    def __init__(self, id: str, at: datetime) -> None:
        self.id, self.at = id, at
        self.read: asyncio.Future[Event | None] = asyncio.get_running_loop().create_future()
        self.told = False

    @property
    def known(self) -> Event | None:
        """What it is, as far as it has been read."""
        return self.read.result() if self.read.done() and not self.read.cancelled() else None


class Line:
    """What was noted and has not been told yet.

    The oldest is read because it is told next, the newest because it may be danger: right after an alert
    to hundreds of groups there are hundreds of messages before it, which are ours, and have to be read to
    be known for ours.
    """

    def __init__(self) -> None:
        self._untold: dict[Noted, None] = {}
        self._order: asyncio.Queue[Noted] = asyncio.Queue()
        self._unread: deque[Noted] = deque()
        self._grown, self._empty = asyncio.Event(), asyncio.Event()
        self._empty.set()
        self._newest_next = False

    @property
    def count(self) -> int:
        """How many have not been told."""
        return len(self._untold)

    def add(self, noted: Noted) -> None:
        self._untold[noted] = None
        self._order.put_nowait(noted)
        self._unread.append(noted)
        self._grown.set()
        self._empty.clear()

    async def take_unread(self) -> Noted:
        """What nobody has begun to read: the oldest, the next time the newest."""
        while not self._unread:
            self._grown.clear()
            await self._grown.wait()
        newest, self._newest_next = self._newest_next, not self._newest_next
        return self._unread.pop() if newest else self._unread.popleft()

    async def take_next(self) -> Noted:
        """The oldest, once it has been read; in the order in which they were noted."""
        noted = await self._order.get()
        await asyncio.wait((noted.read,))
        return noted

    def end(self, noted: Noted) -> None:
        """It has been told, or is not to be."""
        del self._untold[noted]
        if not self._untold:
            self._empty.set()

    async def wait_until_empty(self) -> None:
        await self._empty.wait()

    def may_overtake(self, noted: Noted, ours: int) -> bool:
        """Whether no more than `ours` of those before it are unread, and none of its own chat is read: then
        what it goes before is said by us, or elsewhere.
        """
        event, unread = noted.known, 0
        for before in self._untold:
            if before is noted:
                break
            unread += not before.read.done()
            known = before.known
            if isinstance(event, Heard) and isinstance(known, Heard | Recalled) and known.chat == event.chat:
                return False
        return unread <= ours


class OwnOnes:
    """Counts how many of our own messages are still to come back, where the network gives them back."""

    def __init__(self, tell_seconds: Callable[[], float] = time.monotonic) -> None:
        self._tell_seconds = tell_seconds
        self._sent: deque[float] = deque()
        self._come_back = False

    @property
    def missing(self) -> int:
        """None that one may count on where lately one did not come back."""
        if self._sent and self._tell_seconds() - self._sent[0] > LONGEST_WAY_BACK:
            self._sent.clear()
            self._come_back = False
        return len(self._sent) if self._come_back else 0

    def note_sent(self) -> None:
        self._sent.append(self._tell_seconds())

    def note_unsent(self) -> None:
        """The last one was not sent after all."""
        if self._sent:
            self._sent.pop()

    def note_back(self) -> None:
        self._come_back = True
        if self._sent:
            self._sent.popleft()
