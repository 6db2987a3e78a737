"""What becomes of a delivery that failed, or that was being sent when the process died."""

from __future__ import annotations

from datetime import datetime

from handlers.model import Delivery, DeliveryState, Priority
from handlers.pacing import next_try


def decide_failure(
    delivery: Delivery, retry: bool, unknown: bool, now: datetime
) -> tuple[DeliveryState, datetime | None]:
    """The state after a failed send, and when to try again where it is tried again.

    `unknown`: it may have arrived all the same.  Such a one is never repeated blindly.
    """
    if unknown:
        return DeliveryState.UNKNOWN, None
    due_at = next_try(delivery.attempts, retry, now, delivery.priority)
    return (DeliveryState.PENDING, due_at) if due_at else (DeliveryState.DEAD, None)


def may_repeat(delivery: Delivery, idempotent: bool) -> bool:
    """Whether what was being sent when the process died is sent again.

    An alert said twice is better than an alert not said; anything else waits for somebody to look,
    unless the channel shows a repeated key only once.
    """
    return idempotent or delivery.priority is Priority.ALERT
