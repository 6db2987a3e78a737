"""Golden dates: due times worked out by hand from the calendar, each row with its reasoning.

The office works 09:00-12:00 and 14:00-18:00 (420 minutes a day) unless a row says otherwise.
2026: New Year 1-3 Jan (make-up Sun 4 Jan) · Spring Festival 15-23 Feb (make-up Sat 14 and Sat 28 Feb) ·
Qingming 4-6 Apr · Labour Day 1-5 May (make-up Sat 9 May) · Dragon Boat 19-21 Jun · Mid-autumn 25-27 Sep ·
National Day 1-7 Oct (make-up Sun 20 Sep and Sat 10 Oct).  1 Jan 2026 and 1 Oct 2026 are Thursdays.
"""

from __future__ import annotations

import pytest

from handlers.calendar.working_time import (
    WorkingHours,
    add_working_days,
    add_working_minutes,
    at_any_hour,
    is_working_time,
    working_minutes_between,
)
from tests.handlers.moments import OFFICE, at

ZONE = "Asia/Shanghai"
STRAIGHT = WorkingHours(((540, 1080),))
EVENING = WorkingHours(((840, 1440),))
THREE = WorkingHours(((510, 690), (780, 1020), (1110, 1230)))
ANY = at_any_hour(ZONE)


