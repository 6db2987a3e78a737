"""The one place where objects are built."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from prometheus_client import CollectorRegistry

from bot.accounts import build_channels
from bot.channels.base import Channel
from bot.clock import Clock, SystemClock
from bot.delivery.express import Express
from bot.delivery.recalls import Recaller, ask_channels
from bot.delivery.routes import Routes
from bot.delivery.worker import DeliveryWorker, Pace
from bot.desk.console import ConsoleDesk
from bot.inside import Inside, build_inside
from bot.intake.fetching import Fetcher
from bot.intake.foresight import Foresight
from bot.intake.forms import FormIntake
from bot.intake.intake import Classify
from bot.jobs.forgetting import Forgetter
from bot.jobs.outdating import Outdating
from bot.jobs.recurring import Recurrences
from bot.jobs.rereading import LOOK_SECONDS, Rereader
from bot.jobs.retention import Retention
from bot.jobs.table import Job, Jobs
from bot.metrics import Metrics
from bot.register import Register
from bot.running import App
from bot.settings import Settings
from bot.web import build_web
from bot.web.context import WebContext, WebOptions
from handlers.words.hearing import use
from handlers.words.wordings import read_wordings
from nlp.classifier import Classifier
from storage.engine import Database
from storage.files import FileStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What everything else stands on."""

    settings: Settings
    clock: Clock
    database: Database
    files: FileStore
    channels: Mapping[str, Channel]
    registry: CollectorRegistry
    metrics: Metrics


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """What goes out and what is fetched from outside."""

    routes: Routes
    worker: DeliveryWorker
    fetcher: Fetcher

    def wake(self) -> None:
        self.worker.wake()
        self.fetcher.wake()


async def build_app(
    settings: Settings, clock: Clock | None = None, channels: Mapping[str, Channel] | None = None
) -> App:
    """Builds the bot.  The database must have been upgraded; raises storage.engine.SchemaError."""
    ground = await open_ground(settings, clock or SystemClock(), channels)
    classifier = Classifier.load(settings.rules.extra)
    use(read_wordings(settings.rules.extra))
    express, foresight = Express(), Foresight(classifier.classify)
    classify = ground.metrics.count_verdicts(foresight.classify)

    def foresee(text: str) -> bool:
        urgent = foresight.foresee(text).kind == "urgent"
        if urgent:
            express.expect()
        return urgent

    def wake() -> None:  # nobody wakes what is not there yet: nothing is decided before all is built
        sending.wake()

    inside = build_inside(settings, ground.clock, ground.database, classify, wake, express)
    sending = build_sending(ground, inside, express)
    register = Register(settings, ground.database, inside.directory, ground.channels, ground.clock.now)
    rereader = Rereader(classifier, inside.rounds.tell_all_staff, settings.rules.extra)
    erasing = list_erasing(settings, ground.clock, ground.database, ground.files, inside)
    return App(
        settings=settings,
        clock=ground.clock,
        database=ground.database,
        files=ground.files,
        directory=inside.directory,
        channels=ground.channels,
        routes=sending.routes,
        desk=inside.desk,
        rounds=inside.rounds,
        intake=inside.intake,
        parking=inside.parking,
        register=register,
        worker=sending.worker,
        fetcher=sending.fetcher,
        jobs=Jobs([*inside.jobs, *list_outer_jobs(ground, inside, sending, register, rereader), *erasing]),
        web=build_web(build_context(ground, inside, register, rereader, classify)),
        metrics=ground.metrics,
        foresee=foresee,
        classify=classifier.classify,
    )


async def open_ground(settings: Settings, clock: Clock, channels: Mapping[str, Channel] | None) -> Ground:
    """Opens the database; the channels are those of the settings, where none are given."""
    registry = CollectorRegistry()
    return Ground(
        settings=settings,
        clock=clock,
        database=await Database.open(settings.storage.url.get_secret_value()),
        files=FileStore(settings.storage.files),
        channels=dict(channels if channels is not None else build_channels(settings, clock)),
        registry=registry,
        metrics=Metrics(registry),
    )


def build_sending(ground: Ground, inside: Inside, express: Express) -> Sending:
    """What sends and what fetches; alerts and first words go through it at once."""
    routes, accounts = Routes(ground.channels), ground.channels
    worker = DeliveryWorker(
        ground.clock,
        ground.database,
        ground.files,
        accounts,
        routes,
        build_pace(ground.settings),
        ground.metrics.count_final(inside.rounds.report_notice),
    )
    express.sender = worker
    inside.desk.first_words.speak = worker.say_now
    limit = ground.settings.delivery.photo_limit_mb * 1024 * 1024
    fetcher = Fetcher(ground.clock, ground.database, ground.files, accounts, limit, inside.rounds.note_file)
    return Sending(routes=routes, worker=worker, fetcher=fetcher)


def list_outer_jobs(
    ground: Ground, inside: Inside, sending: Sending, register: Register, rereader: Rereader
) -> list[Job]:
    """What time brings to the running bot and not to a replay."""
    clock, database = ground.clock, ground.database
    take_back, report = ask_channels(ground.channels), inside.rounds.report_recall
    recaller = Recaller(clock, database, take_back, report, sending.worker.be_quiet)
    return [
        Job("enrol_staff", 300, register.enrol_again),
        # What another process on the same database was told: groups, roles, shifts, leaves.
        Job("refresh_directory", 60, register.refresh),
        Job("take_back", 1, recaller.take_back),
        Job("bury_unroutable", 60, sending.worker.bury_unroutable),
        Job("report_notices", 30, inside.rounds.report_notices),
        Job("reread_rules", LOOK_SECONDS, rereader.look),
        Job("note_recurring", 15, Recurrences(clock, database, inside.directory, inside.desk).look),
    ]


def build_context(
    ground: Ground, inside: Inside, register: Register, rereader: Rereader, classify: Classify
) -> WebContext:
    """What the pages are given."""
    directory, recent = inside.directory, inside.intake.recent
    return WebContext(
        database=ground.database,
        desk=ConsoleDesk(inside.desk, register),
        files=ground.files,
        channels=ground.channels,
        clock=ground.clock,
        options=build_options(ground.settings),
        registry=ground.registry,
        rules_problem=lambda: rereader.problem,
        estates=lambda: directory.estates,
        unwritten=lambda: inside.parking.unwritten,
        forms=FormIntake(directory, inside.desk, classify, recent, list_forms(ground.settings)),
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
        kept_days=list_kept_days(settings),
    )


def list_kept_days(settings: Settings) -> dict[str, int]:
    """How long what is personal is kept of tickets that have ended, estate by estate."""
    return {estate.id: estate.retention_days for estate in settings.estates}


def list_erasing(
    settings: Settings, clock: Clock, database: Database, files: FileStore, inside: Inside
) -> list[Job]:
    """What forgets: alerts that are over, tickets that are old, people who asked for it."""
    kept_days = list_kept_days(settings)
    forgetter = Forgetter(clock, database, files, inside.directory, inside.desk)
    return [
        Job("erase_alerts", 3600, Retention(clock, database, files).erase),
        Job("erase_outdated", 3600, Outdating(clock, database, files, kept_days).erase),
        Job("forget_people", 20, forgetter.forget),
    ]


def list_forms(settings: Settings) -> frozenset[str]:
    """The estates that take reports from their web form."""
    return frozenset(estate.id for estate in settings.estates if estate.form)
