"""Writes down what became of deliveries: whatever has happened meanwhile, in one transaction."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.channels.base import Echo
from bot.clock import Clock
from bot.delivery.hush import Hush
from bot.delivery.lines import number_of
from handlers.model import Delivery, DeliveryState, Priority
from storage.engine import Database
from storage.outbox import Outbox

log = logging.getLogger("linli.delivery")

#: Echoes written down in one transaction, for each is looked for: so many where somebody else waits to
#: write, none further where that is urgent, and at most so many where nobody waits.
ECHOES_AT_LEAST, ECHOES_AT_MOST = 50, 250
#: What became of so many is written in one go: who is urgent waits for no more of an alert to hundreds.
FATES_AT_ONCE = 100
#: After writing, what is not pressing comes together for so long: meanwhile the writer is free.
REST_SECONDS = 0.01
#: A database that cannot be written to is tried again after so many seconds.
TRY_AGAIN_SECONDS = 1.0

OnFinal = Callable[[Delivery], Awaitable[None]]
OnWritten = Callable[[Collection[Priority]], None]
#: Returns when nobody is speaking, or after a moment.
Listen = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What became of one send.  `due_at` is set where it is tried again."""

    delivery: Delivery
    state: DeliveryState
    account: str = ""
    sent_id: str | None = None
    at: datetime | None = None
    due_at: datetime | None = None
    reason: str = ""

    @property
    def final(self) -> bool:
        return self.state is not DeliveryState.PENDING


class Ledger:
    """Takes notes at once and writes them as soon as it can; a locked database loses none of them.

    `on_written` is told which priorities have something due after each writing, `on_final` of each
    delivery that is through.  Before it writes what can wait it has a `listen`: what somebody says may be
    danger, and would wait for the disk.
    """

    def __init__(
        self,
        clock: Clock,
        database: Database,
        hush: Hush,
        on_written: OnWritten,
        on_final: OnFinal,
        listen: Listen,
    ) -> None:
        self._clock, self._database, self._hush, self._listen = clock, database, hush, listen
        self._on_written, self._on_final = on_written, on_final
        self._fates: list[Fate] = []
        self._released: list[Delivery] = []
        self._echoes: list[Echo] = []
        self._woken, self._pressing = asyncio.Event(), asyncio.Event()
        self._finals: asyncio.Queue[Delivery] = asyncio.Queue()

    # --- notes -----------------------------------------------------------------------------------

    def note(self, fate: Fate) -> None:
        if fate.delivery.priority is Priority.ALERT:
            self._pressing.set()
            self._hush.let_write()
        self._fates.append(fate)
        self._woken.set()

    def release(self, deliveries: Sequence[Delivery]) -> None:
        """They were claimed but not tried."""
        self._released += deliveries
        if deliveries:
            self._woken.set()

    def hear(self, echo: Echo) -> None:
        """One of our messages came back: it has arrived."""
        self._echoes.append(echo)
        self._woken.set()

    def is_unsettled(self, chat: str) -> bool:
        """Whether something of the chat is to be tried again that the outbox does not know of yet."""
        return any(not fate.final and fate.delivery.chat == chat for fate in self._fates)

    # --- writing ---------------------------------------------------------------------------------

    async def run(self) -> None:
        """Writes until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._tell_finals())
            while True:
                await self._woken.wait()
                self._woken.clear()
                await self._write_all()

    async def _write_all(self) -> None:
        while self._fates or self._released or self._echoes:
            await self._hush.wait_to_write()
            if not self._pressing.is_set():
                await self._listen()
            self._pressing.clear()
            try:
                await self.write()
            except Exception:  # the delivering loop: a locked database must not end it
                log.exception("what became of %d deliveries could not be written yet", len(self._fates))
                await self._clock.sleep(TRY_AGAIN_SECONDS)
            else:
                await self._rest()

    async def _rest(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(REST_SECONDS):
                await self._pressing.wait()

    async def write(self) -> None:
        """One transaction with what was noted so far; the notes stay if it fails."""
        released = self._released[:]
        async with self._database.transaction() as uow:
            fates = await self._write_fates(uow.outbox)
            if released:
                await uow.outbox.release([number_of(delivery) for delivery in released])
            echoes = await self._write_echoes(uow.outbox)
            due = set(await uow.outbox.due_priorities(self._clock.now()) if fates or released else ())
            await uow.commit()
        del self._fates[: len(fates)], self._released[: len(released)], self._echoes[:echoes]
        for fate in fates:
            if fate.final:
                self._finals.put_nowait(fate.delivery)
        self._on_written(due | {fate.delivery.priority for fate in fates if not fate.final})

    async def _write_fates(self, outbox: Outbox) -> list[Fate]:
        """Those that were written: all, unless somebody urgent waits."""
        fates, written = self._fates[:], 0
        while written < len(fates) and not (written and self._database.urgent_waiting):
            await write_fates(outbox, fates[written : written + FATES_AT_ONCE])
            written += FATES_AT_ONCE
            await asyncio.sleep(0)
        return fates[:written]

    async def _write_echoes(self, outbox: Outbox) -> int:
        """How many were written: others may write, and be heard, in between."""
        number = 0
        while number < min(len(self._echoes), ECHOES_AT_MOST) and not self._gives_way(number):
            echo = self._echoes[number]
            await outbox.mark_seen(echo.account, echo.chat, echo.sent_id, echo.text, echo.at)
            number += 1
            await asyncio.sleep(0)
        return number

    def _gives_way(self, number: int) -> bool:
        """Whether so many echoes are enough."""
        if self._hush.quiet or self._database.urgent_waiting:
            return number > 0
        return number >= ECHOES_AT_LEAST and self._database.others_waiting

    async def _tell_finals(self) -> None:
        while True:
            delivery = await self._finals.get()
            try:
                await self._on_final(delivery)
            except Exception:  # the delivering loop: what was sent is sent
                log.exception("nobody could be told that delivery %s is through", delivery.id)


async def write_fates(outbox: Outbox, fates: Sequence[Fate]) -> None:
    """Marks the deliveries in the outbox."""
    sent = [
        (number_of(fate.delivery), fate.account, fate.sent_id, fate.at)
        for fate in fates
        if fate.state is DeliveryState.ACCEPTED and fate.at is not None
    ]
    await outbox.mark_sent(sent)
    for fate in fates:
        number = number_of(fate.delivery)
        if fate.state is DeliveryState.PENDING and fate.due_at is not None:
            await outbox.mark_retry(number, fate.due_at, fate.reason)
        elif fate.state is DeliveryState.UNKNOWN:
            await outbox.mark_unknown(number, fate.reason)
        elif fate.state is DeliveryState.DEAD:
            await outbox.mark_dead(number, fate.reason)