MINUTES: list[tuple[str, str, int, str]] = [
    # --- ordinary days: 2 March 2026 is a Monday ---
    ("opening + 30", "2026-03-02 09:00", 30, "2026-03-02 09:30"),
    ("30 left before lunch: due when lunch begins, not after it", "2026-03-02 11:30", 30, "2026-03-02 12:00"),
    ("15 before lunch, 15 after it", "2026-03-02 11:45", 30, "2026-03-02 14:15"),
    ("lunch begins: all 30 after it", "2026-03-02 12:00", 30, "2026-03-02 14:30"),
    ("in the middle of lunch: counts from 14:00", "2026-03-02 13:10", 30, "2026-03-02 14:30"),
    ("lunch ends", "2026-03-02 14:00", 30, "2026-03-02 14:30"),
    ("30 left of the day: due at closing", "2026-03-02 17:30", 30, "2026-03-02 18:00"),
    ("15 today, 15 tomorrow", "2026-03-02 17:45", 30, "2026-03-03 09:15"),
    ("closing: not one minute left today", "2026-03-02 18:00", 1, "2026-03-03 09:01"),
    ("23:59: tomorrow's opening + 30", "2026-03-02 23:59", 30, "2026-03-03 09:30"),
    ("midnight belongs to the new day, whose opening counts", "2026-03-03 00:00", 30, "2026-03-03 09:30"),
    ("before opening: the same day", "2026-03-02 06:30", 30, "2026-03-02 09:30"),
    ("08:59: one minute before opening gains nothing", "2026-03-02 08:59", 30, "2026-03-02 09:30"),
    ("17:59: one minute today, 29 tomorrow", "2026-03-02 17:59", 30, "2026-03-03 09:29"),
    ("2 h to lunch, 4 h after it, 1 h on Tuesday", "2026-03-02 10:00", 420, "2026-03-03 10:00"),
    ("a whole day from opening to closing", "2026-03-02 09:00", 420, "2026-03-02 18:00"),
    ("five whole days end with Friday", "2026-03-02 09:00", 2100, "2026-03-06 18:00"),
    ("and one minute more is Monday's first", "2026-03-02 09:00", 2101, "2026-03-09 09:01"),
    ("seconds are kept: 30 s today, 30 s tomorrow", "2026-03-02 17:59:30", 1, "2026-03-03 09:00:30"),
    ("no time at all, at work: now", "2026-03-02 10:00", 0, "2026-03-02 10:00"),
    ("no time at all, at lunch: when it is over", "2026-03-02 13:00", 0, "2026-03-02 14:00"),
    # --- Friday evening, weekend ---
    ("Friday 23:59: Monday's opening + 30", "2026-03-06 23:59", 30, "2026-03-09 09:30"),
    ("Friday 17:50: 10 on Friday, 20 on Monday", "2026-03-06 17:50", 30, "2026-03-09 09:20"),
    ("Friday 16:00 + 2 h: just before the weekend", "2026-03-06 16:00", 120, "2026-03-06 18:00"),
    ("a minute later it is one on Monday", "2026-03-06 16:01", 120, "2026-03-09 09:01"),
    (
        "Friday's closing + 4 h: 3 on Monday morning, 1 after lunch",
        "2026-03-06 18:00",
        240,
        "2026-03-09 15:00",
    ),
    ("Saturday morning: Monday", "2026-03-07 10:00", 30, "2026-03-09 09:30"),
    ("Sunday 23:59: Monday", "2026-03-08 23:59", 30, "2026-03-09 09:30"),
    # --- month ends, leap days ---
    ("31 March is a Tuesday: 15 on 1 April", "2026-03-31 17:45", 30, "2026-04-01 09:15"),
    ("30 January is a Friday: 15 on Monday 2 February", "2026-01-30 17:45", 30, "2026-02-02 09:15"),
    ("28 Feb is a make-up Saturday, 1 March a free Sunday", "2026-02-28 17:45", 30, "2026-03-02 09:15"),
    ("28 Feb 2028 is a Monday, then comes the 29th", "2028-02-28 17:45", 30, "2028-02-29 09:15"),
    ("29 Feb 2028, a Tuesday, then 1 March", "2028-02-29 17:45", 30, "2028-03-01 09:15"),
    ("29 Feb 2024 was a Thursday", "2024-02-28 23:59", 30, "2024-02-29 09:30"),
    # --- make-up days ---
    ("Friday before make-up Sat 14 Feb: 15 on that Saturday", "2026-02-13 17:45", 30, "2026-02-14 09:15"),
    ("on a make-up Saturday as on any day", "2026-02-14 10:00", 30, "2026-02-14 10:30"),
    ("Friday 23:59 before make-up Sat 28 Feb", "2026-02-27 23:59", 30, "2026-02-28 09:30"),
    ("10 on Fri 8 May, 20 on make-up Sat 9 May", "2026-05-08 17:50", 30, "2026-05-09 09:20"),
    ("10 on make-up Sat 9 May, Sunday free, 20 on Monday", "2026-05-09 17:50", 30, "2026-05-11 09:20"),
    ("Sat 19 Sep is free, Sun 20 Sep is worked", "2026-09-19 10:00", 30, "2026-09-20 09:30"),
    ("8 h: 7 on make-up Sun 20 Sep, 1 on Monday", "2026-09-18 18:30", 480, "2026-09-21 10:00"),
    # --- National Day, 1-7 October ---
    ("15 on Wed 30 Sep, 15 on Thu 8 Oct", "2026-09-30 17:45", 30, "2026-10-08 09:15"),
    ("23:59 before the holiday", "2026-09-30 23:59", 30, "2026-10-08 09:30"),
    ("its first minute", "2026-10-01 00:00", 30, "2026-10-08 09:30"),
    ("in the middle of it: 2 h from 8 Oct 09:00", "2026-10-04 15:00", 120, "2026-10-08 11:00"),
    ("its last minute", "2026-10-07 23:59", 30, "2026-10-08 09:30"),
    ("three days: 30 Sep, 8 and 9 Oct", "2026-09-30 09:00", 1260, "2026-10-09 18:00"),
    ("the fourth is make-up Sat 10 Oct", "2026-09-30 09:00", 1680, "2026-10-10 18:00"),
    ("15 on Fri 9 Oct, 15 on make-up Saturday", "2026-10-09 17:45", 30, "2026-10-10 09:15"),
    ("15 on make-up Sat 10 Oct, Sunday free, 15 on Monday", "2026-10-10 17:45", 30, "2026-10-12 09:15"),
    # --- Spring Festival, 15-23 February ---
    ("15 on make-up Sat 14 Feb, 15 on Tue 24 Feb", "2026-02-14 17:45", 30, "2026-02-24 09:15"),
    ("its first morning", "2026-02-15 08:00", 30, "2026-02-24 09:30"),
    ("lunar New Year's Eve at 23:59", "2026-02-16 23:59", 30, "2026-02-24 09:30"),
    ("its last noon + 2 h", "2026-02-23 12:00", 120, "2026-02-24 11:00"),
    # --- New Year's Eve ---
    ("15 on Wed 31 Dec, 15 on make-up Sun 4 Jan", "2025-12-31 17:45", 30, "2026-01-04 09:15"),
    ("New Year's Eve at 23:59", "2025-12-31 23:59", 30, "2026-01-04 09:30"),
    ("New Year's first minute", "2026-01-01 00:00", 30, "2026-01-04 09:30"),
    ("15 on make-up Sun 4 Jan, 15 on Monday", "2026-01-04 17:45", 30, "2026-01-05 09:15"),
    # --- the shorter holidays ---
    ("Qingming: Fri 3 Apr to Tue 7 Apr", "2026-04-03 17:45", 30, "2026-04-07 09:15"),
    ("Labour Day: Thu 30 Apr to Wed 6 May", "2026-04-30 17:45", 30, "2026-05-06 09:15"),
    ("Dragon Boat: Thu 18 Jun to Mon 22 Jun", "2026-06-18 17:45", 30, "2026-06-22 09:15"),
    ("Mid-autumn: Thu 24 Sep to Mon 28 Sep", "2026-09-24 17:45", 30, "2026-09-28 09:15"),
    # --- 2031, of which nothing is known: weekdays ---
    ("1 Oct 2031 is a Wednesday like any other", "2031-09-30 17:45", 30, "2031-10-01 09:15"),
    ("Fri 3 Oct 2031 to Mon 6 Oct", "2031-10-03 17:45", 30, "2031-10-06 09:15"),
    ("Sat 4 Oct 2031 is free", "2031-10-04 10:00", 30, "2031-10-06 09:30"),
    ("1 Jan 2031 is a Wednesday", "2030-12-31 17:45", 30, "2031-01-01 09:15"),
]

