"""The one place where objects are built."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from prometheus_client import CollectorRegistry

from bot.accounts import build_channels
from bot.channels.base import Channel
from bot.clock import Clock, SystemClock
from bot.delivery.express import Express
from bot.delivery.recalls import Recaller, ask_channels
from bot.delivery.routes import Routes
from bot.delivery.worker import DeliveryWorker, Pace
from bot.desk.console import ConsoleDesk
from bot.desk.desk import Desk
from bot.desk.rounds import Rounds
from bot.directory import build_directory
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
from bot.running import App, Inside
from bot.settings import Settings
from bot.web import build_web
from bot.web.context import WebContext, WebOptions
from bot.web.forms import LINKS_KEPT
from handlers.words.hearing import use
from handlers.words.wordings import read_wordings
from nlp.classifier import Classifier
from storage.engine import Database
from storage.files import FileStore

KEYS_KEPT = timedelta(days=3)
#: A code that was used or has expired is of no more use; who used it stands in the audit log.
CODES_KEPT = timedelta(days=30)


async def build_app(
    settings: Settings, clock: Clock | None = None, channels: Mapping[str, Channel] | None = None
) -> App:
    """Builds the bot.  The database must have been upgraded; raises storage.engine.SchemaError."""
    clock = clock or SystemClock()
    database = await Database.open(settings.storage.url.get_secret_value())
    files = FileStore(settings.storage.files)
    classifier = Classifier.load(settings.rules.extra)
    use(read_wordings(settings.rules.extra))
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
    final = metrics.count_final(rounds.report_notice)
    worker = DeliveryWorker(clock, database, files, accounts, routes, build_pace(settings), final)
    express.sender = worker
    desk.first_words.speak = worker.say_now
    limit = settings.delivery.photo_limit_mb * 1024 * 1024
    fetcher = Fetcher(clock, database, files, accounts, limit, rounds.note_file)
    wakers += [worker, fetcher]
    register = Register(settings, database, directory, accounts, clock.now)
    rereader = Rereader(classifier, rounds.tell_all_staff, settings.rules.extra)
    recaller = Recaller(clock, database, ask_channels(accounts), rounds.report_recall)
    outer = [
        Job("enrol_staff", 300, register.enrol_again),
        # What another process on the same database was told: groups, roles, shifts, leaves.
        Job("refresh_directory", 60, register.refresh),
        Job("take_back", 1, recaller.take_back),
        Job("bury_unroutable", 60, worker.bury_unroutable),
        Job("report_notices", 30, rounds.report_notices),
        Job("reread_rules", LOOK_SECONDS, rereader.look),
        Job("note_recurring", 15, Recurrences(clock, database, directory, desk).look),
    ]
    context = WebContext(
        database=database,
        desk=ConsoleDesk(desk, register),
        files=files,
        channels=accounts,
        clock=clock,
        options=build_options(settings),
        registry=registry,
        rules_problem=lambda: rereader.problem,
        estates=lambda: directory.estates,
        unwritten=lambda: inside.parking.unwritten,
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
        jobs=Jobs([*inside.jobs, *outer, *list_erasing(settings, clock, database, files, inside)]),
        web=build_web(context),
        metrics=metrics,
        foresee=foresee,
        classify=classifier.classify,
    )


def build_pace(settings: Settings) -> Pace:
    """How fast an account sends, and how long it waits for an answer."""
    pacing = settings.delivery
    return Pace(
        pacing.interval_seconds,
        pacing.jitter_seconds,
        pacing.alert_interval_seconds,
        pacing.send_timeout_seconds,
    )


def build_options(settings: Settings) -> WebOptions:
    """Where the pages are served and how."""
    pages = settings.web
    return WebOptions(
        host=pages.host,
        port=pages.port,
        cookie_secure=pages.cookie_secure,
        session_hours=pages.session_hours,
        demo=bool(settings.channels.webchat and settings.channels.webchat.open),
        proxies=pages.proxies,
        public_url=pages.public_url,
        forms_per_hour=pages.forms_per_hour,
    )


def list_erasing(
    settings: Settings, clock: Clock, database: Database, files: FileStore, inside: Inside
) -> list[Job]:
    """What forgets: alerts that are over, tickets that are old, people who asked for it."""
    kept_days = {estate.id: estate.retention_days for estate in settings.estates}
    forgetter = Forgetter(clock, database, files, inside.directory, inside.desk)
    return [
        Job("erase_alerts", 3600, Retention(clock, database, files).erase),
        Job("erase_outdated", 3600, Outdating(clock, database, files, kept_days).erase),
        Job("forget_people", 20, forgetter.forget),
    ]


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
