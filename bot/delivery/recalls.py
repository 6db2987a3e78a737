"""Asks the networks to take back what somebody wants taken back, and has them told what came of it."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from bot.channels.base import Channel
from bot.clock import Clock
from handlers.commands.unsaying import find_obstacle, must_wait
from handlers.model import Delivery, DeliveryState, Recall, RecallState
from storage.engine import Database
from storage.unit_of_work import UnitOfWork

log = logging.getLogger("linli.delivery")

#: Takes back what an account said: account, chat, the network's id; False where the network cannot, None
#: where the account is another process's or away.
TakeBack = Callable[[str, str, str], Awaitable[bool | None]]
#: Reports what came of a request: its estate and the key of the message that asked.
Report = Callable[[str, str | None], Awaitable[None]]


#: An account that is away, or another process's, has so long; then nobody can take it back.
ACCOUNT_WAIT = timedelta(seconds=60)


class Recaller:
    """Run it as often as you like: each is asked once, and each request answered once."""

    def __init__(self, clock: Clock, database: Database, take_back: TakeBack, report: Report) -> None:
        self._clock = clock
        self._database = database
        self._take_back = take_back
        self._report = report

    async def take_back(self) -> None:
        """Asks for everything that waits for it, then has told what is settled."""
        async with self._database.view() as uow:
            untold = await uow.recalls.untold()
        for recall in untold:
            if recall.state is RecallState.ASKED:
                await self._take_back_one(recall)
        for estate, answers in dict.fromkeys((recall.estate, recall.answers) for recall in untold):
            await self._report(estate, answers)

    async def _take_back_one(self, recall: Recall) -> None:
        async with self._database.transaction() as uow:
            delivery = await uow.outbox.get(recall.delivery)
            if delivery is not None and delivery.state in (DeliveryState.PENDING, DeliveryState.DEAD):
                # It waits for another try, or for somebody to say it by hand: now for neither.
                await uow.outbox.cancel([recall.delivery])
                await uow.recalls.settle(recall.delivery, RecallState.UNSENT)
                await uow.commit()
                return
        now = self._clock.now()
        if delivery is None or must_wait(recall, delivery, now):
            return
        state = find_obstacle(delivery, now) or await self._ask(delivery)
        if state is None and now - recall.asked_at < ACCOUNT_WAIT:
            return
        state = state or RecallState.REFUSED
        async with self._database.transaction() as uow:
            await self._write(uow, recall, state)
            await uow.commit()
        log.info("delivery %d: %s", recall.delivery, state.value)

    async def _ask(self, delivery: Delivery) -> RecallState | None:
        done = await self._take_back(delivery.account or "", delivery.chat, delivery.sent_id or "")
        if done is None:
            return None
        return RecallState.TAKEN_BACK if done else RecallState.REFUSED

    async def _write(self, uow: UnitOfWork, recall: Recall, state: RecallState) -> None:
        await uow.recalls.settle(recall.delivery, state)
        if state is RecallState.TAKEN_BACK:
            await uow.outbox.mark_recalled(recall.delivery)


def ask_channels(channels: Mapping[str, Channel]) -> TakeBack:
    """Asks the account that said it."""

    async def take_back(account: str, chat: str, sent_id: str) -> bool | None:
        channel = channels.get(account)
        if channel is None or not channel.health.ready:
            return None
        return await channel.recall(chat, sent_id)

    return take_back
