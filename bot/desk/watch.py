"""What the bot has to look out for, in memory, so that ordinary chat costs no look at the database.

It is a hint: what it says concerns nothing open is not looked up; the database decides the rest.  Where
nobody else writes to the database, it holds what was saved, and decisions are made on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from bot.desk.kept import THREADS, KeptEstate, Shown
from handlers.case import Case
from handlers.decide import decide
from handlers.glance import Glance
from handlers.model import Alert, Delivery, Message, Outcome, Purpose, Ticket
from handlers.model.changing import change
from handlers.threads import Thread, Touch

_KEPT_SAID = (Purpose.RECEIPT, Purpose.CARD)


class Watch:
    """Live alerts and live tickets per estate, and whose tickets they are."""

    def __init__(self) -> None:
        self._estates: dict[str, KeptEstate] = {}
        #: How often something was saved of a ticket that is not live, or not in mind.
        self.changes_of_ended = 0
        #: How often a notice was saved.
        self.changes_of_notices = 0

    def _open(self, estate: str) -> KeptEstate:
        return self._estates.get(estate) or self._estates.setdefault(estate, KeptEstate())

    def take_alerts(self, alerts: Iterable[Alert]) -> None:
        for alert in alerts:
            self._note_alert(alert)

    def take_tickets(self, tickets: Iterable[Ticket]) -> None:
        """Notes whose tickets are open, also of those too old to be kept whole."""
        for ticket in tickets:
            if ticket.live:
                estate = self._open(ticket.estate)
                estate.note_person(ticket.reporter.id, ticket.number)
                if ticket.number not in estate.threads:
                    estate.unkept.add(ticket.number)

    def take_threads(self, threads: Iterable[Thread]) -> None:
        """Takes over what was just read."""
        for thread in threads:
            self._open(thread.ticket.estate).keep(thread)

    def has_alerts(self, estate: str) -> bool:
        return bool(self._open(estate).alerts)

    # --- ordinary chat ---------------------------------------------------------------------------

    def list_addressed(self, message: Message, glance: Glance, now: datetime) -> set[int] | None:
        """A quick look: the open tickets that the message may belong to; None where not all are in mind."""
        return self._open(message.chat.estate).list_addressed(message, glance, now)

    def show(self, estate: str, numbers: Iterable[int]) -> Shown:
        """What a case shows of these tickets, and of all live alerts."""
        return self._open(estate).show(numbers)

    def foresee(self, case: Case) -> Outcome:
        """What is decided on what is in memory alone: before the database has answered."""
        estate = self._open(case.estate.id)
        wanted = {*estate.order[-THREADS:], *estate.of_person.get(case.message.sender.id, ()), *estate.alerts}
        return decide(replace(case, **estate.show(wanted & estate.threads.keys())))

    # --- decisions, where nobody else writes -------------------------------------------------------

    def recall_alerts(self, estate: str) -> tuple[tuple[Alert, ...], tuple[Ticket, ...]] | None:
        """The live alerts, the oldest first, and their tickets; None where not all are in mind."""
        kept = self._open(estate)
        alerts = kept.list_alerts()
        if any(alert.ticket not in kept.threads for alert in alerts):
            return None
        return alerts, tuple(kept.threads[alert.ticket].ticket for alert in alerts)

    def list_recalled(self, estate: str, own: Iterable[Ticket], alerts: Iterable[Alert]) -> list[int] | None:
        """The newest live tickets, those of `own` and of `alerts`, newest first; None where not in mind."""
        kept = self._open(estate)
        newest = kept.list_newest()
        if newest is None:
            return None
        others = [ticket.number for ticket in own if ticket.live] + [alert.ticket for alert in alerts]
        if any(number not in kept.threads for number in others):
            return None
        return sorted({*newest, *others}, reverse=True)

    def list_moving(self, estate: str, numbers: Iterable[int], now: datetime) -> list[int]:
        """The ids of what is said of these tickets and may have been sent meanwhile."""
        kept = self._open(estate)
        unsettled = [each for number in numbers for each in kept.unsettled.get(number, ())]
        return [each.id for each in unsettled if each.id and kept.may_move(each, now)]

    def take_said(self, estate: str, said: Iterable[Delivery]) -> None:
        """Takes over what was just read of some of what is said of tickets."""
        kept, told = self._open(estate), {delivery.id: delivery for delivery in said}
        for number in {delivery.ticket for delivery in told.values() if delivery.ticket is not None}:
            thread = kept.threads[number]
            kept.keep(thread.tell(tuple([told.get(each.id, each) for each in thread.said])))

    def recall_threads(self, estate: str, numbers: Iterable[int]) -> tuple[Thread, ...]:
        """These tickets, all of which are in mind, as they are stored."""
        threads = self._open(estate).threads
        return tuple([threads[number] for number in numbers])

    # --- what was saved --------------------------------------------------------------------------

    def note(
        self, outcome: Outcome, deliveries: Iterable[Delivery] = (), message: Message | None = None
    ) -> None:
        """Takes over what was just saved, of `message` where one led to it."""
        for alert in outcome.alerts:
            self._note_alert(change(alert, version=alert.version + 1))
        self.changes_of_notices += len(outcome.notices)
        for recall in outcome.recalls:
            self._open(recall.estate).taken_back.add(recall.delivery)
        for ticket in outcome.dropped:
            self._open(ticket.estate).forget(ticket.number)
        said = [delivery for delivery in deliveries if delivery.purpose in _KEPT_SAID]
        saved = {
            (ticket.estate, ticket.number): change(ticket, version=ticket.version + 1)
            for ticket in outcome.tickets
        }
        told = {(delivery.estate, delivery.ticket) for delivery in said if delivery.ticket is not None}
        chats = self._list_chats(outcome, message)
        for key in {*saved, *((event.estate, event.ticket) for event in outcome.events), *told}:
            self._keep_saved(key, saved.get(key), outcome, said, chats)

    def _list_chats(self, outcome: Outcome, message: Message | None) -> dict[str | None, str | None]:
        """Where the messages were said that the outcome speaks of: this one, and where a ticket goes into
        another what was said to either."""
        chats: dict[str | None, str | None] = {message.key: message.chat.id} if message else {}
        if len(outcome.tickets) < 2:
            return chats
        kept = (self._open(t.estate).threads.get(t.number) for t in outcome.tickets)
        return {touch.message: touch.chat for t in kept if t for touch in t.touches if touch.message} | chats

    def _keep_saved(
        self,
        key: tuple[str, int],
        ticket: Ticket | None,
        outcome: Outcome,
        said: Iterable[Delivery],
        chats: Mapping[str | None, str | None],
    ) -> None:
        known = self._open(key[0]).threads.get(key[1])
        latest = ticket or (known.ticket if known else None)
        if latest is None or not latest.live:
            self.changes_of_ended += 1
        if latest is None:
            return
        if known is None and latest.version > 1:
            # An old ticket whose history is not in mind: whoever needs it reads it.
            self._keep_old(latest)
            return
        own = tuple(delivery for delivery in said if (delivery.estate, delivery.ticket) == key)
        before = known or Thread(ticket=latest)
        changed = {delivery.id for delivery in own}
        kept = (*(delivery for delivery in before.said if delivery.id not in changed), *own)
        after = replace(
            before,
            ticket=latest,
            touches=before.touches + _list_touches(outcome, latest, chats),
            said=tuple(sorted(kept, key=lambda delivery: delivery.id or 0)),
        )
        self._open(key[0]).keep(after)

    def _keep_old(self, ticket: Ticket) -> None:
        if ticket.live:
            self.take_tickets((ticket,))
        else:
            self._open(ticket.estate).forget(ticket.number)

    def _note_alert(self, alert: Alert) -> None:
        self._open(alert.estate).keep_alert(alert)


def _list_touches(
    outcome: Outcome, ticket: Ticket, chats: Mapping[str | None, str | None]
) -> tuple[Touch, ...]:
    """What people did to the ticket, as it will be read: of any other message the chat is not known."""
    return tuple(
        Touch(
            step=event.step, person=event.actor.id, name=event.actor.name,
            chat=chats.get(event.message) or ticket.chat,
            at=event.at, words=event.words, message=event.message,
        )
        for event in outcome.events
        if event.actor is not None and (event.estate, event.ticket) == (ticket.estate, ticket.number)
    )  # fmt: skip
