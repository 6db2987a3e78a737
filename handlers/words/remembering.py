"""What a text says, kept for the text at hand: one filter after the other asks the same of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

T = TypeVar("T")

#: A message as it was typed, and without what stands for photos and faces; what was said before is not kept.
_AT_HAND = 2


def keep_at_hand(function: Callable[[str], T]) -> Callable[[str], T]:
    """The function, which looks at a text once and not again until it is asked of others."""
    return lru_cache(maxsize=_AT_HAND)(function)
