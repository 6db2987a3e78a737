"""What listens and decides, built: the same in the running bot and in a replay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.clock import Clock
from bot.delivery.express import Express
from bot.desk.desk import Desk
from bot.desk.rounds import Rounds
from bot.directory import Directory, build_directory
from bot.intake.intake import Classify, Intake
from bot.intake.parking import Parking
from bot.jobs.aftercare import Aftercare
from bot.jobs.bundling import Bundler
from bot.jobs.table import Job
from bot.jobs.timekeeping import Timekeeper
from bot.settings import Settings
from bot.web.forms import LINKS_KEPT
from handlers.glance import Look, look_at
from storage.engine import Database

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


def build_inside(
    settings: Settings,
    clock: Clock,
    database: Database,
    classify: Classify,
    wake: Callable[[], None],
    express: Express | None = None,
    look: Look = look_at,
) -> Inside:
    """Builds what decides.  `wake` is called after each commit that says something."""
    directory = build_directory(settings)
    desk = Desk(clock, database, directory, wake, express)
    rounds = Rounds(clock, database, directory, desk)
    parking = Parking(clock, database)
    intake = Intake(clock, directory, desk, classify, parking, look)
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
