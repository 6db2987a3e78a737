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
from bot.delivery.ledger import ECHOES_AT_LEAST, ECHOES_AT_MOST, FATES_AT_ONCE, Fate, Ledger
from handlers.model import Delivery, DeliveryState, Outcome, Priority, Purpose
from storage.engine import Database

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
MANY = ECHOES_AT_MOST + 20


async def tell_nobody(_: Delivery) -> None:
    """Nobody asks what is through."""


def wake_nobody(_: Collection[Priority]) -> None:
    """Nothing else is to be said."""


class Ear:
    """Somebody is speaking until they `end`."""

    def __init__(self) -> None:
        self.asked, self.ended = asyncio.Event(), asyncio.Event()

    async def listen(self) -> None:
        self.asked.set()
        await self.ended.wait()


@asynccontextmanager
async def said_and_heard(ear: Ear | None = None) -> AsyncIterator[tuple[Database, Ledger, Hush]]:
    """Many groups were told something, and the echo of each has come back."""
    database, hush, ear = await Database.open("sqlite://"), Hush(), ear or Ear()
    ledger = Ledger(SimulatedClock(NOW), database, hush, wake_nobody, tell_nobody, ear.listen)
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


async def count_sent_by(database: Database, account: str) -> int:
    async with database.view() as uow:
        said = await uow.outbox.listing((DeliveryState.ACCEPTED, DeliveryState.SEEN), limit=2 * MANY)
    return sum(each.account == account for each in said)


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


async def test_an_alert_waits_for_a_part_of_what_became_of_the_last_one() -> None:
    async with said_and_heard() as (database, ledger, _):
        async with database.view() as uow:
            said = await uow.outbox.listing((DeliveryState.ACCEPTED,), limit=MANY)
        for each in said:
            ledger.note(Fate(delivery=each, state=DeliveryState.ACCEPTED, account="wx2", at=NOW))
        writing = asyncio.create_task(ledger.write())
        await asyncio.sleep(0)
        async with database.transaction(urgent=True):
            written = await count_sent_by(database, "wx2")
        await writing
        assert 0 < written <= FATES_AT_ONCE
        while await count_sent_by(database, "wx2") < MANY:
            await ledger.write()


async def test_while_an_alert_is_on_its_way_what_came_back_waits() -> None:
    async with said_and_heard() as (database, ledger, hush):
        hush.begin()
        await ledger.write()
        assert await count_seen(database) == 1
        hush.end()
        await ledger.write()
        assert await count_seen(database) == ECHOES_AT_MOST + 1


@asynccontextmanager
async def running(ledger: Ledger) -> AsyncIterator[None]:
    task = asyncio.create_task(ledger.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_what_can_wait_is_not_written_while_somebody_is_speaking() -> None:
    ear = Ear()
    async with said_and_heard(ear) as (database, ledger, _), running(ledger):
        await ear.asked.wait()
        assert await count_seen(database) == 0
        ear.ended.set()
        async with asyncio.timeout(30):
            while await count_seen(database) < MANY:  # noqa: ASYNC110 -- rows that are looked at
                await asyncio.sleep(0.005)


async def test_what_became_of_an_alert_is_written_whoever_is_speaking() -> None:
    async with said_and_heard() as (database, ledger, _):
        async with database.view() as uow:
            (said,) = await uow.outbox.listing((DeliveryState.ACCEPTED,), limit=1)
        ledger.note(Fate(delivery=said, state=DeliveryState.ACCEPTED, account="wx2", at=NOW))
        async with running(ledger), asyncio.timeout(30):
            while await read_account(database, said) != "wx2":  # noqa: ASYNC110 -- a row that is looked at
                await asyncio.sleep(0.005)


async def read_account(database: Database, delivery: Delivery) -> str | None:
    async with database.view() as uow:
        found = await uow.outbox.get(delivery.id or 0)
    return found.account if found else None
