"""Times as exports of chats write them: ISO, Chinese, 上午 and 下午, 昨天 and 星期三, seconds since 1970."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, tzinfo

_DATE = re.compile(
    r"(?:(?P<year>\d{4}|\d{2})\s*[-/.年]\s*)?(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})日?"
)
_AGO = {"今天": 0, "昨天": 1, "前天": 2}
_WEEKDAY = re.compile(r"(?:星期|周|礼拜)([一二三四五六日天])")
_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
#: Half of the day → the hours to add to an hour below 12.
_HALVES = {
    "凌晨": 0, "清晨": 0, "早上": 0, "上午": 0, "am": 0,
    "中午": 12, "下午": 12, "傍晚": 12, "晚上": 12, "pm": 12,
}  # fmt: skip
_HALF = re.compile("|".join(_HALVES), re.IGNORECASE)
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})\s*[:：时点]\s*(?P<minute>\d{2})分?(?:\s*[:：]?\s*(?P<second>\d{2})秒?)?(?:[.,]\d{1,6})?"
)
_SECONDS = re.compile(r"\d{9,11}(?:\.\d+)?")
_MILLISECONDS = re.compile(r"\d{12,14}")
_DAYS = re.compile(r"[4-7]\d{4}(?:\.\d+)?")
_FIRST_DAY = date(1899, 12, 30)
_SPACE = re.compile(r"[\s,，T]*")
#: The first second that a chat of WeChat can have, and the last that a database takes.
EARLIEST, LATEST = 2011, 2100


class BadTime(ValueError):
    """These words are no time."""


def read_time(words: str, zone: tzinfo, today: date | None = None) -> datetime:
    """The moment that the words name, aware.  `today` is the day that 昨天 and a bare 10:21 count from.

    Raises BadTime.
    """
    words = words.strip()
    moment = (
        _read_number(words, zone)
        or _read_day_number(words, zone)
        or _read_iso(words, zone)
        or _read_written(words, zone, today)
    )
    if moment is None or not EARLIEST <= moment.year < LATEST:
        raise BadTime(words)
    return moment


def _read_number(words: str, zone: tzinfo) -> datetime | None:
    if _MILLISECONDS.fullmatch(words):
        return datetime.fromtimestamp(int(words) / 1000, zone)
    if _SECONDS.fullmatch(words):
        return datetime.fromtimestamp(float(words), zone)
    return None


def _read_day_number(words: str, zone: tzinfo) -> datetime | None:
    """Days since the last one of 1899, as a table program keeps a date that it was not told to write out."""
    if not _DAYS.fullmatch(words):
        return None
    midnight = datetime.combine(_FIRST_DAY, time(), zone)
    return midnight + timedelta(seconds=round(float(words) * 86_400))


def _read_iso(words: str, zone: tzinfo) -> datetime | None:
    if ":" not in words:
        return None
    try:
        moment = datetime.fromisoformat(words)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _read_written(words: str, zone: tzinfo, today: date | None) -> datetime | None:
    day, rest = read_day(words, today)
    half = _HALF.search(rest)
    clock = _CLOCK.search(rest)
    if day is None or clock is None:
        return None
    left = rest.replace(clock[0], "", 1).replace(half[0] if half else "", "", 1)
    if _SPACE.sub("", _WEEKDAY.sub("", left)):
        return None
    hour = int(clock["hour"])
    if half:
        hour = _turn(half[0].lower(), hour)
    try:
        at = time(hour, int(clock["minute"]), int(clock["second"] or 0))
    except ValueError:
        return None
    return datetime.combine(day, at, zone)


def _turn(half: str, hour: int) -> int:
    """The hour of 24: 下午3 is 15, 凌晨12 is 0, 晚上12 is left at the day's 0, 中午11 is before noon."""
    if hour == 12:
        return 0 if half in ("凌晨", "晚上", "am") else 12
    if hour > 12 or (half == "中午" and hour >= 10):
        return hour
    return hour + _HALVES[half]


def read_day(words: str, today: date | None) -> tuple[date | None, str]:
    """The day that the words begin with, and the words after it; `today` where they name none."""
    words = words.strip()
    found = _DATE.match(words)
    if found:
        return _build_day(found, today), words[found.end() :]
    for name, ago in _AGO.items():
        if words.startswith(name) and today is not None:
            return today - timedelta(days=ago), words[len(name) :]
    found = _WEEKDAY.match(words)
    if found and today is not None:
        back = (today.weekday() - _WEEKDAYS[found[1]]) % 7
        return today - timedelta(days=back), words[found.end() :]
    return today, words


def _build_day(found: re.Match[str], today: date | None) -> date | None:
    """A day without a year is the latest such day that is not after `today`."""
    year, month, day = found["year"], int(found["month"]), int(found["day"])
    try:
        if year:
            return date(int(year) if len(year) == 4 else 2000 + int(year), month, day)
        if today is None:
            return None
        guess = date(today.year, month, day)
        return guess if guess <= today else date(today.year - 1, month, day)
    except ValueError:
        return None
