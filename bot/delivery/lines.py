"""What is claimed of one chat is said there one after the other, the urgent first."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from bot.channels.base import Channel
from handlers.model import Delivery

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
Release = Callable[[Sequence[Delivery]], None]


class Lines:
    """One line for each chat that something is being said in; chats are beside each other."""

    def __init__(self, send: Send, release: Release) -> None:
        self._send, self._release = send, release
        self._waiting: dict[str, list[Turn]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._held: dict[int, Delivery] = {}
        self._ended = False
        self._closing = False

    @property
    def chats(self) -> tuple[str, ...]:
        """The chats that something is being said in."""
        return tuple(self._waiting)

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
        turn = Turn((delivery.priority, number_of(delivery)), delivery, channel, on_end)
        self._held[number_of(delivery)] = delivery
        line = self._waiting.get(delivery.chat)
        if line is not None:
            heapq.heappush(line, turn)
            return
        self._waiting[delivery.chat] = [turn]
        task = asyncio.create_task(self._work_off(delivery.chat))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Gives back what has not been sent, and stops what will not end: nobody knows whether it arrived."""
        self._closing = True
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=SECONDS_TO_END)
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _work_off(self, chat: str) -> None:
        line = self._waiting[chat]
        try:
            while line:
                turn = heapq.heappop(line)
                through = await self._send(turn.channel, turn.delivery)
                self._end(turn)
                if not through or self._closing:
                    self._give_back(line)
        finally:
            del self._waiting[chat]
            self._ended = True

    def _give_back(self, line: list[Turn]) -> None:
        """What has to be tried again comes first: the rest of its chat waits with it in the outbox."""
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
