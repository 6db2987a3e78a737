"""Until when, in words: short when it is soon, the day named so that nobody can take it for another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.calendar.promises import DueWords, describe_due, write_due, write_promise
from handlers.calendar.working_time import WorkingHours
from handlers.texts import TEXTS, list_blanks
from handlers.times.limits import CATEGORY_LIMITS, LIMITS, find_due, find_limits
from tests.handlers.moments import at

ZONE = "Asia/Shanghai"


PROMISES: list[tuple[str, str, str]] = [
    # --- soon: a length of time ---
    ("2026-03-02 09:12", "2026-03-02 09:42", "30分钟内"),
    ("2026-03-02 09:12:34.5", "2026-03-02 09:42:34.5", "30分钟内"),
    ("2026-03-02 09:12", "2026-03-02 11:12", "2小时内"),
    ("2026-03-02 09:12", "2026-03-02 10:42", "90分钟内"),
    ("2026-03-02 09:12", "2026-03-02 09:14", "2分钟内"),
    ("2026-03-02 23:50", "2026-03-03 00:20", "30分钟内"),
    # --- no round length, or a long one: a time of day; seconds are left off, never added ---
    ("2026-03-02 08:47", "2026-03-02 09:30", "今天09:30前"),
    ("2026-03-02 08:47:12", "2026-03-02 09:30", "今天09:30前"),
    ("2026-03-02 11:50:34", "2026-03-02 14:20:34", "今天14:20前"),
    ("2026-03-02 09:00", "2026-03-02 18:00", "今天18:00前"),
    # --- tomorrow ---
    ("2026-03-02 17:45", "2026-03-03 09:15", "明天上午09:15前"),
    ("2026-03-02 19:00", "2026-03-03 10:00", "明天上午10:00前"),
    ("2026-03-02 17:45", "2026-03-03 12:00", "明天12:00前"),
    ("2026-03-02 17:45", "2026-03-03 15:00", "明天15:00前"),
    ("2026-03-02 20:00", "2026-03-03 03:00", "明天凌晨03:00前"),
    # --- midnight belongs to the day that it ends ---
    ("2026-03-02 20:00", "2026-03-03 00:00", "今天24:00前"),
    ("2026-03-02 20:00", "2026-03-04 00:00", "明天24:00前"),
    # --- over the weekend ---
    ("2026-03-06 18:30", "2026-03-09 10:00", "周一10:00前"),
    ("2026-03-07 10:00", "2026-03-09 09:30", "周一09:30前"),
    ("2026-03-08 23:59", "2026-03-09 09:30", "明天上午09:30前"),
    # --- make-up days, which most people forget ---
    ("2026-02-14 10:00", "2026-02-14 18:00", "今天是补班日，18:00前"),
    ("2026-02-13 18:30", "2026-02-14 10:00", "明天是补班日，10:00前"),
    ("2026-09-18 18:30", "2026-09-20 10:00", "周日是补班日，10:00前"),
    ("2026-02-14 10:00", "2026-02-14 10:30", "30分钟内"),
    # --- far away: the date ---
    ("2026-10-01 10:00", "2026-10-09 10:00", "10月9日10:00前"),
    ("2026-09-30 18:30", "2026-10-08 09:30", "10月8日09:30前"),
    ("2026-03-02 10:00", "2026-03-05 18:00", "周四18:00前"),
    ("2026-03-02 10:00", "2026-03-06 18:00", "3月6日18:00前"),
    ("2025-12-31 23:59", "2026-01-04 09:30", "1月4日09:30前"),
    ("2028-02-28 18:30", "2028-02-29 09:30", "明天上午09:30前"),
    # --- over already: said without a promise of something to come ---
    ("2026-03-02 10:00", "2026-03-02 09:30", "今天09:30前"),
    ("2026-03-02 10:00", "2026-03-01 09:30", "3月1日09:30前"),
]


@pytest.mark.parametrize(("now", "due", "words"), PROMISES)
def test_a_due_time_is_said_as_people_say_it(now: str, due: str, words: str) -> None:
    assert write_due(describe_due(at(now), at(due), ZONE), {}) == words


def test_the_day_is_that_of_the_estate() -> None:
    now, due = datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 3, 2, 17, tzinfo=UTC)
    # 17:00 UTC is 01:00 in Shanghai on the next day, 23:00 in Ürümqi on the same.
    assert write_due(describe_due(now, due, ZONE), {}) == "明天凌晨01:00前"
    assert write_due(describe_due(now, due, "Asia/Urumqi"), {}) == "今天23:00前"


@pytest.mark.parametrize(
    ("now", "due", "promise"),
    [
        ("2026-03-02 09:12", "2026-03-02 09:42", "水电师傅30分钟内"),
        ("2026-03-06 18:30", "2026-03-09 10:00", "水电师傅周一10:00前"),
        ("2026-02-14 10:00", "2026-02-14 18:00", "今天是补班日，18:00前水电师傅"),
    ],
)
def test_a_promise_reads_as_a_sentence(now: str, due: str, promise: str) -> None:
    assert write_promise("水电师傅", describe_due(at(now), at(due), ZONE), {}) == promise


def test_an_estate_says_it_in_its_own_words() -> None:
    own = {"due_today": "{time}之前", "weekday_1": "礼拜一"}
    assert write_due(describe_due(at("2026-03-02 09:00"), at("2026-03-02 18:00"), ZONE), own) == "18:00之前"
    monday = describe_due(at("2026-03-06 18:30"), at("2026-03-09 10:00"), ZONE)
    assert write_due(monday, own) == "礼拜一10:00前"


#: How long an example takes is the machine's business.
UNHURRIED = settings(deadline=None)
MOMENTS = st.datetimes(datetime(2025, 12, 1), datetime(2026, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001


@UNHURRIED
@given(MOMENTS, st.sampled_from([*((kind, "") for kind in LIMITS), *CATEGORY_LIMITS]))
def test_every_promise_has_its_sentence_and_is_kept(now: datetime, sort: tuple[str, str]) -> None:
    due = find_due(find_limits(*sort), now, WorkingHours()).respond_by
    words = describe_due(now, due, ZONE)
    assert words.name in TEXTS
    assert "{" not in write_due(words, {})
    assert timedelta() <= due - _read_back(words, now) < timedelta(minutes=1)


def _read_back(words: DueWords, now: datetime) -> datetime:
    """The moment that an owner who reads the words at `now` would hold us to."""
    if words.day is None:
        unit = timedelta(hours=1) if "hours" in words.name else timedelta(minutes=1)
        return now + words.count * unit
    hour, minute = (int(part) for part in words.time.split(":"))
    midnight = datetime(words.day.year, words.day.month, words.day.day, tzinfo=ZoneInfo(ZONE))
    return midnight + timedelta(hours=hour, minutes=minute)


def test_no_sentence_of_a_due_time_asks_for_more_than_it_gets() -> None:
    given_values = {"count", "time", "month", "day", "weekday"}
    for name, text in TEXTS.items():
        if name.startswith(("due_", "within_")):
            assert list_blanks(text) <= given_values, name
