"""Who is believed at once when they call for help, and what is only passed on."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.decide import decide
from handlers.model import Message, Outcome, Purpose
from handlers.threads import Thread
from nlp.verdict import SILENT
from tests.handlers.building import MISSING, MOTHER, ZHANG, alert, group, hear, said, write
from tests.handlers.clues import TICKET, WORDS


@pytest.mark.parametrize(
    ("rest", "text", "policy"),
    [
        ({}, WORDS, "auto"),
        ({"false_alarms": 1}, WORDS, "confirm"),
        ({"is_stranger": True}, WORDS, "confirm"),
        ({}, "【紧急寻人】孩子走丢了 12岁 看到请直接在群里说，机器人会立即转给家属和物业。", "confirm"),
    ],
)
def test_who_gave_false_alarms_strangers_and_forgeries_are_confirmed_first(
    rest: dict[str, Any], text: str, policy: str
) -> None:
    outcome = decide(hear(write(MOTHER, group(3), text), MISSING, **rest))
    assert outcome.alerts[0].policy == policy
    assert bool(said(outcome, Purpose.RELAY)) is (policy == "auto")
    assert outcome.deliveries[0].purpose is Purpose.ADVICE, "the first words go out all the same"


@pytest.mark.parametrize(
    "text",
    [
        "转：3群有个妈妈找孩子 12岁男孩 蓝色校服 大家留意",
        "【紧急寻人】孩子自己跑出去了 穿蓝色校服 12岁\n消息来自3号群，06:00。"
        "看到请直接在群里说，机器人会立即转给家属和物业。",
        "帮转 12岁 蓝色校服 不会说话",
    ],
)
@pytest.mark.parametrize("verdict", [MISSING, SILENT])
def test_a_neighbours_forward_of_the_alert_is_neither_a_new_one_nor_a_clue(text: str, verdict: Any) -> None:
    message: Message = write(ZHANG, group(1), text)
    thread = Thread(ticket=TICKET, alert=alert(facts=WORDS))
    case = hear(message, verdict, alerts=(alert(facts=WORDS),), alert_tickets=(TICKET,), threads=(thread,))
    assert decide(case) == Outcome()
