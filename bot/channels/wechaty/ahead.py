"""Calls to the gateway that are opened before one knows what will be asked or said in them.

Opening is two thirds of what a call costs us and half of what it costs the gateway, which does nothing
before it has the words.  What an alert needs therefore stands open: measured, the last of five texts is
with the gateway 1.5 ms after the first may leave instead of 2.7 ms.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any

#: A call as grpclib has it; how one is opened.
Call = Any
MakeCall = Callable[[], Call]
#: Seconds after which a call that nobody needed is opened anew: whoever is between us and the gateway may
#: take what is silent for a minute for dead.  Not much oftener: who calls off 33 a second for half a minute
#: is thrown out by Node (its guard against “rapid reset”, a thousand at once).
RENEWED_SECONDS = 50.0
#: Seconds after which what was taken is replaced: whoever takes one has more to say just now.
REST_SECONDS = 0.01


class CallsAhead:
    """`keep` some open of each kind; `take` one to speak in, as `async with Entered(call)`.

    `kinds` has how a kind is made, and how many of it; `errors` is what opening may end with: whoever
    makes a call the usual way meets it too, and tells of it.
    """

    def __init__(
        self, kinds: Mapping[str, tuple[MakeCall, int]], errors: tuple[type[Exception], ...]
    ) -> None:
        self._kinds, self._errors = kinds, errors
        self._open: dict[str, deque[Call]] = {kind: deque() for kind in kinds}
        self._over: list[Call] = []
        self._missing = asyncio.Event()
        self._taken_at = 0.0

    def take(self, kind: str) -> Call | None:
        """An open call of the kind; None where there is none."""
        calls = self._open.get(kind)
        while calls:
            self._note_missing()
            call = calls.popleft()
            if is_open(call):
                return call
            self._over.append(call)
        return None

    def put_aside(self, call: Call) -> None:
        """Has a call left later that has given its answer."""
        self._over.append(call)
        self._note_missing()

    def _note_missing(self) -> None:
        self._taken_at = time.monotonic()
        self._missing.set()

    async def keep(self) -> None:
        """Opens what is missing, until cancelled or until nothing can be opened any more."""
        try:
            with contextlib.suppress(*self._errors):
                while True:
                    await self._open_missing()
                    await self._wait_until_missing()
        finally:
            await self._abandon_all()

    async def _open_missing(self) -> None:
        self._missing.clear()
        await self._leave_ended()
        for kind, (make, count) in self._kinds.items():
            while len(self._open[kind]) < count:
                call = make()
                await call.__aenter__()
                await call.send_request()
                self._open[kind].append(call)
                await asyncio.sleep(0)  # whoever has something to say goes first

    async def _leave_ended(self) -> None:
        """What the gateway still speaks in is left another time: to call it off would count against us."""
        ended = [call for call in self._over if not call._stream.closable]
        self._over = [call for call in self._over if call._stream.closable]
        for call in ended:
            await abandon(call)

    async def _wait_until_missing(self) -> None:
        try:
            async with asyncio.timeout(RENEWED_SECONDS):
                await self._missing.wait()
        except TimeoutError:
            await self._abandon_all()
        while (rest := self._taken_at + REST_SECONDS - time.monotonic()) > 0:  # noqa: ASYNC110 -- a pause
            await asyncio.sleep(rest)

    async def _abandon_all(self) -> None:
        for calls in (*self._open.values(), self._over):
            while calls:
                await abandon(calls.pop())


class Entered:
    """Leaves a call that was entered before, the way `async with call` would.

    With `put_aside` it is not left but put aside at a good end: leaving waits for what the gateway says
    after its answer.
    """

    def __init__(self, call: Call, put_aside: Callable[[Call], None] | None = None) -> None:
        self._call, self._put_aside = call, put_aside

    async def __aenter__(self) -> Call:
        return self._call

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None and self._put_aside is not None:
            self._put_aside(self._call)
        else:
            await self._call.__aexit__(kind, error, trace)


def is_open(call: Call) -> bool:
    """Whether the gateway still waits for the words, and has not answered without them."""
    stream = call._stream
    return bool(stream.closable and stream.headers is None)


class _Abandoned(Exception):
    """Nothing is said in this call after all."""


async def abandon(call: Call) -> None:
    """Tells the gateway that nothing will be said in the call, where it still waits."""
    with contextlib.suppress(_Abandoned):
        async with Entered(call):
            raise _Abandoned
