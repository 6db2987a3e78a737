"""The live tickets and alerts of one estate in memory, and which of them a message may be of.

Most of what is said is of none: a quick look at its words and its time says so.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TypedDict

from handlers.conversation.joining import is_for_some, speaks_of_now
from handlers.conversation.own_threads import is_at_hand, speaks_of_own
from handlers.glance import Glance
from handlers.model import Alert, Delivery, DeliveryState, Message, Ticket
from handlers.threads import HOT, WARM, Thread

#: So many live tickets an estate are kept in mind at most, the newest.
KEPT = 5_000
#: As many live tickets, the newest, may be joined or followed; older ones only by their own reporter.
THREADS = 60
#: What is said and in one of these states stays so.
SETTLED = (DeliveryState.ACCEPTED, DeliveryState.SEEN, DeliveryState.CANCELLED)


class Shown(TypedDict):
    """What a case has of open tickets and alerts."""

    threads: tuple[Thread, ...]
    alerts: tuple[Alert, ...]
    alert_tickets: tuple[Ticket, ...]


class KeptEstate:
    """Its live alerts, its live tickets as far as they are kept in mind, and whose they are."""

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

    def list_hot(self, message: Message, now: datetime, *, of_earlier: bool) -> list[int]:
        """The tickets that were spoken of in the chat just now; what is longer ago is not kept."""
        spoken = self.spoken.get(message.chat.id)
        if not spoken:
            return []
        for number in [n for n, at in spoken.items() if now - at > HOT or n not in self.threads]:
            del spoken[number]
        if of_earlier:
            return list(spoken)
        threads, of_now = self.threads, speaks_of_now(message.text)
        return [
            number
            for number, at in spoken.items()
            if threads[number].ticket.kind == "inquiry" or (of_now and now - at <= WARM)
        ]

    def list_addressed(self, message: Message, glance: Glance, now: datetime) -> set[int] | None:
        """The tickets that the message may belong to, as far as one sees at once; None where not all are in
        mind."""
        threads, own = self.threads, self.of_person.get(message.sender.id)
        if own and not own <= threads.keys():
            return None
        if self.alerts and not self.alerts.keys() <= threads.keys():
            return None
        if not threads:
            return set()
        wide = glance.of_any or message.quote is not None
        of_earlier = wide or glance.of_some or glance.more or bool(message.attachments)
        addressed = {*self.alerts, *self.list_hot(message, now, of_earlier=of_earlier)}
        if own:
            addressed.update(own if of_earlier else self._list_own(own, message, now))
        if wide or glance.of_some:
            newest = [n for n in self.order[-THREADS:] if threads[n].ticket.kind != "urgent"]
            chat = message.chat.id
            addressed.update(newest if wide else [n for n in newest if is_for_some(threads[n], chat)])
        return addressed

    def _list_own(self, own: set[int], message: Message, now: datetime) -> Iterable[int]:
        """The sender's tickets that the message may be of: chat is not of what was said yesterday."""
        if speaks_of_own(message):
            return own
        return [number for number in own if is_at_hand(self.threads[number], message, now)]

    def list_newest(self) -> list[int] | None:
        """The newest live tickets; None where some of them may not be in mind."""
        newest = self.order[-THREADS:]
        if self.unkept and (len(newest) < THREADS or max(self.unkept) > newest[0]):
            return None
        return newest

    def show(self, numbers: Iterable[int]) -> Shown:
        """What a case shows of these tickets, all in mind, and of live alerts, as the database orders it."""
        live, threads = self.list_alerts(), self.threads
        shown = set(numbers)
        return {
            "threads": tuple([threads[number] for number in sorted(shown, reverse=True)]),
            "alerts": live,
            "alert_tickets": tuple([threads[a.ticket].ticket for a in live if a.ticket in shown]),
        }

    def list_alerts(self) -> tuple[Alert, ...]:
        """The live alerts, the oldest first."""
        return self._in_order
