"""What becomes of a delivery that failed, or that was being sent when the process died."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.model import Delivery, DeliveryState, Priority
from handlers.saying.pacing import next_try
from handlers.texts import TEXTS

#: What begins the error of an alert that is said once more though it may have arrived: it stays to be seen.
DOUBT = TEXTS["doubt"]
#: How long an alert that may have arrived waits for its echo before it is said once more.
ECHO_WAIT = timedelta(seconds=10)


def decide_failure(
    delivery: Delivery, retry: bool, unknown: bool, now: datetime, elsewhere: bool = False
) -> tuple[DeliveryState, datetime | None]:
    """The state after a failed send, and when to try again where it is tried again.

    `unknown`: it may have arrived all the same.  Such a one is never repeated blindly; an alert is, once,
    if its echo has not come by then.  `elsewhere`: another account can try at once.
    """
    if unknown:
        if delivery.priority is Priority.ALERT and delivery.attempts <= 1:
            return DeliveryState.PENDING, now + ECHO_WAIT
        return DeliveryState.UNKNOWN, None
    due_at = next_try(delivery.attempts, retry or elsewhere, now, delivery.priority)
    if due_at is None:
        return DeliveryState.DEAD, None
    return DeliveryState.PENDING, now if elsewhere else due_at


def may_repeat(delivery: Delivery, idempotent: bool) -> bool:
    """Whether what was being sent when the process died is sent again.

    An alert said twice is better than an alert not said; anything else waits for somebody to look,
    unless the channel shows a repeated key only once.
    """
    return idempotent or delivery.priority is Priority.ALERT
