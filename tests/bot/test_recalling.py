"""What is taken back of a large estate is settled together, not group by group."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest

from bot.clock import SimulatedClock
from bot.delivery.recalls import ASKED_AT_ONCE, SETTLED_AT_ONCE, Recaller
from handlers.model import Delivery, DeliveryState, Outcome, Person, Priority, Purpose, Recall, RecallState
from storage.engine import Database
from storage.unit_of_work import UnitOfWork

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
GROUPS = 120


class Counted:
    """A database that counts who wanted to write."""

    def __init__(self, database: Database) -> None:
        self._database, self.writers = database, 0
        self.view = database.view

    def transaction(self) -> AbstractAsyncContextManager[UnitOfWork]:
        self.writers += 1
        return self._database.transaction()


class Network:
    """Takes back what it is asked to; counts how many ask at once."""

    def __init__(self, answer: bool | None = True) -> None:
        self.answer, self.asked = answer, list[str]()
        self.at_once = self.most_at_once = 0

    async def take_back(self, _: str, chat: str, __: str) -> bool | None:
        self.asked.append(chat)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(0)
        self.at_once -= 1
        return self.answer


@asynccontextmanager
async def said_and_asked_back(
    relay: Delivery, network: str, asked_at: datetime = NOW
) -> AsyncIterator[tuple[Database, Sequence[Delivery]]]:
    """A relay to each of many groups, all of which are to be taken back."""
    database = await Database.open("sqlite://")
    async with database.transaction() as uow:
        await uow.estates.save("yun", "云杉里")
        said = await uow.save(
            Outcome(deliveries=tuple(replace(relay, chat=f"{network}:room:g{n}") for n in range(GROUPS)))
        )
        nobody = Person("nobody:contact:alert", "")
        recalls = tuple(
            Recall(estate="yun", delivery=each.id or 0, person=nobody, reply_to="", asked_at=asked_at)
            for each in said
        )
        await uow.save(Outcome(recalls=recalls))
        await uow.commit()
    yield database, said
    await database.close()


async def take_back(database: Database, network: Network) -> int:
    """How many transactions it took."""
    counted = Counted(database)

    async def report(_: str, __: str | None) -> None:
        """Nobody is told here."""

    await Recaller(SimulatedClock(NOW), cast("Database", counted), network.take_back, report).take_back()
    return counted.writers


async def count_states(
    database: Database, said: Sequence[Delivery]
) -> tuple[Counter[RecallState], Counter[DeliveryState]]:
    ids = [each.id or 0 for each in said]
    async with database.view() as uow:
        recalls = await uow.recalls.of_deliveries(ids)
        deliveries = await uow.outbox.of_ids(ids)
    return Counter(each.state for each in recalls), Counter(each.state for each in deliveries.values())


RELAY = Delivery(
    estate="yun", chat="", text="寻人", purpose=Purpose.RELAY, priority=Priority.ALERT, due_at=NOW,
    account="wx", sent_id="s", sent_at=NOW,
)  # fmt: skip
LONG_AGO = replace(RELAY, state=DeliveryState.SEEN, sent_at=NOW - timedelta(minutes=5))
UNSAID = replace(RELAY, state=DeliveryState.DEAD, account=None, sent_id=None, sent_at=None)
UNNAMED = replace(RELAY, state=DeliveryState.UNKNOWN, sent_id=None)
ARRIVED = replace(RELAY, state=DeliveryState.ACCEPTED)


@pytest.mark.parametrize(
    ("relay", "network", "came_to", "left"),
    [
        (LONG_AGO, "wechat", RecallState.LATE, DeliveryState.SEEN),
        (UNSAID, "wechat", RecallState.UNSENT, DeliveryState.CANCELLED),
        (UNNAMED, "wechat", RecallState.REFUSED, DeliveryState.UNKNOWN),
        (ARRIVED, "test", RecallState.TAKEN_BACK, DeliveryState.RECALLED),
    ],
    ids=["too late", "never said", "without an id", "taken back"],
)
async def test_many_are_settled_together(
    relay: Delivery, network: str, came_to: RecallState, left: DeliveryState
) -> None:
    async with said_and_asked_back(relay, network) as (database, said):
        asked = Network()
        writers = await take_back(database, asked)
        assert await count_states(database, said) == (Counter({came_to: GROUPS}), Counter({left: GROUPS}))
        lots = -(-GROUPS // SETTLED_AT_ONCE)
        questions = -(-GROUPS // ASKED_AT_ONCE) + lots if asked.asked else 0
        assert writers <= 2 * lots + questions
        assert asked.most_at_once <= ASKED_AT_ONCE
        assert sorted(asked.asked) == (sorted(each.chat for each in said) if questions else [])


@pytest.mark.parametrize(
    ("asked_at", "came_to"),
    [(NOW, RecallState.ASKED), (NOW - timedelta(minutes=2), RecallState.REFUSED)],
    ids=["just now", "two minutes ago"],
)
async def test_an_account_that_is_away_is_waited_for_a_while(
    asked_at: datetime, came_to: RecallState
) -> None:
    async with said_and_asked_back(ARRIVED, "test", asked_at) as (database, said):
        await take_back(database, Network(answer=None))
        recalls, _ = await count_states(database, said)
        assert recalls == Counter({came_to: GROUPS})


async def test_nothing_is_asked_back_while_an_alert_is_on_its_way() -> None:
    async with said_and_asked_back(ARRIVED, "test") as (database, _):
        network, waiting, over = Network(), asyncio.Event(), asyncio.Event()

        async def be_quiet() -> None:
            waiting.set()
            await over.wait()

        async def report(_: str, __: str | None) -> None:
            """Nobody is told here."""

        recaller = Recaller(SimulatedClock(NOW), database, network.take_back, report, be_quiet)
        taking_back = asyncio.create_task(recaller.take_back())
        await waiting.wait()
        assert network.asked == []
        over.set()
        await taking_back
        assert len(network.asked) == GROUPS
