"""What the receipt promises is what the clock holds staff to: working time, make-up days, holidays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.calendar.working_time import WorkingHours
from handlers.decide import decide
from handlers.model import Estate, Outcome
from nlp.verdict import Verdict
from tests.handlers.building import ESTATE, MOTHER, REPAIR, ZHANG, group, hear, write
from tests.handlers.moments import at

NOISE, MISSING = Verdict("complaint", "noise"), Verdict("urgent", "missing_person")


def report(moment: str, verdict: Verdict = REPAIR, estate: Estate = ESTATE) -> Outcome:
    message = write(MOTHER if verdict is MISSING else ZHANG, group(3), "说一件事")
    return decide(hear(message, verdict, now=at(moment), estate=estate))


SLOW = replace(ESTATE, accept_minutes={"complaint": 240})


@pytest.mark.parametrize(
    ("moment", "verdict", "estate", "promise", "due"),
    [
        ("03-02 09:12", REPAIR, ESTATE, "，水电师傅30分钟内联系您", "03-02 09:42"),
        ("03-02 11:45", REPAIR, ESTATE, "，水电师傅今天14:15前联系您", "03-02 14:15"),
        ("03-02 23:59", REPAIR, ESTATE, "，水电师傅明天上午09:30前联系您", "03-03 09:30"),
        ("03-06 17:45", REPAIR, ESTATE, "，水电师傅周一09:15前联系您", "03-09 09:15"),
        ("10-10 13:00", NOISE, SLOW, "，今天是补班日，18:00前安保人员给您答复", "10-10 18:00"),
        ("10-09 18:30", REPAIR, ESTATE, "，明天是补班日，09:30前水电师傅联系您", "10-10 09:30"),
        ("09-30 17:50", REPAIR, ESTATE, "，水电师傅10月8日09:20前联系您", "10-08 09:20"),
        ("12-31 17:50", Verdict("repair", "electric"), ESTATE, "，水电师傅明天上午09:20前联系您", None),
        ("03-06 12:00", Verdict("suggestion"), ESTATE, "，客服3个工作日内给您答复", "03-11 18:00"),
        (
            "03-08 03:00",
            REPAIR,
            replace(ESTATE, hours=WorkingHours(((0, 1440),), every_day=True)),
            "，水电师傅30分钟内联系您",
            "03-08 03:30",
        ),
    ],
)
def test_the_receipt_promises_the_moment_that_is_kept(
    moment: str, verdict: Verdict, estate: Estate, promise: str, due: str | None
) -> None:
    outcome = report(moment, verdict, estate)
    assert promise in outcome.deliveries[0].text
    if due is not None:
        assert outcome.tickets[0].respond_by == at(due)


def test_an_estate_gives_one_category_its_own_time() -> None:
    estate = replace(ESTATE, accept_minutes={"repair": 45, "water": 10}, finish_minutes={"water": 60})
    ticket = report("03-02 11:30", REPAIR, estate).tickets[0]
    assert (ticket.respond_by, ticket.resolve_by) == (at("03-02 11:40"), at("03-02 14:30"))
    lamp = report("03-02 11:30", Verdict("repair", "electric"), estate).tickets[0]
    assert lamp.respond_by == at("03-02 14:15")


def test_urgent_counts_at_any_hour() -> None:
    ticket = report("10-03 03:00", MISSING).tickets[0]
    assert (ticket.respond_by, ticket.resolve_by) == (at("10-03 03:02"), at("10-03 07:00"))
