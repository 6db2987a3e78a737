"""A real gateway with its groups, and whoever races on it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from subprocess import DEVNULL

from tests.bot.sayings import MOTHER
from tests.gateway import Gateway

#: What of the mother's words the relay has; where she says them; where her alert is worked on.
WORDS, SOURCE, STAFF = "蓝色校服", "g3@chatroom", "staff@chatroom"
#: Whatever a start brings with it is over.
SECONDS_TO_SETTLE = 2.0


@dataclass(frozen=True, slots=True)
class Track:
    """A gateway with its groups, and how many messages are raced."""

    gateway: Gateway
    groups: tuple[str, ...]
    rounds: int

    @property
    def targets(self) -> tuple[str, ...]:
        return tuple(group for group in self.groups if group != SOURCE)

    async def race(self, number: int) -> float:
        """Milliseconds to the last of the other groups."""
        person = f"mother{number}"
        await self.gateway.add_person(person, f"业主{number}")
        return await self.gateway.race(person, MOTHER, WORDS, room=SOURCE, count=len(self.targets))


#: Real-time priorities: who keeps the time goes before who races, as on a core of its own.
_KEEPING_TIME, _RACING = 5, 1


def go_before_others() -> None:
    """From now on nobody else on this machine is in the way, as on a quiet one.  Raises PermissionError."""
    os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(_KEEPING_TIME))


@contextmanager
def pinned_to(core: int) -> Iterator[None]:
    """Whatever is started within runs on this core alone, where there are two."""
    cores, before_others = os.sched_getaffinity(0), os.sched_getscheduler(0) == os.SCHED_RR
    if len(cores) > 1:
        os.sched_setaffinity(0, {sorted(cores)[core]})
    if before_others:
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(_RACING))
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)
        if before_others:
            go_before_others()


@asynccontextmanager
async def open_track(groups: int, rounds: int) -> AsyncIterator[Track]:
    gateway = Gateway(beat_seconds=5, token="insecure_bench")  # the SDK wants a name before the _
    with pinned_to(0):
        await gateway.start()
    try:
        names = tuple(f"g{number}@chatroom" for number in range(1, groups + 1))
        for number, name in enumerate(names, 1):
            await gateway.add_room(name, f"{number}号群")
        await gateway.add_room(STAFF, "员工群")
        await gateway.order("account", set={"quiet": True})
        yield Track(gateway, names, rounds)
    finally:
        await gateway.stop()


@asynccontextmanager
async def start_program(*command: str) -> AsyncIterator[asyncio.subprocess.Process]:
    with pinned_to(1):
        process = await asyncio.create_subprocess_exec(
            *command,
            stdout=asyncio.subprocess.PIPE,
            stderr=DEVNULL,
            env={**os.environ, "WECHATY_LOG": "silent", "NODE_NO_WARNINGS": "1"},
        )
    try:
        yield process
    finally:
        process.terminate()
        await process.communicate()
