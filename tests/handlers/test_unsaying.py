"""撤128: whose words are taken back, and what the network is asked."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.decide import decide
from handlers.model import DeliveryState, Purpose, Recall, Status, Step
from tests.handlers.building import (
    DAI,
    HE,
    LI,
    NOW,
    STAFF_GROUP,
    WANG,
    ZHANG,
    group,
    hear,
    texts_to,
    ticket,
    write,
)
from tests.handlers.unsaying import TOLD, order, reply, step


def test_what_is_out_is_asked_back_and_answered_later() -> None:
    outcome = order("撤128")
    assert outcome.deliveries == ()
    (recall,) = outcome.recalls
    assert (recall.delivery, recall.ticket, recall.origin) == (1, 128, "m1")
    assert (recall.person, recall.reply_to) == (WANG.person, STAFF_GROUP.id)
    assert [(line.action, line.subject) for line in outcome.audits] == [("unsay", "#128")]


def test_what_still_waits_is_never_said() -> None:
    waiting = reply(1, DeliveryState.PENDING, sent_id=None, account=None, sent_at=None)
    outcome = order("撤128", spoken=[waiting])
    assert outcome.recalls == ()
    assert [each.state for each in outcome.deliveries if each.id == 1] == [DeliveryState.CANCELLED]
    assert "还没有发出" in texts_to(outcome, STAFF_GROUP)[0]
    assert [(event.step, event.message) for event in outcome.events] == [(Step.UNSAID, "m1")]


def test_the_last_words_of_whoever_asks_not_of_a_colleague() -> None:
    events = [step(1, WANG, Step.ACCEPTED), step(2, HE, Step.REPLIED), step(3, WANG, Step.NOTED)]
    outcome = order("撤128", events=events, spoken=[reply(1), reply(2)])
    assert [recall.delivery for recall in outcome.recalls] == [1]
    assert [r.delivery for r in order("撤128", HE, events, [reply(1), reply(2)]).recalls] == [2]


def test_a_manager_without_words_of_their_own_takes_back_a_colleagues() -> None:
    assert [recall.delivery for recall in order("撤128", DAI).recalls] == [1]


def test_a_time_taken_back_takes_back_what_answered_those_who_asked_later() -> None:
    given = step(1, WANG, Step.ESTIMATED)
    expected = reply(1, text="#128（停水）物业正在处理，预计18:00恢复。")
    later = reply(2, DeliveryState.PENDING, text=expected.text, purpose=Purpose.RECEIPT, chat=group(5).id)
    other = reply(3, text="已登记报修 #128", purpose=Purpose.RECEIPT)
    outcome = order("撤128", events=[given], spoken=[expected, later, other])
    assert [each.delivery for each in outcome.recalls] == [1]
    assert {each.id: each.state for each in outcome.deliveries} == {2: DeliveryState.CANCELLED}


def test_what_answered_a_neighbour_is_not_taken_for_words_of_staff() -> None:
    joined = [step(1, WANG, Step.REPLIED), step(2, LI, Step.JOINED)]
    receipt = reply(2, purpose=Purpose.RECEIPT)
    outcome = order("撤128", DAI, joined, [reply(1), receipt])
    assert [each.delivery for each in outcome.recalls] == [1]


def test_a_colleague_does_not() -> None:
    outcome = order("撤128", HE)
    assert outcome.recalls == ()
    assert "没有您发给业主的话" in texts_to(outcome, STAFF_GROUP)[0]


def test_what_an_owner_caused_to_be_said_is_nobodys_to_take_back() -> None:
    outcome = order("撤128", DAI, events=[step(1, ZHANG, Step.REOPENED)])
    assert outcome.recalls == ()


@pytest.mark.parametrize("before", [
    {"recalls": (Recall(
        estate="home", delivery=1, person=WANG.person, reply_to=STAFF_GROUP.id, asked_at=NOW,
    ),)},
    {"spoken": [reply(1, DeliveryState.RECALLED)]},
    {"spoken": [reply(1, DeliveryState.CANCELLED)]},
])  # fmt: skip
def test_the_same_words_are_asked_back_once(before: dict[str, Any]) -> None:
    outcome = order("撤128", **before)
    assert outcome.recalls == ()
    assert "已经撤过了" in texts_to(outcome, STAFF_GROUP)[0]


@pytest.mark.parametrize(("minutes", "found"), [(1, True), (9, True), (11, False)])
def test_alone_it_means_what_was_said_just_now(minutes: float, found: bool) -> None:
    outcome = order("撤", events=[step(1, WANG, Step.REPLIED, minutes)])
    assert bool(outcome.recalls) is found
    assert found or "撤128" in texts_to(outcome, STAFF_GROUP)[0]


def test_alone_without_anything_said_it_teaches() -> None:
    assert "撤128" in texts_to(order("撤", named=None, events=(), spoken=()), STAFF_GROUP)[0]


def test_asked_among_owners_it_is_answered_in_private() -> None:
    message = write(WANG, group(3), "撤", quote=TOLD)
    named = ticket(status=Status.ACCEPTED)
    outcome = decide(hear(message, named=named, events=(step(1, WANG, Step.REPLIED),), spoken=(reply(1),)))
    assert [recall.reply_to for recall in outcome.recalls] == [WANG.id]
