"""Whose turn is next: the more urgent first, else in the order they came.  One at a time."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Turns:
    """One at a time; whoever is at it is not interrupted.  The smaller the rank, the more urgent."""

    def __init__(self) -> None:
        self._taken = False
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []
        self._count = itertools.count()

    def count_waiting(self, rank: int) -> int:
        """How many of this rank wait for their turn."""
        return sum(waits == rank and not called.done() for waits, _, called in self._waiting)

    @asynccontextmanager
    async def turn(self, rank: int) -> AsyncIterator[None]:
        """Waits for its turn, and gives it on at the end."""
        await self.take(rank)
        try:
            yield
        finally:
            self.give()

    async def take(self, rank: int) -> None:
        """Returns when it is its turn; whoever took it has to `give` it on, once."""
        if not self._taken:
            self._taken = True
            return
        called = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (rank, next(self._count), called))
        try:
            await called
        except asyncio.CancelledError:
            if called.done() and not called.cancelled():
                self.give()  # called in the moment in which it was cancelled
            raise

    def give(self) -> None:
        """Calls the next one who still waits."""
        while self._waiting:
            called = heapq.heappop(self._waiting)[2]
            if not called.done():
                called.set_result(None)
                return
        self._taken = False
