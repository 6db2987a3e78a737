"""Working time: what holds for any start, length and hours; what is refused; working days of China."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.calendar.workdays import is_makeup_day, is_working_day, knows_year
from handlers.calendar.working_time import (
    DAY,
    Hold,
    WorkingHours,
    add_working_days,
    add_working_minutes,
    at_any_hour,
    due_after_holds,
    is_working_time,
    measure_working_time,
    parse_spans,
    working_minutes_between,
)

ZONES = ("Asia/Shanghai", "Asia/Urumqi", "UTC", "America/New_York", "Europe/London", "Australia/Lord_Howe")


@st.composite
def draw_hours(draw: st.DrawFn) -> WorkingHours:
    edges = sorted(draw(st.sets(st.integers(0, DAY), min_size=2, max_size=8)))
    spans = tuple(zip(edges[::2], edges[1::2], strict=False))
    return WorkingHours(spans, draw(st.sampled_from(ZONES)), draw(st.booleans()))


#: How long an example takes is the machine's business.
UNHURRIED = settings(deadline=None)
HOURS = draw_hours()
MOMENTS = st.datetimes(datetime(2023, 12, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
MINUTES = st.integers(0, 3000)


@UNHURRIED
@given(MOMENTS, MINUTES, HOURS)
def test_what_is_added_lies_between(start: datetime, minutes: int, hours: WorkingHours) -> None:
    due = add_working_minutes(start, minutes, hours)
    assert working_minutes_between(start, due, hours) == minutes
    assert measure_working_time(start, due, hours) == timedelta(minutes=minutes)


@UNHURRIED
@given(MOMENTS, MINUTES, HOURS)
def test_nothing_is_due_outside_working_time(start: datetime, minutes: int, hours: WorkingHours) -> None:
    due = add_working_minutes(start, minutes, hours)
    assert due >= start
    assert is_working_time(due, hours)
    local = due.astimezone(ZoneInfo(hours.timezone))
    # The end of a span that lasts until midnight is told as the next day's first moment.
    days = (local.date(), (local - timedelta(microseconds=1)).date())
    assert hours.every_day or any(is_working_day(day) for day in days)


@UNHURRIED
@given(MOMENTS, st.integers(1, 3000), st.integers(1, 3000), HOURS)
def test_more_minutes_are_due_later(start: datetime, some: int, more: int, hours: WorkingHours) -> None:
    assert add_working_minutes(start, some, hours) < add_working_minutes(start, some + more, hours)


@UNHURRIED
@given(MOMENTS, st.timedeltas(timedelta(), timedelta(days=9)), MINUTES, HOURS)
def test_who_comes_later_is_not_due_sooner(
    start: datetime, delay: timedelta, minutes: int, hours: WorkingHours
) -> None:
    assert add_working_minutes(start, minutes, hours) <= add_working_minutes(start + delay, minutes, hours)


@UNHURRIED
@given(MOMENTS, MINUTES, st.integers(1, 3000), HOURS)
def test_minutes_added_in_two_steps_are_due_as_in_one(
    start: datetime, some: int, more: int, hours: WorkingHours
) -> None:
    halfway = add_working_minutes(start, some, hours)
    assert add_working_minutes(halfway, more, hours) == add_working_minutes(start, some + more, hours)


@UNHURRIED
@given(MOMENTS, st.lists(st.timedeltas(timedelta(), timedelta(days=9)), min_size=2, max_size=2), HOURS)
def test_the_time_between_adds_up(start: datetime, steps: list[timedelta], hours: WorkingHours) -> None:
    middle = start + steps[0]
    end = middle + steps[1]
    parts = measure_working_time(start, middle, hours) + measure_working_time(middle, end, hours)
    assert parts == measure_working_time(start, end, hours)


@UNHURRIED
@given(MOMENTS, st.integers(1, 20), HOURS)
def test_working_days_end_at_a_closing(start: datetime, days: int, hours: WorkingHours) -> None:
    due = add_working_days(start, days, hours)
    assert due > start
    assert is_working_time(due, hours)
    assert add_working_days(start, days + 1, hours) > due


@UNHURRIED
@given(MOMENTS, st.integers(0, 5000), st.integers(0, 5000))
def test_any_hour_is_the_plain_clock(start: datetime, minutes: int, zone: int) -> None:
    hours = at_any_hour(ZONES[zone % len(ZONES)])
    assert add_working_minutes(start, minutes, hours) == start + timedelta(minutes=minutes)


SPANS = st.tuples(st.integers(0, 20_000), st.integers(0, 5000))


@UNHURRIED
@given(MOMENTS, st.integers(1, 2000), st.lists(SPANS, max_size=4), HOURS)
def test_the_time_off_hold_is_what_was_asked_for(
    opened: datetime, minutes: int, spans: list[tuple[int, int]], hours: WorkingHours
) -> None:
    holds = [_make_hold(opened, *span) for span in spans]
    due = due_after_holds(opened, minutes, holds, hours)
    assert due is not None
    worked = sum(
        (measure_working_time(a, b, hours) for a, b in _list_gaps(opened, due, holds)), start=timedelta()
    )
    assert worked == timedelta(minutes=minutes)


def _make_hold(opened: datetime, after: int, lasts: int) -> Hold:
    since = opened + timedelta(minutes=after)
    return Hold(since, since + timedelta(minutes=lasts))


def _list_gaps(since: datetime, until: datetime, holds: list[Hold]) -> Iterator[tuple[datetime, datetime]]:
    """The stretches of `since` to `until` that no hold covers, told another way: from edge to edge."""
    edges = {since, until}
    for hold in holds:
        edges |= {moment for moment in (hold.since, hold.until) if moment and since < moment < until}
    ordered = sorted(edges)
    for a, b in pairwise(ordered):
        if not any(hold.since <= a and hold.until and b <= hold.until for hold in holds):
            yield a, b


@UNHURRIED
@given(MOMENTS, st.integers(1, 600))
def test_a_count_minute_by_minute_comes_to_the_same(start: datetime, minutes: int) -> None:
    hours = WorkingHours()
    moment, left = start.replace(second=0, microsecond=0), minutes
    while left:
        left -= _works_from(moment, hours)
        moment += timedelta(minutes=1)
    assert add_working_minutes(start.replace(second=0, microsecond=0), minutes, hours) == moment


def _works_from(moment: datetime, hours: WorkingHours) -> bool:
    local = moment.astimezone(ZoneInfo(hours.timezone))
    minute = local.hour * 60 + local.minute
    return is_working_day(local.date()) and any(starts <= minute < ends for starts, ends in hours.spans)


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("09:00-12:00,14:00-18:00", ((540, 720), (840, 1080))),
        (" 9:00 - 12:00，14：00-18:00 ", ((540, 720), (840, 1080))),
        ("08:30-11:30、13:00-17:00、18:30-20:30", ((510, 690), (780, 1020), (1110, 1230))),
        ("00:00-24:00", ((0, 1440),)),
        ("09:00-12:00,12:00-18:00", ((540, 720), (720, 1080))),
    ],
)
def test_spans_are_read(text: str, spans: tuple[tuple[int, int], ...]) -> None:
    assert parse_spans(text) == spans


@pytest.mark.parametrize(
    "text",
    ["", "9-12", "09:00", "09:00-09:00", "18:00-09:00", "22:00-02:00", "09:00-24:01", "09:60-12:00",
     "25:00-26:00", "14:00-18:00,09:00-12:00", "09:00-13:00,12:00-18:00", "09:00-12:00,",
     "09:00-12:00;14:00-18:00"],
)  # fmt: skip
def test_spans_that_are_no_day_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="09:00-12:00,14:00-18:00"):
        parse_spans(text)


def test_hours_without_a_span_are_refused() -> None:
    with pytest.raises(ValueError, match="09:00-12:00"):
        WorkingHours(())


def test_time_runs_forward() -> None:
    with pytest.raises(ValueError, match="forward"):
        add_working_minutes(datetime.now(UTC), -1, WorkingHours())
    with pytest.raises(ValueError, match="at least one"):
        add_working_days(datetime.now(UTC), 0, WorkingHours())


def test_a_moment_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 3, 2, 9, 0)  # noqa: DTZ001
    for ask in (add_working_minutes, add_working_days):
        with pytest.raises(ValueError, match="time zone"):
            ask(naive, 1, WorkingHours())
    with pytest.raises(ValueError, match="time zone"):
        working_minutes_between(datetime(2026, 3, 2, tzinfo=UTC), naive, WorkingHours())


# --- working days --------------------------------------------------------------------------------


def test_2026_has_the_working_days_of_the_state_councils_notice() -> None:
    """As the notice of November 2025 has it, day by day: 33 days of holidays, 6 make-up days."""
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    free_weekdays = [f"{day:%m-%d}" for day in days if day.weekday() < 5 and not is_working_day(day)]
    assert free_weekdays == [
        "01-01", "01-02", "02-16", "02-17", "02-18", "02-19", "02-20", "02-23", "04-06", "05-01", "05-04",
        "05-05", "06-19", "09-25", "10-01", "10-02", "10-05", "10-06", "10-07",
    ]  # fmt: skip
    made_up = [f"{day:%m-%d}" for day in days if is_makeup_day(day)]
    assert made_up == ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]


def test_an_unknown_year_counts_by_weekdays() -> None:
    assert not knows_year(2031)
    days = [date(2031, 1, 1) + timedelta(days=n) for n in range(365)]
    assert all(is_working_day(day) is (day.weekday() < 5) for day in days)
    assert not any(is_makeup_day(day) for day in days)


@pytest.mark.parametrize(("year", "known"), [(2003, False), (2004, True), (2026, True), (2031, False)])
def test_it_is_known_which_years_are_known(year: int, known: bool) -> None:
    assert knows_year(year) is known


def test_a_moment_is_no_day() -> None:
    with pytest.raises(TypeError, match="a day is wanted"):
        is_working_day(datetime(2026, 10, 1, tzinfo=UTC))
