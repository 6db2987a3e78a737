"""Alerts: urgent tickets that people are paged for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from handlers.model.messages import Person


class AlertState(StrEnum):
    """Where an alert stands; it is live until it is cleared or false."""

    UNCONFIRMED = "unconfirmed"
    ACTIVE = "active"
    CLEARED = "cleared"
    FALSE_ALARM = "false_alarm"


_LIVE = (AlertState.UNCONFIRMED, AlertState.ACTIVE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """An urgent ticket that people are paged for, and that other groups may be told of.

    `facts` is the relay text's core: the reporter's words without phone, room and name.
    `told` are the groups that a relay was queued for, in order; none is told twice.
    `paged` counts the steps of the page chain already taken.
    """

    estate: str
    ticket: int
    category: str
    policy: str
    state: AlertState
    reporter: Person
    chat: str
    facts: str
    opened_at: datetime
    ends_at: datetime
    confirmed_at: datetime | None = None
    closed_at: datetime | None = None
    told: tuple[str, ...] = ()
    paged: int = 0
    version: int = 0

    @property
    def live(self) -> bool:
        return self.state in _LIVE