OTHER_HOURS: list[tuple[str, WorkingHours, str, int, str]] = [
    ("no lunch: straight through noon", STRAIGHT, "2026-03-02 11:45", 30, "2026-03-02 12:15"),
    ("until midnight: due at 24:00", EVENING, "2026-03-02 23:30", 30, "2026-03-03 00:00"),
    ("until midnight: 15 today, 15 from 14:00", EVENING, "2026-03-02 23:45", 30, "2026-03-03 14:15"),
    ("23:59 is work until midnight: 1 and 29", EVENING, "2026-03-06 23:59", 30, "2026-03-09 14:29"),
    ("three spans: 15 to 17:00, 15 from 18:30", THREE, "2026-03-02 16:45", 30, "2026-03-02 18:45"),
    ("three spans: 15 to 20:30, 15 from 08:30", THREE, "2026-03-02 20:15", 30, "2026-03-03 08:45"),
    ("three spans: both breaks in one limit", THREE, "2026-03-02 11:00", 300, "2026-03-02 19:00"),
    ("urgent: over midnight into a holiday", ANY, "2026-09-30 23:59", 2, "2026-10-01 00:01"),
    ("urgent: on New Year's Eve", ANY, "2025-12-31 23:59", 2, "2026-01-01 00:01"),
    ("urgent: lunch of a holiday counts", ANY, "2026-02-17 12:10", 240, "2026-02-17 16:10"),
    ("urgent: a whole weekend", ANY, "2026-03-06 20:00", 2880, "2026-03-08 20:00"),
]

