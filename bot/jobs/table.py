"""What time brings: a table of id, interval and function, run by APScheduler."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = logging.getLogger("linli.jobs")


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
                run_guarded,
                "interval",
                seconds=job.seconds,
                args=[job],
                id=job.id,
                coalesce=True,
                max_instances=1,
                misfire_grace_time=60,
            )
        self._scheduler.start()

    def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)


async def run_guarded(job: Job) -> None:
    try:
        await job.run()
    except Exception:  # the job loop: one failure must not end the others
        log.exception("job %s failed", job.id)
