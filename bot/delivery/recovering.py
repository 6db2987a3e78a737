"""What was being sent when a process died, and what is held while this one lives."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from datetime import timedelta

from bot.clock import Clock
from bot.delivery.lines import number_of
from bot.delivery.routes import Routes
from handlers.saying import failing
from storage.engine import Database

log = logging.getLogger("linli.delivery")

#: What another process claimed is its own for so long after the longest send; it renews what it holds.
LEASE_GRACE = timedelta(seconds=5)
DIED = "上次发送时程序中断，不知是否送达"


class Recovery:
    """Decides about what nobody is sending any more; `longest` is the longest send."""

    def __init__(self, clock: Clock, database: Database, routes: Routes, longest: timedelta) -> None:
        self._clock = clock
        self._database = database
        self._routes = routes
        self._lease = longest + LEASE_GRACE

    async def recover(self) -> None:
        """Decides what becomes of deliveries that were being sent when a process died.

        SQLite is one process's: what it did not claim itself is of an earlier life.  PostgreSQL is
        shared: there only what nobody has renewed for the length of a lease.
        """
        before = self._clock.now() - self._lease if self._database.shared else None
        async with self._database.transaction() as uow:
            for delivery in await uow.outbox.stranded(claimed_before=before):
                if failing.may_repeat(delivery, self._routes.is_idempotent(delivery.chat)):
                    await uow.outbox.mark_retry(
                        number_of(delivery), self._clock.now(), f"{failing.DOUBT}{DIED}"
                    )
                else:
                    await uow.outbox.mark_unknown(number_of(delivery), DIED)
            await uow.commit()

    async def keep(self, held: Callable[[], Collection[int]]) -> None:
        """Says that what is `held` is still ours, and takes over what other processes left behind."""
        while self._database.shared:
            await self._clock.sleep(self._lease.total_seconds() / 4)
            try:
                async with self._database.transaction() as uow:
                    await uow.outbox.renew(held(), self._clock.now())
                    await uow.commit()
                await self.recover()
            except Exception:  # the delivering loop: a database that is away must not end it
                log.exception("the lease could not be renewed")
