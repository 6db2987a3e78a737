"""Ordinary things are said one after the other by each account, so that its gateway is free for an alert.

A gateway works at one thing at a time: what it was handed before an alert goes before the alert.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

#: A send that takes longer holds nobody up: its group is sick, or the gateway is far away.
SLOW_SECONDS = 0.05


class Window:
    """Lets one through at a time, the more urgent first.  `be_quiet` is awaited by whoever's turn it is."""

    def __init__(self, be_quiet: Callable[[], Awaitable[None]]) -> None:
        self._be_quiet = be_quiet
        self._taken = False
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []
        self._count = itertools.count()

    @asynccontextmanager
    async def turn(self, priority: int) -> AsyncIterator[None]:
        """Waits for its turn; it is over at the end, or after SLOW_SECONDS."""
        await self._take(priority)
        over = _Once(self._give)
        timer: asyncio.TimerHandle | None = None
        try:
            await self._be_quiet()
            timer = asyncio.get_running_loop().call_later(SLOW_SECONDS, over)
            yield
        finally:
            if timer is not None:
                timer.cancel()
            over()

    async def _take(self, priority: int) -> None:
        if not self._taken:
            self._taken = True
            return
        called = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (priority, next(self._count), called))
        try:
            await called
        except asyncio.CancelledError:
            if called.done() and not called.cancelled():
                self._give()  # called in the moment in which it was cancelled
            raise

    def _give(self) -> None:
        while self._waiting:
            called = heapq.heappop(self._waiting)[2]
            if not called.done():
                called.set_result(None)
                return
        self._taken = False


class _Once:
    """Calls it the first time only."""

    def __init__(self, call: Callable[[], None]) -> None:
        self._call: Callable[[], None] | None = call

    def __call__(self) -> None:
        call, self._call = self._call, None
        if call is not None:
            call()
