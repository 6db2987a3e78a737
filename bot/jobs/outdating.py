"""What is personal in a ticket is erased when it ended so long ago; counts and times stay."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import timedelta

from bot.clock import Clock
from storage.engine import Database
from storage.files import FileStore

log = logging.getLogger("linli.retention")


class Outdating:
    """Run it as often as you like: each ticket is erased once.  `days` are each estate's."""

    def __init__(self, clock: Clock, database: Database, files: FileStore, days: Mapping[str, int]) -> None:
        self._clock = clock
        self._database = database
        self._files = files
        self._days = days
        self._scrub = False

    async def erase(self) -> None:
        """Erases what is due, some at a time, then what the database still keeps of it."""
        for estate, days in self._days.items():
            async with self._database.view() as uow:
                due = await uow.forgetting.outdated(estate, self._clock.now() - timedelta(days=days))
            for number in due:
                await self._erase_one(estate, number)
        if self._scrub:
            self._scrub = not await self._database.scrub()

    async def _erase_one(self, estate: str, number: int) -> None:
        """The photos first: should it stop in between, the rows still name what is left to do."""
        self._scrub = True
        async with self._database.view() as uow:
            people = await uow.forgetting.people_of(estate, number)
            contents = {c for person in people for c in await uow.forgetting.contents(estate, number, person)}
        for sha256 in contents:
            await self._files.delete(sha256)
        async with self._database.transaction() as uow:
            for person in people:
                await uow.forgetting.erase(estate, number, person, self._clock.now())
            await uow.commit()
        log.info("ticket %s #%d ended long ago: what was personal is erased", estate, number)
