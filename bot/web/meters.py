"""Counts what somebody does within a while, so that nobody does it by the thousand."""

from __future__ import annotations

from collections import OrderedDict, deque
from datetime import datetime, timedelta

#: More keys than this are not remembered: the oldest go.
KEYS_KEPT = 10_000


class Meter:
    """At most `most` times by one key within `window`."""

    def __init__(self, most: int, window: timedelta) -> None:
        self.most = most
        self.window = window
        self._times: OrderedDict[str, deque[datetime]] = OrderedDict()

    def take(self, key: str, now: datetime) -> bool:
        """Whether there was room for one more, which is then counted."""
        times = self._times.setdefault(key, deque(maxlen=self.most))
        self._times.move_to_end(key)
        while len(self._times) > KEYS_KEPT:
            self._times.popitem(last=False)
        while times and now - times[0] >= self.window:
            times.popleft()
        if len(times) >= self.most:
            return False
        times.append(now)
        return True
