"""The alerts, or the rest, of one account, each at its own pace: alerts never wait behind the rest."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta
from typing import Protocol

from bot.channels.base import Channel
from bot.clock import Clock
from handlers.model import Delivery

log = logging.getLogger("linli.delivery")

#: Ordinary things are said in so many chats of an account at once: more would only wait inside the gateway.
UNDER_WAY = 64
#: Claimed at once where nothing is paced.
BATCH = 64
#: How long a lane sleeps at most before it looks at the outbox again; new rows wake it at once.
LOOK_AGAIN_SECONDS = 5.0
#: How often an account that cannot be used is looked at.
READY_SECONDS = 0.2


class Outbound(Protocol):
    """What a lane needs of the worker."""

    clock: Clock

    def seconds_between(self, urgent: bool) -> float: ...

    async def claim(self, channel: Channel, urgent: bool, limit: int) -> tuple[Delivery, ...]: ...

    async def next_due(self, urgent: bool) -> datetime | None: ...

    def say(self, channel: Channel, delivery: Delivery) -> None: ...


class Lane:
    """Claims what its account may say now, and hands it over to be said."""

    def __init__(self, worker: Outbound, channel: Channel, urgent: bool) -> None:
        self._worker = worker
        self.channel = channel
        self.urgent = urgent
        self.woken = asyncio.Event()
        self._planned = 0.0

    async def run(self) -> None:
        while True:
            self.woken.clear()
            try:
                sent = await self._send_due()
            except Exception:  # the delivering loop: a locked database must not end it
                log.exception("the outbox could not be read for %s", self.channel.name)
                sent = False
                await self._worker.clock.sleep(1.0)
            if not sent:
                await self._rest()

    async def _send_due(self) -> bool:
        if not self.channel.health.ready:
            return False
        pause = self._worker.seconds_between(self.urgent)
        limit = 1 if pause > 0 else BATCH
        claimed = await self._worker.claim(self.channel, self.urgent, limit)
        for delivery in claimed:
            self._worker.say(self.channel, delivery)
        if claimed and pause > 0:
            await self._keep_pace(pause)
        # Fewer than could be had is all there is now.
        return len(claimed) == limit

    async def _keep_pace(self, pause: float) -> None:
        """Rests after a send: less by what the claiming took since the last rest was over."""
        now = self._worker.clock.monotonic()
        late = now - self._planned if 0 < now - self._planned < pause / 2 else 0.0
        self._planned = now + pause - late
        await self._worker.clock.sleep(pause - late)

    async def _rest(self) -> None:
        seconds = LOOK_AGAIN_SECONDS
        if not self.channel.health.ready:
            seconds = READY_SECONDS
        elif (due := await self._worker.next_due(self.urgent)) is not None:
            wait = (due - self._worker.clock.now()) / timedelta(seconds=1)
            if wait > 0:
                seconds = min(seconds, wait)
        sleeper = asyncio.ensure_future(self._worker.clock.sleep(seconds))
        waker = asyncio.ensure_future(self.woken.wait())
        try:
            await asyncio.wait([sleeper, waker], return_when=asyncio.FIRST_COMPLETED)
        finally:
            sleeper.cancel()
            waker.cancel()