#: Zone of the estate, start and due in UTC.
ZONES: list[tuple[str, str, int, str]] = [
    # 03:00 UTC is 09:00 in Ürümqi (UTC+6) and 11:00 in Shanghai.
    ("Asia/Urumqi", "2026-03-02 03:00", 30, "2026-03-02 03:30"),
    # 06:15 UTC is 12:15 in Ürümqi: lunch until 14:00 there, 08:00 UTC.
    ("Asia/Urumqi", "2026-03-02 06:15", 30, "2026-03-02 08:30"),
    # Friday 10:30 UTC is 18:30 in Shanghai: Monday 09:30 there.
    ("Asia/Shanghai", "2026-03-06 10:30", 30, "2026-03-09 01:30"),
    # The same moment is 16:30 in Ürümqi, where they are still at work.
    ("Asia/Urumqi", "2026-03-06 10:30", 30, "2026-03-06 11:00"),
    # Friday 16:30 UTC is Saturday 00:30 in Shanghai: Monday 09:30 there.
    ("Asia/Shanghai", "2026-03-06 16:30", 30, "2026-03-09 01:30"),
    # 30 September 16:30 UTC is already the holiday in Shanghai: 8 October 09:30 there.
    ("Asia/Shanghai", "2026-09-30 16:30", 30, "2026-10-08 01:30"),
    # Not so where the clocks show UTC.
    ("UTC", "2026-09-30 16:30", 30, "2026-09-30 17:00"),
    # London, Friday 27 March 17:45 GMT: 15 then; on Sunday summer time began, Monday 09:15 BST is 08:15 UTC.
    ("Europe/London", "2026-03-27 17:45", 30, "2026-03-30 08:15"),
    # Kathmandu is UTC+5:45: 11:45 there, 15 before lunch, 15 from 14:00 (08:15 UTC).
    ("Asia/Kathmandu", "2026-03-02 06:00", 30, "2026-03-02 08:30"),
]

DAYS: list[tuple[str, str, int, str]] = [
    ("Monday does not count: Tue, Wed, Thu", "2026-03-02 10:00", 3, "2026-03-05 18:00"),
    ("after closing it is still Monday's", "2026-03-02 18:01", 1, "2026-03-03 18:00"),
    ("before opening too", "2026-03-02 00:00", 1, "2026-03-03 18:00"),
    ("Friday 23:59: Mon, Tue, Wed", "2026-03-06 23:59", 3, "2026-03-11 18:00"),
    ("Saturday: Mon, Tue, Wed", "2026-03-07 10:00", 3, "2026-03-11 18:00"),
    ("National Day: 8, 9 and make-up Sat 10 Oct", "2026-09-30 10:00", 3, "2026-10-10 18:00"),
    ("from within the holiday the same", "2026-10-01 00:00", 3, "2026-10-10 18:00"),
    ("make-up Sat 10, Mon 12, Tue 13 Oct", "2026-10-09 17:59", 3, "2026-10-13 18:00"),
    ("one day: make-up Sat 14 Feb", "2026-02-13 18:00", 1, "2026-02-14 18:00"),
    ("Spring Festival: Sat 14, Tue 24, Wed 25 Feb", "2026-02-13 09:00", 3, "2026-02-25 18:00"),
    ("New Year's Eve: make-up Sun 4, Mon 5, Tue 6 Jan", "2025-12-31 23:59", 3, "2026-01-06 18:00"),
    ("2031 unknown: 1, 2, 3 October are weekdays", "2031-09-30 10:00", 3, "2031-10-03 18:00"),
    ("leap day: 29 Feb, 1 March", "2028-02-28 10:00", 2, "2028-03-01 18:00"),
    ("month end: Tue 31 March, Wed 1 April", "2026-03-30 10:00", 2, "2026-04-01 18:00"),
]


@pytest.mark.parametrize(("why", "start", "minutes", "due"), MINUTES)
def test_working_minutes_end_when_the_calendar_says(why: str, start: str, minutes: int, due: str) -> None:
    assert add_working_minutes(at(start), minutes, OFFICE) == at(due), why


