"""Counts failed tries to sign in, so that nobody guesses passwords by the thousand."""

from __future__ import annotations

from collections import OrderedDict, deque
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=5)
#: Failed tries within the window before a name, or an address, has to wait.
TRIES_PER_NAME = 8
TRIES_PER_ADDRESS = 20
#: More keys than this are not remembered: the oldest go.
KEYS_KEPT = 10_000


class Tries:
    """Failures of the last five minutes by key (`name:…`, `address:…`)."""

    def __init__(self) -> None:
        self._failures: OrderedDict[str, deque[datetime]] = OrderedDict()

    def is_over(self, name: str, address: str, now: datetime) -> bool:
        """Whether this name or this address has to wait."""
        return (
            self._count(f"name:{name}", now) >= TRIES_PER_NAME
            or self._count(f"address:{address}", now) >= TRIES_PER_ADDRESS
        )

    def note_failure(self, name: str, address: str, now: datetime) -> None:
        for key in (f"name:{name}", f"address:{address}"):
            self._failures.setdefault(key, deque(maxlen=TRIES_PER_ADDRESS)).append(now)
            self._failures.move_to_end(key)
        while len(self._failures) > KEYS_KEPT:
            self._failures.popitem(last=False)

    def note_success(self, name: str) -> None:
        self._failures.pop(f"name:{name}", None)

    def _count(self, key: str, now: datetime) -> int:
        failures = self._failures.get(key, deque())
        while failures and now - failures[0] > WINDOW:
            failures.popleft()
        return len(failures)
