"""Everything that the page of one ticket shows: its story, what was said, what can be done with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.phrases import RELAYS
from bot.web.page import Place
from bot.web.shown import name_some
from handlers.alerts.steps import is_search
from handlers.kinds import DRILL
from handlers.model import (
    Alert,
    AlertState,
    Delivery,
    DeliveryState,
    Purpose,
    Status,
    Step,
    Ticket,
    TicketEvent,
    TicketFile,
)

#: More chats than these are shown by their number, and by name where something is wrong there.
FEW = 12
ARRIVED = (DeliveryState.ACCEPTED, DeliveryState.SEEN, DeliveryState.RECALLED)


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that was said, in one chat or in several."""

    deliveries: Sequence[Delivery]

    @property
    def first(self) -> Delivery:
        return self.deliveries[0]

    @property
    def alike(self) -> bool:
        """Whether it fared the same everywhere."""
        return len({(delivery.state, delivery.error) for delivery in self.deliveries}) == 1

    @property
    def counts(self) -> list[tuple[DeliveryState, int]]:
        """In how many chats it is in which state, the most frequent first."""
        return Counter(delivery.state for delivery in self.deliveries).most_common()

    @property
    def troubled(self) -> list[Delivery]:
        """Every chat with how it fared there; of many those alone where it has not arrived."""
        if len(self.deliveries) <= FEW:
            return list(self.deliveries)
        return [delivery for delivery in self.deliveries if delivery.state not in ARRIVED]


@dataclass(frozen=True, slots=True)
class Folder:
    """A ticket with everything that belongs to it."""

    ticket: Ticket
    alert: Alert | None
    events: Sequence[TicketEvent]
    files: Sequence[TicketFile]
    deliveries: Sequence[Delivery]
    #: The faults of the same lift, door or pump in the 30 days before.
    earlier: Sequence[Ticket] = ()

    def list_events(self) -> list[TicketEvent]:
        """What happened, with all who could not be reached at one time in one line."""
        shown: list[TicketEvent] = []
        for event in self.events:
            last = shown[-1] if shown else None
            if event.step is Step.UNREACHED and last is not None and last.step is Step.UNREACHED:
                shown[-1] = replace(last, words=f"{last.words}\n{event.words}")
            else:
                shown.append(event)
        return shown

    def show_event_words(self, event: TicketEvent, place: Place) -> str:
        """The words of an event for people: chats by their names, policies by theirs."""
        if event.step is Step.UNREACHED:
            return name_some([place.name_chat(chat) for chat in event.words.split("\n")])
        if event.step in (Step.VERIFIED, Step.DISMISSED):
            return f"线索{event.words}"
        return RELAYS.get(event.words, event.words) if event.step is Step.ALERTED else event.words

    @property
    def drill(self) -> bool:
        """Whether it was only an exercise."""
        return self.alert is not None and self.alert.policy == DRILL

    def list_acts(self) -> set[str]:
        """The steps that make sense now; the desk has the last word."""
        ticket, alert = self.ticket, self.alert
        acts = {"reply"} if ticket.live or ticket.status is Status.DONE else set()
        if ticket.live:
            acts |= {"false_alarm"} if is_search(alert) else {"done", "false_alarm"}
        if ticket.status in (Status.OPEN, Status.REOPENED):
            acts.add("accept")
        if alert is not None and alert.state is AlertState.UNCONFIRMED:
            acts.add("confirm")
        if alert is not None and alert.live:
            acts |= {"clear", "false_alarm"}
        return acts

    def list_said(self) -> list[Said]:
        """What was said about the ticket, the same words in several chats together."""
        groups: dict[tuple[str, str, object], list[Delivery]] = {}
        for delivery in self.deliveries:
            key = (delivery.purpose.value, delivery.text, delivery.mentions)
            groups.setdefault(key, []).append(delivery)
        return [Said(deliveries) for deliveries in groups.values()]

    def measure_relay(self) -> tuple[timedelta, timedelta, int] | None:
        """From the first word to the first relay and to the last, and how many groups were told."""
        sent = [d.sent_at for d in self.deliveries if d.purpose is Purpose.RELAY and d.sent_at is not None]
        if self.alert is None or not sent:
            return None
        return min(sent) - self.alert.opened_at, max(sent) - self.alert.opened_at, len(sent)
