"""Erases what is held on whoever asked for it: at once what is over, the rest as soon as it is."""

from __future__ import annotations

import logging

from bot.clock import Clock
from bot.desk.desk import Desk
from bot.desk.holdings import read_held
from bot.directory import Directory
from handlers.commands.forgetting import is_over, tell_erased
from handlers.model import SILENCE, Audit, Erasure, Outcome, Purpose
from handlers.saying.speak import tell
from storage.engine import Database
from storage.files import FileStore
from storage.unit_of_work import UnitOfWork

log = logging.getLogger("linli.retention")


class Forgetter:
    """Run it as often as you like: what is erased is not found again."""

    def __init__(
        self, clock: Clock, database: Database, files: FileStore, directory: Directory, desk: Desk
    ) -> None:
        self._clock = clock
        self._database = database
        self._files = files
        self._directory = directory
        self._desk = desk
        self._scrub = False

    async def forget(self) -> None:
        """Erases everything that can go, then what the database still keeps of it."""
        async with self._database.view() as uow:
            confirmed = await uow.forgetting.confirmed()
        for erasure in confirmed:
            await self._forget_person(erasure)
        if self._scrub:
            self._scrub = not await self._database.scrub()

    async def _forget_person(self, erasure: Erasure) -> None:
        estate, person = erasure.estate, erasure.person.id
        async with self._database.view() as uow:
            held = await read_held(uow, estate, person)
        over = [ticket.number for ticket in held.tickets if is_over(ticket, held)]
        for number in over:
            await self._erase_one(estate, number, person)
        if len(over) == len(held.tickets):
            await self._finish(erasure)

    async def _erase_one(self, estate: str, number: int, person: str) -> None:
        """The photos first: should it stop in between, the rows still name what is left to do."""
        self._scrub = True
        async with self._database.view() as uow:
            contents = await uow.forgetting.contents(estate, number, person)
        for sha256 in contents:
            await self._files.delete(sha256)
        async with self._database.transaction() as uow:
            await uow.forgetting.erase(estate, number, person, self._clock.now())
            line = Audit(
                estate=estate, at=self._clock.now(), actor=person, action="erased", subject=f"#{number}"
            )
            await uow.audits.add((line,))
            await uow.commit()
        log.info("ticket %s #%d: what was personal is erased, %d photos", estate, number, len(contents))

    async def _finish(self, erasure: Erasure) -> None:
        """Nothing is left: the name goes, and who asked is told."""
        self._scrub = True
        estate = self._directory.estate(erasure.estate)

        async def step(uow: UnitOfWork) -> Outcome:
            if not await uow.forgetting.finish(erasure.estate, erasure.person.id):
                return SILENCE
            text, now = tell_erased(erasure, estate.texts), self._clock.now()
            return Outcome(deliveries=(tell(estate, erasure.reply_to, text, Purpose.ANSWER, now),))

        await self._desk.save(step)
