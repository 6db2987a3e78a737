"""Reading a moment from how people write it: 明天下午, 周五, 18:00, 10月8日9点半, 两小时后.

Only what stands at the end of the words counts: 等3号楼的配件 周五 is Friday, not the third of the month.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.calendar.working_time import WorkingHours, add_working_days

_SAME = str.maketrans("週後點時號兩個禮鐘０１２３４５６７８９：", "周后点时号两个礼钟0123456789:")
_NUMBER = r"(?:\d{1,3}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"两": 2}
_WEEKDAYS = {sign: value for value, sign in enumerate("一二三四五六日", 1)} | {"天": 7}
_NAMED = {"今天": 0, "今日": 0, "今晚": 0, "明天": 1, "明日": 1, "明早": 1, "明晚": 1, "后天": 2, "大后天": 3}
#: The hour that a part of the day begins with; 早上 and 上午 begin when the office opens.
_PARTS = {"凌晨": 0, "清晨": 7, "中午": 12, "下午": 14, "傍晚": 18, "晚上": 19, "晚": 19}
_EVENING = frozenset({"下午", "傍晚", "晚上", "晚", "中午"})
_DAY = (
    r"(?P<named>大后天|今天|今日|今晚|明天|明日|明早|明晚|后天)"
    r"|(?P<next>下+)?(?:个)?(?:本|这)?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])"
    r"|(?:(?P<month>\d{1,2})月)?(?P<monthday>\d{1,2})(?:日|号)(?!楼|栋|群|门)"
)
_PART = r"(?P<part>凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|早|晚)"
_CLOCK = (
    r"(?P<hour>\d{1,2}):(?P<minute>[0-5]\d)"
    rf"|(?P<point>\d{{1,2}}|{_NUMBER})(?:点钟?|时)(?:(?P<half>半)|(?P<past>[0-5]?\d)分?)?"
)


def _number_groups(pattern: str, number: int) -> str:
    """The pattern once more in one expression: every group has a name of its own."""
    return re.sub(r"\?P<(\w+)>", rf"?P<\g<1>{number}>", pattern)


_END = r"\s*(?:之?前|以?后|左右|再来|再说|处理|继续)?[\s。.!！]*$"
_MOMENT = re.compile(
    rf"(?:(?:{_DAY})\s*(?:{_PART})?\s*(?:{_CLOCK})?|{_PART.replace('part', 'alone')}\s*"
    rf"(?:{_number_groups(_CLOCK, 2)})?|{_number_groups(_CLOCK, 3)}){_END}"
)
_SPAN = re.compile(
    rf"(?P<count>{_NUMBER}|半)(?:个(?P<more>半)?)?(?P<unit>分钟?|小时|钟头|工作日|天|周|星期|礼拜)(?P<over>半)?{_END}"
)


#: No moment takes more signs than these, and no longer text is searched for one.
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Found:
    """A moment that was read, and the words that stood before it."""

    moment: datetime
    before: str


def find_moment(text: str, now: datetime, hours: WorkingHours) -> Found | None:
    """The moment that the words end with, after `now`; None where they end with none.

    A day alone is its opening hour, 下午 two o'clock.  A clock time alone is the next that comes.
    """
    text = text.strip()
    head, tail = text[:-_LONGEST], text[-_LONGEST:]
    plain = tail.translate(_SAME)
    span = _SPAN.search(plain)
    if span and (moment := _add_span(span, now, hours)):
        return Found(moment, _trim(head + tail[: span.start()]))
    match = _MOMENT.search(plain)
    moment = _read_moment(match, now, hours) if match else None
    return Found(moment, _trim(head + tail[: match.start()])) if match and moment else None


def _trim(words: str) -> str:
    return words.strip(" \u3000,，、。;；:：到至")


def _read_number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    if "十" in text:
        tens, ones = text.split("十")
        return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
    return _DIGITS[text]


def _add_span(match: re.Match[str], now: datetime, hours: WorkingHours) -> datetime | None:
    unit, half = match["unit"], timedelta(0)
    count = 0.5 if match["count"] == "半" else float(_read_number(match["count"]))
    if match["over"] or match["more"]:
        half = timedelta(hours=0.5 if unit in ("小时", "钟头") else 12)
    if unit == "工作日":
        return add_working_days(now, int(count), hours) if count >= 1 else None
    if unit.startswith("分"):
        span = timedelta(minutes=count)
    elif unit in ("小时", "钟头"):
        span = timedelta(hours=count)
    else:
        span = timedelta(days=count * (1 if unit == "天" else 7))
    return now + span + half if span else None


def _read_moment(match: re.Match[str], now: datetime, hours: WorkingHours) -> datetime | None:
    local = now.astimezone(ZoneInfo(hours.timezone))
    day = _read_day(match, local.date())
    part = match["part"] or match["alone"] or _part_of(match["named"])
    minute = _read_clock(match, part)
    if day is None and not _names_day(match):
        return _find_next(local, _settle(minute, part, hours))
    if day is None or (minute is not None and minute >= 24 * 60):
        return None
    if match["named"] in ("今天", "今日") and minute is None and part is None:
        return _later(_make(day, hours.spans[-1][1], hours), now)
    moment = _make(day, _settle(minute, part, hours), hours)
    if moment <= now and match["weekday"] and not match["next"]:
        moment = _make(day + timedelta(days=7), _settle(minute, part, hours), hours)
    return _later(moment, now)


def _names_day(match: re.Match[str]) -> bool:
    return bool(match["named"] or match["weekday"] or match["monthday"])


def _part_of(named: str | None) -> str | None:
    """The part of the day in 今晚, 明早."""
    return {"今晚": "晚", "明晚": "晚", "明早": "早"}.get(named or "")


def _settle(minute: int | None, part: str | None, hours: WorkingHours) -> int:
    """Minutes after midnight: what the clock says, else how the part of the day or the work begins."""
    if minute is not None:
        return minute
    opening = hours.spans[0][0] or 9 * 60
    if part is None or part in ("早上", "早", "上午"):
        return opening
    return _PARTS[part] * 60


def _read_day(match: re.Match[str], today: date) -> date | None:
    if match["named"]:
        return today + timedelta(days=_NAMED[match["named"]])
    if match["weekday"]:
        ahead = _WEEKDAYS[match["weekday"]] - today.isoweekday()
        if match["next"]:
            return today + timedelta(days=ahead + 7 * len(match["next"]))
        return today + timedelta(days=ahead % 7)
    if match["monthday"]:
        return _find_date(int(match["month"] or 0), int(match["monthday"]), today)
    return None


def _find_date(month: int, day: int, today: date) -> date | None:
    """The next such day of the year, or of a month where none is named."""
    for ahead in range(14):
        year, index = divmod(today.year * 12 + today.month - 1 + ahead, 12)
        if month and index + 1 != month:
            continue
        try:
            found = date(year, index + 1, day)
        except ValueError:
            continue
        if found >= today:
            return found
    return None


def _read_clock(match: re.Match[str], part: str | None) -> int | None:
    names = ("hour", "minute", "point", "half", "past")
    for which in ("", "2", "3"):
        hour, minute, point, half, past = (match[f"{name}{which}"] for name in names)
        if hour:
            return _turn(int(hour), part, spoken=False) * 60 + int(minute)
        if point:
            minutes = 30 if half else int(past or 0)
            return _turn(_read_number(point), part, spoken=True) * 60 + minutes
    return None


def _turn(hour: int, part: str | None, *, spoken: bool) -> int:
    """The hour of 24: 下午3点 is 15, and so is 3点 alone: nobody comes at three in the morning."""
    if hour < 12 and part in _EVENING and not (part == "中午" and hour > 9):
        return hour + 12
    if spoken and part is None and 1 <= hour <= 6:
        return hour + 12
    return hour


def _make(day: date, minute: int, hours: WorkingHours) -> datetime:
    wall = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(hours.timezone))
    return wall + timedelta(minutes=minute)


def _find_next(local: datetime, minute: int) -> datetime | None:
    if minute >= 24 * 60:
        return None
    today = local.replace(hour=minute // 60, minute=minute % 60, second=0, microsecond=0)
    return today if today > local else today + timedelta(days=1)


def _later(moment: datetime, now: datetime) -> datetime | None:
    return moment if moment > now else None


# --- days off ------------------------------------------------------------------------------------

_BETWEEN = re.compile(r"\s*(?:到|至|-|~|—)\s*")


def find_stretch(text: str, now: datetime, hours: WorkingHours) -> tuple[datetime, datetime] | None:
    """From when until when: 明天 (the whole day), 明天下午, 周五到下周一, 10月1日-10月3日, 3天.

    None where the words say anything else, or what is over.
    """
    plain = text.translate(_SAME).strip()
    if len(plain) > _LONGEST:
        return None
    span = _SPAN.fullmatch(plain)
    if span:
        return _stretch_span(span, now, hours)
    ends = [part for part in _BETWEEN.split(plain) if part]
    if len(ends) == 1:
        return _find_day(ends[0], now, hours)
    if len(ends) != 2:
        return None
    first = _find_day(ends[0], now, hours)
    last = _find_day(ends[1], max(now, first[0]), hours) if first else None
    return (first[0], last[1]) if first and last and first[0] < last[1] else None


def _stretch_span(
    span: re.Match[str], now: datetime, hours: WorkingHours
) -> tuple[datetime, datetime] | None:
    """So many whole days from today on; shorter spans from now on."""
    until = _add_span(span, now, hours)
    if until is None:
        return None
    if span["unit"] == "天" and span["count"] != "半" and not span["over"]:
        today = _make(now.astimezone(ZoneInfo(hours.timezone)).date(), 0, hours)
        return now, today + timedelta(days=_read_number(span["count"]))
    return now, until


def _find_day(text: str, now: datetime, hours: WorkingHours) -> tuple[datetime, datetime] | None:
    """The day, or the part of a day, that the words are."""
    match = _MOMENT.fullmatch(text)
    if match is None or not _names_day(match):
        return None
    day = _read_day(match, now.astimezone(ZoneInfo(hours.timezone)).date())
    if day is None:
        return None
    part = match["part"] or _part_of(match["named"])
    minute = _read_clock(match, part)
    if minute is not None:
        begins, ends = minute, 24 * 60
    elif part in ("早上", "早", "上午"):
        begins, ends = 0, 12 * 60
    elif part is not None:
        begins, ends = (12 * 60 if part == "下午" else _PARTS[part] * 60), 24 * 60
    else:
        begins, ends = 0, 24 * 60
    since, until = _make(day, begins, hours), _make(day, ends, hours)
    return (max(since, now), until) if until > now else None
