"""Counts failed tries to sign in, so that nobody guesses passwords by the thousand.

Whoever guesses is kept out, not the one whose name they know: a manager must get in during an alert.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=5)
#: Failed tries within the window before an address has to wait: with one name, with any.
TRIES_PER_NAME = 8
TRIES_PER_ADDRESS = 20
#: And before a name has to wait wherever it is tried from.  The passwords are ours and random: a few
#: hundred guesses are nothing, but a thousand addresses are not to guess without end.
TRIES_EVERYWHERE = 200
#: More keys than this are not remembered: the oldest go.
KEYS_KEPT = 10_000


class Tries:
    """Failures of the last five minutes by key."""

    def __init__(self) -> None:
        self._failures: OrderedDict[tuple[str, str], deque[datetime]] = OrderedDict()

    def is_over(self, name: str, address: str, now: datetime) -> bool:
        """Whether this name has to wait at this address."""
        return any(self._count(key, now) >= most for key, most in _list_keys(name, address))

    def note_failure(self, name: str, address: str, now: datetime) -> None:
        for key, most in _list_keys(name, address):
            self._failures.setdefault(key, deque(maxlen=most)).append(now)
            self._failures.move_to_end(key)
        while len(self._failures) > KEYS_KEPT:
            self._failures.popitem(last=False)

    def note_success(self, name: str, address: str) -> None:
        self._failures.pop(_name_both(name, address), None)

    def _count(self, key: tuple[str, str], now: datetime) -> int:
        failures = self._failures.get(key, deque())
        while failures and now - failures[0] > WINDOW:
            failures.popleft()
        return len(failures)


def _name_both(name: str, address: str) -> tuple[str, str]:
    return "both", f"{address} {name}"


def _list_keys(name: str, address: str) -> tuple[tuple[tuple[str, str], int], ...]:
    """What a failure counts for, and how many are the most."""
    return (
        (_name_both(name, address), TRIES_PER_NAME),
        (("address", address), TRIES_PER_ADDRESS),
        (("name", name), TRIES_EVERYWHERE),
    )
