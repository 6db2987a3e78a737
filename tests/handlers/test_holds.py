"""Due times with holds, worked out by hand: the clock of a ticket stands still while it is on hold.

The office works 09:00-12:00 and 14:00-18:00 in Shanghai; the year is 2026 where none is named.
2 March is a Monday; holidays and make-up days are listed in test_due_times.
"""

from __future__ import annotations

import pytest

from handlers.calendar.working_time import (
    Hold,
    add_working_days,
    at_any_hour,
    due_after_holds,
    extend_by_holds,
)
from tests.handlers.moments import OFFICE, at


def hold(text: str) -> Hold:
    """`since - until`; without an end where nothing stands after the dash."""
    since, until = text.split(" -")
    return Hold(at(since), at(until.strip()) if until else None)


HOLDS: list[tuple[str, str, int, list[str], str | None]] = [
    ("none: as without", "03-02 11:00", 120, [], "03-02 15:00"),
    (
        "over a weekend: 1 h before, 2 to lunch, 1 after it",
        "03-06 16:00",
        240,
        ["03-06 17:00 - 03-09 10:00"],
        "03-09 15:00",
    ),
    ("at lunch: nobody worked anyway", "03-02 11:00", 120, ["03-02 12:10 - 03-02 13:50"], "03-02 15:00"),
    ("at night: likewise", "03-02 17:30", 60, ["03-02 19:00 - 03-03 07:00"], "03-03 09:30"),
    ("after the limit: too late to matter", "03-02 09:00", 60, ["03-02 11:00 - 03-02 12:00"], "03-02 10:00"),
    ("at the very limit: too late too", "03-02 09:00", 60, ["03-02 10:00 - 03-02 12:00"], "03-02 10:00"),
    (
        "a minute before it: that minute is left",
        "03-02 09:00",
        60,
        ["03-02 09:59 - 03-02 11:00"],
        "03-02 11:01",
    ),
    ("without an end: nobody knows", "03-02 09:00", 60, ["03-02 09:30 -"], None),
    ("without an end after the limit: the limit stands", "03-02 09:00", 60, ["03-02 11:00 -"], "03-02 10:00"),
    (
        "overlapping ones count once: 60, then 30 to lunch, 30",
        "03-02 09:00",
        120,
        ["03-02 10:00 - 03-02 11:00", "03-02 10:30 - 03-02 11:30"],
        "03-02 14:30",
    ),
    (
        "one within the other likewise",
        "03-02 09:00",
        120,
        ["03-02 10:00 - 03-02 11:30", "03-02 10:30 - 03-02 11:00"],
        "03-02 14:30",
    ),
    (
        "two apart: 30, 30, 60",
        "03-02 09:00",
        120,
        ["03-02 09:30 - 03-02 10:00", "03-02 10:30 - 03-02 11:00"],
        "03-02 12:00",
    ),
    (
        "the second counts because of the first: 30, 15, 15",
        "03-02 09:00",
        60,
        ["03-02 09:30 - 03-02 10:00", "03-02 10:15 - 03-02 11:00"],
        "03-02 11:15",
    ),
    (
        "in any order",
        "03-02 09:00",
        60,
        ["03-02 10:15 - 03-02 11:00", "03-02 09:30 - 03-02 10:00"],
        "03-02 11:15",
    ),
    (
        "begun before the opening: from its end",
        "03-02 10:00",
        30,
        ["03-02 09:00 - 03-02 11:00"],
        "03-02 11:30",
    ),
    (
        "National Day to Friday 9 Oct: 60, 150 to lunch, 30",
        "09-30 16:00",
        240,
        ["09-30 17:00 - 10-09 09:30"],
        "10-09 14:30",
    ),
    (
        "into make-up Sat 10 Oct: 30 on Friday, 90 from 14:30",
        "10-09 17:00",
        120,
        ["10-09 17:30 - 10-10 14:30"],
        "10-10 16:00",
    ),
    (
        "New Year's Eve to make-up Sun 4 Jan: 30, then 90",
        "2025-12-31 17:00",
        120,
        ["2025-12-31 17:30 - 01-04 10:00"],
        "01-04 11:30",
    ),
    (
        "Spring Festival: 60 on Sat 14 Feb, 120 on Tue 24 Feb",
        "02-14 16:00",
        180,
        ["02-14 17:00 - 02-20 12:00"],
        "02-24 11:00",
    ),
]


@pytest.mark.parametrize(("why", "opened", "minutes", "holds", "due"), HOLDS)
def test_the_clock_stands_still_on_hold(
    why: str, opened: str, minutes: int, holds: list[str], due: str | None
) -> None:
    found = due_after_holds(at(opened), minutes, [hold(text) for text in holds], OFFICE)
    assert found == (at(due) if due else None), why


def test_a_limit_in_days_is_put_off_by_the_working_time_on_hold() -> None:
    opened = at("03-02 10:00")
    due = add_working_days(opened, 3, OFFICE)
    # Thursday's closing, and the seven hours of Tuesday more: Friday's.
    tuesday = hold("03-03 09:00 - 03-03 18:00")
    assert extend_by_holds(opened, due, [tuesday], OFFICE) == at("03-06 18:00")


def test_an_urgent_hold_counts_the_night() -> None:
    night = hold("03-07 23:30 - 03-08 01:30")
    # 30 minutes before, 210 after 01:30.
    found = due_after_holds(at("03-07 23:00"), 240, [night], at_any_hour("Asia/Shanghai"))
    assert found == at("03-08 05:00")
