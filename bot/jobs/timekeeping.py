"""Keeps the limits of ordinary tickets: who is told that one waits, and when a hold is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.clock import Clock
from bot.desk.desk import MANY, Desk
from bot.directory import Directory
from handlers.alerts.drills import is_drill
from handlers.model import LIVE, SILENCE, Outcome
from handlers.tickets import overdue
from handlers.tickets.handing import waits_for_somebody
from storage.engine import Database
from storage.unit_of_work import UnitOfWork

#: A ticket that had nothing to say when it was its turn is looked at again after this.
AGAIN = timedelta(minutes=10)


class Timekeeper:
    """Looks at each live ticket when the desk's agenda says; each step is one transaction of the desk."""

    def __init__(self, clock: Clock, database: Database, directory: Directory, desk: Desk) -> None:
        self._clock = clock
        self._database = database
        self._directory = directory
        self._desk = desk
        self._agenda = desk.agenda
        self._histories = desk.histories

    async def read_again(self) -> None:
        """Learns what is live from the database: at the start, and what other processes did since."""
        async with self._database.view() as uow:
            live = [
                (ticket.estate, ticket.number)
                for estate in self._directory.estates
                for ticket in await uow.tickets.listing(estate.id, statuses=LIVE, limit=MANY)
            ]
        self._agenda.replace_all(live)

    async def keep(self) -> None:
        """Takes every step that is due: warnings, escalations, the ends of holds, shifts that begin."""
        await self._plan()
        for estate, number in self._agenda.list_due(self._clock.now()):
            # Read before the step: what it changes is planned anew.
            self._agenda.set_look((estate, number), self._clock.now() + AGAIN)
            await self._keep_one(estate, number)
        await self._plan()

    async def next_look(self, uow: UnitOfWork) -> datetime | None:
        """When `keep` may next have something to do."""
        await self._plan_in(uow)
        return self._agenda.next_look()

    async def _keep_one(self, estate: str, number: int) -> None:
        async def step(uow: UnitOfWork) -> Outcome:
            history = (await self._histories.read(uow, estate, (number,))).get(number)
            alert = await uow.alerts.get(estate, number)
            # A live alert has a chain of its own (handlers.chasing), and a drill is nobody's work.
            if history is None or (alert is not None and (alert.live or is_drill(alert))):
                return SILENCE
            ticket, place = history.ticket, self._directory.estate(estate)
            loads = await uow.tickets.loads(estate) if waits_for_somebody(ticket, place) else {}
            return overdue.keep_limits(ticket, history.events, place, self._clock.now(), loads)

        await self._desk.save(step)

    async def _plan(self) -> None:
        if self._agenda.has_changed():
            async with self._database.view() as uow:
                await self._plan_in(uow)

    async def _plan_in(self, uow: UnitOfWork) -> None:
        changed: dict[str, list[int]] = {}
        for estate, number in self._agenda.take_changed():
            changed.setdefault(estate, []).append(number)
        for estate, numbers in changed.items():
            await self._plan_estate(uow, estate, numbers)

    async def _plan_estate(self, uow: UnitOfWork, estate: str, numbers: list[int]) -> None:
        now, place = self._clock.now(), self._directory.estate(estate)
        histories = await self._histories.read(uow, estate, numbers)
        for number in numbers:
            found = histories.get(number)
            look = overdue.find_next_look(found.ticket, found.events, place, now) if found else None
            self._agenda.set_look((estate, number), look)
