"""Everybody who was told of an alert hears its end, nobody else does, and what others read is taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.alerts import chasing, urgent
from handlers.alerts.reached import ITSELF
from handlers.model import Alert, Delivery, DeliveryState, Outcome, Purpose, RecallState
from handlers.saying.speak import tell
from tests.handlers.alerting import WAITING, order, urgent_ticket
from tests.handlers.building import (
    CHEN,
    DAI,
    ESTATE,
    GROUPS,
    MOTHER,
    NOW,
    STAFF_GROUP,
    alert,
    chats_of,
    group,
    said,
)

PENDING, SEEN, DEAD = DeliveryState.PENDING, DeliveryState.SEEN, DeliveryState.DEAD


def make_said(number: int, purpose: Purpose, state: DeliveryState = SEEN, attempts: int = 1) -> Delivery:
    """What was said of the alert in the group of this number."""
    made = tell(ESTATE, group(number).id, f"{purpose} {number}", purpose, NOW, ticket=128)
    return replace(made, id=100 * list(Purpose).index(purpose) + number, state=state, attempts=attempts)


def clear(given: Alert, *told: Delivery) -> Outcome:
    return urgent.clear(given, urgent_ticket(), CHEN, NOW, ESTATE, "解除", said=told)


def retract(given: Alert, *told: Delivery) -> Outcome:
    return urgent.retract(given, urgent_ticket(), CHEN, NOW, ESTATE, said=told)


def list_groups(outcome: Outcome, purpose: Purpose) -> list[str]:
    return sorted(chats_of(said(outcome, purpose)))


ADVISED_IN_2 = make_said(2, Purpose.ADVICE)


def test_the_all_clear_goes_to_a_group_where_only_a_witness_was_answered() -> None:
    outcome = clear(alert(**WAITING), make_said(3, Purpose.ADVICE), ADVISED_IN_2)
    assert list_groups(outcome, Purpose.ALL_CLEAR) == [group(2).id, group(3).id]


def test_so_does_the_correction_and_the_reporter_is_told_in_words_of_their_own() -> None:
    outcome = retract(alert(**WAITING), make_said(3, Purpose.ADVICE), ADVISED_IN_2)
    assert list_groups(outcome, Purpose.CORRECTION) == [group(2).id]
    assert [each.chat for each in outcome.deliveries if each.mentions] == [group(3).id]


def test_a_witness_who_could_not_be_answered_has_nothing_to_hear() -> None:
    lost = replace(ADVISED_IN_2, state=DEAD)
    assert list_groups(clear(alert(**WAITING), lost), Purpose.ALL_CLEAR) == [group(3).id]
    assert list_groups(retract(alert(**WAITING), lost), Purpose.CORRECTION) == []


@pytest.mark.parametrize(
    ("state", "attempts", "hears", "cancelled"),
    [
        (SEEN, 1, True, False),
        (DeliveryState.UNKNOWN, 1, True, False),
        (DeliveryState.SENDING, 1, True, False),
        (PENDING, 2, True, False),
        (PENDING, 0, False, True),
        (DEAD, 5, False, False),
    ],
)
def test_a_group_that_may_have_got_the_relay_hears_that_it_is_over_and_any_other_hears_nothing(
    state: DeliveryState, attempts: int, hears: bool, cancelled: bool
) -> None:
    relay = make_said(1, Purpose.RELAY, state, attempts)
    for outcome in (clear(alert(), relay), retract(alert(), relay)):
        ends = list_groups(outcome, Purpose.ALL_CLEAR) + list_groups(outcome, Purpose.CORRECTION)
        assert (group(1).id in ends) is hears
        taken_back = [each.id for each in outcome.deliveries if each.state is DeliveryState.CANCELLED]
        assert taken_back == ([relay.id] if cancelled else [])


def test_at_the_all_clear_what_other_groups_read_is_asked_back_and_nobody_hears_what_came_of_it() -> None:
    others = [chat.number for chat in GROUPS if chat.number not in (None, 3)]
    relays = [make_said(number or 0, Purpose.RELAY) for number in others]
    more = [make_said(1, Purpose.UPDATE), make_said(3, Purpose.PROGRESS)]
    late = make_said(2, Purpose.UPDATE, PENDING, 0)
    outcome = clear(alert(), *relays, *more, late, ADVISED_IN_2)
    assert [each.delivery for each in outcome.recalls] == [each.id for each in (*relays, *more)]
    assert {(each.reply_to, each.ticket, each.state) for each in outcome.recalls} == {
        ("", 128, RecallState.ASKED)
    }
    # Who ended it stands where it is erased in time, and nowhere else.
    assert {each.person for each in outcome.recalls} == {ITSELF}


def test_what_never_went_out_or_is_gone_already_is_not_asked_back() -> None:
    gone = [
        make_said(1, Purpose.RELAY, DeliveryState.CANCELLED),
        make_said(2, Purpose.RELAY, DeliveryState.RECALLED),
        make_said(4, Purpose.RELAY, PENDING, 0),
    ]
    assert clear(alert(), *gone).recalls == ()
    assert retract(alert(), *gone, make_said(5, Purpose.RELAY)).recalls == ()


def test_what_could_not_be_said_is_to_be_forwarded_by_hand_no_more() -> None:
    lost = make_said(1, Purpose.RELAY, DEAD)
    for outcome in (clear(alert(), lost), retract(alert(), lost)):
        assert [(each.delivery, each.reply_to) for each in outcome.recalls] == [(lost.id, "")]


@pytest.mark.parametrize("sender", [MOTHER, CHEN, DAI], ids=["reporter", "staff", "manager"])
def test_an_order_ends_it_for_everybody_as_well(sender: object) -> None:
    given = alert(**{**WAITING, "reporter": MOTHER.person})
    chat = group(3) if sender is MOTHER else STAFF_GROUP
    outcome = order(sender, "解除128", given, chat=chat, told=(ADVISED_IN_2,))  # type: ignore[arg-type]
    assert list_groups(outcome, Purpose.ALL_CLEAR) == [group(2).id, group(3).id]


def test_who_was_answered_hears_as_well_that_it_was_given_up() -> None:
    given = alert(**WAITING)
    late = given.opened_at + timedelta(hours=25)
    given = replace(given, ends_at=late - timedelta(minutes=1))
    outcome = chasing.chase((given,), ESTATE, late, told=(ADVISED_IN_2,))
    assert list_groups(outcome, Purpose.ALL_CLEAR) == [group(2).id, group(3).id]
