"""Progress and lists: who may see which ticket, and how much of it fits a phone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.decide import decide
from handlers.model import SILENCE, Status, Ticket
from tests.handlers.building import (
    HE,
    LI,
    NOW,
    STAFF_GROUP,
    WANG,
    ZHANG,
    chats_of,
    group,
    hear,
    ticket,
    write,
)


def test_an_owner_hears_of_the_own_ticket() -> None:
    outcome = decide(hear(write(ZHANG, group(1), "进度128"), named=ticket()))
    assert "厨房漏水" in outcome.deliveries[0].text
    assert outcome.deliveries[0].mentions == (ZHANG.person,)


@pytest.mark.parametrize("named", [ticket(), None], ids=["another's", "none"])
def test_a_ticket_of_another_is_as_unknown_as_none(named: Ticket | None) -> None:
    outcome = decide(hear(write(LI, group(1), "进度128"), named=named))
    assert [delivery.text for delivery in outcome.deliveries] == ["没有查到您名下的 #128。"]


@pytest.mark.parametrize("text", ["5分128", "满意128", "不满意128", "三星128"])
def test_a_score_for_anothers_ticket_is_refused_and_never_an_echo_of_it(text: str) -> None:
    outcome = decide(hear(write(LI, group(3), text), named=ticket()))
    assert [delivery.text for delivery in outcome.deliveries] == ["没有查到您名下的 #128。"]
    assert not outcome.tickets


def test_a_score_before_the_work_is_done_is_asked_to_wait() -> None:
    accepted = ticket(status=Status.ACCEPTED, assignee=WANG.person)
    outcome = decide(hear(write(ZHANG, group(3), "5分128"), named=accepted))
    assert [delivery.text for delivery in outcome.deliveries] == ["#128 还没有处理完，完成后再请您评价。"]


def test_a_number_after_a_score_that_is_no_ticket_is_talk() -> None:
    assert decide(hear(write(LI, group(3), "5分128"))) == SILENCE
    assert decide(hear(write(LI, group(3), "一般 128"), named=ticket())) == SILENCE


def test_who_asks_after_the_promised_time_sets_staff_going() -> None:
    late = ticket(respond_by=NOW - timedelta(minutes=1))
    outcome = decide(hear(write(ZHANG, group(3), "进度128"), named=late))
    assert chats_of(outcome.deliveries) == [group(3).id, STAFF_GROUP.id]


def test_staff_see_any_ticket_but_not_among_owners() -> None:
    assert decide(hear(write(WANG, STAFF_GROUP, "进度128"), named=ticket())).deliveries
    assert decide(hear(write(WANG, group(3), "进度128"), named=ticket())) == SILENCE


def test_the_own_list_names_nobody_else() -> None:
    other = ticket(129, reporter=LI.person, summary="李家的事")
    outcome = decide(hear(write(ZHANG, group(1), "我的工单"), listing=(ticket(), other)))
    assert outcome.deliveries[0].text == "您的工单：\n#128 报修 厨房漏水：待接单"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("未接单", {"#128"}), ("我的", {"#129"}), ("今日", {"#128", "#129"})],
)
def test_staff_get_the_list_that_they_ask_for(text: str, expected: set[str]) -> None:
    rows = (
        ticket(),
        ticket(129, status=Status.ACCEPTED, assignee=WANG.person),
        ticket(130, status=Status.ACCEPTED, assignee=HE.person, opened_at=NOW - timedelta(days=1)),
    )
    lines = decide(hear(write(WANG, STAFF_GROUP, text), listing=rows)).deliveries[0].text.splitlines()[1:]
    assert {line.split(" ")[0] for line in lines} == expected


def test_a_long_list_fits_a_phone() -> None:
    rows = tuple(ticket(number) for number in range(1, 60))
    text = decide(hear(write(WANG, STAFF_GROUP, "未接单"), listing=rows)).deliveries[0].text
    assert len(text.splitlines()) == 12
