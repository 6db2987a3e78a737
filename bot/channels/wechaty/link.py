"""Stays connected to the gateway, comes back by itself, and knows for how long it was deaf."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from grpclib.const import Status
from grpclib.exceptions import GRPCError

from bot.channels.base import Health
from bot.channels.wechaty.options import WechatyOptions
from bot.channels.wechaty.puppet import GATEWAY_ERRORS, EventType, GatewayPuppet
from bot.channels.wechaty.trouble import GatewaySilent, StreamEnded, Trouble, explain, name_error
from bot.channels.wechaty.trust import make_context

log = logging.getLogger("linli.wechaty")

#: Seconds between two tries to connect: the first, and the longest.  Short, for what is said meanwhile is
#: lost, and a refused try costs nothing.  Each pause is so many times the one before.
FIRST_PAUSE, LONGEST_PAUSE, GROWTH = 0.2, 1.0, 1.25
#: Heartbeats that may be missing before the gateway is asked whether it lives.
SILENT_BEATS = 2
#: Longest wait, in seconds, for the answer in the stream of a gateway that is known to answer there.
SIGN_WAIT = 4.0
#: Refusals because “somebody else listens” before the old connection, which was ours, is ended;
#: and the seconds between two such ends, lest two bots on one account fight.
REFUSALS, TAKE_OVER_PAUSE = 3, 600.0


class Link:
    """`puppet` is the connection while there is one; `on_event` is told every event of it.

    `on_gap(since, until)` is called when the account can hear again after it could not.
    """

    def __init__(
        self,
        options: WechatyOptions,
        now: Callable[[], datetime],
        on_event: Callable[[int, dict[str, Any]], None],
        on_gap: Callable[[datetime, datetime], None],
    ) -> None:
        self.puppet: GatewayPuppet | None = None
        self.self_id = ""
        self.health = Health(False, now(), Trouble.NOT_STARTED)
        self._options, self._now = options, now
        self._context = make_context(options)
        self._on_event, self._on_gap = on_event, on_gap
        self._deaf_since: datetime | None = None
        self._sign, self._sign_at = time.monotonic(), now()
        self._answers = False  # this gateway answers in the stream, or beats
        self._beats = 0
        self._refusals = 0
        self._took_over = -TAKE_OVER_PAUSE
        self._was_ready = False

    async def run(self) -> None:
        """Never returns, never raises: connects, listens, and starts again."""
        pause = FIRST_PAUSE
        self._set(Trouble.CONNECTING)
        while True:
            try:
                await self._stay_connected()
            except Exception as error:  # noqa: BLE001 -- the listening loop must outlive everything
                trouble = explain(error)
                if trouble is Trouble.UNREACHABLE and self.puppet is not None:
                    trouble = Trouble.ENDED
                self._lose(trouble, type(error).__name__)
                pause = FIRST_PAUSE if self.puppet is not None else min(pause * GROWTH, LONGEST_PAUSE)
                self.puppet = None
            await asyncio.sleep(pause * random.uniform(0.7, 1.0))

    def close(self) -> None:
        self.puppet = None
        self._set(Trouble.CLOSED)

    async def _stay_connected(self) -> None:
        puppet = GatewayPuppet(self._options, self._context)
        puppet._init_puppet()
        try:
            await puppet.check()
            await self._end_old_stream(puppet)
            await self._listen(puppet)
        finally:
            puppet.close()

    async def _end_old_stream(self, puppet: GatewayPuppet) -> None:
        """Where the gateway still believes in our old connection: ends it."""
        rested = time.monotonic() - self._took_over > TAKE_OVER_PAUSE
        if self._refusals >= REFUSALS and self._was_ready and rested:
            self._took_over = time.monotonic()
            log.warning("account %s: ending the old stream of events", self._options.name)
            await puppet.take_over()

    async def _listen(self, puppet: GatewayPuppet) -> None:
        self._mark_sign()
        self._answers, self._beats = False, 0
        tasks = [
            asyncio.create_task(puppet.listen(lambda type, fields: self._hear(puppet, type, fields))),
            asyncio.create_task(self._watch(puppet)),
            asyncio.create_task(self._begin(puppet)),
            asyncio.create_task(puppet.keep_calls_open()),
        ]
        try:
            done, _ = await asyncio.wait(tasks[:2], return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
            raise StreamEnded
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _begin(self, puppet: GatewayPuppet) -> None:
        try:
            await puppet.begin()
        except GATEWAY_ERRORS as error:
            log.warning("account %s: the gateway did not start it: %s", self._options.name, name_error(error))

    async def _watch(self, puppet: GatewayPuppet) -> None:
        """Raises when nothing was heard for too long and the gateway, asked, does not answer."""
        patience = SILENT_BEATS * self._options.heartbeat_seconds
        while True:
            await asyncio.sleep(max(0.01, self._sign + patience - time.monotonic()))
            if time.monotonic() - self._sign < patience:
                continue
            asked = time.monotonic()
            await self._ask(puppet)
            if self._answers:
                await asyncio.sleep(max(self._options.heartbeat_seconds, SIGN_WAIT))
                if self._sign < asked:
                    raise GatewaySilent
            else:
                self._mark_sign()
                self._connect(puppet)  # some gateways say nothing until something happens

    async def _ask(self, puppet: GatewayPuppet) -> None:
        try:
            await puppet.ask_for_life()
        except GRPCError as error:
            if error.status in (Status.UNAVAILABLE, Status.CANCELLED, Status.UNAUTHENTICATED):
                raise
        except TimeoutError as error:
            raise GatewaySilent from error

    # what is heard

    def _mark_sign(self) -> None:
        self._sign, self._sign_at = time.monotonic(), self._now()

    def _hear(self, puppet: GatewayPuppet, type: int, fields: dict[str, Any]) -> None:
        self._mark_sign()
        self._connect(puppet)
        if type == EventType.EVENT_TYPE_HEARTBEAT:
            self._beats += 1
            self._answers = self._answers or self._beats > 1
        elif type == EventType.EVENT_TYPE_DONG:
            self._answers = True
        elif type == EventType.EVENT_TYPE_LOGIN:
            self.self_id = str(fields.get("contactId") or "")
            self._become_ready()
        elif type == EventType.EVENT_TYPE_LOGOUT:
            self._lose(Trouble.LOGGED_OUT, "logout")
        elif type == EventType.EVENT_TYPE_SCAN and not self.health.ready:
            self._lose(Trouble.SCAN, "scan")
        self._on_event(type, fields)

    def _connect(self, puppet: GatewayPuppet) -> None:
        if self.puppet is not puppet:
            self.puppet = puppet
            self._refusals = 0
            self._set(Trouble.LOGGED_OUT)

    def _become_ready(self) -> None:
        if self.health.ready:
            return
        self._was_ready = True
        self.health = Health(True, self._now())
        since, self._deaf_since = self._deaf_since, None
        deaf = f" after {(self._now() - since).total_seconds():.1f} s" if since else ""
        log.info("account %s: connected and logged in%s", self._options.name, deaf)
        if since is not None:
            self._on_gap(since, self._now())

    def _lose(self, trouble: Trouble, cause: str) -> None:
        if trouble is Trouble.TAKEN:
            self._refusals += 1
        if self.health.ready:
            self._deaf_since = self._sign_at if trouble is Trouble.SILENT else self._now()
        if self.health.reason != trouble:
            log.warning("account %s: not usable: %s (%s)", self._options.name, trouble.name.lower(), cause)
        self._set(trouble)

    def _set(self, trouble: Trouble) -> None:
        if self.health.ready or self.health.reason != trouble:
            since = self._now() if self.health.ready else self.health.since
            self.health = Health(False, since, trouble)
