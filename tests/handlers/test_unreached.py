"""Who of those that must know of an alert cannot be reached, and who is told so."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.alerts.chasing import report_unreached
from handlers.model import Delivery, DeliveryState, Outcome, Purpose, Step
from handlers.saying.speak import tell
from tests.handlers.building import CHEN, DAI, ESTATE, NOW, STAFF_GROUP, alert, chats_of, group, texts_to
from tests.handlers.clues import relay_to


def page_to(chat: str, state: DeliveryState, minutes: float = 2) -> Delivery:
    made = tell(ESTATE, chat, "【紧急 #128】", Purpose.PAGE, NOW - timedelta(minutes=minutes), ticket=128)
    return replace(made, state=state)


def test_a_person_who_cannot_be_reached_is_reported_once_through_the_others() -> None:
    paged = (
        page_to(STAFF_GROUP.id, DeliveryState.SEEN),
        page_to(CHEN.id, DeliveryState.DEAD),
        page_to(DAI.id, DeliveryState.ACCEPTED),
    )
    outcome = report_unreached(alert(), paged, (), ESTATE, NOW)
    assert set(chats_of(outcome.deliveries)) == {STAFF_GROUP.id, DAI.id, *ESTATE.apprise}
    assert all(CHEN.name in each.text for each in outcome.deliveries)
    known = [event.words for event in outcome.events if event.step is Step.UNREACHED]
    assert report_unreached(alert(), paged, known, ESTATE, NOW) == Outcome()


@pytest.mark.parametrize(
    ("state", "minutes", "reported"),
    [
        (DeliveryState.PENDING, 2, True),
        (DeliveryState.SENDING, 2, True),
        (DeliveryState.UNKNOWN, 0, True),
        (DeliveryState.PENDING, 0.5, False),
        (DeliveryState.ACCEPTED, 9, False),
    ],
)
def test_a_step_that_is_late_is_reported(state: DeliveryState, minutes: float, reported: bool) -> None:
    outcome = report_unreached(alert(), (page_to(CHEN.id, state, minutes),), (), ESTATE, NOW)
    assert bool(outcome) is reported


def test_a_group_that_was_not_told_is_named() -> None:
    outcome = report_unreached(alert(), (relay_to(group(4).id, DeliveryState.DEAD, 1),), (), ESTATE, NOW)
    assert "4号群" in texts_to(outcome, STAFF_GROUP)[0]
    assert group(4).id not in chats_of(outcome.deliveries)
