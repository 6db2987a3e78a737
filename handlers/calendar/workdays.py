"""The working days of China: the State Council's holidays and make-up days (补班日), else the weekdays.

Source: the yearly notice of the State Council's general office on holidays, as the package
`chinesecalendar` carries it.  A year that it does not know yet counts by weekdays alone.
"""

from __future__ import annotations

from datetime import date, datetime

from chinese_calendar import holidays, workdays

_SATURDAY = 5


def is_working_day(day: date) -> bool:
    """Whether people work on `day`; weekdays where nobody knows better.  A moment is refused (TypeError)."""
    _refuse_moment(day)
    if day in workdays:
        return True
    return day.weekday() < _SATURDAY and day not in holidays


def is_makeup_day(day: date) -> bool:
    """Whether `day` is a Saturday or Sunday that is worked."""
    return day.weekday() >= _SATURDAY and is_working_day(day)


def knows_year(year: int) -> bool:
    """Whether the holidays of the whole `year` are known.

    Asked of its National Day: the first of January alone may come with the notice of the year before.
    """
    return date(year, 10, 1) in holidays


def _refuse_moment(day: date) -> None:
    """A datetime is a date to Python, but never equals one: it would be a holiday nobody finds."""
    if isinstance(day, datetime):
        raise TypeError("a day is wanted, not a moment: whose day it is depends on the place")
