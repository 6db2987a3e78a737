"""What is claimed of one chat is said there one after the other, the urgent first."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field

from bot.channels.base import Channel
from handlers.model import Delivery, Priority

#: At the end what is being sent has so long to arrive.
SECONDS_TO_END = 2.0


@dataclass(frozen=True, slots=True, order=True)
class Turn:
    """A claimed delivery, the account that is to send it, and whom to tell that it is no longer under way."""

    rank: tuple[int, int]
    delivery: Delivery = field(compare=False)
    channel: Channel = field(compare=False)
    on_end: Callable[[], None] = field(compare=False)


#: Sends one delivery; False where it has to be tried again, so that what follows must wait behind it.
Send = Callable[[Channel, Delivery], Awaitable[bool]]
#: Entered before an ordinary delivery is sent, left after it.
AwaitTurn = Callable[[Channel, Delivery], AbstractAsyncContextManager[None]]
Release = Callable[[Sequence[Delivery]], None]


class _Chat:
    """What is to be said in one chat, the alerts apart; `speaking` is held by whoever is saying something."""

    def __init__(self) -> None:
        self.alerts: list[Turn] = []
        self.others: list[Turn] = []
        self.speaking = asyncio.Lock()

    def line(self, urgent: bool) -> list[Turn]:
        return self.alerts if urgent else self.others


class Lines:
    """Two lines for each chat that something is being said in; chats are beside each other.

    An alert waits for nothing but what is being sent in its chat at this moment.
    """

    def __init__(self, send: Send, await_turn: AwaitTurn, release: Release) -> None:
        self._send, self._await_turn, self._release = send, await_turn, release
        self._chats: dict[str, _Chat] = {}
        self._working: set[tuple[str, bool]] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._held: dict[int, Delivery] = {}
        self._ended = False
        self._closing = False

    @property
    def chats(self) -> tuple[str, ...]:
        """The chats that something is being said in."""
        return tuple(self._chats)

    def take_ended(self) -> bool:
        """Whether a chat has become free since this was last asked."""
        ended, self._ended = self._ended, False
        return ended

    @property
    def held(self) -> tuple[int, ...]:
        """The ids of all that is in a line or being sent."""
        return tuple(self._held)

    def put(self, delivery: Delivery, channel: Channel, on_end: Callable[[], None]) -> None:
        """Puts a claimed delivery into its chat's line; an alert overtakes what is not being sent yet."""
        urgent = delivery.priority is Priority.ALERT
        turn = Turn((delivery.priority, number_of(delivery)), delivery, channel, on_end)
        self._held[number_of(delivery)] = delivery
        heapq.heappush(self._chats.setdefault(delivery.chat, _Chat()).line(urgent), turn)
        if (delivery.chat, urgent) in self._working:
            return
        self._working.add((delivery.chat, urgent))
        task = asyncio.create_task(self._work_off(delivery.chat, urgent))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Gives back what has not been sent, and stops what will not end: nobody knows whether it arrived."""
        self._closing = True
        for chat in self._chats.values():
            self._give_back(chat.others)
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=SECONDS_TO_END)
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _work_off(self, name: str, urgent: bool) -> None:
        chat = self._chats[name]
        line = chat.line(urgent)
        try:
            while line:
                if urgent:
                    await self._send_next(chat, line)
                else:
                    async with self._await_turn(line[0].channel, line[0].delivery):
                        await self._send_next(chat, line)
        finally:
            self._working.discard((name, urgent))
            if (name, not urgent) not in self._working:
                del self._chats[name]
                self._ended = True

    async def _send_next(self, chat: _Chat, line: list[Turn]) -> None:
        async with chat.speaking:
            if not line:
                return  # given back meanwhile
            turn = heapq.heappop(line)
            through = await self._send(turn.channel, turn.delivery)
            self._end(turn)
            if not through or self._closing:
                # What has to be tried again comes first: what is no more urgent waits with it in the outbox.
                self._give_back(line)
                self._give_back(chat.others)

    def _give_back(self, line: list[Turn]) -> None:
        turns = sorted(line)
        line.clear()
        self._release([turn.delivery for turn in turns])
        for turn in turns:
            self._end(turn)

    def _end(self, turn: Turn) -> None:
        self._held.pop(number_of(turn.delivery), None)
        turn.on_end()


def number_of(delivery: Delivery) -> int:
    """The row's number; everything that was claimed has one."""
    if delivery.id is None:
        raise ValueError("this delivery was never stored")
    return delivery.id
