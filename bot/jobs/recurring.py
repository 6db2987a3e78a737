"""Looks whether what was just reported is the third fault of the same thing within a month."""

from __future__ import annotations

from datetime import timedelta

from bot.clock import Clock
from bot.desk.desk import Desk
from bot.directory import Directory
from handlers.model import SILENCE, Outcome, Ticket
from handlers.tickets.equipment import find_equipment
from handlers.tickets.recurring import list_earlier, note_recurring
from storage.engine import Database
from storage.unit_of_work import UnitOfWork

#: After a start what came lately is looked at again: what was told is known from its events.
LATELY = timedelta(days=1)
#: A report may be withdrawn within its settle time, and is changed in it; then it is one.
SETTLED = timedelta(seconds=5)
#: As many as come between two looks; after a start as many as in a day.
_BETWEEN, _AT_FIRST = 50, 500


class Recurrences:
    """Each new ticket is looked at once; each step is one transaction of the desk."""

    def __init__(self, clock: Clock, database: Database, directory: Directory, desk: Desk) -> None:
        self._clock = clock
        self._database = database
        self._directory = directory
        self._desk = desk
        #: The highest number that was looked at, by estate.
        self._seen: dict[str, int] = {}

    async def look(self) -> None:
        for estate in self._directory.estates:
            for ticket in await self._list_new(estate.id, estate.settle_seconds):
                if find_equipment(ticket) is not None:
                    await self._look_at(estate.id, ticket.number)

    async def _list_new(self, estate: str, settle_seconds: float) -> list[Ticket]:
        """The tickets that came since, the oldest first; what may still change waits, and all after it."""
        now, seen = self._clock.now(), self._seen.get(estate)
        async with self._database.view() as uow:
            latest = await uow.tickets.listing(estate, limit=_AT_FIRST if seen is None else _BETWEEN)
        settled = now - timedelta(seconds=settle_seconds) - (SETTLED if settle_seconds else timedelta())
        new = []
        for ticket in sorted(latest, key=lambda ticket: ticket.number):
            fresh = ticket.number > seen if seen is not None else now - ticket.opened_at <= LATELY
            if not fresh:
                continue
            if ticket.opened_at > settled:
                break
            new.append(ticket)
        if new:
            self._seen[estate] = new[-1].number
        return new

    async def _look_at(self, estate: str, number: int) -> None:
        async def step(uow: UnitOfWork) -> Outcome:
            ticket = await uow.tickets.get(estate, number)
            if ticket is None:
                return SILENCE
            earlier = list_earlier(ticket, await uow.tickets.before(ticket))
            events = await uow.tickets.events(estate, number)
            place = self._directory.estate(estate)
            return note_recurring(ticket, events, earlier, place, self._clock.now())

        await self._desk.save(step)
