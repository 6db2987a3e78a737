"""What the bot has to look out for, in memory, so that ordinary chat costs no look at the database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.clock import Clock
from handlers.model import Alert, Message, Outcome

#: What an owner says so soon after a report may belong to it.
BUSY_FOR = timedelta(minutes=10)


class Watch:
    """Live alerts per estate, and the people whose tickets have just changed."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._alerts: dict[str, dict[int, Alert]] = {}
        self._busy: dict[tuple[str, str], datetime] = {}

    def take_alerts(self, alerts: Iterable[Alert]) -> None:
        for alert in alerts:
            self._note_alert(alert)

    def has_alerts(self, estate: str) -> bool:
        return bool(self._alerts.get(estate))

    def concerns(self, message: Message) -> bool:
        """Whether this message may belong to something open, although it says nothing by itself."""
        estate = message.chat.estate
        if self.has_alerts(estate):
            return True
        until = self._busy.get((estate, message.sender.id))
        return until is not None and message.sent_at <= until

    def note(self, outcome: Outcome) -> None:
        """Takes over what was just saved."""
        now = self._clock.now()
        for alert in outcome.alerts:
            self._note_alert(alert)
        for ticket in outcome.tickets:
            if ticket.live:
                self._busy[(ticket.estate, ticket.reporter.id)] = now + BUSY_FOR
        if len(self._busy) > 1_000:
            self._busy = {key: until for key, until in self._busy.items() if until > now}

    def _note_alert(self, alert: Alert) -> None:
        live = self._alerts.setdefault(alert.estate, {})
        if alert.live:
            live[alert.ticket] = alert
        else:
            live.pop(alert.ticket, None)
