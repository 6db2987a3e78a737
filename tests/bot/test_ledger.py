"""What became of deliveries is written together, and whoever is urgent does not wait for all of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest

from bot.channels.base import Echo
from bot.clock import SimulatedClock
from bot.delivery.hush import Hush
from bot.delivery.ledger import ECHOES_AT_LEAST, ECHOES_AT_MOST, Ledger
from handlers.model import Delivery, DeliveryState, Outcome, Priority, Purpose
from storage.engine import Database

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
MANY = ECHOES_AT_MOST + 20


async def tell_nobody(_: Delivery) -> None:
    """Nobody asks what is through."""


def wake_nobody(_: Collection[Priority]) -> None:
    """Nothing else is to be said."""


@asynccontextmanager
async def said_and_heard() -> AsyncIterator[tuple[Database, Ledger, Hush]]:
    """Many groups were told something, and the echo of each has come back."""
    database, hush = await Database.open("sqlite://"), Hush()
    ledger = Ledger(SimulatedClock(NOW), database, hush, wake_nobody, tell_nobody)
    async with database.transaction() as uow:
        await uow.estates.save("yun", "云杉里")
        said = await uow.save(Outcome(deliveries=tuple(build_relay(number) for number in range(MANY))))
        await uow.outbox.mark_sent([(each.id or 0, "wx1", None, NOW) for each in said])
        await uow.commit()
    for each in said:
        ledger.hear(Echo(account="wx1", chat=each.chat, sent_id=f"s{each.id}", text=each.text, at=NOW))
    yield database, ledger, hush
    await database.close()


def build_relay(number: int) -> Delivery:
    return Delivery(
        estate="yun", chat=f"wechat:room:g{number}", text="寻人", purpose=Purpose.RELAY,
        priority=Priority.ALERT, due_at=NOW, state=DeliveryState.SENDING,
    )  # fmt: skip


async def count_seen(database: Database) -> int:
    async with database.view() as uow:
        return len(await uow.outbox.listing((DeliveryState.SEEN,), limit=2 * MANY))


async def test_what_has_come_back_is_written_together_while_nobody_waits() -> None:
    async with said_and_heard() as (database, ledger, _):
        await ledger.write()
        assert await count_seen(database) == ECHOES_AT_MOST
        await ledger.write()
        assert await count_seen(database) == MANY


@pytest.mark.parametrize(("urgent", "most"), [(True, 5), (False, ECHOES_AT_LEAST + 5)])
async def test_whoever_wants_to_write_meanwhile_waits_for_a_few_only(urgent: bool, most: int) -> None:
    async with said_and_heard() as (database, ledger, _):
        writing = asyncio.create_task(ledger.write())
        await asyncio.sleep(0)
        async with database.transaction(urgent=urgent):
            written = await count_seen(database)
        await writing
        assert 0 < written <= most
        while await count_seen(database) < MANY:
            await ledger.write()


async def test_while_an_alert_is_on_its_way_what_came_back_waits() -> None:
    async with said_and_heard() as (database, ledger, hush):
        hush.begin()
        await ledger.write()
        assert await count_seen(database) == 1
        hush.end()
        await ledger.write()
        assert await count_seen(database) == ECHOES_AT_MOST + 1
