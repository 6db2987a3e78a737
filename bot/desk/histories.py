"""Tickets that time still brings something to, each with all that happened to it, in memory.

Where nobody else writes to the database, what the desk saved is all there is: it is kept in mind and not
read again.  Elsewhere everything is read each time.
"""

from __future__ import annotations

from bisect import insort
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass, field

from bot.desk.agenda import Key
from handlers.model import Outcome, Status, Ticket, TicketEvent
from handlers.model.changing import change
from storage.unit_of_work import UnitOfWork

#: So many tickets are kept in mind; of more, those that were touched last.
KEPT = 10_000


@dataclass(slots=True)
class History:
    """A ticket as it is stored, and everything that happened to it, in order."""

    ticket: Ticket
    events: list[TicketEvent] = field(default_factory=list)


class Histories:
    """`read` gives what is stored; `note` takes over what was saved."""

    def __init__(self, *, alone: bool = False) -> None:
        self._alone = alone
        self._kept: OrderedDict[Key, History] = OrderedDict()

    async def read(self, uow: UnitOfWork, estate: str, numbers: Collection[int]) -> dict[int, History]:
        """Those of these tickets that there are, by number."""
        known = {n: self._kept[estate, n] for n in numbers if (estate, n) in self._kept}
        missing = [number for number in numbers if number not in known]
        if missing:
            tickets = await uow.tickets.numbered(estate, missing)
            events = await uow.tickets.histories(estate, [ticket.number for ticket in tickets])
            found = {t.number: History(t, list(events[t.number])) for t in tickets}
            for number, history in found.items():
                self._keep((estate, number), history)
            known |= found
        return known

    def note(self, outcome: Outcome) -> None:
        """Takes over what was just saved."""
        if not self._alone:
            return
        for ticket in outcome.tickets:
            saved, key = change(ticket, version=ticket.version + 1), (ticket.estate, ticket.number)
            if ticket.version == 0:
                self._keep(key, History(saved))
            elif key in self._kept:
                self._kept[key].ticket = saved
        for event in outcome.events:
            history = self._kept.get((event.estate, event.ticket))
            if history is not None:
                insort(history.events, event, key=lambda each: each.at)
        for ticket in (*outcome.tickets, *outcome.dropped):
            self._forget_ended((ticket.estate, ticket.number), gone=ticket in outcome.dropped)

    def _forget_ended(self, key: Key, *, gone: bool) -> None:
        history = self._kept.get(key)
        if history is not None and (gone or not _is_waited_for(history.ticket)):
            del self._kept[key]

    def _keep(self, key: Key, history: History) -> None:
        if self._alone and _is_waited_for(history.ticket):
            self._kept[key] = history
            self._kept.move_to_end(key)
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)


def _is_waited_for(ticket: Ticket) -> bool:
    """Whether time may bring something to it: it is to be done, or its owner to be asked."""
    return ticket.live or ticket.status is Status.DONE
