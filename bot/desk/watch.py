"""What the bot has to look out for, in memory, so that ordinary chat costs no look at the database.

It is a hint: what it says concerns nothing open is not looked up; the database decides the rest.  Where
nobody else writes to the database, it holds what was saved, and decisions are made on it.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TypedDict

from handlers.case import Case
from handlers.conversation.adding import is_at_hand, speaks_of_own
from handlers.conversation.fitting import HOT, WARM
from handlers.conversation.joining import speaks_of_earlier, speaks_of_now, speaks_widely
from handlers.decide import decide
from handlers.model import Alert, Delivery, DeliveryState, Message, Outcome, Purpose, Ticket
from handlers.model.changing import change
from handlers.threads import Thread, Touch

#: So many live tickets an estate are kept in mind at most, the newest.
KEPT = 5_000
#: As many live tickets, the newest, may be joined or followed; older ones only by their own reporter.
THREADS = 60
_KEPT_SAID = (Purpose.RECEIPT, Purpose.CARD)
#: What is said and in one of these states stays so.
SETTLED = (DeliveryState.ACCEPTED, DeliveryState.SEEN, DeliveryState.CANCELLED)


class Shown(TypedDict):
    """What a case has of open tickets and alerts."""

    threads: tuple[Thread, ...]
    alerts: tuple[Alert, ...]
    alert_tickets: tuple[Ticket, ...]


class _Estate:
    """The live tickets of one estate."""

    def __init__(self) -> None:
        self.alerts: dict[int, Alert] = {}
        self._in_order: tuple[Alert, ...] = ()
        self.threads: dict[int, Thread] = {}
        #: The numbers of those in `threads` that are live, in order; the others have a live alert.
        self.order: list[int] = []
        #: Of the tickets in `threads` what may still change of what is said of them.
        self.unsettled: dict[int, tuple[Delivery, ...]] = {}
        #: The ids of what is to be taken back: it may never be sent.
        self.taken_back: set[int] = set()
        #: Live tickets that are not in mind, only whose they are.
        self.unkept: set[int] = set()
        self.of_person: dict[str, set[int]] = {}
        self.people: dict[int, set[str]] = {}
        #: When a ticket was last spoken of in a chat, as far as that is not long ago.
        self.spoken: dict[str, dict[int, datetime]] = {}

    def note_person(self, person: str, number: int) -> None:
        self.of_person.setdefault(person, set()).add(number)
        self.people.setdefault(number, set()).add(person)

    def keep(self, thread: Thread) -> None:
        ticket = thread.ticket
        alert = self.alerts.get(ticket.number)
        if thread.alert is not alert:
            thread = replace(thread, alert=alert)
        if not ticket.live:
            self.forget(ticket.number)
            if alert is not None:
                # The work is done, the danger is not over: whoever speaks of it is heard.
                self._put(thread)
            return
        if ticket.number not in self.threads or not self.threads[ticket.number].ticket.live:
            insort(self.order, ticket.number)
        self._put(thread)
        self.unkept.discard(ticket.number)
        for person in thread.members:
            self.note_person(person, ticket.number)
        for chat, at in thread.lately.items():
            if chat is not None:
                self.spoken.setdefault(chat, {})[ticket.number] = at
        if len(self.order) > KEPT:
            oldest = self.order.pop(0)
            del self.threads[oldest]
            self.unsettled.pop(oldest, None)
            self.unkept.add(oldest)

    def _put(self, thread: Thread) -> None:
        number = thread.ticket.number
        self.threads[number] = thread
        moving = [each for each in thread.said if each.state not in SETTLED]
        if moving:
            self.unsettled[number] = tuple(moving)
        else:
            self.unsettled.pop(number, None)

    def may_move(self, delivery: Delivery, now: datetime) -> bool:
        """Whether it may be sent, or cancelled, since it was last looked at."""
        waits = delivery.state is DeliveryState.PENDING and delivery.due_at > now
        return not waits or delivery.id in self.taken_back

    def keep_alert(self, alert: Alert) -> None:
        if alert.live:
            self.alerts[alert.ticket] = alert
        else:
            self.alerts.pop(alert.ticket, None)
        self._in_order = tuple(sorted(self.alerts.values(), key=lambda each: (each.opened_at, each.ticket)))
        if alert.ticket in self.threads:
            self.keep(self.threads[alert.ticket])

    def forget(self, number: int) -> None:
        self.unkept.discard(number)
        self.unsettled.pop(number, None)
        thread = self.threads.pop(number, None)
        if thread is not None:
            if thread.ticket.live:
                del self.order[bisect_left(self.order, number)]
            for chat in thread.lately:
                self._forget_spoken(chat or "", number)
        for person in self.people.pop(number, ()):
            self.of_person[person].discard(number)
            if not self.of_person[person]:
                del self.of_person[person]

    def _forget_spoken(self, chat: str, number: int) -> None:
        spoken = self.spoken.get(chat, {})
        spoken.pop(number, None)
        if not spoken:
            self.spoken.pop(chat, None)

    def list_hot(self, message: Message, now: datetime) -> list[int]:
        """The tickets that were spoken of in the chat just now; what is longer ago is not kept."""
        spoken = self.spoken.get(message.chat.id)
        if not spoken:
            return []
        for number in [n for n, at in spoken.items() if now - at > HOT or n not in self.threads]:
            del spoken[number]
        if speaks_of_earlier(message):
            return list(spoken)
        threads, of_now = self.threads, speaks_of_now(message.text)
        return [
            number
            for number, at in spoken.items()
            if threads[number].ticket.kind == "inquiry" or (of_now and now - at <= WARM)
        ]

    def list_addressed(self, message: Message, now: datetime) -> set[int] | None:
        """The tickets that the message may belong to, as far as one sees at once; None where not all are in
        mind."""
        threads, own = self.threads, self.of_person.get(message.sender.id)
        if own and not own <= threads.keys():
            return None
        if self.alerts and not self.alerts.keys() <= threads.keys():
            return None
        if not threads:
            return set()
        addressed = {*self.alerts, *self.list_hot(message, now)}
        if own:
            addressed.update(self._list_own(own, message, now))
        if speaks_widely(message):
            newest = self.order[-THREADS:]
            addressed |= {n for n in newest if self.threads[n].ticket.kind != "urgent"}
        return addressed

    def _list_own(self, own: set[int], message: Message, now: datetime) -> Iterable[int]:
        """The sender's tickets that the message may be of: chat is not of what was said yesterday."""
        if speaks_of_earlier(message) or speaks_of_own(message):
            return own
        return [number for number in own if is_at_hand(self.threads[number], message, now)]

    def list_newest(self) -> list[int] | None:
        """The newest live tickets; None where some of them may not be in mind."""
        newest = self.order[-THREADS:]
        if self.unkept and (len(newest) < THREADS or max(self.unkept) > newest[0]):
            return None
        return newest

    def show(self, threads: Mapping[int, Thread]) -> Shown:
        """What a case shows of these threads and of all live alerts, as the database orders it."""
        live = self.list_alerts()
        return {
            "threads": tuple([threads[number] for number in sorted(threads, reverse=True)]),
            "alerts": live,
            "alert_tickets": tuple([threads[a.ticket].ticket for a in live if a.ticket in threads]),
        }

    def list_alerts(self) -> tuple[Alert, ...]:
        """The live alerts, the oldest first."""
        return self._in_order


