"""What the bot has to look out for, in memory, so that ordinary chat costs no look at the database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.clock import Clock
from handlers import acts
from handlers.joining import HOT, JOINABLE
from handlers.model import Alert, Message, Outcome, Step
from handlers.threads import Thread

#: So many people and chats are kept in mind at most.
KEPT = 50_000


class Watch:
    """Live alerts per estate, people with live tickets, chats and estates that speak of one."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._alerts: dict[str, dict[int, Alert]] = {}
        self._people: dict[tuple[str, str], set[int]] = {}
        self._hot: dict[str, datetime] = {}
        self._joinable: dict[str, datetime] = {}

    def take_alerts(self, alerts: Iterable[Alert]) -> None:
        for alert in alerts:
            self._note_alert(alert)

    def take_threads(self, threads: Iterable[Thread]) -> None:
        """Takes over what an earlier process left open."""
        for thread in threads:
            ticket = thread.ticket
            for person in thread.members:
                self._people.setdefault((ticket.estate, person), set()).add(ticket.number)
            for touch in thread.touches:
                self._heat(ticket.estate, touch.chat, touch.at)

    def has_alerts(self, estate: str) -> bool:
        return bool(self._alerts.get(estate))

    def concerns(self, message: Message) -> bool:
        """Whether this message may belong to something open, although it says nothing by itself."""
        estate, now = message.chat.estate, self._clock.now()
        if self.has_alerts(estate) or self._people.get((estate, message.sender.id)):
            return True
        if self._is_until(self._hot.get(message.chat.id), now):
            return True
        return self._is_until(self._joinable.get(estate), now) and acts.echoes(message.text)

    def _is_until(self, until: datetime | None, now: datetime) -> bool:
        return until is not None and now <= until

    def note(self, outcome: Outcome, chat: str | None = None) -> None:
        """Takes over what was just saved of a message in `chat`."""
        now = self._clock.now()
        for alert in outcome.alerts:
            self._note_alert(alert)
        for ticket in outcome.tickets:
            self._note_person(ticket.estate, ticket.reporter.id, ticket.number, live=ticket.live)
            self._heat(ticket.estate, chat, now)
        for ticket in outcome.dropped:
            self._note_person(ticket.estate, ticket.reporter.id, ticket.number, live=False)
        for event in outcome.events:
            if event.step is Step.JOINED and event.actor:
                self._note_person(event.estate, event.actor.id, event.ticket, live=True)

    def _note_person(self, estate: str, person: str, number: int, *, live: bool) -> None:
        key = (estate, person)
        if live:
            self._people.setdefault(key, set()).add(number)
        elif key in self._people:
            self._people[key].discard(number)
            if not self._people[key]:
                del self._people[key]
        while len(self._people) > KEPT:
            del self._people[next(iter(self._people))]

    def _heat(self, estate: str, chat: str | None, at: datetime) -> None:
        self._joinable[estate] = max(at + JOINABLE, self._joinable.get(estate, at))
        if chat is not None:
            self._hot.pop(chat, None)
            self._hot[chat] = at + HOT
            while len(self._hot) > KEPT:
                del self._hot[next(iter(self._hot))]

    def _note_alert(self, alert: Alert) -> None:
        live = self._alerts.setdefault(alert.estate, {})
        if alert.live:
            live[alert.ticket] = alert
        else:
            live.pop(alert.ticket, None)
