"""Working time: several spans a day, on working days, where the estate is.

All moments are aware; results are in UTC and exact to the microsecond.  A span includes its end: what
is due after the last minute of a span is due at 12:00, not at 14:00 after lunch.  Over a change of the
clocks a span is as long as it really lasts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from handlers.calendar.workdays import is_working_day
from handlers.texts import say

#: A day in minutes; the end of a span that lasts until midnight.
DAY = 24 * 60
_ZERO = timedelta()
_SPAN = re.compile(r"(\d{1,2}):([0-5]\d)-(\d{1,2}):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """When an estate's office works: spans in minutes after midnight, first to last.

    `every_day` also counts weekends and holidays.  Raises ValueError where the spans are no day's.
    """

    spans: tuple[tuple[int, int], ...] = ((9 * 60, 12 * 60), (14 * 60, 18 * 60))
    timezone: str = "Asia/Shanghai"
    every_day: bool = False

    def __post_init__(self) -> None:
        edges = [minute for span in self.spans for minute in span]
        in_order = all(left <= right for left, right in pairwise(edges))
        lasting = all(starts < ends for starts, ends in self.spans)
        if not (edges and in_order and lasting and edges[0] >= 0 and edges[-1] <= DAY):
            raise ValueError(say({}, "problem_hours"))


@dataclass(frozen=True, slots=True)
class Hold:
    """A time in which the clock of a ticket stands still; `until` is None while nobody knows its end."""

    since: datetime
    until: datetime | None = None


def parse_spans(text: str) -> tuple[tuple[int, int], ...]:
    """`09:00-12:00,14:00-18:00` as minutes after midnight.  Raises ValueError, in words for people."""
    spans = []
    for part in re.split("[,，、]", re.sub(r"\s", "", text).replace("：", ":")):
        match = _SPAN.fullmatch(part)
        if match is None:
            raise ValueError(say({}, "problem_hours"))
        hours = [int(number) for number in match.groups()]
        spans.append((hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]))
    return WorkingHours(tuple(spans)).spans


def at_any_hour(timezone: str) -> WorkingHours:
    """Day and night, every day."""
    return WorkingHours(((0, DAY),), timezone, every_day=True)


def add_working_minutes(start: datetime, minutes: int, hours: WorkingHours) -> datetime:
    """The first moment by which `minutes` of working time have passed since `start`.

    With no minutes at all: `start`, or the opening after it.  Raises ValueError for negative minutes.
    """
    if minutes < 0:
        raise ValueError(f"minutes = {minutes}: working time runs forward")
    return _add(start, timedelta(minutes=minutes), hours)


def add_working_time(start: datetime, span: timedelta, hours: WorkingHours) -> datetime:
    """As `add_working_minutes`, for any length of time that is not negative."""
    return _add(start, span, hours)


def working_minutes_between(a: datetime, b: datetime, hours: WorkingHours) -> int:
    """The whole minutes of working time from `a` to `b`; 0 where `b` is not after `a`."""
    return measure_working_time(a, b, hours) // timedelta(minutes=1)


def add_working_days(start: datetime, days: int, hours: WorkingHours) -> datetime:
    """The close of work on the last of `days` working days after the day of `start`.

    The day itself does not count, and the last one ends with business: Civil Code of China (民法典),
    articles 201 and 203.  Raises ValueError for fewer than one day.
    """
    if days < 1:
        raise ValueError(f"days = {days}: at least one")
    zone = ZoneInfo(hours.timezone)
    day = _require_aware(start).astimezone(zone).date()
    for _ in range(days):
        day = _find_working_day(day + timedelta(days=1), hours)
    return _find_moment(day, hours.spans[-1][1], zone)


def is_working_time(moment: datetime, hours: WorkingHours) -> bool:
    """Whether the office works at `moment`; the last moment of a span counts."""
    return _add(moment, _ZERO, hours) == moment


def due_after_holds(
    opened_at: datetime, minutes: int, holds: Iterable[Hold], hours: WorkingHours
) -> datetime | None:
    """When `minutes` of working time have passed since `opened_at`, without the time on hold.

    None while a hold without an end keeps the moment open.
    """
    return extend_by_holds(opened_at, add_working_minutes(opened_at, minutes, hours), holds, hours)


def extend_by_holds(
    opened_at: datetime, due: datetime, holds: Iterable[Hold], hours: WorkingHours
) -> datetime | None:
    """`due`, later by the working time on hold between `opened_at` and it; None as `due_after_holds`.

    Holds may overlap and come in any order.  A hold that begins when `due` is over changes nothing.
    """
    reached = opened_at
    for hold in sorted(holds, key=lambda hold: hold.since):
        begins = max(hold.since, reached)
        if begins >= due:
            break
        if hold.until is None:
            return None
        due = _add(due, measure_working_time(begins, hold.until, hours), hours)
        reached = max(begins, hold.until)
    return due.astimezone(UTC)


def measure_working_time(a: datetime, b: datetime, hours: WorkingHours) -> timedelta:
    """The working time from `a` to `b`; nothing where `b` is not after `a`."""
    end, total = _require_aware(b).astimezone(UTC), _ZERO
    for opens, closes in _list_windows(a, hours, end):
        total += max(_ZERO, min(closes, end) - opens)
    return total


# --- the windows of work -------------------------------------------------------------------------


def _add(start: datetime, span: timedelta, hours: WorkingHours) -> datetime:
    last = datetime.max.replace(tzinfo=UTC)
    for opens, closes in _list_windows(start, hours, last):
        if closes - opens >= span:
            return opens + span
        span -= closes - opens
    raise OverflowError("the calendar ends before the work is done")


def _list_windows(start: datetime, hours: WorkingHours, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The spans from `start` on that open before `end`, in UTC; the first may have begun earlier.

    None opens before another has closed, also on the night when the clocks jump.
    """
    zone, reached = ZoneInfo(hours.timezone), _require_aware(start).astimezone(UTC)
    # Midnight is also the last moment of the day before, and may be that day's closing.
    day = (reached - timedelta(microseconds=1)).astimezone(zone).date()
    while True:
        day = _find_working_day(day, hours)
        for starts, ends in hours.spans:
            opens, closes = _find_moment(day, starts, zone), _find_moment(day, ends, zone)
            if opens >= end:
                return
            opens = max(opens, reached)
            # A span within the hour that the clocks jump over is none: it would close before it opens.
            if closes >= opens:
                yield opens, closes
                reached = closes
        day += timedelta(days=1)


def _find_working_day(day: date, hours: WorkingHours) -> date:
    while not (hours.every_day or is_working_day(day)):
        day += timedelta(days=1)
    return day


#: Of every ticket's limits it is the openings and closings of the next few days.
@lru_cache(maxsize=256)
def _find_moment(day: date, minute: int, zone: ZoneInfo) -> datetime:
    wall = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)  # noqa: DTZ001
    return wall.replace(tzinfo=zone).astimezone(UTC)


def _require_aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone is no moment")
    return moment
