"""确认: what must be asked before other groups hear of it, and what comes of the answer."""

from __future__ import annotations

import pytest

from handlers.model import AlertState, Purpose, Sender, Status
from tests.handlers.alerting import OTHERS, WAITING, order, stored_file
from tests.handlers.building import CHEN, DAI, GROUPS, NOW, WANG, ZHANG, alert, chats_of, group, said


@pytest.mark.parametrize("sender", [CHEN, DAI, WANG], ids=["guard", "manager", "plumber"])
def test_once_confirmed_every_other_group_is_told(sender: Sender) -> None:
    outcome = order(sender, "确认128", alert(**WAITING))
    assert chats_of(said(outcome, Purpose.RELAY)) == OTHERS
    assert outcome.alerts[0].state is AlertState.ACTIVE
    assert outcome.alerts[0].confirmed_at == NOW
    assert outcome.alerts[0].told == tuple(OTHERS)


def test_the_photos_given_meanwhile_follow_the_relay() -> None:
    kept = stored_file(added_by=ZHANG.person)
    outcome = order(CHEN, "确认128", alert(**WAITING), files=(kept,))
    assert {delivery.file for delivery in said(outcome, Purpose.UPDATE)} == {"a" * 64}


def test_nobody_is_told_twice_by_a_second_confirmation() -> None:
    outcome = order(CHEN, "确认128", alert(**{**WAITING, "confirmed_at": NOW, "state": AlertState.ACTIVE}))
    assert outcome.alerts == ()
    assert said(outcome, Purpose.RELAY) == ()


def test_what_must_stay_quiet_is_never_relayed_even_when_confirmed() -> None:
    given = alert(category="medical", policy="never", told=())
    outcome = order(CHEN, "确认128", given)
    assert said(outcome, Purpose.RELAY) == ()
    assert outcome.alerts[0].confirmed_at == NOW


def test_an_owner_confirms_nothing() -> None:
    outcome = order(ZHANG, "确认128", alert(**WAITING), chat=group(3))
    assert (outcome.alerts, outcome.deliveries) == ((), ())
    assert [line.allowed for line in outcome.audits] == [False]


@pytest.mark.parametrize("told", [(), (GROUPS[0].id,), tuple(OTHERS)])
def test_a_false_alarm_is_put_right_in_exactly_the_groups_that_were_told(told: tuple[str, ...]) -> None:
    outcome = order(CHEN, "误报128", alert(**{**WAITING, "state": AlertState.ACTIVE, "told": told}))
    assert chats_of(said(outcome, Purpose.CORRECTION)) == list(told)
    assert outcome.alerts[0].state is AlertState.FALSE_ALARM
    assert outcome.tickets[0].status is Status.FALSE_ALARM
