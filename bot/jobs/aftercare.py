"""Looks after tickets that are done: asks how it was, closes those that nobody answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from bot.clock import Clock
from bot.desk.agenda import Agenda, Key
from bot.desk.desk import MANY, Desk
from bot.desk.histories import History
from bot.directory import Directory
from handlers.model import SILENCE, Outcome, Status
from handlers.tickets.aftercare import find_next_look, look_after
from storage.engine import Database
from storage.unit_of_work import UnitOfWork


class Aftercare:
    """Each step is one transaction of the desk, decided on what is stored then.

    The history of a ticket is read once, and again when its version has changed.  Where nobody else
    writes to the database, only tickets that the desk has changed are looked up at all.
    """

    def __init__(self, clock: Clock, database: Database, directory: Directory, desk: Desk) -> None:
        self._clock = clock
        self._database = database
        self._directory = directory
        self._desk = desk
        self._agenda = Agenda()
        self._histories = desk.histories
        #: Of each ticket that is done the version whose history was read.
        self._versions: dict[Key, int] = {}
        self._has_read = False

    async def look_after(self) -> None:
        """Takes every step that is due."""
        async with self._database.view() as uow:
            await self._plan(uow)
        for estate, number in self._agenda.list_due(self._clock.now()):
            # Whatever comes of it, the ticket is read again.
            self._versions.pop((estate, number), None)
            await self._look_after_one(estate, number)
            self._desk.agenda.note_done((estate, number))

    async def next_look(self, uow: UnitOfWork) -> datetime | None:
        """When `look_after` may next have something to do."""
        await self._plan(uow)
        return self._agenda.next_look()

    async def _plan(self, uow: UnitOfWork) -> None:
        done, others = self._desk.agenda.take_done()
        for key in others:
            self._forget(key)
        for estate in self._directory.estates:
            if self._has_read and self._database.alone:
                await self._plan_changed(uow, estate.id, {n for place, n in done if place == estate.id})
            else:
                await self._plan_all(uow, estate.id)
        self._has_read = True

    async def _plan_all(self, uow: UnitOfWork, estate: str) -> None:
        done = await uow.tickets.listing(estate, statuses=(Status.DONE,), limit=MANY)
        numbers = {ticket.number for ticket in done}
        for key in [key for key in self._versions if key[0] == estate and key[1] not in numbers]:
            self._forget(key)
        new = [t.number for t in done if self._versions.get((estate, t.number)) != t.version]
        self._plan_tickets(estate, await self._histories.read(uow, estate, new))

    async def _plan_changed(self, uow: UnitOfWork, estate: str, numbers: Collection[int]) -> None:
        if not numbers:
            return
        found = await self._histories.read(uow, estate, numbers)
        done = {number: each for number, each in found.items() if each.ticket.status is Status.DONE}
        for number in set(numbers) - set(done):
            self._forget((estate, number))
        self._plan_tickets(estate, done)

    def _plan_tickets(self, estate: str, done: Mapping[int, History]) -> None:
        for number, history in done.items():
            if self._versions.get((estate, number)) != history.ticket.version:
                look = find_next_look(history.ticket, history.events, self._directory.estate(estate))
                self._agenda.set_look((estate, number), look)
                self._versions[estate, number] = history.ticket.version

    def _forget(self, key: Key) -> None:
        self._versions.pop(key, None)
        self._agenda.set_look(key, None)

    async def _look_after_one(self, estate: str, number: int) -> None:
        async def step(uow: UnitOfWork) -> Outcome:
            found = (await self._histories.read(uow, estate, (number,))).get(number)
            if found is None:
                return SILENCE
            place = self._directory.estate(estate)
            return look_after(found.ticket, found.events, place, self._clock.now())

        await self._desk.save(step)
