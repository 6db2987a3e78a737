"""The one place where objects are built and started."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from aiohttp import web
from prometheus_client import CollectorRegistry

from bot.accounts import build_channels
from bot.channels.base import Channel, Coming, Echo, Event, Gap, Heard, MembersChanged, Recalled
from bot.clock import Clock, SystemClock
from bot.delivery.express import Express
from bot.delivery.recalls import Recaller, ask_channels
from bot.delivery.routes import Routes
from bot.delivery.worker import DeliveryWorker, Pace
from bot.desk.console import ConsoleDesk
from bot.desk.desk import Desk
from bot.desk.rehearsal import rehearse
from bot.desk.rounds import Rounds
from bot.directory import Directory, build_directory
from bot.intake.fetching import Fetcher
from bot.intake.foresight import Foresight
from bot.intake.forms import FormIntake
from bot.intake.intake import Classify, Intake
from bot.intake.parking import Parking
from bot.jobs.aftercare import Aftercare
from bot.jobs.bundling import Bundler
from bot.jobs.forgetting import Forgetter
from bot.jobs.outdating import Outdating
from bot.jobs.recurring import Recurrences
from bot.jobs.rereading import LOOK_SECONDS, Rereader
from bot.jobs.retention import Retention
from bot.jobs.table import Job, Jobs
from bot.jobs.timekeeping import Timekeeper
from bot.metrics import Metrics
from bot.register import Register
from bot.settings import Settings
from bot.web import build_web
from bot.web.context import WebContext, WebOptions
from bot.web.forms import LINKS_KEPT
from nlp.classifier import Classifier
from storage.engine import Database
from storage.files import FileStore

log = logging.getLogger("linli.app")

KEYS_KEPT = timedelta(days=3)
#: A code that was used or has expired is of no more use; who used it stands in the audit log.
CODES_KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """What listens and decides, without what talks: the same in the running bot and in a replay."""

    directory: Directory
    desk: Desk
    rounds: Rounds
    timekeeper: Timekeeper
    aftercare: Aftercare
    parking: Parking
    intake: Intake
    jobs: list[Job]


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
    foresee: Callable[[str], None]
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
                self.foresee(event.text)
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


async def build_app(
    settings: Settings, clock: Clock | None = None, channels: Mapping[str, Channel] | None = None
) -> App:
    """Builds the bot.  The database must have been upgraded; raises storage.engine.SchemaError."""
    clock = clock or SystemClock()
    database = await Database.open(settings.storage.url.get_secret_value())
    files = FileStore(settings.storage.files)
    classifier = Classifier.load(settings.rules.extra)
    accounts = dict(channels if channels is not None else build_channels(settings, clock))
    routes = Routes(accounts)
    registry = CollectorRegistry()
    metrics = Metrics(registry)
    wakers: list[DeliveryWorker | Fetcher] = []

    def wake() -> None:
        for waker in wakers:
            waker.wake()

    express = Express()
    foresight = Foresight(classifier.classify)

    def foresee(text: str) -> None:
        if foresight.foresee(text).kind == "urgent":
            express.expect()

    classify = metrics.count_verdicts(foresight.classify)
    inside = build_inside(settings, clock, database, classify, wake, express)
    directory, desk, rounds = inside.directory, inside.desk, inside.rounds
    pacing = settings.delivery
    pace = Pace(
        pacing.interval_seconds,
        pacing.jitter_seconds,
        pacing.alert_interval_seconds,
        pacing.send_timeout_seconds,
    )
    worker = DeliveryWorker(
        clock, database, files, accounts, routes, pace, metrics.count_final(rounds.report_notice)
    )
    express.sender = worker
    desk.first_words.speak = worker.say_now
    limit = pacing.photo_limit_mb * 1024 * 1024
    fetcher = Fetcher(clock, database, files, accounts, limit, rounds.note_file)
    wakers += [worker, fetcher]
    register = Register(settings, database, directory, accounts, clock.now)
    retention = Retention(clock, database, files)
    kept_days = {estate.id: estate.retention_days for estate in settings.estates}
    outdating = Outdating(clock, database, files, kept_days)
    recurrences = Recurrences(clock, database, directory, desk)
    forgetter = Forgetter(clock, database, files, directory, desk)
    recaller = Recaller(clock, database, ask_channels(accounts), rounds.report_recall)
    rereader = Rereader(classifier, rounds.tell_all_staff)
    context = WebContext(
        database=database,
        desk=ConsoleDesk(desk, register),
        files=files,
        channels=accounts,
        clock=clock,
        options=WebOptions(
            host=settings.web.host,
            port=settings.web.port,
            cookie_secure=settings.web.cookie_secure,
            session_hours=settings.web.session_hours,
            demo=bool(settings.channels.webchat and settings.channels.webchat.open),
            proxies=settings.web.proxies,
            public_url=settings.web.public_url,
            forms_per_hour=settings.web.forms_per_hour,
        ),
        registry=registry,
        rules_problem=lambda: rereader.problem,
        estates=lambda: directory.estates,
        forms=FormIntake(directory, desk, classify, inside.intake.recent, list_forms(settings)),
    )
    return App(
        settings=settings,
        clock=clock,
        database=database,
        files=files,
        directory=directory,
        channels=accounts,
        routes=routes,
        desk=desk,
        rounds=rounds,
        intake=inside.intake,
        parking=inside.parking,
        register=register,
        worker=worker,
        fetcher=fetcher,
        jobs=Jobs(
            [
                *inside.jobs,
                Job("erase_alerts", 3600, retention.erase),
                Job("enrol_staff", 300, register.enrol_again),
                # What another process on the same database was told: groups, roles, shifts, leaves.
                Job("refresh_directory", 60, register.refresh),
                Job("erase_outdated", 3600, outdating.erase),
                Job("note_recurring", 15, recurrences.look),
                Job("forget_people", 20, forgetter.forget),
                Job("take_back", 1, recaller.take_back),
                Job("bury_unroutable", 60, worker.bury_unroutable),
                Job("report_notices", 30, rounds.report_notices),
                Job("reread_rules", LOOK_SECONDS, rereader.look),
            ]
        ),
        web=build_web(context),
        metrics=metrics,
        foresee=foresee,
        classify=classifier.classify,
    )


def list_forms(settings: Settings) -> frozenset[str]:
    """The estates that take reports from their web form."""
    return frozenset(estate.id for estate in settings.estates if estate.form)


def build_inside(
    settings: Settings,
    clock: Clock,
    database: Database,
    classify: Classify,
    wake: Callable[[], None],
    express: Express | None = None,
) -> Inside:
    """Builds what decides.  `wake` is called after each commit that says something."""
    directory = build_directory(settings)
    desk = Desk(clock, database, directory, wake, express)
    rounds = Rounds(clock, database, directory, desk)
    parking = Parking(clock, database)
    intake = Intake(clock, directory, desk, classify, parking)
    timekeeper = Timekeeper(clock, database, directory, desk)
    aftercare = Aftercare(clock, database, directory, desk)
    jobs = list_jobs(database, clock, rounds, timekeeper, Bundler(clock, directory, desk), intake, parking)
    jobs.append(Job("look_after_done", 60, aftercare.look_after))
    return Inside(
        directory=directory,
        desk=desk,
        rounds=rounds,
        timekeeper=timekeeper,
        aftercare=aftercare,
        parking=parking,
        intake=intake,
        jobs=jobs,
    )


def list_jobs(
    database: Database,
    clock: Clock,
    rounds: Rounds,
    timekeeper: Timekeeper,
    bundler: Bundler,
    intake: Intake,
    parking: Parking,
) -> list[Job]:
    """The table of what time brings."""

    async def retry_parked() -> None:
        await parking.retry(intake.receive, rounds.give_up)

    async def forget() -> None:
        intake.recent.forget_old(clock.now())

    async def prune() -> None:
        async with database.transaction() as uow:
            await uow.messages.prune(clock.now() - KEYS_KEPT)
            await uow.sessions.prune(clock.now())
            await uow.forgetting.prune(clock.now() - CODES_KEPT)
            await uow.codes.prune(clock.now() - CODES_KEPT)
            await uow.forms.prune(clock.now() - LINKS_KEPT)
            await uow.commit()

    return [
        Job("chase_alerts", 5, rounds.chase),
        Job("keep_limits", 15, timekeeper.keep),
        Job("read_limits", 600, timekeeper.read_again),
        Job("bundle_pushes", 30, bundler.bundle),
        Job("expire_notices", 15, rounds.expire_notices),
        Job("retry_parked", 2, retry_parked),
        Job("forget_recent", 60, forget),
        Job("prune_keys", 3600, prune),
    ]
