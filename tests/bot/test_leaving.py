"""An alert leaves the moment it is committed: the first words before all, and nothing else meanwhile."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.delivery.hush import Hush
from bot.delivery.routes import Routes
from bot.delivery.worker import DeliveryWorker, Pace
from handlers.model import Delivery, Priority, Purpose
from storage.engine import Database
from storage.files import FileStore
from tests.bot.scripted import ScriptedChannel, room

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
GROUPS = ("g3", "g1", "g2", "g4")


def make(group: str) -> Delivery:
    return Delivery(
        estate="yun", chat=room(group), text=f"寻人 {group}", purpose=Purpose.ADVICE,
        priority=Priority.ALERT, due_at=NOW,
    )  # fmt: skip


@asynccontextmanager
async def claiming(folder: Path) -> AsyncIterator[tuple[DeliveryWorker, ScriptedChannel, Sequence[Delivery]]]:
    """A worker that has claimed an alert to all groups, committed, and sent nothing of it yet."""
    channel = ScriptedChannel()
    channels = {channel.name: channel}
    database = await Database.open("sqlite://")

    async def ignore(_: Delivery) -> None:
        """Nobody is told."""

    worker = DeliveryWorker(
        SystemClock(), database, FileStore(folder), channels, Routes(channels), Pace(0, 0, 0, 5), ignore
    )
    async with database.transaction() as uow:
        await uow.estates.save("yun", "云杉里")
        saved = await uow.outbox.add(await worker.mark_alerts(uow, [make(group) for group in GROUPS]))
        claimed = await worker.claim_alerts(uow, saved)
        await uow.commit()
    yield worker, channel, claimed
    await database.close()


async def test_all_of_an_alert_has_left_in_its_order_when_anything_else_is_done(tmp_path: Path) -> None:
    async with claiming(tmp_path) as (worker, channel, claimed):
        await worker.send_claimed(claimed)
        assert [message.chat for message in channel.attempts] == [room(group) for group in GROUPS]
        assert all(message.urgent for message in channel.attempts)


async def test_the_first_words_leave_before_the_others_are_looked_at(tmp_path: Path) -> None:
    async with claiming(tmp_path) as (worker, channel, claimed):
        sending = asyncio.create_task(worker.send_claimed(claimed))
        await asyncio.sleep(0)  # it has begun
        await asyncio.sleep(0)
        assert [message.chat for message in channel.attempts] == [room(GROUPS[0])]
        await sending


async def test_who_is_cancelled_after_the_first_words_leaves_nobody_out(tmp_path: Path) -> None:
    async with claiming(tmp_path) as (worker, channel, claimed):
        sending = asyncio.create_task(worker.send_claimed(claimed))
        await asyncio.sleep(0)
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
        assert sending.cancelled()
        async with asyncio.timeout(30):
            while len(channel.sent) < len(GROUPS):  # noqa: ASYNC110 -- a list that is looked at
                await asyncio.sleep(0.005)
        assert {message.chat for message in channel.sent} == {room(group) for group in GROUPS}


@pytest.mark.parametrize("ended", [True, False], ids=["ended", "by itself"])
async def test_nobody_looks_for_garbage_while_an_alert_is_on_its_way(ended: bool) -> None:
    assert gc.isenabled()
    hush = Hush()
    hush.begin()
    hush.begin()
    assert not gc.isenabled()
    if ended:
        hush.end()
    async with asyncio.timeout(30):
        await hush.wait()
    assert gc.isenabled()


async def test_where_garbage_is_never_looked_for_an_alert_changes_nothing() -> None:
    gc.disable()
    try:
        hush = Hush()
        hush.begin()
        hush.end()
        assert not gc.isenabled()
    finally:
        gc.enable()
