"""What a replay does not look through for garbage."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def leave_loaded_alone() -> Iterator[None]:
    """While it is open, what was loaded before (words, rules, patterns) is not looked through for garbage.

    It stays anyway, as in a running bot, and looking through it again and again took a twelfth of a replay.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
