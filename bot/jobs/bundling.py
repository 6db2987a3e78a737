"""Every so many minutes one push with the new ordinary tickets, for targets outside the chat."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.clock import Clock
from bot.desk.desk import Desk
from bot.directory import Directory
from handlers.model import SILENCE, Estate, Outcome
from handlers.tickets.pushing import bundle_tickets
from storage.unit_of_work import UnitOfWork

JOB = "bundle_pushes"
#: After a standstill so many stretches are made up for; what is older nobody wants to be pushed.
MADE_UP = 6
#: What was reported at the end of a stretch may still be on its way into the database.
GRACE = timedelta(seconds=30)
_KEPT = timedelta(days=2)
_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
_MOST = 1_000


class Bundler:
    """Makes each bundle once, whoever runs and however often: the stretch is claimed in its transaction."""

    def __init__(self, clock: Clock, directory: Directory, desk: Desk) -> None:
        self._clock = clock
        self._directory = directory
        self._desk = desk
        self._done: dict[str, int] = {}

    async def bundle(self) -> None:
        """Pushes what was opened in the stretches that are over."""
        for estate in self._directory.estates:
            if any("ticket" in target.levels for target in estate.pushes):
                await self._bundle_estate(estate)

    async def _bundle_estate(self, estate: Estate) -> None:
        length = timedelta(minutes=estate.push_minutes)
        last = (self._clock.now() - GRACE - _BEGINNING) // length - 1
        first = max(self._done.get(estate.id, last - MADE_UP) + 1, last - MADE_UP + 1)
        for number in range(first, last + 1):
            await self._bundle_stretch(estate, _BEGINNING + number * length, length)
        self._done[estate.id] = last

    async def _bundle_stretch(self, estate: Estate, begins: datetime, length: timedelta) -> None:
        async def step(uow: UnitOfWork) -> Outcome:
            job = f"{JOB}:{estate.id}"
            newest = await uow.tickets.listing(estate.id, limit=_MOST)
            opened = [ticket for ticket in newest if begins <= ticket.opened_at < begins + length]
            outcome = bundle_tickets(opened, estate, self._clock.now())
            # Nothing to say needs no mark: it will be nothing the next time too.
            if not outcome or not await uow.jobs.claim(job, begins.isoformat()):
                return SILENCE
            await uow.jobs.prune(job, (begins - _KEPT).isoformat())
            return outcome

        await self._desk.save(step)
