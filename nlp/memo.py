"""What was made once for a key is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Memo(dict[K, V]):
    """By key what `make` makes of it, made when first asked for. For few keys: nothing is ever forgotten.

    Threads may share one: at worst they make the same thing twice.
    """

    def __init__(self, make: Callable[[K], V]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: K) -> V:
        return self.setdefault(key, self._make(key))


class ShortMemo(Memo[K, V]):
    """The same for any number of keys: as soon as it holds so many, all is forgotten and made anew."""

    def __init__(self, make: Callable[[K], V], most: int) -> None:
        super().__init__(make)
        self._most = most

    def __missing__(self, key: K) -> V:
        if len(self) >= self._most:
            self.clear()
        return super().__missing__(key)