@pytest.mark.parametrize(("why", "hours", "start", "minutes", "due"), OTHER_HOURS)
def test_other_hours_have_other_due_times(
    why: str, hours: WorkingHours, start: str, minutes: int, due: str
) -> None:
    assert add_working_minutes(at(start), minutes, hours) == at(due), why


@pytest.mark.parametrize(("zone", "start", "minutes", "due"), ZONES)
def test_the_clock_of_the_estate_decides(zone: str, start: str, minutes: int, due: str) -> None:
    hours = WorkingHours(OFFICE.spans, zone)
    assert add_working_minutes(at(start, "UTC"), minutes, hours) == at(due, "UTC")


@pytest.mark.parametrize(("why", "start", "days", "due"), DAYS)
def test_working_days_end_at_closing(why: str, start: str, days: int, due: str) -> None:
    assert add_working_days(at(start), days, OFFICE) == at(due), why


def test_clocks_that_jump_change_no_length() -> None:
    new_york = at_any_hour("America/New_York")
    # 8 March 2026, 01:30 EST: an hour later it is 03:30 EDT.
    assert add_working_minutes(at("2026-03-08 06:30", "UTC"), 60, new_york) == at("2026-03-08 07:30", "UTC")
    # 1 November 2026, 00:30 EDT: two hours later it is 01:30 for the second time.
    assert add_working_minutes(at("2026-11-01 04:30", "UTC"), 120, new_york) == at("2026-11-01 06:30", "UTC")
    # That Sunday has 25 hours, the one in March 23.
    for day, after, length in (("2026-11-01", "2026-11-02", 25), ("2026-03-08", "2026-03-09", 23)):
        start, end = (at(f"{text} 00:00", "America/New_York") for text in (day, after))
        assert working_minutes_between(start, end, new_york) == length * 60


BETWEEN: list[tuple[str, str, str, int]] = [
    ("a morning", "2026-03-02 09:00", "2026-03-02 12:00", 180),
    ("over lunch", "2026-03-02 11:00", "2026-03-02 15:00", 120),
    ("lunch alone", "2026-03-02 12:00", "2026-03-02 14:00", 0),
    ("a day and a night", "2026-03-02 00:00", "2026-03-03 00:00", 420),
    ("a week", "2026-03-02 00:00", "2026-03-09 00:00", 2100),
    ("National Day", "2026-10-01 00:00", "2026-10-08 00:00", 0),
    ("October: 8-10, 12-16, 19-23, 26-30 = 18 days", "2026-10-01 00:00", "2026-11-01 00:00", 18 * 420),
    ("backwards is nothing", "2026-03-02 12:00", "2026-03-02 09:00", 0),
    ("part of a minute is not counted", "2026-03-02 09:00", "2026-03-02 09:00:59", 0),
]


@pytest.mark.parametrize(("why", "start", "end", "minutes"), BETWEEN)
def test_the_working_time_between_two_moments_is_counted(
    why: str, start: str, end: str, minutes: int
) -> None:
    assert working_minutes_between(at(start), at(end), OFFICE) == minutes, why


@pytest.mark.parametrize(
    ("moment", "works"),
    [
        ("2026-03-02 08:59:59", False),
        ("2026-03-02 09:00", True),
        ("2026-03-02 12:00", True),
        ("2026-03-02 12:00:01", False),
        ("2026-03-02 18:00", True),
        ("2026-03-07 10:00", False),
        ("2026-02-14 10:00", True),
        ("2026-10-01 10:00", False),
    ],
)
def test_working_time_is_told_from_the_rest(moment: str, works: bool) -> None:
    assert is_working_time(at(moment), OFFICE) is works


def test_a_closing_at_midnight_is_working_time_of_the_day_that_ends() -> None:
    # Friday 24:00 is Saturday 00:00, when nobody works from then on.
    assert is_working_time(at("2026-03-07 00:00"), EVENING)
    assert not is_working_time(at("2026-03-07 00:00:01"), EVENING)
    assert not is_working_time(at("2026-03-08 00:00"), EVENING)
