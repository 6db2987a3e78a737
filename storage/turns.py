"""Who writes next: in the order they came, the urgent before all others."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Turns:
    """One at a time; whoever is at it is not interrupted."""

    def __init__(self) -> None:
        self._taken = False
        self._urgent: deque[asyncio.Future[None]] = deque()
        self._others: deque[asyncio.Future[None]] = deque()

    @property
    def urgent_waiting(self) -> int:
        """How many of the urgent wait for their turn."""
        return sum(not called.done() for called in self._urgent)

    @asynccontextmanager
    async def turn(self, *, urgent: bool = False) -> AsyncIterator[None]:
        """Waits for its turn, and gives it on at the end."""
        await self._take(self._urgent if urgent else self._others)
        try:
            yield
        finally:
            self._give()

    async def _take(self, line: deque[asyncio.Future[None]]) -> None:
        if not self._taken:
            self._taken = True
            return
        called = asyncio.get_running_loop().create_future()
        line.append(called)
        try:
            await called
        except asyncio.CancelledError:
            if called.done() and not called.cancelled():
                self._give()  # called in the moment in which it was cancelled
            raise

    def _give(self) -> None:
        """Calls the next one who still waits."""
        for line in (self._urgent, self._others):
            while line:
                called = line.popleft()
                if not called.done():
                    called.set_result(None)
                    return
        self._taken = False
