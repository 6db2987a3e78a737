"""Ordinary things are said one after the other by each account, so that its gateway is free for an alert.

A gateway works at one thing at a time: what it was handed before an alert goes before the alert.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from storage.turns import Turns

#: A send that takes longer holds nobody up: its group is sick, or the gateway is far away.
SLOW_SECONDS = 0.05


class Window:
    """Lets one through at a time, the more urgent first.  `be_quiet` is awaited by whoever's turn it is."""

    def __init__(self, be_quiet: Callable[[], Awaitable[None]]) -> None:
        self._be_quiet = be_quiet
        self._turns = Turns()

    @asynccontextmanager
    async def turn(self, priority: int) -> AsyncIterator[None]:
        """Waits for its turn; it is over at the end, or after SLOW_SECONDS."""
        await self._turns.take(priority)
        over = _Once(self._turns.give)
        timer: asyncio.TimerHandle | None = None
        try:
            await self._be_quiet()
            timer = asyncio.get_running_loop().call_later(SLOW_SECONDS, over)
            yield
        finally:
            if timer is not None:
                timer.cancel()
            over()


class _Once:
    """Calls it the first time only."""

    def __init__(self, call: Callable[[], None]) -> None:
        self._call: Callable[[], None] | None = call

    def __call__(self) -> None:
        call, self._call = self._call, None
        if call is not None:
            call()
