"""While an alert is on its way everything else is quiet for a moment."""

from __future__ import annotations

import asyncio

#: Longer than from words to relay, and short enough for nobody to miss what waits.
LONGEST_SECONDS = 0.25


class Hush:
    """`begin` it when danger is recognised; who is not urgent awaits `wait`."""

    def __init__(self) -> None:
        self._over = asyncio.Event()
        self._over.set()
        self._end: asyncio.TimerHandle | None = None

    def begin(self) -> None:
        """Quiet, until `end` or for LONGEST_SECONDS, whatever becomes of the alert."""
        self._over.clear()
        if self._end is not None:
            self._end.cancel()
        self._end = asyncio.get_running_loop().call_later(LONGEST_SECONDS, self.end)

    def end(self) -> None:
        self._over.set()
        if self._end is not None:
            self._end.cancel()
            self._end = None

    async def wait(self) -> None:
        """Returns when it is not quiet."""
        await self._over.wait()
