"""What several pages watch is read once for all of them, however many are open."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from weakref import WeakValueDictionary


@dataclass(slots=True, weakref_slot=True)
class Look:
    """The last look at one thing: what was seen, and until when that is new enough."""

    seen: str = ""
    fresh_until: float = float("-inf")
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class Watch:
    """Looks at each thing at most once in `seconds`; who asks in between gets what was seen."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._looks: WeakValueDictionary[str, Look] = WeakValueDictionary()

    def find(self, key: str) -> Look:
        """The look of `key`; it is forgotten once nobody holds it."""
        look = self._looks.get(key)
        if look is None:
            look = self._looks[key] = Look()
        return look

    async def read(self, look: Look, read: Callable[[], Awaitable[str]]) -> str:
        """What is seen now, or was seen just now by another.  Raises what `read` raises."""
        async with look.turn:
            now = asyncio.get_running_loop().time()
            if now >= look.fresh_until:
                look.seen = await read()
                look.fresh_until = now + self._seconds
            return look.seen
