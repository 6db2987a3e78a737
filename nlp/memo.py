"""What was made once for a key is kept, and then found without a line of Python."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Memo(dict[K, V]):
    """By key what `make` makes of it, made when first asked for. Holds at most `most`: then it starts anew,
    so memory stays bounded. Threads may share one: at worst they make the same thing twice."""

    def __init__(self, make: Callable[[K], V], most: int) -> None:
        super().__init__()
        self._make, self._most = make, most

    def __missing__(self, key: K) -> V:
        made = self._make(key)
        if len(self) >= self._most:
            self.clear()
        self[key] = made
        return made
