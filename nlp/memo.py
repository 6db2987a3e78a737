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
