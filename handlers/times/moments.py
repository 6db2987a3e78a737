"""The moment that words name, on an estate's clocks."""

from __future__ import annotations

from datetime import datetime

from handlers.times.sla import WorkingHours
from handlers.times.until import find_moment


def read_moment(words: str, now: datetime, timezone: str) -> datetime | None:
    """The moment after `now` that the words end with; None where they end with none."""
    found = find_moment(words, now, WorkingHours(timezone=timezone))
    return found.moment if found else None
