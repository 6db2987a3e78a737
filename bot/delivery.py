"""Sends what the outbox holds: alerts first, in order per chat, at each account's pace.

A delivery is claimed (marked `sending`) before it is sent and marked after.  What was being sent when
the process died is looked at again at the start: sent once more where the channel shows a key only
once or where nothing would be worse than twice (an alert), else marked unknown for people to look at.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.channels.base import Channel, Echo, Outgoing, SendFailed, Upload
from bot.clock import Clock
from bot.routes import Routes
from handlers import failing
from handlers.model import Delivery, DeliveryState, Priority
from storage.engine import Database
from storage.files import FileStore

log = logging.getLogger("linli.delivery")

#: At most this many sends under way on one account: more would only wait inside the gateway.
UNDER_WAY = 64
#: How long a worker sleeps at most before it looks at the outbox again; new rows wake it at once.
LOOK_AGAIN_SECONDS = 5.0
#: A channel keeps the time limit itself and knows best what it means; this is for one that does not.
GRACE_SECONDS = 2.0

Final = Callable[[Delivery], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast one account may speak; seconds."""

    interval: float
    jitter: float
    alert_interval: float
    timeout: float


class DeliveryWorker:
    """Works off the outbox through the channels.  `run` until cancelled; `wake` when rows are new."""

    def __init__(
        self,
        clock: Clock,
        database: Database,
        files: FileStore,
        channels: Mapping[str, Channel],
        routes: Routes,
        pace: Pace,
        on_final: Final,
        seed: int | None = None,
    ) -> None:
        self.clock = clock
        self._database = database
        self._files = files
        self._channels = channels
        self._routes = routes
        self._pace = pace
        self._on_final = on_final
        self._random = random.Random(seed)
        self._lanes = [
            Lane(self, channel, urgent) for channel in channels.values() for urgent in (True, False)
        ]

    def wake(self) -> None:
        """New rows may be due: look now."""
        for lane in self._lanes:
            lane.woken.set()

    async def run(self) -> None:
        """Sends until cancelled."""
        await self.recover()
        async with asyncio.TaskGroup() as group:
            for lane in self._lanes:
                group.create_task(lane.run())

    async def recover(self) -> None:
        """Decides what becomes of deliveries that were being sent when an earlier process died."""
        async with self._database.transaction() as uow:
            for delivery in await uow.outbox.stranded():
                idempotent = self._routes.is_idempotent(delivery.chat)
                if failing.may_repeat(delivery, idempotent):
                    await uow.outbox.mark_retry(
                        number_of(delivery), self.clock.now(), "上次发送时程序中断，重发"
                    )
                else:
                    await uow.outbox.mark_unknown(number_of(delivery), "上次发送时程序中断，不知是否送达")
            await uow.commit()

    async def bury_unroutable(self) -> None:
        """What no account can ever send is listed with the dead instead of waiting in silence."""
        networks = {channel.network for channel in self._channels.values()}
        async with self._database.view() as uow:
            waiting = await uow.outbox.listing((DeliveryState.PENDING,), limit=500)
        lost = [delivery for delivery in waiting if delivery.chat.split(":", 1)[0] not in networks]
        for delivery in lost:
            async with self._database.transaction() as uow:
                await uow.outbox.mark_dead(number_of(delivery), "没有能发到这里的账号")
                await uow.commit()
            await self._on_final(delivery)

    async def hear_echo(self, echo: Echo) -> None:
        """One of our messages came back: it has arrived."""
        async with self._database.transaction() as uow:
            if await uow.outbox.mark_seen(echo.account, echo.chat, echo.sent_id, echo.text, echo.at):
                await uow.commit()

    # --- what the lanes do -----------------------------------------------------------------------

    def seconds_between(self, urgent: bool) -> float:
        """How long an account rests after a send."""
        if urgent:
            return self._pace.alert_interval
        if self._pace.interval <= 0:
            return 0.0
        return self._pace.interval + self._random.uniform(0, self._pace.jitter)

    async def claim(self, channel: Channel, urgent: bool, limit: int) -> tuple[Delivery, ...]:
        """Takes what this account may send now."""
        priorities = (Priority.ALERT,) if urgent else (Priority.REPLY, Priority.ROUTINE)
        async with self._database.transaction() as uow:
            claimed = await uow.outbox.claim(
                self.clock.now(),
                priorities=priorities,
                network=channel.network,
                chats_excluded=self._routes.not_for(channel.name),
                limit=limit,
            )
            if claimed:
                await uow.commit()
        return claimed

    async def next_due(self) -> datetime | None:
        async with self._database.view() as uow:
            return await uow.outbox.next_due()

    async def release(self, deliveries: Sequence[Delivery]) -> None:
        """Puts back what was claimed but not tried."""
        if deliveries:
            async with self._database.transaction() as uow:
                await uow.outbox.release([number_of(delivery) for delivery in deliveries])
                await uow.commit()

    async def send(self, channel: Channel, delivery: Delivery) -> bool:
        """Sends one delivery and writes down what became of it; False where it waits for another try."""
        try:
            upload = await self._load(delivery)
            message = Outgoing(
                key=f"d{delivery.id}",
                chat=delivery.chat,
                text=delivery.text,
                mentions=delivery.mentions,
                upload=upload,
            )
            async with asyncio.timeout(self._pace.timeout + GRACE_SECONDS):
                sent_id = await channel.send(message)
        except SendFailed as failure:
            return await self._fail(delivery, failure)
        except TimeoutError:
            seconds = f"{self._pace.timeout:g}"
            return await self._fail(delivery, SendFailed(f"{seconds} 秒内没有发完", unknown=True))
        await self._succeed(channel, delivery, sent_id)
        return True

    async def _load(self, delivery: Delivery) -> Upload | None:
        if delivery.file is None:
            return None
        try:
            content = await self._files.get(delivery.file)
        except FileNotFoundError:
            raise SendFailed("照片文件已不在", retry=False) from None
        return Upload(content, f"{delivery.file[:12]}.jpg", "image/jpeg")

    async def _succeed(self, channel: Channel, delivery: Delivery, sent_id: str | None) -> None:
        async with self._database.transaction() as uow:
            await uow.outbox.mark_sent([(number_of(delivery), channel.name, sent_id, self.clock.now())])
            await uow.commit()
        await self._on_final(delivery)

    async def _fail(self, delivery: Delivery, failure: SendFailed) -> bool:
        now = self.clock.now()
        idempotent = self._routes.is_idempotent(delivery.chat)
        state, due_at = failing.decide_failure(
            delivery, failure.retry, failure.unknown and not idempotent, now
        )
        log.warning("delivery %s to %s failed: %s → %s", delivery.id, delivery.chat, failure.reason, state)
        async with self._database.transaction() as uow:
            if state is DeliveryState.PENDING and due_at is not None:
                await uow.outbox.mark_retry(number_of(delivery), due_at, failure.reason)
            elif state is DeliveryState.UNKNOWN:
                await uow.outbox.mark_unknown(number_of(delivery), failure.reason)
            else:
                await uow.outbox.mark_dead(number_of(delivery), failure.reason)
            await uow.commit()
        if state is DeliveryState.PENDING:
            return False
        await self._on_final(delivery)
        return True


