"""Looks after tickets that are done: asks how it was, closes those that nobody answers."""

from __future__ import annotations

from datetime import datetime

from bot.clock import Clock
from bot.desk import MANY, Desk
from bot.directory import Directory
from handlers.aftercare import find_next_look, look_after
from handlers.model import SILENCE, Outcome, Status
from storage.engine import Database
from storage.unit_of_work import UnitOfWork


class Aftercare:
    """Each step is one transaction of the desk, decided on what is stored then."""

    def __init__(self, clock: Clock, database: Database, directory: Directory, desk: Desk) -> None:
        self._clock = clock
        self._database = database
        self._directory = directory
        self._desk = desk

    async def look_after(self) -> None:
        """Takes every step that is due."""
        async with self._database.view() as uow:
            looks = await self._list_looks(uow)
        now = self._clock.now()
        for due, estate, number in sorted(looks):
            if due <= now:
                await self._look_after_one(estate, number)

    async def next_look(self, uow: UnitOfWork) -> datetime | None:
        """When `look_after` may next have something to do."""
        return min((due for due, _, _ in await self._list_looks(uow)), default=None)

    async def _list_looks(self, uow: UnitOfWork) -> list[tuple[datetime, str, int]]:
        looks = []
        for estate in self._directory.estates:
            done = await uow.tickets.listing(estate.id, statuses=(Status.DONE,), limit=MANY)
            histories = (
                await uow.tickets.histories(estate.id, [ticket.number for ticket in done]) if done else {}
            )
            for ticket in done:
                due = find_next_look(ticket, histories[ticket.number], estate)
                if due is not None:
                    looks.append((due, estate.id, ticket.number))
        return looks

    async def _look_after_one(self, estate: str, number: int) -> None:
        async def step(uow: UnitOfWork) -> Outcome:
            ticket = await uow.tickets.get(estate, number)
            if ticket is None:
                return SILENCE
            events = await uow.tickets.events(estate, number)
            return look_after(ticket, events, self._directory.estate(estate), self._clock.now())

        await self._desk.save(step)
