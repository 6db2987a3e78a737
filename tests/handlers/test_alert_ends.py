"""How an alert ends: who may say that it is over, and who hears of it."""

from __future__ import annotations

import pytest

from handlers.alerts import urgent
from handlers.decide import decide
from handlers.model import AlertState, Purpose, Sender, Status, Step
from handlers.tickets.steps import IllegalTransition
from tests.handlers.alerting import WAITING, hear_in_alert, order, urgent_ticket
from tests.handlers.building import (
    CHEN,
    DAI,
    ESTATE,
    GROUPS,
    LI,
    MOTHER,
    NOW,
    STAFF_GROUP,
    ZHANG,
    alert,
    chats_of,
    group,
    hear,
    said,
    texts_to,
    write,
)

FOUND = [
    "找到了",
    "找到了 谢谢大家",
    "找到了找到了 谢谢大家 孩子没事",
    "孩子找到了！",
    "人在同学家 找到了 谢谢各位",
]
NOT_FOUND = [
    "找到了吗",
    "找到了吗？",
    "找到了没有啊",
    "孩子找到没",
    "还没找到",
    "怎么找到的",
    "希望早点找到了告诉大家",
    "上个月那个早找到了",
    "要是找到了说一声",
    "我的钥匙找到了",
    "一定能找到的",
]


@pytest.mark.parametrize("text", FOUND)
@pytest.mark.parametrize(
    ("sender", "number"),
    [(MOTHER, 3), (MOTHER, 5), (CHEN, 2), (DAI, 1)],
    ids=["mother", "elsewhere", "staff", "manager"],
)
def test_found_gives_the_all_clear_to_every_group_that_heard(text: str, sender: Sender, number: int) -> None:
    outcome = hear_in_alert(write(sender, group(number), text))
    assert sorted(chats_of(said(outcome, Purpose.ALL_CLEAR))) == [chat.id for chat in GROUPS]
    assert chats_of(said(outcome, Purpose.PAGE)) == [STAFF_GROUP.id]
    assert (outcome.alerts[0].state, outcome.alerts[0].closed_at) == (AlertState.CLEARED, NOW)
    assert outcome.tickets[0].status is Status.CLOSED
    assert [event.step for event in outcome.events] == [Step.CLEARED]


@pytest.mark.parametrize("text", NOT_FOUND)
@pytest.mark.parametrize("sender", [MOTHER, CHEN], ids=["mother", "staff"])
def test_a_question_or_a_hope_closes_nothing(text: str, sender: Sender) -> None:
    outcome = hear_in_alert(write(sender, group(3), text))
    assert said(outcome, Purpose.ALL_CLEAR) == ()
    assert all(given.live for given in outcome.alerts)


@pytest.mark.parametrize("text", [*FOUND, "解除128"])
def test_another_owner_ends_no_alert(text: str) -> None:
    message = write(LI, group(2), text)
    given = alert()
    outcome = decide(hear(message, alerts=(given,), named=urgent_ticket(), alert=given))
    assert (outcome.alerts, outcome.deliveries) == ((), ())


def test_an_alert_that_nobody_was_told_of_is_cleared_where_it_began() -> None:
    outcome = hear_in_alert(write(ZHANG, group(3), "火灭了"), **WAITING)
    assert chats_of(said(outcome, Purpose.ALL_CLEAR)) == [group(3).id]


@pytest.mark.parametrize(
    ("category", "text", "over"),
    [
        ("fire", "明火已扑灭", True),
        ("fire", "正在扑灭", False),
        ("fire", "楼道灯灭了", False),
        ("elevator_trapped", "人已救出 两位都平安", True),
        ("elevator_trapped", "马上就能救出来吗", False),
        ("gas", "阀门已关 通风检测正常 大家可以回家了", True),
        ("flood", "总阀已关 不漏了", True),
        ("medical", "找到了", False),
    ],
)
def test_staff_tell_the_end_of_each_danger_in_its_own_words(category: str, text: str, over: bool) -> None:
    outcome = hear_in_alert(write(CHEN, group(3), text), category=category)
    assert bool(outcome.alerts) is over


def test_the_reporter_may_also_end_it_by_number() -> None:
    outcome = order(MOTHER, "解除128", alert(), chat=group(3))
    assert outcome.alerts[0].state is AlertState.CLEARED


def test_where_it_could_be_either_staff_are_asked_which() -> None:
    both = (alert(), alert(130, reporter=LI.person, chat=group(2).id))
    outcome = decide(hear(write(CHEN, STAFF_GROUP, "孩子找到了"), alerts=both))
    assert outcome.alerts == ()
    assert all(number in texts_to(outcome, STAFF_GROUP)[0] for number in ("#128", "#130"))


def test_what_is_over_cannot_end_again() -> None:
    with pytest.raises(IllegalTransition):
        urgent.clear(alert(state=AlertState.CLEARED), None, CHEN, NOW, ESTATE)
