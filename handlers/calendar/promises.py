"""When something is due, in words for the owner: 30分钟内, 今天18:00前, 周一10:00前.

A promise is never later than the moment that it stands for: seconds are left off.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.calendar.workdays import is_makeup_day
from handlers.texts import say

#: Up to this a promise is a length of time, if it is a round one; else it is a time of day.
_NEAR = timedelta(hours=2)
#: From so many days on the day is told by its date: a weekday might be that of another week.
_FAR = 4


@dataclass(frozen=True, slots=True)
class DueWords:
    """A due time as the sentence `name` of the texts and what its blanks need."""

    name: str
    count: int = 0
    time: str = ""
    day: date | None = None

    @property
    def makeup(self) -> bool:
        """Whether it says that a make-up day is worked: then it stands before who will come."""
        return self.name.endswith("_makeup")


def describe_due(now: datetime, due: datetime, tz: str) -> DueWords:
    """The words for `due` said at `now`, where the clocks show `tz`."""
    near = _describe_near(due - now)
    if near:
        return near
    zone = ZoneInfo(tz)
    local, today = due.astimezone(zone), now.astimezone(zone).date()
    day, time = local.date(), f"{local:%H:%M}"
    if time == "00:00":
        # Midnight belongs to the day that it ends: 今天24:00, not 明天00:00.
        day, time = day - timedelta(days=1), "24:00"
    return DueWords(_name_day(day, today, time), time=time, day=day)


def _describe_near(left: timedelta) -> DueWords | None:
    if not (timedelta() < left <= _NEAR and _is_round(left)):
        return None
    minutes = left // timedelta(minutes=1)
    if minutes % 60 == 0:
        return DueWords("within_hours", count=minutes // 60)
    return DueWords("within_minutes", count=minutes)


def _is_round(left: timedelta) -> bool:
    """Whether it is how people say a length of time: whole minutes, from ten on by fives."""
    step = timedelta(minutes=1 if left <= timedelta(minutes=10) else 5)
    return not left % step


def _name_day(day: date, today: date, time: str) -> str:
    ahead = (day - today).days
    if not 0 <= ahead < _FAR:
        return "due_date"
    name = ("due_today", "due_tomorrow")[ahead] if ahead < 2 else "due_weekday"
    if is_makeup_day(day):
        return f"{name}_makeup"
    if name == "due_tomorrow" and time < "12:00":
        return f"{name}_morning" if time >= "06:00" else f"{name}_night"
    return name


def write_due(words: DueWords, texts: Mapping[str, str]) -> str:
    """The words, in the estate's own texts."""
    day = words.day or date.min
    return say(
        texts,
        words.name,
        count=words.count,
        time=words.time,
        month=day.month,
        day=day.day,
        weekday=say(texts, f"weekday_{day.isoweekday()}"),
    )


def write_promise(who: str, words: DueWords, texts: Mapping[str, str]) -> str:
    """Who comes and until when, in the order that reads well."""
    name = "promise_makeup" if words.makeup else "promise"
    return say(texts, name, who=who, within=write_due(words, texts))
