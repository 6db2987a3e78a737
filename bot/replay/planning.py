"""When each job next has something to do, so that a month of chat does not run them a million times.

A job that is not in `LOOKS` is taken to have something to do at each of its times.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.desk.watch import Watch
from bot.inside import Inside
from handlers.alerts import chasing
from storage.unit_of_work import UnitOfWork

#: Says when the job may next have something to do, None where nothing waits for it.
Look = Callable[[Inside, UnitOfWork, datetime], Awaitable[datetime | None]]

#: How often what a look finds may have changed.
Count = Callable[[Watch], int]


async def look_at_alerts(inside: Inside, uow: UnitOfWork, now: datetime) -> datetime | None:
    estates = {estate.id: estate for estate in inside.directory.estates}
    if not any(inside.desk.watch.has_alerts(estate) for estate in estates):
        return None
    known = [inside.desk.watch.recall_alerts(estate) for estate in estates]
    in_mind = [alert for found in known if found is not None for alert in found[0]]
    alerts = in_mind if None not in known else await uow.alerts.live()
    return min((chasing.find_next(each, estates[each.estate]) for each in alerts), default=None)


async def look_at_notices(inside: Inside, uow: UnitOfWork, now: datetime) -> datetime | None:
    return min((notice.expires_at for notice in await uow.notices.unfinished()), default=None)


async def look_at_nothing(inside: Inside, uow: UnitOfWork, now: datetime) -> datetime | None:
    """Nothing is parked in a replay, its keys need no pruning, and keeping what is new drops what is old."""
    return None


async def look_at_bundles(inside: Inside, uow: UnitOfWork, now: datetime) -> datetime | None:
    """As often as the job runs, where anybody wants them; estates of a replay push to nobody."""
    targets = (target for estate in inside.directory.estates for target in estate.pushes)
    return now if any("ticket" in target.levels for target in targets) else None


async def look_at_limits(inside: Inside, uow: UnitOfWork, now: datetime) -> datetime | None:
    return await inside.timekeeper.next_look(uow)


async def look_at_done(inside: Inside, uow: UnitOfWork, now: datetime) -> datetime | None:
    return await inside.aftercare.next_look(uow)


#: What these found stays so until what they look at is changed: tickets that are not live, notices.
CHANGES: dict[str, Count] = {
    "look_after_done": lambda watch: watch.changes_of_ended,
    "expire_notices": lambda watch: watch.changes_of_notices,
}
LOOKS: dict[str, Look] = {
    "keep_limits": look_at_limits,
    "look_after_done": look_at_done,
    "read_limits": look_at_nothing,
    "bundle_pushes": look_at_bundles,
    "chase_alerts": look_at_alerts,
    "expire_notices": look_at_notices,
    "retry_parked": look_at_nothing,
    "forget_recent": look_at_nothing,
    "prune_keys": look_at_nothing,
}


class Planner:
    """Plans the jobs of one bot; what nothing has touched since is not looked at again."""

    def __init__(self, inside: Inside, start: datetime) -> None:
        self._inside = inside
        self._start = start
        self._jobs = [
            (job, look, CHANGES.get(job.id))
            for job in inside.jobs
            if (look := LOOKS.get(job.id)) is not look_at_nothing
        ]
        self._seen: dict[str, tuple[int, datetime | None]] = {}

    async def plan(self, uow: UnitOfWork, now: datetime) -> dict[str, datetime]:
        """The next time of each job that has something to do then, by its id; all later than `now`."""
        plan = {}
        for job, look, count in self._jobs:
            due = await self._look(job.id, look, count, uow, now)
            if due is not None:
                plan[job.id] = find_slot(self._start, job.seconds, now, due)
        return plan

    async def _look(
        self, job: str, look: Look | None, count: Count | None, uow: UnitOfWork, now: datetime
    ) -> datetime | None:
        if look is None:
            return now
        if count is None:
            return await look(self._inside, uow, now)
        changes, seen = count(self._inside.desk.watch), self._seen.get(job)
        if seen is None or seen[0] != changes:
            seen = self._seen[job] = (changes, await look(self._inside, uow, now))
        return seen[1]


def find_slot(start: datetime, seconds: float, now: datetime, due: datetime) -> datetime:
    """The first time of a job every `seconds` since `start` that is later than `now` and not before `due`."""
    every = timedelta(seconds=seconds)
    return max(
        start + ((now - start) // every + 1) * every,
        start + -((start - due) // every) * every,
    )
