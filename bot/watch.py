"""What the bot has to look out for, in memory, so that ordinary chat costs no look at the database.

It is a hint: what it says concerns nothing open is not looked up; the database decides the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from handlers.case import Case
from handlers.decide import decide
from handlers.joining import list_addressed
from handlers.model import Alert, Delivery, Outcome, Purpose, Ticket
from handlers.threads import Thread, Touch

#: So many live tickets an estate are kept in mind at most, the newest.
KEPT = 500
_KEPT_SAID = (Purpose.RECEIPT, Purpose.CARD)


class Watch:
    """Live alerts and live tickets per estate, and whose tickets they are."""

    def __init__(self) -> None:
        self._alerts: dict[str, dict[int, Alert]] = {}
        self._threads: dict[str, dict[int, Thread]] = {}
        self._people: dict[tuple[str, str], set[int]] = {}

    def take_alerts(self, alerts: Iterable[Alert]) -> None:
        for alert in alerts:
            self._note_alert(alert)

    def take_tickets(self, tickets: Iterable[Ticket]) -> None:
        """Notes whose tickets are open, also of those too old to be kept whole."""
        for ticket in tickets:
            self._note_person(ticket.estate, ticket.reporter.id, ticket)

    def take_threads(self, threads: Iterable[Thread]) -> None:
        """Takes over what was just read."""
        for thread in threads:
            self._keep(thread)

    def has_alerts(self, estate: str) -> bool:
        return bool(self._alerts.get(estate))

    def concerns(self, case: Case) -> bool:
        """Whether a message that says nothing by itself may belong to something open."""
        estate, person = case.estate.id, case.message.sender.id
        threads, alerts = self._threads.get(estate, {}), self._alerts.get(estate, {})
        needed = {*self._people.get((estate, person), ()), *alerts}
        if any(number not in threads for number in needed):
            return True
        if not threads:
            return False
        addressed = {thread.ticket.number for thread in list_addressed(case, threads.values())} | {*alerts}
        if not addressed:
            return False
        spoken_of = {number: threads[number] for number in addressed}
        return bool(decide(self._fill(case, spoken_of, alerts)))

    def _fill(self, case: Case, threads: Mapping[int, Thread], alerts: Mapping[int, Alert]) -> Case:
        """The case with what is in memory, in the order in which the database gives it."""
        newest = tuple(
            replace(threads[number], alert=alerts[number]) if number in alerts else threads[number]
            for number in sorted(threads, reverse=True)
        )
        live = tuple(sorted(alerts.values(), key=lambda alert: (alert.opened_at, alert.ticket)))
        tickets = tuple(threads[alert.ticket].ticket for alert in live)
        return replace(case, threads=newest, alerts=live, alert_tickets=tickets)

    # --- what was saved --------------------------------------------------------------------------

    def note(self, outcome: Outcome, deliveries: Iterable[Delivery] = (), chat: str | None = None) -> None:
        """Takes over what was just saved of a message in `chat`."""
        for alert in outcome.alerts:
            self._note_alert(alert)
        for ticket in outcome.dropped:
            self._forget(ticket)
        said = [delivery for delivery in deliveries if delivery.purpose in _KEPT_SAID]
        saved = {(ticket.estate, ticket.number): ticket for ticket in outcome.tickets}
        told = {(delivery.estate, delivery.ticket) for delivery in said if delivery.ticket is not None}
        for key in {*saved, *((event.estate, event.ticket) for event in outcome.events), *told}:
            self._keep_saved(key, saved.get(key), outcome, said, chat)

    def _keep_saved(
        self,
        key: tuple[str, int],
        ticket: Ticket | None,
        outcome: Outcome,
        said: Iterable[Delivery],
        chat: str | None,
    ) -> None:
        known = self._threads.get(key[0], {}).get(key[1])
        latest = ticket or (known.ticket if known else None)
        if latest is None:
            return
        touches = tuple(
            Touch(
                step=event.step, person=event.actor.id, name=event.actor.name, chat=chat, at=event.at,
                words=event.words, message=event.message,
            )
            for event in outcome.events
            if event.actor is not None and (event.estate, event.ticket) == key
        )  # fmt: skip
        own = tuple(delivery for delivery in said if (delivery.estate, delivery.ticket) == key)
        before = known or Thread(ticket=latest)
        changed = {delivery.id for delivery in own}
        kept = tuple(delivery for delivery in before.said if delivery.id not in changed)
        self._keep(replace(before, ticket=latest, touches=before.touches + touches, said=kept + own))

    def _keep(self, thread: Thread) -> None:
        ticket = thread.ticket
        if not ticket.live:
            self._forget(ticket)
            return
        threads = self._threads.setdefault(ticket.estate, {})
        threads[ticket.number] = thread
        for person in thread.members:
            self._note_person(ticket.estate, person, ticket)
        if len(threads) > KEPT:
            del threads[min(threads)]

    def _forget(self, ticket: Ticket) -> None:
        self._threads.get(ticket.estate, {}).pop(ticket.number, None)
        for key in [key for key, numbers in self._people.items() if ticket.number in numbers]:
            if key[0] == ticket.estate:
                self._drop_person(key, ticket.number)

    def _drop_person(self, key: tuple[str, str], number: int) -> None:
        self._people[key].discard(number)
        if not self._people[key]:
            del self._people[key]

    def _note_person(self, estate: str, person: str, ticket: Ticket) -> None:
        if ticket.live:
            self._people.setdefault((estate, person), set()).add(ticket.number)

    def _note_alert(self, alert: Alert) -> None:
        live = self._alerts.setdefault(alert.estate, {})
        if alert.live:
            live[alert.ticket] = alert
        else:
            live.pop(alert.ticket, None)
