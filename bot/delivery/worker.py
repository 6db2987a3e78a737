"""Sends what the outbox holds: alerts first, in order per chat, at each account's pace.

A delivery is claimed (marked `sending`) before it is sent and marked after.  An alert that need not be
paced is claimed in the very transaction that opens it, and sent when that is committed.  What an account
cannot deliver another one in the chat tries.  What was being sent when a process died is looked at
again: sent once more where the channel shows a key only once or where nothing would be worse than twice
(an alert), else marked unknown for people to look at.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from bot.channels.base import Attentive, Channel, Echo, Outgoing, SendFailed
from bot.clock import Clock
from bot.delivery.hush import Hush
from bot.delivery.lanes import UNDER_WAY, Lane
from bot.delivery.ledger import Ledger, OnFinal
from bot.delivery.lines import Lines, number_of
from bot.delivery.recovering import Recovery
from bot.delivery.routes import Routes
from bot.delivery.sending import GRACE_SECONDS, Sender
from bot.delivery.window import Window
from handlers.model import Delivery, DeliveryState, Priority
from storage.engine import Database
from storage.files import FileStore
from storage.unit_of_work import UnitOfWork

#: Alerts claimed at once where nothing paces them.
MOST_ALERTS = 2000
#: How often the groups of each account are read again.
LEARN_SECONDS = 60.0
SECONDS_TO_WRITE = 5.0


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
        on_final: OnFinal,
        seed: int | None = None,
    ) -> None:
        self.clock = clock
        self._database = database
        self._channels = channels
        self._routes = routes
        self._pace = pace
        self._on_final = on_final
        self._random = random.Random(seed)
        self._hush = Hush()
        self._ledger = Ledger(clock, database, self._hush, self._wake_after_writing, on_final, self._listen)
        self._windows = {name: Window(partial(self._be_quiet, channel)) for name, channel in channels.items()}
        self._lines = Lines(self.send, self._await_turn, self._ledger.release)
        self._lanes = [
            Lane(self, channel, urgent) for channel in channels.values() for urgent in (True, False)
        ]
        self._sender = Sender(clock, files, routes, self._ledger, pace.timeout)
        longest = timedelta(seconds=pace.timeout + GRACE_SECONDS)
        self._recovery = Recovery(clock, database, routes, longest)

    # --- waking ----------------------------------------------------------------------------------

    def wake(self) -> None:
        """New rows may be due: look now."""
        self._wake_for(tuple(Priority))

    def _wake_for(self, priorities: Collection[Priority]) -> None:
        for lane in self._lanes:
            if any((priority is Priority.ALERT) is lane.urgent for priority in priorities):
                lane.woken.set()

    def _wake_after_writing(self, due: Collection[Priority]) -> None:
        """Where no chat has become free there is nothing more to claim, whatever is due."""
        if self._lines.take_ended():
            self._wake_for(due)

    # --- alerts without a detour -------------------------------------------------------------------

    def expect_alert(self) -> None:
        """Danger was recognised: what is not urgent is quiet until the alert is out."""
        self._hush.begin()

    async def mark_alerts(self, uow: UnitOfWork, new: Sequence[Delivery]) -> tuple[Delivery, ...]:
        """Before they are saved: alerts that can go out the moment they are committed, as being sent."""
        if self._pace.alert_interval > 0:
            return tuple(new)
        return await uow.outbox.mark_taken(new, self.clock.now(), MOST_ALERTS)

    async def claim_alerts(self, uow: UnitOfWork, saved: Sequence[Delivery]) -> tuple[Delivery, ...]:
        """Within the transaction that says them: the alerts that can go out the moment it is committed.

        Nothing where alerts are paced: then each account takes its next when its turn has come.
        """
        if self._pace.alert_interval > 0 or not any(each.priority is Priority.ALERT for each in saved):
            return ()
        return await uow.outbox.take_alerts(saved, self.clock.now(), MOST_ALERTS)

    async def send_claimed(self, claimed: Sequence[Delivery]) -> None:
        """Sends what `claim_alerts` took: now, for it is committed.  Returns when all of it is leaving.

        The first words leave before the others are as much as looked at.
        """
        waiting = {delivery.id for delivery in claimed}

        # Until the last of them is out.
        self._hush.prolong()

        def end(number: int | None) -> None:
            waiting.discard(number)
            if not waiting:
                self._hush.end()

        first, others = claimed[:1], claimed[1:]
        self._put_claimed(first, end)
        try:
            await asyncio.sleep(0)
        finally:
            self._put_claimed(others, end)
        await asyncio.sleep(0)

    def _put_claimed(self, claimed: Sequence[Delivery], end: Callable[[int | None], None]) -> None:
        for delivery in claimed:
            channel = self._choose_account(delivery)
            if channel is None or self._ledger.is_unsettled(delivery.chat):
                self._ledger.release([delivery])
            else:
                self._lines.put(delivery, channel, partial(end, delivery.id))

    def _choose_account(self, delivery: Delivery) -> Channel | None:
        """An account that can be used and may speak there, None where there is none now."""
        now = self.clock.now()
        return next(
            (
                channel
                for channel in self._channels.values()
                if channel.health.ready and self._routes.may(channel.name, delivery.chat, now)
            ),
            None,
        )

    # --- life ------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Sends until cancelled; what was sent by then is written down."""
        try:
            await self.recover()
            async with asyncio.TaskGroup() as group:
                group.create_task(self._ledger.run())
                group.create_task(self._recovery.keep(lambda: self._lines.held))
                for channel in self._channels.values():
                    group.create_task(self._learn_rooms(channel))
                for lane in self._lanes:
                    group.create_task(lane.run())
        finally:
            self._hush.end()
            await self._lines.close()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(SECONDS_TO_WRITE):
                    await self._ledger.write()

    async def recover(self) -> None:
        """Decides what becomes of deliveries that were being sent when a process died."""
        await self._recovery.recover()

    async def _learn_rooms(self, channel: Channel) -> None:
        """Which groups the account is in, where there is a choice of accounts."""
        while self._routes.has_choice(channel.name):
            if channel.health.ready:
                rooms = [room.id for room in await channel.rooms()]
                self._routes.learn_rooms(channel.name, rooms)
            await self.clock.sleep(LEARN_SECONDS if channel.health.ready else 1.0)

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

    async def be_quiet(self) -> None:
        """Returns when no alert is on its way: for whoever asks something of the networks that can wait."""
        await self._hush.wait()

    def hear_echo(self, echo: Echo) -> None:
        """One of our messages came back: it has arrived."""
        self._ledger.hear(echo)

    # --- what the lanes do -----------------------------------------------------------------------

    def seconds_between(self, urgent: bool) -> float:
        """How long an account rests after a send."""
        if urgent:
            return self._pace.alert_interval
        if self._pace.interval <= 0:
            return 0.0
        return self._pace.interval + self._random.uniform(0, self._pace.jitter)

    async def rehearse(self, uow: UnitOfWork, saved: Sequence[Delivery]) -> None:
        """Claims and marks within a transaction that will be forgotten."""
        for channel in self._channels.values():
            for urgent in (True, False):
                await self._claim(uow, channel, urgent, (), 1)
        now = self.clock.now()
        await uow.outbox.mark_sent([(number_of(each), "", "", now) for each in saved])
        for delivery in saved[:1]:
            for sent_id in ("", "unknown"):
                await uow.outbox.mark_seen("", delivery.chat, sent_id, delivery.text, now)
        await uow.outbox.due_priorities(now)

    async def claim(self, channel: Channel, urgent: bool, limit: int) -> tuple[Delivery, ...]:
        """Takes what this account may send now."""
        if not urgent:
            await self._listen()
            await self._hush.wait()
            # Known without looking each of them up for every row that waits.
            busy = self._lines.chats
            if len(busy) >= UNDER_WAY * len(self._channels):
                return ()
        excluded = self._routes.not_for(channel.name, self.clock.now()) + (() if urgent else busy)
        async with self._database.transaction() as uow:
            claimed = await self._claim(uow, channel, urgent, excluded, limit)
            if claimed:
                await uow.commit()
        return claimed

    async def _claim(
        self, uow: UnitOfWork, channel: Channel, urgent: bool, excluded: Sequence[str], limit: int
    ) -> tuple[Delivery, ...]:
        return await uow.outbox.claim(
            self.clock.now(),
            priorities=(Priority.ALERT,) if urgent else (Priority.REPLY, Priority.ROUTINE),
            network=channel.network,
            chats_excluded=excluded,
            limit=limit,
        )

    async def say_now(self, delivery: Delivery) -> tuple[str, str | None]:
        """Says it past the outbox, by an account that may be in the chat; its name and the network's id.

        Only for first words that cannot be stored.  Raises SendFailed.
        """
        channel = self._choose_account(delivery)
        if channel is None:
            raise SendFailed("no account can speak there now")
        message = Outgoing(
            key=f"first-{delivery.answers}",
            chat=delivery.chat,
            text=delivery.text,
            mentions=delivery.mentions,
            urgent=True,
        )
        try:
            return channel.name, await self._sender.say(channel, message)
        except TimeoutError:
            raise SendFailed("not sent in time", unknown=True) from None

    async def next_due(self, urgent: bool) -> datetime | None:
        priorities = (Priority.ALERT,) if urgent else (Priority.REPLY, Priority.ROUTINE)
        async with self._database.view() as uow:
            return await uow.outbox.next_due(priorities=priorities)

    def say(self, channel: Channel, delivery: Delivery) -> None:
        """Puts what a lane claimed into the line of its chat."""
        self._lines.put(delivery, channel, _miss_nothing)

    # --- one send --------------------------------------------------------------------------------

    async def send(self, channel: Channel, delivery: Delivery) -> bool:
        """Sends one delivery and notes what became of it; False where it waits for another try."""
        through = await self._sender.send(channel, delivery)
        if delivery.priority is Priority.ALERT and self._pace.alert_interval > 0:
            self._hush.end()  # the next one's turn is not yet
        return through

    async def _be_quiet(self, channel: Channel) -> None:
        if isinstance(channel, Attentive):
            await channel.wait_until_told()
        await self._hush.wait()

    async def _listen(self) -> None:
        attentive = [channel for channel in self._channels.values() if isinstance(channel, Attentive)]
        await asyncio.gather(*(channel.wait_until_others_told() for channel in attentive))

    def _await_turn(self, channel: Channel, delivery: Delivery) -> AbstractAsyncContextManager[None]:
        """What an ordinary thing waits for, and alerts do not."""
        return self._windows[channel.name].turn(delivery.priority)


def _miss_nothing() -> None:
    """What a lane claimed is missed by nobody when it ends: the ledger tells what comes next."""
