"""A verb of staff without a quote and a number: one line says which tickets it may be, and what to type."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.decide import decide
from handlers.model import SILENCE, Chat, Outcome, Sender, Status
from tests.handlers.building import (
    DAI,
    GROUPS,
    HE,
    STAFF_GROUP,
    WANG,
    ZHANG,
    alert,
    direct,
    group,
    hear,
    texts_to,
    ticket,
    write,
)

MINE = (
    ticket(12, status=Status.ACCEPTED, assignee=WANG.person, summary="厨房漏水"),
    ticket(15, status=Status.ON_HOLD, assignee=WANG.person, summary="门铃坏了"),
)


def ask(
    text: str, listing: Any = MINE, sender: Sender = WANG, chat: Chat = STAFF_GROUP, **rest: Any
) -> Outcome:
    return decide(hear(write(sender, chat, text), listing=listing, **rest))


@pytest.mark.parametrize("text", ["完成", "好了", "修好了", "搞定了！"])
@pytest.mark.parametrize("chat", [STAFF_GROUP, direct(WANG)])
def test_done_without_a_number_names_ones_own_open_tickets(text: str, chat: Chat) -> None:
    outcome = ask(text, chat=chat)
    (said,) = texts_to(outcome, chat)
    assert said == "是哪一张？#12 厨房漏水、#15 门铃坏了。请引用卡片再回，或带上单号，例如：完成12"
    assert (outcome.tickets, outcome.events) == ((), ())


@pytest.mark.parametrize(
    ("text", "listing", "words"),
    [
        ("完成", (), "您手上没有未完成的工单。请引用工单卡片再回，或带上单号，例如：完成128"),
        ("恢复", MINE, "是 #15 门铃坏了 吗？是的话请回：恢复15"),
        ("挂起", MINE[:1], "例如：挂起12"),
        ("完成", MINE[:1], "是 #12 厨房漏水 吗？是的话请回：完成12"),
        (
            "接单",
            (ticket(20), ticket(21)),
            "#20 厨房漏水、#21 厨房漏水。请引用卡片再回，或带上单号，例如：接单20",
        ),
        ("接", (), "现在没有未接的工单"),
        ("回复", MINE, "例如：回复12"),
        ("误报", (), "例如：误报128"),
    ],
)
def test_each_verb_lists_what_it_may_be_about(text: str, listing: Any, words: str) -> None:
    assert words in texts_to(ask(text, listing), STAFF_GROUP)[0]


def test_many_are_counted() -> None:
    many = tuple(ticket(n, status=Status.ACCEPTED, assignee=WANG.person) for n in range(1, 9))
    (said,) = texts_to(ask("好了", many), STAFF_GROUP)
    assert "#5 厨房漏水等8张" in said
    assert "#6" not in said
    assert "\n" not in said


def test_a_colleagues_tickets_are_not_named() -> None:
    assert "没有未完成的工单" in texts_to(ask("好了", sender=HE), STAFF_GROUP)[0]


@pytest.mark.parametrize("chat", GROUPS[:2])
@pytest.mark.parametrize("sender", [WANG, DAI, ZHANG])
@pytest.mark.parametrize("text", ["完成", "好了", "接", "确认"])
def test_among_owners_it_is_only_talk(text: str, sender: Sender, chat: Chat) -> None:
    assert ask(text, (), sender, chat) == SILENCE


def test_an_owner_who_says_so_is_not_taught_the_words_of_staff() -> None:
    assert not any("完成128" in text for text in texts_to(ask("好了", (), ZHANG, direct(ZHANG)), ZHANG))


@pytest.mark.parametrize("text", ["收到", "我来", "好的", "好了吗", "1", "谁去"])
def test_what_is_said_of_everything_is_not_answered(text: str) -> None:
    assert ask(text) == SILENCE


def test_after_a_colleagues_words_it_is_talk_among_colleagues() -> None:
    quoted = write(WANG, STAFF_GROUP, "好了", quote="奶茶点好了吗")
    assert decide(hear(quoted, listing=MINE)) == SILENCE


def test_confirm_is_asked_after_only_while_there_is_something_to_confirm() -> None:
    assert ask("确认", ()) == SILENCE
    fire = ticket(128, kind="urgent", category="fire", summary="5号楼着火")
    live = alert(category="fire", policy="confirm")
    outcome = ask("确认", (), alerts=(live,), alert_tickets=(fire,))
    assert texts_to(outcome, STAFF_GROUP) == ["是 #128 5号楼着火 吗？是的话请回：确认128"]


def test_news_that_ends_an_alert_is_taken_for_that() -> None:
    flood = ticket(128, kind="urgent", category="flood", summary="跑水")
    live = alert(category="flood", policy="confirm", chat=group(3).id)
    outcome = ask("处理好了", (), alerts=(live,), alert_tickets=(flood,))
    assert [changed.live for changed in outcome.alerts] == [False]
