"""A ticket that nobody was there for goes to whoever comes on duty first, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from handlers.model import SILENCE, Duty, Status, Step
from handlers.tickets.handing import find_hand_over, hand_over
from handlers.tickets.overdue import find_next_look, keep_limits
from tests.handlers.building import CHEN, ESTATE, HE, NOW, STAFF_GROUP, WANG, texts_to, ticket

#: Ten past nine in Shanghai: 王师傅 comes at ten, 何师傅 too.
LATER = replace(
    ESTATE,
    roster=(Duty(WANG.person, ("水电",), 600, 1080), Duty(HE.person, ("水电",), 600, 1080)),
    leaders=(CHEN.person,),
)
TEN = NOW + timedelta(minutes=48)


def test_who_comes_on_duty_and_has_the_fewest_gets_it() -> None:
    outcome = hand_over(ticket(), LATER, TEN, {WANG.id: 3, HE.id: 1})
    assert [(made.assignee, made.status) for made in outcome.tickets] == [(HE.person, Status.OPEN)]
    assert [(event.step, event.actor, event.words) for event in outcome.events] == [
        (Step.GIVEN, None, "何师傅")
    ]
    assert "何师傅上班了" in texts_to(outcome, STAFF_GROUP)[0]
    assert [d.mentions for d in outcome.deliveries if d.chat == STAFF_GROUP.id] == [(HE.person,)]
    assert "接单128" in texts_to(outcome, HE)[0]


@pytest.mark.parametrize(
    ("changes", "estate"),
    [
        ({"assignee": WANG.person}, {}),
        ({"status": Status.ACCEPTED}, {}),
        ({"status": Status.DONE}, {}),
        ({"kind": "urgent", "category": "fire"}, {}),
        ({"category": "elevator"}, {}),
        ({}, {"assign": "first_come"}),
        ({}, {"roster": ()}),
    ],
)
def test_nothing_else_is_handed_over(changes: dict[str, Any], estate: dict[str, Any]) -> None:
    assert hand_over(ticket(**changes), replace(LATER, **estate), TEN, {}) == SILENCE
    assert find_hand_over(ticket(**changes), replace(LATER, **estate), NOW) is None


def test_before_the_shift_nobody_gets_it_and_it_is_looked_at_when_the_shift_begins() -> None:
    assert hand_over(ticket(), LATER, NOW, {}) == SILENCE
    assert find_hand_over(ticket(), LATER, NOW) == TEN
    assert find_hand_over(ticket(), LATER, TEN) == TEN
    told = keep_limits(ticket(), (), LATER, NOW)
    assert [event.step for event in told.events] == [Step.ESCALATED], "the leader hears at once"
    look = find_next_look(ticket(), told.events, LATER, NOW)
    assert look is not None
    assert look <= TEN


def test_it_comes_before_a_warning() -> None:
    outcome = keep_limits(ticket(), (), LATER, TEN, {})
    assert [event.step for event in outcome.events] == [Step.GIVEN]
