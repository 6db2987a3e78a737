"""Delivery: everything in the outbox is said, once, in order, at the account's pace, or is shown."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.channels.base import Echo, SendFailed
from bot.clock import SystemClock
from bot.delivery.routes import Routes
from bot.delivery.worker import DeliveryWorker, Pace
from handlers.model import Delivery, DeliveryState, Person, Priority, Purpose
from storage.engine import Database
from storage.files import FileStore
from tests.bot.scripted import ScriptedChannel, room

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
AT_ONCE = Pace(interval=0, jitter=0, alert_interval=0, timeout=5)


def make(text: str, where: str = "g1", priority: Priority = Priority.REPLY, **more: object) -> Delivery:
    delivery = Delivery(
        estate="yun", chat=room(where), text=text, purpose=Purpose.ANSWER, priority=priority, due_at=NOW
    )
    return Delivery(**{**{name: getattr(delivery, name) for name in delivery.__slots__}, **more})


@pytest.fixture
async def database() -> AsyncIterator[Database]:
    database = await Database.open("sqlite://")
    async with database.transaction() as uow:
        await uow.estates.save("yun", "云杉里")
        await uow.commit()
    yield database
    await database.close()


async def queue(database: Database, *deliveries: Delivery) -> tuple[Delivery, ...]:
    async with database.transaction() as uow:
        stored = await uow.outbox.add(deliveries)
        await uow.commit()
    return stored


@asynccontextmanager
async def working(
    database: Database,
    folder: Path,
    *channels: ScriptedChannel,
    pace: Pace = AT_ONCE,
    finals: list[Delivery] | None = None,
) -> AsyncIterator[DeliveryWorker]:
    """A worker that runs until the block ends."""
    by_name = {channel.name: channel for channel in channels}

    async def note(delivery: Delivery) -> None:
        if finals is not None:
            finals.append(delivery)

    worker = DeliveryWorker(
        SystemClock(), database, FileStore(folder), by_name, Routes(by_name), pace, note, seed=1
    )
    task = asyncio.create_task(worker.run())
    try:
        yield worker
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def wait_until(database: Database, number: int | None, state: DeliveryState) -> Delivery:
    """The delivery once it is in `state`; an assertion error if it never is."""
    found: Delivery | None = None
    for _ in range(6000):
        async with database.view() as uow:
            found = await uow.outbox.get(number or 0)
        if found is not None and found.state is state:
            return found
        await asyncio.sleep(0.01)
    raise AssertionError(f"delivery {number} is {found}")


async def wait_for_finals(finals: list[Delivery], count: int) -> None:
    async with asyncio.timeout(60):
        while len(finals) < count:  # noqa: ASYNC110 — a plain list, looked at
            await asyncio.sleep(0.01)


async def test_what_is_queued_is_sent_and_marked(database: Database, tmp_path: Path) -> None:
    channel = ScriptedChannel()
    (stored,) = await queue(database, make("已登记", mentions=(Person("test:contact:张三", "张三"),)))
    async with working(database, tmp_path, channel):
        await channel.wait_for("g1", "@张三 已登记")
        sent = await wait_until(database, stored.id, DeliveryState.ACCEPTED)
    assert (sent.account, sent.sent_id, sent.attempts) == ("scripted", "s1", 1)


async def test_an_echo_proves_that_it_arrived(database: Database, tmp_path: Path) -> None:
    channel = ScriptedChannel()
    (stored,) = await queue(database, make("已登记"))
    async with working(database, tmp_path, channel) as worker:
        await wait_until(database, stored.id, DeliveryState.ACCEPTED)
        worker.hear_echo(Echo(account="scripted", chat=room("g1"), sent_id="s1", text="已登记", at=NOW))
        await wait_until(database, stored.id, DeliveryState.SEEN)


async def test_an_alert_overtakes_everything_that_waits(database: Database, tmp_path: Path) -> None:
    channel = ScriptedChannel()
    waiting = [make(f"停水通知{n}", priority=Priority.ROUTINE) for n in range(20)]
    await queue(database, *waiting, make("孩子走失", priority=Priority.ALERT))
    slow = Pace(interval=30, jitter=0, alert_interval=0, timeout=5)
    async with working(database, tmp_path, channel, pace=slow):
        await channel.wait_for("g1", "孩子走失")
    assert len(channel.sent) <= 2


async def test_one_chat_hears_things_in_the_order_they_were_said(database: Database, tmp_path: Path) -> None:
    channel = ScriptedChannel()
    await queue(database, *(make(f"第{n}句") for n in range(30)))
    async with working(database, tmp_path, channel):
        await channel.wait_for("g1", "第29句")
    assert channel.said_in("g1") == [f"第{n}句" for n in range(30)]


async def test_a_sick_group_holds_up_no_other(database: Database, tmp_path: Path) -> None:
    channel = ScriptedChannel()
    channel.refuse = lambda m: SendFailed("群不在了", retry=False) if m.chat == room("g1") else None
    stored = await queue(database, make("一", "g1"), make("二", "g2"), make("三", "g3"))
    async with working(database, tmp_path, channel):
        await channel.wait_for("g2", "二")
        await channel.wait_for("g3", "三")
        dead = await wait_until(database, stored[0].id, DeliveryState.DEAD)
    assert dead.error == "群不在了"


async def test_a_failed_send_is_tried_again_and_keeps_its_place(database: Database, tmp_path: Path) -> None:
    channel = ScriptedChannel()
    failures = iter([SendFailed("网关忙"), None, None])
    channel.refuse = lambda _: next(failures)
    await queue(database, make("警报", priority=Priority.ALERT), make("后来的", priority=Priority.ALERT))
    async with working(database, tmp_path, channel):
        await channel.wait_for("g1", "后来的")
    assert next(message.text for message in channel.attempts) == "警报"
    assert channel.said_in("g1") == ["警报", "后来的"]


async def test_what_may_have_arrived_is_never_said_again(database: Database, tmp_path: Path) -> None:
    channel = ScriptedChannel()
    channel.refuse = lambda _: SendFailed("连接断了", unknown=True)
    finals: list[Delivery] = []
    (stored,) = await queue(database, make("已登记"))
    async with working(database, tmp_path, channel, finals=finals):
        await wait_until(database, stored.id, DeliveryState.UNKNOWN)
        await wait_for_finals(finals, 1)
    assert len(channel.attempts) == 1
    assert [final.id for final in finals] == [stored.id]


async def test_a_send_that_hangs_ends_at_its_time_limit(database: Database, tmp_path: Path) -> None:
    channel = ScriptedChannel()
    channel.hold = asyncio.Event()
    (stored,) = await queue(database, make("已登记"))
    pace = Pace(interval=0, jitter=0, alert_interval=0, timeout=0.05)
    async with working(database, tmp_path, channel, pace=pace):
        unknown = await wait_until(database, stored.id, DeliveryState.UNKNOWN)
    assert "没有发完" in unknown.error


async def test_nothing_is_sent_before_it_is_due(database: Database, tmp_path: Path) -> None:
    channel = ScriptedChannel()
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    await queue(database, make("明天的", due_at=tomorrow), make("现在的"))
    async with working(database, tmp_path, channel):
        await channel.wait_for("g1", "现在的")
    assert channel.said_in("g1") == ["现在的"]


async def test_what_no_account_can_send_is_listed_with_the_dead(database: Database, tmp_path: Path) -> None:
    (lost, kept) = await queue(database, make("话", chat="elsewhere:room:1"), make("话"))
    finals: list[Delivery] = []
    channel = ScriptedChannel()
    channel.health = type(channel.health)(False, channel.health.since, "网关没有回应")
    async with working(database, tmp_path, channel, finals=finals) as worker:
        await worker.bury_unroutable()
        assert "没有能发到这里的账号" in (await wait_until(database, lost.id, DeliveryState.DEAD)).error
        await wait_until(database, kept.id, DeliveryState.PENDING)
    assert [final.id for final in finals] == [lost.id]


async def test_an_account_that_is_away_keeps_what_waits(database: Database, tmp_path: Path) -> None:
    channel = ScriptedChannel()
    away = channel.health
    channel.health = type(away)(False, away.since, "网关没有回应")
    await queue(database, make("已登记"))
    async with working(database, tmp_path, channel):
        await asyncio.sleep(0.05)
        assert not channel.attempts
        channel.health = away
        await channel.wait_for("g1", "已登记")


STRANDED: tuple[tuple[str, Priority, bool, DeliveryState], ...] = (
    ("a receipt, where nobody knows whether it arrived", Priority.REPLY, False, DeliveryState.UNKNOWN),
    ("a receipt, where a repeated key is shown once", Priority.REPLY, True, DeliveryState.ACCEPTED),
    ("an alert, which is better said twice than never", Priority.ALERT, False, DeliveryState.ACCEPTED),
)


@pytest.mark.parametrize(
    ("priority", "idempotent", "state"), [row[1:] for row in STRANDED], ids=[r[0] for r in STRANDED]
)
async def test_what_was_being_sent_when_the_process_died(
    tmp_path: Path, priority: Priority, idempotent: bool, state: DeliveryState
) -> None:
    url = f"sqlite:///{tmp_path}/linli.sqlite3"
    from storage.engine import upgrade

    await upgrade(url)
    earlier = await Database.open(url)
    async with earlier.transaction() as uow:
        await uow.estates.save("yun", "云杉里")
        (stored,) = await uow.outbox.add([make("话", priority=priority)])
        await uow.commit()
    async with earlier.transaction() as uow:
        await uow.outbox.claim(datetime.now(UTC))
        await uow.commit()
    await earlier.close()
    database = await Database.open(url)
    channel = ScriptedChannel(idempotent=idempotent)
    async with working(database, tmp_path, channel):
        await wait_until(database, stored.id, state)
    await database.close()


async def test_two_accounts_in_one_network_say_it_once(database: Database, tmp_path: Path) -> None:
    first, second = ScriptedChannel("one"), ScriptedChannel("two")
    stored = await queue(database, *(make(f"第{n}句", f"g{n % 5}") for n in range(40)))
    async with working(database, tmp_path, first, second):
        for delivery in stored:
            await wait_until(database, delivery.id, DeliveryState.ACCEPTED)
    said = sorted(message.text for message in first.sent + second.sent)
    assert said == sorted(delivery.text for delivery in stored)


async def test_the_pace_of_an_account_is_kept(database: Database, tmp_path: Path) -> None:
    slept: list[float] = []

    class CountingClock(SystemClock):
        async def sleep(self, seconds: float) -> None:
            slept.append(seconds)
            await asyncio.sleep(0)

    channel = ScriptedChannel()
    await queue(database, *(make(f"第{n}句", f"g{n}") for n in range(5)))
    by_name = {channel.name: channel}

    async def ignore(_: Delivery) -> None: ...

    pace = Pace(interval=3, jitter=1.5, alert_interval=0.2, timeout=5)
    worker = DeliveryWorker(
        CountingClock(), database, FileStore(tmp_path), by_name, Routes(by_name), pace, ignore, seed=1
    )
    task = asyncio.create_task(worker.run())
    await channel.wait_for("g4", "第4句")
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    pauses = [seconds for seconds in slept if 3 <= seconds <= 4.5]
    assert len(pauses) >= 4
    assert len(set(pauses)) > 1


async def test_what_another_process_is_sending_is_left_to_it_until_its_lease_is_over(
    postgres_url: str, tmp_path: Path
) -> None:
    class LaterClock(SystemClock):
        later = timedelta()

        def now(self) -> datetime:
            return super().now() + self.later

    other, database = await Database.open(postgres_url), await Database.open(postgres_url)
    async with other.transaction() as uow:
        await uow.estates.save("yun", "云杉里")
        (stored,) = await uow.outbox.add([make("话", priority=Priority.ALERT)])
        await uow.outbox.claim(datetime.now(UTC))
        await uow.commit()

    async def ignore(_: Delivery) -> None: ...

    clock, by_name = LaterClock(), {"scripted": ScriptedChannel()}
    worker = DeliveryWorker(
        clock, database, FileStore(tmp_path), by_name, Routes(by_name), AT_ONCE, ignore, seed=1
    )
    for later, state in ((0, DeliveryState.SENDING), (60, DeliveryState.PENDING)):
        clock.later = timedelta(seconds=later)
        await worker.recover()
        async with database.view() as uow:
            found = await uow.outbox.get(stored.id or 0)
        assert found is not None
        assert found.state is state
    await other.close()
    await database.close()