class Watch:
    """Live alerts and live tickets per estate, and whose tickets they are."""

    def __init__(self) -> None:
        self._estates: dict[str, _Estate] = {}
        #: How often something was saved of a ticket that is not live, or not in mind.
        self.changes_of_ended = 0
        #: How often a notice was saved.
        self.changes_of_notices = 0

    def _open(self, estate: str) -> _Estate:
        return self._estates.get(estate) or self._estates.setdefault(estate, _Estate())

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

    def list_addressed(self, message: Message, now: datetime) -> set[int] | None:
        """A quick look: the open tickets that the message may belong to; None where not all are in mind."""
        return self._open(message.chat.estate).list_addressed(message, now)

    def show(self, estate: str, numbers: Iterable[int]) -> Shown:
        """What a case shows of these tickets, and of all live alerts."""
        kept = self._open(estate)
        return kept.show({number: kept.threads[number] for number in numbers})

    def foresee(self, case: Case) -> Outcome:
        """What is decided on what is in memory alone: before the database has answered."""
        estate = self._open(case.estate.id)
        wanted = {*estate.order[-THREADS:], *estate.of_person.get(case.message.sender.id, ()), *estate.alerts}
        kept = {number: estate.threads[number] for number in wanted if number in estate.threads}
        return decide(replace(case, **estate.show(kept)))

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
