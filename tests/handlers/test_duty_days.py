"""Shifts of some days: how they are read and shown, and who is on duty on holidays and make-up days.

The days were looked up by hand in the State Council's notice for 2026: National Day is 1 to 7 October,
Saturday the 10th of October and Sunday the 20th of September are worked.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.calendar.duty_days import begins_on, read_all_days, read_days, show_days
from handlers.model import Duty, Leave, Person
from handlers.roster import find_next_shift, on_duty
from handlers.texts import TEXTS
from tests.handlers.moments import at

WANG, LI = Person("t:contact:wang", "王师傅"), Person("t:contact:li", "李师傅")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("周一到周五", "work"),
        ("周一至五", "work"),
        ("星期一到星期五", "work"),
        ("礼拜一-礼拜五", "work"),
        ("工作日", "work"),
        ("周一二三四五", "work"),
        ("周末", "rest"),
        ("周六周日", "rest"),
        ("周六、周日", "rest"),
        ("周六到周日", "rest"),
        ("周六日", "rest"),
        ("休息日", "rest"),
        ("节假日", "rest"),
        ("每天", ""),
        ("周一到周日", ""),
        ("工作日和周末", ""),
        ("周一到周四", "1234"),
        ("周一到周四，周六", "12346"),
        ("周一三五", "135"),
        ("周一、三、五", "135"),
        ("周一,周三,周五", "135"),
        ("周六", "6"),
        ("周天", "7"),
        ("周六到周一", "167"),
        ("周5", "5"),
        ("周末和周三", None),
        ("周一到", None),
        ("周一08:00", None),
        ("王师傅", None),
        ("周姐", None),
        ("", None),
    ],
)
def test_days_as_people_write_them(text: str, days: str | None) -> None:
    assert read_all_days(text) == days


@pytest.mark.parametrize("text", ["08:00-17:00", "王师傅", "周姐", "周", "", "水电"])
def test_what_names_no_day(text: str) -> None:
    assert read_days(text) is None


def test_hours_behind_a_day_are_no_days() -> None:
    assert read_days("周一08:00-17:00") == ("1", "08:00-17:00")
    assert read_days("周一,08:00-17:00") == ("1", ",08:00-17:00")
    assert read_days("周一,3:00-4:00") == ("1", ",3:00-4:00")


@pytest.mark.parametrize(
    ("days", "shown"), [("", ""), ("work", "工作日"), ("rest", "休息日"), ("13", "周一、周三"), ("7", "周日")]
)
def test_days_as_people_read_them(days: str, shown: str) -> None:
    assert show_days(days, TEXTS) == shown


@given(st.sampled_from(["", "work", "rest"]) | st.sets(st.sampled_from("1234567"), min_size=1).map(
    lambda digits: "".join(sorted(digits))
))  # fmt: skip
def test_what_is_shown_is_read_as_the_same(days: str) -> None:
    read = read_all_days(show_days(days, TEXTS) or "每天")
    assert read is not None
    week = [date(2026, 3, day) for day in range(2, 9)]
    assert [begins_on(read, day) for day in week] == [begins_on(days, day) for day in week]


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-09-30", True),
        ("2026-10-01", False),
        ("2026-10-07", False),
        ("2026-10-08", True),
        ("2026-10-10", True),
        ("2026-10-11", False),
        ("2026-09-20", True),
        ("2026-03-07", False),
    ],
)
def test_holidays_rest_and_make_up_days_work(day: str, works: bool) -> None:
    assert begins_on("work", date.fromisoformat(day)) is works
    assert begins_on("rest", date.fromisoformat(day)) is not works


def test_a_day_named_by_itself_is_that_day_holiday_or_not() -> None:
    assert begins_on("4", date(2026, 10, 1))
    assert not begins_on("5", date(2026, 10, 1))


WEEK = (
    Duty(WANG, ("水电",), 480, 1020, days="work"),
    Duty(LI, ("水电",), 0, 0, days="rest"),
    Duty(WANG, ("水电",), 1320, 360, days="5"),
)


@pytest.mark.parametrize(
    ("moment", "people"),
    [
        ("03-02 07:59", []),
        ("03-02 08:00", [WANG]),
        ("03-02 16:59", [WANG]),
        ("03-02 17:00", []),
        ("03-06 22:00", [WANG]),
        ("03-07 00:30", [LI, WANG]),
        ("03-07 05:59", [LI, WANG]),
        ("03-07 06:00", [LI]),
        ("03-07 22:30", [LI]),
        ("03-08 23:59", [LI]),
        ("03-09 00:00", []),
        ("03-09 00:30", []),
        ("10-01 09:00", [LI]),
        ("10-10 09:00", [WANG]),
        ("10-10 23:00", []),
        ("10-11 09:00", [LI]),
    ],
)
def test_who_is_there_on_which_day(moment: str, people: list[Person]) -> None:
    assert list(on_duty(WEEK, at(moment), "水电", "Asia/Shanghai")) == people


@pytest.mark.parametrize(
    ("now", "begins"),
    [
        ("03-02 17:30", "03-03 08:00"),
        ("03-02 07:00", "03-02 08:00"),
        ("03-06 18:00", "03-06 22:00"),
        ("09-30 17:00", "10-01 00:00"),
        ("10-08 00:30", "10-08 08:00"),
        ("10-10 18:00", "10-11 00:00"),
    ],
)
def test_when_the_next_shift_begins(now: str, begins: str) -> None:
    assert find_next_shift(WEEK, at(now), "水电", "Asia/Shanghai") == at(begins)


def test_who_is_away_begins_no_shift_and_who_comes_back_does() -> None:
    away = Leave(WANG, at("03-02 00:00"), at("03-03 10:00"))
    roster = (replace(WEEK[0], away=(away,)),)
    assert find_next_shift(roster, at("03-02 09:00"), "水电", "Asia/Shanghai") == at("03-03 10:00")
    assert find_next_shift(roster, at("03-02 09:00"), "电梯", "Asia/Shanghai") is None
    assert find_next_shift((), at("03-02 09:00"), "水电", "Asia/Shanghai") is None
