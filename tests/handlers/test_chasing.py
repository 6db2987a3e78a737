"""Nobody takes it in hand: who is paged when, and when an alert is given up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from handlers.alerts.chasing import LONGEST, chase, list_chain
from handlers.model import SILENCE, AlertState
from tests.handlers.alerting import WAITING, order
from tests.handlers.building import CHEN, DAI, ESTATE, HE, NOW, STAFF_GROUP, WANG, alert, chats_of


def later(minutes: float) -> Any:
    return NOW + timedelta(minutes=minutes)


def test_the_chain_is_paged_step_by_step_each_once() -> None:
    given = alert(**WAITING, opened_at=NOW)
    paged: list[int] = []
    for minute in range(20):
        outcome = chase((given,), ESTATE, later(minute))
        if outcome:
            given = outcome.alerts[0]
            paged.append(minute)
            assert STAFF_GROUP.id in chats_of(outcome.deliveries)
    assert paged == [2, 4, 6]
    assert given.paged == len(list_chain(ESTATE, NOW))


def test_the_last_step_reaches_everybody_of_the_roster() -> None:
    assert {WANG.id, CHEN.id, HE.id, DAI.id, *ESTATE.apprise} <= set(list_chain(ESTATE, NOW)[-1])


def test_after_a_pause_of_the_bot_missed_steps_are_one_page() -> None:
    outcome = chase((alert(**WAITING, opened_at=NOW),), ESTATE, later(30))
    assert outcome.alerts[0].paged == 3
    chats = chats_of(outcome.deliveries)
    assert len(chats) == len(set(chats))
    assert "已30分钟" in outcome.deliveries[0].text


@pytest.mark.parametrize("state", [AlertState.CLEARED, AlertState.FALSE_ALARM])
def test_what_is_over_is_not_chased(state: AlertState) -> None:
    assert chase((alert(state=state, opened_at=NOW),), ESTATE, later(500)) == SILENCE


def test_who_takes_it_in_hand_stops_the_chain() -> None:
    taken = order(CHEN, "接单128", alert(opened_at=NOW)).alerts[0]
    assert taken.confirmed_at == NOW
    assert chase((taken,), ESTATE, later(30)) == SILENCE


def test_taking_an_unconfirmed_one_does_not_spare_the_decision() -> None:
    assert order(CHEN, "接单128", alert(**WAITING)).alerts == ()


def test_past_its_end_an_alert_is_asked_for_every_hour_and_at_last_given_up() -> None:
    given = alert(opened_at=NOW, ends_at=NOW + timedelta(hours=4), confirmed_at=NOW)
    asked: list[int] = []
    for quarter in range(4 * 30):
        outcome = chase((given,), ESTATE, NOW + timedelta(minutes=15 * quarter))
        if outcome:
            given = outcome.alerts[0]
            asked.append(quarter // 4)
            assert {STAFF_GROUP.id, DAI.id} <= set(chats_of(outcome.deliveries))
    assert asked == list(range(4, LONGEST // timedelta(hours=1) + 1))
    assert given.state is AlertState.CLEARED
