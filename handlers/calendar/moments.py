"""The moment that words name, on an estate's clocks."""

from __future__ import annotations

from datetime import datetime

from handlers.calendar.until import find_moment
from handlers.calendar.working_time import WorkingHours


def read_moment(words: str, now: datetime, timezone: str) -> datetime | None:
    """The moment after `now` that the words end with; None where they end with none."""
    found = find_moment(words, now, WorkingHours(timezone=timezone))
    return found.moment if found else None
