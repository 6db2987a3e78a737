"""The report of times, against lives that were worked out by hand.

The office works 09:00-12:00 and 14:00-18:00; 2026-03-06 is a Friday.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from handlers.calendar.working_time import WorkingHours
from handlers.model import Person, Step, Ticket, TicketEvent
from handlers.times.report import Line, TimesReport, find_month, measure, report_times
from handlers.times.spent import TicketTimes, read_rating, recount
from tests.handlers.building import ESTATE, HE, WANG, ZHANG, ticket
from tests.handlers.moments import at

OFFICE = replace(ESTATE, hours=WorkingHours())
LATER = datetime(2026, 3, 20, tzinfo=UTC)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def live(
    opened: str, *steps: tuple[str, Step, Person | None], number: int = 1, **changes: object
) -> tuple[Ticket, TicketTimes]:
    """A ticket with the times that its events tell."""
    made = ticket(number, opened_at=at(opened), **changes)
    told = [(opened, Step.OPENED, ZHANG.person), *steps]
    events = [
        TicketEvent(estate="home", ticket=number, step=step, at=at(when), actor=who, words="4")
        for when, step, who in told
    ]
    return made, recount("home", number, events)


#: Opened on Friday ten minutes before closing; taken on Monday, held over lunch, finished in the afternoon.
FRIDAY = (
    "03-06 17:50",
    ("03-09 09:10", Step.ACCEPTED, WANG.person),
    ("03-09 11:00", Step.HELD, WANG.person),
    ("03-09 14:30", Step.RESUMED, None),
    ("03-09 15:00", Step.DONE, WANG.person),
    ("03-09 16:00", Step.RATED, ZHANG.person),
)


def test_working_time_and_wall_time_of_a_weekend_with_a_hold() -> None:
    spent = measure(*live(*FRIDAY), OFFICE, LATER)
    assert spent.answer is not None
    assert spent.finish is not None
    assert spent.answer == spent.accept
    assert (spent.answer.working, spent.answer.wall) == (minutes(20), timedelta(days=2, hours=15, minutes=20))
    # On hold 11:00-12:00 and 14:00-14:30 of working time, 3.5 hours by the clock.
    assert (spent.held.working, spent.held.wall) == (minutes(90), minutes(210))
    # 10 on Friday; 9-12 and 14-15 on Monday, less the hold.
    assert spent.finish.working == minutes(10 + 180 + 60 - 90)
    assert spent.finish.wall == timedelta(days=2, hours=21, minutes=10) - minutes(210)
    # To be taken within 30 minutes: 09:20.  To be finished within 240, put off by the hold.
    assert (spent.accepted_late, spent.finished_late) == (False, False)


@pytest.mark.parametrize(("accepted", "late"), [("03-09 09:20", False), ("03-09 09:21", True), (None, True)])
def test_taken_too_late_or_never(accepted: str | None, *, late: bool) -> None:
    steps = [(accepted, Step.ACCEPTED, WANG.person)] if accepted else []
    assert measure(*live("03-06 17:50", *steps), OFFICE, LATER).accepted_late is late


def test_what_nobody_has_taken_is_not_late_before_its_limit() -> None:
    spent = measure(*live("03-06 17:50"), OFFICE, at("03-09 09:19"))
    assert not spent.accepted_late
    assert spent.answer is spent.accept is spent.finish is None


@pytest.mark.parametrize(("done", "late"), [("03-09 14:49", False), ("03-09 14:51", True)])
def test_finished_too_late(done: str, *, late: bool) -> None:
    """240 minutes from Friday 17:50: 10, then 180 before lunch, then 50 after it."""
    steps = (("03-09 09:10", Step.ACCEPTED, WANG.person), (done, Step.DONE, WANG.person))
    assert measure(*live("03-06 17:50", *steps), OFFICE, LATER).finished_late is late


def test_what_came_back_has_its_limit_anew() -> None:
    steps = (
        ("03-09 09:10", Step.ACCEPTED, WANG.person),
        ("03-09 10:00", Step.DONE, WANG.person),
        ("03-12 09:00", Step.REOPENED, ZHANG.person),
        ("03-12 11:00", Step.DONE, HE.person),
    )
    spent = measure(*live("03-06 17:50", *steps), OFFICE, LATER)
    assert not spent.finished_late
    assert spent.times.finished_by == HE.id


def test_an_alarm_is_counted_at_any_hour() -> None:
    found = live("03-06 23:00", ("03-06 23:03", Step.ACCEPTED, WANG.person), kind="urgent", category="fire")
    spent = measure(*found, OFFICE, LATER)
    assert spent.answer is not None
    assert spent.answer.working == spent.answer.wall == minutes(3)
    assert spent.accepted_late


def draw_report() -> TimesReport:
    found = [
        live(*FRIDAY, number=1, assignee=WANG.person),
        live(
            "03-09 09:00", ("03-09 09:40", Step.ACCEPTED, HE.person), ("03-09 10:00", Step.DONE, HE.person),
            ("03-09 11:00", Step.REOPENED, ZHANG.person), number=2, assignee=HE.person,
        ),
        live("03-09 09:00", ("03-09 09:05", Step.WITHDRAWN, ZHANG.person), number=3, assignee=HE.person),
        live("03-09 09:00", ("03-09 09:10", Step.ACCEPTED, HE.person), number=4, category="", kind="inquiry"),
    ]  # fmt: skip
    return report_times(date(2026, 3, 1), found, OFFICE, at("03-09 12:00"))


def find_line(lines: tuple[Line, ...], name: str) -> Line:
    return next(line for line in lines if line.name == name)


def test_the_report_adds_up_by_category_and_by_person() -> None:
    report = draw_report()
    total, water = report.total, find_line(report.categories, "报修 · 水")
    assert (total.tickets, total.over, total.finished, total.reworked) == (3, 1, 1, 1)
    assert total.rework_rate == 0.5
    assert (total.rated, total.rating) == (1, 4.0)
    assert (water.tickets, water.over, water.accepted_late) == (2, 1, 1)
    assert water.accept is not None
    assert water.accept.working == minutes((20 + 40) / 2)
    assert [line.name for line in report.categories] == ["报修 · 水", "咨询"]
    he, wang = find_line(report.staff, HE.id), find_line(report.staff, WANG.id)
    assert (he.tickets, he.finished, he.reworked, he.rating) == (1, 0, 1, None)
    assert (wang.tickets, wang.finished, wang.rating) == (1, 1, 4.0)


def test_a_month_without_tickets_is_a_report_without_numbers() -> None:
    report = report_times(date(2026, 3, 1), [], OFFICE, LATER)
    assert (report.total.tickets, report.total.answer, report.categories, report.staff) == (0, None, (), ())


def test_a_month_begins_at_midnight_where_the_estate_is() -> None:
    since, until = find_month(date(2026, 12, 1), "Asia/Shanghai")
    assert since == datetime(2026, 11, 30, 16, tzinfo=UTC)
    assert until == datetime(2026, 12, 31, 16, tzinfo=UTC)


@pytest.mark.parametrize(("words", "score"), [("5", 5), ("4分", 4), ("", None), ("满意", None), ("0", None)])
def test_the_score_of_a_rating(words: str, score: int | None) -> None:
    assert read_rating(words) == score
