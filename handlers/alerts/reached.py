"""Who was told of an alert, as far as anything was really said; and what of it is taken back at its end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from handlers.model import Alert, Delivery, DeliveryState, Message, Person, Purpose, Recall

_NEVER_SAID = (DeliveryState.DEAD, DeliveryState.CANCELLED)
#: Who asks for it: who ended the alert stands in its timeline alone, where it can be erased.
ITSELF = Person("nobody:contact:alert", "")
#: What other groups read of the reporter's and of others' words.
_RELAYED = (Purpose.RELAY, Purpose.UPDATE, Purpose.PROGRESS)


def waits_unsaid(delivery: Delivery) -> bool:
    """Whether it was never tried."""
    return delivery.state is DeliveryState.PENDING and not delivery.attempts


def list_reached(alert: Alert, said: Iterable[Delivery]) -> tuple[str, ...]:
    """Every chat that heard of the alert: where it was reported, the groups that got the relay, and wherever
    a witness was answered.  A group that the relay never reached is none of them.
    """
    said = tuple(said)
    unheard = {
        each.chat
        for each in said
        if each.purpose is Purpose.RELAY and (waits_unsaid(each) or each.state in _NEVER_SAID)
    }
    told = (chat for chat in alert.told if chat not in unheard)
    return tuple(dict.fromkeys((alert.chat, *told, *list_answered(said))))


def list_answered(said: Iterable[Delivery]) -> tuple[str, ...]:
    """The chats where somebody was told what to do, or thanked for what they saw."""
    answers = (each for each in said if each.purpose is Purpose.ADVICE and each.state not in _NEVER_SAID)
    return tuple(dict.fromkeys(each.chat for each in answers))


def cancel_relays(said: Iterable[Delivery]) -> tuple[Delivery, ...]:
    """The relays that have not gone out: whoever has not heard of it need not any more."""
    waiting = (each for each in said if each.purpose is Purpose.RELAY and waits_unsaid(each))
    return tuple(replace(each, state=DeliveryState.CANCELLED) for each in waiting)


def take_back_relays(
    alert: Alert, said: Iterable[Delivery], now: datetime, via: Message | None = None
) -> tuple[Recall, ...]:
    """What other groups read is asked back of the network, where it can; nobody is told what came of it.

    What could not be said goes with it: nobody is to forward it by hand any more.
    """
    gone = (DeliveryState.CANCELLED, DeliveryState.RECALLED)
    out = [each for each in said if each.purpose in _RELAYED and each.state not in gone]
    return _ask_back(alert, [each for each in out if not waits_unsaid(each)], now, via)


def drop_lost_relays(
    alert: Alert, said: Iterable[Delivery], now: datetime, via: Message | None = None
) -> tuple[Recall, ...]:
    """What could not be said of a false alarm: nobody is to forward it by hand any more."""
    lost = [each for each in said if each.purpose in _RELAYED and each.state is DeliveryState.DEAD]
    return _ask_back(alert, lost, now, via)


def _ask_back(
    alert: Alert, said: Iterable[Delivery], now: datetime, via: Message | None
) -> tuple[Recall, ...]:
    return tuple(
        Recall(
            estate=alert.estate, delivery=each.id, person=ITSELF, reply_to="", asked_at=now,
            ticket=alert.ticket, answers=via.key if via else None,
        )
        for each in said
        if each.id is not None
    )  # fmt: skip
