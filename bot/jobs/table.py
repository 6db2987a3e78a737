"""What time brings: a table of id, interval and function, run by APScheduler."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = logging.getLogger("linli.jobs")


def _tells_of_failure(record: logging.LogRecord) -> bool:
    """Whether what the scheduler has to say is more than that a job was stopped before it began."""
    return not (record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError))


# The end of the program is no failure of a job that was just about to start, and no traceback.
logging.getLogger("apscheduler.executors.default").addFilter(_tells_of_failure)

#: A job that is at work for so long holds up what is due, or is stuck: people should know.
LONG_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do every `seconds`; idempotent, because it may run twice or late."""

    id: str
    seconds: float
    run: Callable[[], Awaitable[None]]


class Jobs:
    """Runs jobs on the machine's clock.  A job that fails is logged and runs again at its next time."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        self.table = tuple(jobs)
        self._scheduler = AsyncIOScheduler(timezone="UTC")

    def start(self) -> None:
        for job in self.table:
            self._scheduler.add_job(
                OneAtATime(job).run,
                "interval",
                seconds=job.seconds,
                id=job.id,
                coalesce=True,
                max_instances=2,  # the one at work, and the one that sees that and goes
                misfire_grace_time=60,
            )
        self._scheduler.start()

    def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)


class OneAtATime:
    """A job that never runs beside itself.

    On a busy machine its time often comes while it is still at work.  That is no trouble and not said: it
    looks for all that is due when it starts, and starts at its next time.  Who takes long is named, once.
    """

    def __init__(self, job: Job, now: Callable[[], float] = time.monotonic) -> None:
        self._job, self._now = job, now
        self._since: float | None = None
        self._named = False

    async def run(self) -> None:
        if self._since is not None:
            self._name_if_long(self._now() - self._since)
            return
        self._since, self._named = self._now(), False
        try:
            await run_guarded(self._job)
        except asyncio.CancelledError:
            # The end of the program: nothing has failed, and the scheduler would log it as that.
            log.debug("job %s was stopped at its work", self._job.id)
        finally:
            if self._named:
                log.warning("job %s is done after %.0f s", self._job.id, self._now() - self._since)
            self._since = None

    def _name_if_long(self, seconds: float) -> None:
        if seconds >= LONG_SECONDS and not self._named:
            self._named = True
            log.warning("job %s has been at work for %.0f s", self._job.id, seconds)


async def run_guarded(job: Job) -> None:
    try:
        await job.run()
    except Exception:  # the job loop: one failure must not end the others
        log.exception("job %s failed", job.id)
