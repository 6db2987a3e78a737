"""When a delivery that failed is tried again."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.model import Priority

#: Seconds to wait after the first, second, … failed try.  Alerts: quick and for half an hour.
_WAITS: dict[Priority, tuple[int, ...]] = {
    Priority.ALERT: (1, 1, 2, 3, 5, 8, 13, *(20,) * 6, *(30,) * 56),
    Priority.REPLY: (3, 10, 30, 60, 120, 300, 600, 900),
    Priority.ROUTINE: (10, 30, 60, 180, 600, 900),
}


def next_try(attempts: int, error_retry: bool, now: datetime, priority: Priority) -> datetime | None:
    """When to try again after `attempts` (at least 1) failed tries; None where it is given up.

    `error_retry` is False where the error says that trying again cannot help.
    """
    waits = _WAITS[priority]
    if not error_retry or attempts > len(waits):
        return None
    return now + timedelta(seconds=waits[max(attempts, 1) - 1])