def number_of(delivery: Delivery) -> int:
    """The row's number; everything that was claimed has one."""
    if delivery.id is None:
        raise ValueError("this delivery was never stored")
    return delivery.id


def group_by_chat(deliveries: Sequence[Delivery]) -> dict[str, list[Delivery]]:
    groups: dict[str, list[Delivery]] = {}
    for delivery in deliveries:
        groups.setdefault(delivery.chat, []).append(delivery)
    return groups


class Lane:
    """The alerts, or the rest, of one account: alerts never wait behind the pace of the rest."""

    def __init__(self, worker: DeliveryWorker, channel: Channel, urgent: bool) -> None:
        self._worker = worker
        self._channel = channel
        self._urgent = urgent
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self.woken = asyncio.Event()

    async def run(self) -> None:
        try:
            while True:
                self.woken.clear()
                try:
                    sent = await self._send_due()
                except Exception:  # the delivering loop: a locked database must not end it
                    log.exception("the outbox could not be read for %s", self._channel.name)
                    sent = False
                    await self._worker.clock.sleep(1.0)
                if not sent:
                    await self._rest()
        finally:
            for task in self._under_way.values():
                task.cancel()

    async def _send_due(self) -> bool:
        if not self._channel.health.ready or len(self._under_way) >= UNDER_WAY:
            return False
        pause = self._worker.seconds_between(self._urgent)
        limit = 1 if pause > 0 else UNDER_WAY - len(self._under_way)
        claimed = await self._worker.claim(self._channel, self._urgent, limit)
        if not claimed:
            return False
        for chat, deliveries in group_by_chat(claimed).items():
            self._start(chat, deliveries)
        if pause > 0:
            await self._worker.clock.sleep(pause)
        return True

    def _start(self, chat: str, deliveries: Sequence[Delivery]) -> None:
        """Sends beside other chats.  Of one chat nothing more is claimed while this goes on."""
        task = asyncio.create_task(self._send_in_order(deliveries))
        self._under_way[chat] = task
        task.add_done_callback(lambda done: self._finish(chat, done))

    async def _send_in_order(self, deliveries: Sequence[Delivery]) -> None:
        """One after the other; where one has to be tried again, the rest wait behind it."""
        for sent, delivery in enumerate(deliveries):
            try:
                if not await self._worker.send(self._channel, delivery):
                    await self._worker.release(deliveries[sent + 1 :])
                    return
            except Exception:  # the delivering loop: what could not be marked is found at the next start
                log.exception("delivery %s could not be completed", delivery.id)

    def _finish(self, chat: str, done: asyncio.Task[None]) -> None:
        if self._under_way.get(chat) is done:
            del self._under_way[chat]
        self.woken.set()

    async def _rest(self) -> None:
        seconds = LOOK_AGAIN_SECONDS
        if not self._channel.health.ready:
            seconds = 0.2
        elif (due := await self._worker.next_due()) is not None:
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
