"""A thread that waits for the disk, so that the event loop need not.

An alert waits for its commit: a pool of threads takes twice as long to hand something over and back.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any


class _Errand:
    """Something that the thread is to do; whoever waits for it is told on the event loop."""

    def __init__(self, work: Callable[[], Any]) -> None:
        self.work = work
        self.loop = asyncio.get_running_loop()
        self.told: asyncio.Future[Any] = self.loop.create_future()
        self.over = False

    def run(self) -> None:
        """In the thread."""
        result, error = None, None
        try:
            result = self.work()
        except BaseException as failure:  # noqa: BLE001 -- it is raised where it is waited for
            error = failure
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            self.loop.call_soon_threadsafe(self._end, result, error)

    def _end(self, result: Any, error: BaseException | None) -> None:
        self.over = True
        if self.told.done():
            return
        if error is None:
            self.told.set_result(result)
        else:
            self.told.set_exception(error)

    async def wait(self) -> Any:
        """What it gives; who is cancelled meanwhile waits for its end all the same."""
        try:
            return await self.told
        except asyncio.CancelledError:
            while not self.over:
                self.told = self.loop.create_future()
                with contextlib.suppress(asyncio.CancelledError, Exception):
                    await self.told
            raise


class DiskThread:
    """Does one thing after the other; it is started by the first."""

    def __init__(self) -> None:
        self._errands: SimpleQueue[_Errand | None] = SimpleQueue()
        self._thread: threading.Thread | None = None

    async def run(self, work: Callable[[], Any]) -> Any:
        """What `work` gives, or raises; who is cancelled meanwhile waits for its end all the same."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._work_off, name="linli disk", daemon=True)
            self._thread.start()
        errand = _Errand(work)
        self._errands.put(errand)
        return await errand.wait()

    async def close(self) -> None:
        """Returns when the thread has ended; another `run` starts another one."""
        thread, self._thread = self._thread, None
        if thread is not None:
            self._errands.put(None)
            await asyncio.to_thread(thread.join)

    def _work_off(self) -> None:
        while (errand := self._errands.get()) is not None:
            errand.run()
