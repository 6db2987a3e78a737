"""What channels without a far end share: ready from start to close, they tell what they are given."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

from bot.channels.base import Event, Health, Room, SendFailed
from bot.clock import Clock
from handlers.model import Person


class LocalChannel:
    """The half of a Channel that needs no network: its health, its events, its end."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._events: asyncio.Queue[Event | None] = asyncio.Queue()
        self._health = Health(False, clock.now(), "尚未启动")

    @property
    def health(self) -> Health:
        return self._health

    async def start(self) -> None:
        self._health = Health(True, self._clock.now())

    async def events(self) -> AsyncIterator[Event]:
        """What `_tell` was given; ends when the channel is closed."""
        while (event := await self._events.get()) is not None:
            yield event

    async def rooms(self) -> Sequence[Room]:
        return []

    async def members(self, chat: str) -> Sequence[Person]:
        return []

    async def close(self) -> None:
        self._health = Health(False, self._clock.now(), "已关闭")
        self._events.put_nowait(None)

    def _tell(self, event: Event) -> None:
        self._events.put_nowait(event)

    def _require_ready(self) -> None:
        """Raises SendFailed where nothing can be sent now."""
        if not self._health.ready:
            raise SendFailed(self._health.reason)
