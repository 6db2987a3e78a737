"""Moments of 2026 in Shanghai, as the tests of times write them, and an office's hours."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.calendar.working_time import WorkingHours

SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICE = WorkingHours(((9 * 60, 12 * 60), (14 * 60, 18 * 60)))


def at(text: str, zone: str = SHANGHAI.key) -> datetime:
    """`2026-03-06 17:50`, `03-06 17:50` or `6 17:50`: unsaid, the year is 2026, the month is March."""
    day, time = text.split()
    whole = ("2026-03-", "2026-", "")[day.count("-")] + f"{day:0>2}"
    return datetime.fromisoformat(f"{whole} {time:0>5}").replace(tzinfo=ZoneInfo(zone))
