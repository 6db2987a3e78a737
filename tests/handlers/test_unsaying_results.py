"""What the network can take back, what came of it, and who is told so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from handlers.commands import unsaying
from handlers.conversation.expecting import find_until
from handlers.model import SILENCE, Delivery, DeliveryState, Outcome, Recall, RecallState, Status, Step
from handlers.threads import Thread, Touch
from handlers.tickets.progress import write_progress
from tests.handlers.building import ESTATE, NOW, STAFF_GROUP, WANG, group, texts_to, ticket
from tests.handlers.unsaying import SAID_AT, recall, reply, step


@pytest.mark.parametrize(("changes", "seconds", "obstacle"), [
    ({}, 60, None),
    ({"chat": "wechat:room:g3"}, 119, None),
    ({"chat": "wechat:room:g3"}, 121, RecallState.LATE),
    ({"chat": "webchat:room:g3"}, 3600, None),
    ({"sent_id": None}, 60, RecallState.REFUSED),
    ({"account": None}, 60, RecallState.REFUSED),
    ({"state": DeliveryState.UNKNOWN, "sent_id": None}, 60, RecallState.REFUSED),
    ({"state": DeliveryState.DEAD}, 60, RecallState.UNSENT),
    ({"state": DeliveryState.CANCELLED}, 60, RecallState.UNSENT),
    ({"state": DeliveryState.PENDING, "attempts": 1}, 60, RecallState.UNSENT),
])  # fmt: skip
def test_the_network_is_asked_only_where_it_can(changes: Any, seconds: int, obstacle: Any) -> None:
    now = SAID_AT + timedelta(seconds=seconds)
    assert unsaying.find_obstacle(reply(1, **changes), now) is obstacle


@pytest.mark.parametrize(("changes", "seconds", "waits"), [
    ({}, 0, False),
    ({"state": DeliveryState.SENDING}, 60, True),
    ({"state": DeliveryState.ACCEPTED, "sent_id": None}, 3, True),
    ({"state": DeliveryState.ACCEPTED, "sent_id": None}, 11, False),
    ({"state": DeliveryState.UNKNOWN, "sent_id": None}, 3, False),
])  # fmt: skip
def test_an_id_may_still_come_with_the_echo(changes: Any, seconds: int, waits: bool) -> None:
    now = NOW + timedelta(seconds=seconds)
    assert unsaying.must_wait(recall(), reply(1, **changes), now) is waits


def tell_result(*recalls: Recall, said: Sequence[Delivery] = (reply(1),)) -> Outcome:
    events = [step(1, WANG, Step.REPLIED)]
    done = ticket(status=Status.DONE)
    return unsaying.report(recalls, said, events, done, None, ESTATE, NOW)


@pytest.mark.parametrize(("state", "words", "unsaid"), [
    (RecallState.TAKEN_BACK, ("已撤回", "仍是已完成", "回复128"), True),
    (RecallState.UNSENT, ("还没有发出",), True),
    (RecallState.LATE, ("2分钟", "回复128 刚才那条发错了"), False),
    (RecallState.REFUSED, ("撤不回来", "回复128 刚才那条发错了"), False),
])  # fmt: skip
def test_who_asked_hears_exactly_what_happened(
    state: RecallState, words: Sequence[str], unsaid: bool
) -> None:
    outcome = tell_result(recall(1, state))
    (text,) = texts_to(outcome, STAFF_GROUP)
    assert all(word in text for word in words)
    assert [(event.step, event.message) for event in outcome.events] == [(Step.UNSAID, "m1")] * unsaid
    assert [each.told for each in outcome.recalls] == [True]


def test_nothing_is_told_before_all_of_it_is_settled_nor_twice() -> None:
    assert tell_result(recall(1, RecallState.TAKEN_BACK), recall(2)) == SILENCE
    assert tell_result(recall(1, RecallState.TAKEN_BACK, told=True)) == SILENCE


def test_groups_that_keep_it_are_named() -> None:
    said = [reply(1), reply(2, chat=group(4).id)]
    outcome = tell_result(recall(1, RecallState.TAKEN_BACK), recall(2, RecallState.LATE), said=said)
    (text,) = texts_to(outcome, STAFF_GROUP)
    assert "4号群" in text
    assert "3号群" not in text
    assert outcome.events == ()


def touch(kind: Step, number: int, words: str = "") -> Touch:
    return Touch(
        step=kind, person=WANG.id, name=WANG.name, chat=None, at=NOW, words=words, message=f"m{number}"
    )  # fmt: skip


def test_nobody_repeats_what_was_taken_back() -> None:
    touches = [
        touch(Step.ACCEPTED, 1, "马上到"),
        touch(Step.REPLIED, 2, "明天再说"),
        touch(Step.ESTIMATED, 3, "2026-03-02 18:00"),
        touch(Step.UNSAID, 2),
        touch(Step.UNSAID, 3),
    ]
    accepted = ticket(status=Status.ACCEPTED, assignee=WANG.person)
    text = write_progress(accepted, touches, NOW, ESTATE)
    assert "马上到" in text
    assert "明天再说" not in text
    thread = Thread(ticket=accepted, touches=tuple(touches))
    assert find_until(thread, NOW, ESTATE.timezone) is None
