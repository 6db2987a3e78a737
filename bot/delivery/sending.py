"""One send: the photo is fetched, the channel is asked, and what became of it is noted."""

from __future__ import annotations

import asyncio
import logging

from bot.channels.base import Channel, Outgoing, SendFailed, Upload
from bot.clock import Clock
from bot.delivery.ledger import Fate, Ledger
from bot.delivery.routes import Routes
from handlers.model import Delivery, DeliveryState, Priority
from handlers.saying import failing
from storage.files import FileStore

log = logging.getLogger("linli.delivery")

#: A channel keeps the time limit itself and knows best what it means; this is for one that does not.
GRACE_SECONDS = 2.0


class Sender:
    """Sends what has its turn; `timeout` is what a channel may take, in seconds."""

    def __init__(
        self, clock: Clock, files: FileStore, routes: Routes, ledger: Ledger, timeout: float
    ) -> None:
        self._clock = clock
        self._files = files
        self._routes = routes
        self._ledger = ledger
        self._timeout = timeout

    async def send(self, channel: Channel, delivery: Delivery) -> bool:
        """Sends one delivery and notes what became of it; False where it waits for another try."""
        try:
            sent_id = await self._send(channel, delivery)
        except SendFailed as failure:
            return self._fail(channel, delivery, failure)
        except TimeoutError:
            seconds = f"{self._timeout:g}"
            return self._fail(channel, delivery, SendFailed(f"{seconds} 秒内没有发完", unknown=True))
        except Exception:  # the delivering loop: a channel's fault ends no other delivery
            log.exception("delivery %s could not be completed", delivery.id)
            return self._fail(channel, delivery, SendFailed("程序内部错误，请看日志", unknown=True))
        self._ledger.note(
            Fate(
                delivery=delivery,
                state=DeliveryState.ACCEPTED,
                account=channel.name,
                sent_id=sent_id,
                at=self._clock.now(),
            )
        )
        return True

    async def _send(self, channel: Channel, delivery: Delivery) -> str | None:
        message = Outgoing(
            key=f"d{delivery.id}",
            chat=delivery.chat,
            text=delivery.text,
            mentions=delivery.mentions,
            upload=await self._load(delivery),
            urgent=delivery.priority is Priority.ALERT,
        )
        return await self.say(channel, message)

    async def say(self, channel: Channel, message: Outgoing) -> str | None:
        """The network's id of what was sent.  Raises SendFailed, or TimeoutError where the channel hangs."""
        async with asyncio.timeout(self._timeout + GRACE_SECONDS):
            return await channel.send(message)

    async def _load(self, delivery: Delivery) -> Upload | None:
        if delivery.file is None:
            return None
        try:
            content = await self._files.get(delivery.file)
        except FileNotFoundError:
            raise SendFailed("照片文件已不在", retry=False) from None
        return Upload(content, f"{delivery.file[:12]}.jpg", "image/jpeg")

    def _fail(self, channel: Channel, delivery: Delivery, failure: SendFailed) -> bool:
        now = self._clock.now()
        if not failure.unknown:
            self._routes.note_failure(delivery.chat, channel.name, now, for_good=not failure.retry)
        elsewhere = not failure.unknown and self._routes.has_other(delivery.chat, channel.name, now)
        unknown = failure.unknown and not self._routes.is_idempotent(delivery.chat)
        state, due_at = failing.decide_failure(delivery, failure.retry, unknown, now, elsewhere)
        log.warning("delivery %s to %s failed: %s → %s", delivery.id, delivery.chat, failure.reason, state)
        doubt = failing.DOUBT if unknown else ""
        self._ledger.note(
            Fate(delivery=delivery, state=state, due_at=due_at, reason=f"{doubt}{failure.reason}")
        )
        return state is not DeliveryState.PENDING
