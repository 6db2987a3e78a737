"""Seven days after the all-clear the photos, looks and names of an alert are erased."""

from __future__ import annotations

import logging
from datetime import timedelta

from bot.clock import Clock
from storage.engine import Database
from storage.files import FileStore

log = logging.getLogger("linli.retention")

#: PRODUCT §9: alert photos and looks are kept so long after the all-clear.
KEPT = timedelta(days=7)


class Retention:
    """Erases what is due.  Run it as often as you like: each alert is erased once."""

    def __init__(self, clock: Clock, database: Database, files: FileStore) -> None:
        self._clock = clock
        self._database = database
        self._files = files
        self._scrub = True

    async def erase(self) -> None:
        """Erases every alert that ended seven days ago, then what the database still keeps of it."""
        now = self._clock.now()
        async with self._database.view() as uow:
            due = await uow.erasing.due(now - KEPT)
        for estate, ticket in due:
            await self._erase_one(estate, ticket)
        self._scrub = self._scrub or bool(due)
        if self._scrub:
            self._scrub = not await self._database.scrub()

    async def _erase_one(self, estate: str, ticket: int) -> None:
        """The photos first: should it stop in between, the rows still name what is left to do."""
        async with self._database.view() as uow:
            contents = await uow.erasing.contents(estate, ticket)
        for sha256 in contents:
            await self._files.delete(sha256)
        async with self._database.transaction() as uow:
            await uow.erasing.erase(estate, ticket, self._clock.now())
            await uow.commit()
        log.info("alert %s #%d: %d photos and all personal words erased", estate, ticket, len(contents))
