"""What runs: everything that bot/app.py has built, started and stopped in good order."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from bot.channels.base import Channel, Coming, Echo, Event, Gap, Heard, MembersChanged, Recalled
from bot.clock import Clock
from bot.delivery.routes import Routes
from bot.delivery.worker import DeliveryWorker
from bot.desk.desk import Desk
from bot.desk.rehearsal import rehearse
from bot.desk.rounds import Rounds
from bot.directory import Directory
from bot.intake.fetching import Fetcher
from bot.intake.intake import Classify, Intake
from bot.intake.parking import Parking
from bot.jobs.table import Jobs
from bot.metrics import Metrics
from bot.register import Register
from bot.settings import Settings
from handlers.words.hearing import make_each_ready
from storage.engine import Database
from storage.files import FileStore

log = logging.getLogger("linli.app")

#: Between two patterns that are made whoever speaks has time to be heard; in seconds.
BETWEEN_PATTERNS = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """Everything that runs, built and connected; `running` starts it and stops it again."""

    settings: Settings
    clock: Clock
    database: Database
    files: FileStore
    directory: Directory
    channels: Mapping[str, Channel]
    routes: Routes
    desk: Desk
    rounds: Rounds
    intake: Intake
    parking: Parking
    register: Register
    worker: DeliveryWorker
    fetcher: Fetcher
    jobs: Jobs
    web: web.Application
    metrics: Metrics
    foresee: Callable[[str], bool]
    classify: Classify

    @asynccontextmanager
    async def running(self) -> AsyncIterator[str]:
        """Runs the bot; yields the address of its pages.  Ends in good order on leaving."""
        await self.register.enrol()
        await self.desk.start()
        await rehearse(self.database, self.directory, self.desk, self.worker, self.classify, self.clock.now())
        for channel in self.channels.values():
            await channel.start()
        runner = web.AppRunner(self.web, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, self.settings.web.host, self.settings.web.port)
        await site.start()
        self.jobs.start()
        tasks = [asyncio.create_task(self.listen(channel)) for channel in self.channels.values()]
        sending = asyncio.create_task(self.worker.run())
        tasks += [asyncio.create_task(self.fetcher.run())]
        tasks += [asyncio.create_task(learn_words())]
        try:
            yield find_address(runner, self.settings.web.host)
        finally:
            self.jobs.stop()
            # While the accounts can still be used: what is being sent is to arrive and be written down.
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)
            for channel in self.channels.values():
                await channel.close()
            await self.intake.drain()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await runner.cleanup()
            await self.database.close()

    async def listen(self, channel: Channel) -> None:
        """The listening loop of one account."""
        enrolling = asyncio.create_task(self.register.enrol_when_ready(channel))
        aside: set[asyncio.Task[None]] = set()
        async for event in channel.events():
            if isinstance(event, Gap | MembersChanged):
                # Who is in the groups is asked of the gateway: nobody's words wait for that.
                task = asyncio.create_task(self._take_safely(event))
                aside.add(task)
                task.add_done_callback(aside.discard)
            else:
                await self._take_safely(event)
        for task in (enrolling, *aside):
            task.cancel()

    async def _take_safely(self, event: Event) -> None:
        try:
            await self.take(event)
        except Exception:  # the listening loop: one strange event must not make the account deaf
            log.exception("an event of %s could not be taken", event.account)

    async def take(self, event: Event) -> None:
        """Sends one event where it belongs."""
        match event:
            case Coming():
                if self.foresee(event.text):
                    event.hasten()
            case Heard():
                self.metrics.heard.labels(event.account).inc()
                self.routes.learn(event.chat, event.account)
                self.intake.put(event)
            case Recalled():
                self.intake.put(event)
            case Echo():
                self.worker.hear_echo(event)
            case MembersChanged():
                await self.register.enrol_members(event.chat, self.channels[event.account])
            case Gap():
                log.warning("%s heard nothing from %s to %s", event.account, event.since, event.until)
                await self.rounds.note_gap(event, self.channels[event.account].network)
                await self.register.enrol_all_members(self.channels[event.account])


def find_address(runner: web.AppRunner, host: str) -> str:
    """The address that the pages really have (the port may have been 0)."""
    for address in runner.addresses:
        return f"http://{host}:{address[1]}"
    return f"http://{host}"


async def learn_words() -> None:
    """Makes what finds words in a text, as far as the rehearsal had no use for it, a little at a time."""
    for _ in make_each_ready():
        await asyncio.sleep(BETWEEN_PATTERNS)
