"""The days of a shift as people write them: 周一到周五, 周末, 周一、三、五, 工作日.

Monday to Friday and the weekend are those of the calendar: a holiday counts as a weekend, a make-up day
(补班日) as a working day.  A day named by itself is that day, whatever the calendar says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from handlers.calendar.workdays import is_working_day
from handlers.texts import say

#: How a Duty keeps them; days of the week by their digits else.
EVERY_DAY, WORKING, RESTING = "", "work", "rest"
_WHOLE = {"12345": WORKING, "67": RESTING, "1234567": EVERY_DAY}
_WORDS = {
    EVERY_DAY: ("每天", "天天", "每日"),
    WORKING: ("工作日", "平日", "上班日"),
    RESTING: ("休息日", "双休日", "周末", "週末", "节假日", "周末和节假日", "周末节假日"),
}
_NAMED = {word: days for days, words in _WORDS.items() for word in words}
_SIGNS = {**{sign: str(n) for n, sign in enumerate("一二三四五六日", 1)}, "天": "7"}
_SIGNS |= {str(n): str(n) for n in range(1, 8)}
_WEEK, _DAY = "(?:周|週|星期|礼拜)", "(?:[一二三四五六日天]|[1-7](?![0-9:]))"
_WORD = "|".join(sorted(_NAMED, key=len, reverse=True))
#: At the head of a text: a word, days from one to another, or days one by one.
_HEAD = re.compile(
    rf"(?P<word>{_WORD})|{_WEEK}(?P<first>{_DAY})[到至-]{_WEEK}?(?P<last>{_DAY})"
    rf"|{_WEEK}(?P<each>{_DAY}(?:[,、，和及]?{_DAY})*)"
)
_ALL = "1234567"
#: What may stand between two of them.
_BETWEEN = ",、，和及 "


def read_days(text: str) -> tuple[str, str] | None:
    """The days that the text begins with and the rest of it; None where it names none.

    Days of the week are digits still: `settle_days` makes of them what a Duty keeps.
    """
    match = _HEAD.match(text)
    if match is None:
        return None
    rest = text[match.end() :]
    if match["word"]:
        return _NAMED[match["word"]], rest
    if match["first"]:
        return _list_between(_SIGNS[match["first"]], _SIGNS[match["last"]]), rest
    return "".join(_SIGNS[sign] for sign in match["each"] if sign in _SIGNS), rest


def join_days(first: str, second: str) -> str | None:
    """Both; None where days of the calendar and of the week would be one shift."""
    if {first, second} <= {EVERY_DAY, WORKING, RESTING}:
        return first if first == second else EVERY_DAY
    return None if {first, second} & {EVERY_DAY, WORKING, RESTING} else first + second


def settle_days(digits: str) -> str:
    """What a Duty keeps: Monday to Friday and the weekend by the calendar, others as they are."""
    if digits in (WORKING, RESTING):
        return digits
    ordered = "".join(digit for digit in _ALL if digit in digits)
    return _WHOLE.get(ordered, ordered)


def read_all_days(text: str) -> str | None:
    """The days that the whole text is, as a Duty keeps them; None where it is anything else."""
    days: str | None = None
    text = text.lstrip(_BETWEEN)
    while text:
        found = read_days(text)
        if found is None:
            return None
        days = found[0] if days is None else join_days(days, found[0])
        if days is None:
            return None
        text = found[1].lstrip(_BETWEEN)
    return None if days is None else settle_days(days)


def _list_between(first: str, last: str) -> str:
    """From one day of the week to another, over its end too: 周六到周一 is Saturday, Sunday, Monday."""
    start, end = int(first), int(last)
    count = (end - start) % 7 + 1
    return "".join(str((start - 1 + step) % 7 + 1) for step in range(count))


def begins_on(days: str, day: date) -> bool:
    """Whether a shift of these days begins on `day`."""
    if days in (WORKING, RESTING):
        return is_working_day(day) is (days == WORKING)
    return not days or str(day.isoweekday()) in days


def show_days(days: str, texts: Mapping[str, str]) -> str:
    """The days as people read them; empty for every day."""
    if days in (WORKING, RESTING):
        return say(texts, f"days_{days}")
    return say(texts, "comma").join(say(texts, f"weekday_{digit}") for digit in days)
