"""Bundles of new tickets for targets outside the chat."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.model import PushTarget, Status, Ticket
from handlers.tickets.pushing import MAX_LINES, bundle_tickets
from tests.handlers.building import ESTATE, NOW, ticket

TARGET = PushTarget("apprise:target:home-push-0", "staff", ("ticket",))


def push(*tickets: Ticket, target: PushTarget = TARGET) -> list[str]:
    outcome = bundle_tickets(tickets, replace(ESTATE, pushes=(target,)), NOW)
    return [delivery.text for delivery in outcome.deliveries]


def test_several_tickets_are_one_push_in_the_order_of_their_numbers() -> None:
    (text,) = push(ticket(130), ticket(129))
    assert text.startswith("2张新工单：\n#129 ")
    assert "\n#130 " in text


@pytest.mark.parametrize(
    "left_out",
    [
        ticket(kind="urgent", category="fire"),
        ticket(status=Status.WITHDRAWN),
        ticket(status=Status.FALSE_ALARM),
        ticket(status=Status.DONE),
    ],
)
def test_what_is_urgent_or_over_is_in_no_bundle(left_out: Ticket) -> None:
    assert push(left_out) == []


def test_a_target_of_one_trade_hears_of_no_other() -> None:
    lifts = replace(TARGET, trades=("电梯",))
    assert push(ticket(), target=lifts) == []
    assert len(push(ticket(), ticket(129, category="elevator"), target=lifts)) == 1


def test_a_flood_of_tickets_is_cut_and_counted() -> None:
    (text,) = push(*(ticket(number) for number in range(100, 100 + MAX_LINES + 5)))
    assert text.count("\n#") == MAX_LINES
    assert text.endswith("…其余5张见管理台")


def test_phones_in_a_report_are_masked() -> None:
    (text,) = push(ticket(summary="漏水 13812341234"))
    assert "13812341234" not in text
