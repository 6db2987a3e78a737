"""While an alert is on its way everything else is quiet for a moment, looking for garbage too."""

from __future__ import annotations

import asyncio
import gc

#: Longer than from words to relay, and short enough for nobody to miss what waits.
LONGEST_SECONDS = 0.25


class Hush:
    """`begin` it when danger is recognised; who is not urgent awaits `wait`, who writes `wait_to_write`."""

    def __init__(self) -> None:
        self._over, self._may_write = asyncio.Event(), asyncio.Event()
        self._over.set()
        self._may_write.set()
        self._end: asyncio.TimerHandle | None = None
        self._collects = False

    def begin(self) -> None:
        """Quiet, until `end` or for LONGEST_SECONDS from now, whatever becomes of the alert."""
        self._over.clear()
        self._may_write.clear()
        self._begin_timer()
        # To look through what is new takes 0.2 ms, through everything as long as a whole alert.
        self._collects = self._collects or gc.isenabled()
        gc.disable()

    def prolong(self) -> None:
        """Where it is quiet, LONGEST_SECONDS from now."""
        if not self._over.is_set():
            self._begin_timer()

    def let_write(self) -> None:
        """What became of an alert is written at once, lest a crash have it said again."""
        self._may_write.set()

    def end(self) -> None:
        self._over.set()
        self._may_write.set()
        if self._end is not None:
            self._end.cancel()
            self._end = None
        if self._collects:
            self._collects = False
            gc.enable()

    @property
    def quiet(self) -> bool:
        """Whether an alert is on its way."""
        return not self._over.is_set()

    async def wait(self) -> None:
        """Returns when it is not quiet."""
        await self._over.wait()

    async def wait_to_write(self) -> None:
        """Returns when it is not quiet, or when there is something to be written of an alert."""
        await self._may_write.wait()

    def _begin_timer(self) -> None:
        if self._end is not None:
            self._end.cancel()
        self._end = asyncio.get_running_loop().call_later(LONGEST_SECONDS, self.end)
