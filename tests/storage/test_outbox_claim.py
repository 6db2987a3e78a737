"""What may be sent now: urgency, order per chat, retries, and two who claim at once."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections.abc import Sequence
from datetime import datetime

import pytest

from handlers.model import Delivery, DeliveryState, Priority
from storage.claim import Wanted, _select_claimable
from storage.engine import Database
from storage.prepared import Preparer
from storage.tables import outbox
from storage.unit_of_work import UnitOfWork
from tests.storage.building import NOW, add_estate, make_delivery, minutes

ALERT, REPLY, ROUTINE = Priority.ALERT, Priority.REPLY, Priority.ROUTINE
A, B, C = "web:room:a", "web:room:b", "wx:room:c"


async def queue(database: Database, *deliveries: Delivery) -> tuple[Delivery, ...]:
    async with database.transaction() as unit:
        added = await unit.outbox.add(deliveries)
        await unit.commit()
    return added


def say(text: str, chat: str = A, priority: Priority = REPLY, due: float = 0) -> Delivery:
    return make_delivery(text, chat=chat, priority=priority, due_at=NOW + minutes(due))


def texts(deliveries: Sequence[Delivery]) -> list[str]:
    return [each.text for each in deliveries]


async def test_what_is_claimed_is_being_sent_and_counts_as_tried(estate: Database) -> None:
    await queue(estate, say("一"))
    async with estate.transaction() as unit:
        (claimed,) = await unit.outbox.claim(NOW)
        assert (claimed.state, claimed.attempts) == (DeliveryState.SENDING, 1)
        assert await unit.outbox.get(claimed.id or 0) == claimed


async def test_the_urgent_goes_first_then_what_was_queued_first(estate: Database) -> None:
    await queue(
        estate,
        say("routine", A, ROUTINE),
        say("reply", B),
        say("alert", A, ALERT),
        say("alert too", C, ALERT),
        say("reply too", B),
    )
    async with estate.transaction() as unit:
        claimed = await unit.outbox.claim(NOW)
    assert texts(claimed) == ["alert", "alert too", "reply", "reply too", "routine"]


async def test_a_chat_in_which_something_is_being_sent_gives_nothing_more(estate: Database) -> None:
    await queue(estate, say("first"), say("second"), say("alert", A, ALERT), say("elsewhere", B))
    async with estate.transaction() as unit:
        assert texts(await unit.outbox.claim(NOW, limit=1)) == ["alert"]
        assert texts(await unit.outbox.claim(NOW)) == ["elsewhere"]
        assert texts(await unit.outbox.claim(NOW)) == []


async def test_what_waits_for_its_next_try_holds_back_what_comes_after_it(estate: Database) -> None:
    await queue(estate, say("failed"), say("same"), say("lower", A, ROUTINE), say("elsewhere", B))
    async with estate.transaction() as unit:
        (failed,) = await unit.outbox.claim(NOW, limit=1)
        await unit.outbox.mark_retry(failed.id or 0, NOW + minutes(1), "gateway down")
        await unit.outbox.add([say("alert", A, ALERT)])
        assert texts(await unit.outbox.claim(NOW)) == ["alert", "elsewhere"]
        await unit.outbox.mark_sent([(5, "web", None, NOW)])
        assert texts(await unit.outbox.claim(NOW)) == []
        assert texts(await unit.outbox.claim(NOW + minutes(1))) == ["failed", "same", "lower"]


async def test_what_is_merely_due_later_holds_nothing_back(estate: Database) -> None:
    await queue(estate, say("tomorrow", due=600), say("now"))
    async with estate.transaction() as unit:
        assert texts(await unit.outbox.claim(NOW)) == ["now"]


@pytest.mark.parametrize(
    ("narrowed", "expected"),
    [
        ({"chats": [A]}, ["a alert", "a reply"]),
        ({"chats": []}, []),
        ({"chats_excluded": [A, B]}, ["c routine"]),
        ({"priorities": [ALERT]}, ["a alert"]),
        ({"priorities": [REPLY, ROUTINE]}, ["a reply", "b reply", "c routine"]),
        ({"network": "wx"}, ["c routine"]),
        ({"network": "w_x"}, []),
        ({"network": "web", "chats_excluded": [A]}, ["b reply"]),
        ({"limit": 2}, ["a alert", "a reply"]),
    ],
)
async def test_a_claim_can_be_narrowed(
    estate: Database, narrowed: dict[str, object], expected: list[str]
) -> None:
    await queue(
        estate, say("a reply"), say("b reply", B), say("c routine", C, ROUTINE), say("a alert", A, ALERT)
    )
    async with estate.transaction() as unit:
        assert texts(await unit.outbox.claim(NOW, **narrowed)) == expected  # type: ignore[arg-type]


async def test_what_was_claimed_but_not_tried_can_be_put_back(estate: Database) -> None:
    await queue(estate, say("one"), say("two"))
    async with estate.transaction() as unit:
        one, two = await unit.outbox.claim(NOW)
        await unit.outbox.mark_retry(one.id or 0, NOW + minutes(1), "down")
        await unit.outbox.release([two.id or 0])
        found = await unit.outbox.get(two.id or 0)
        assert found is not None
        assert (found.state, found.attempts) == (DeliveryState.PENDING, 0)
        assert texts(await unit.outbox.claim(NOW)) == []


async def test_two_who_claim_at_once_never_get_the_same_nor_the_same_chat(database_url: str) -> None:
    one, two = await Database.open(database_url), await Database.open(database_url)
    await add_estate(one)
    chats = [f"web:room:{number}" for number in range(12)]
    await queue(one, *(say(f"{chat} {number}", chat) for number in range(5) for chat in chats))
    said: list[str] = []

    async def work(database: Database, limit: int) -> None:
        while True:
            async with database.transaction() as unit:
                claimed = await unit.outbox.claim(NOW, limit=limit)
                await unit.commit()
            if not claimed:
                async with database.view() as unit:
                    if not (await unit.outbox.depth())[DeliveryState.PENDING]:
                        return
                continue
            for delivery in claimed:
                said.append(delivery.text)
                await asyncio.sleep(0)
            async with database.transaction() as unit:
                await unit.outbox.mark_sent([(each.id or 0, "web", None, NOW) for each in claimed])
                await unit.commit()

    async with asyncio.timeout(60):
        await asyncio.gather(*(work(database, limit) for database in (one, two) for limit in (1, 3, 7)))
    assert len(said) == len(set(said)) == 60
    for chat in chats:
        assert [line for line in said if line.startswith(f"{chat} ")] == [f"{chat} {n}" for n in range(5)]
    await one.close()
    await two.close()


@pytest.mark.postgres
async def test_on_postgres_a_claim_passes_by_what_another_process_is_claiming(postgres_url: str) -> None:
    one, two = await Database.open(postgres_url), await Database.open(postgres_url)
    await add_estate(one)
    await queue(one, say("a1"), say("a2"), say("b1", B), say("b2", B))
    async with one.transaction() as first, two.transaction() as second, asyncio.timeout(5):
        assert texts(await first.outbox.claim(NOW, limit=1)) == ["a1"]
        # Not a2: that would overtake a1.
        assert texts(await second.outbox.claim(NOW)) == ["b1", "b2"]
        await first.commit()
        await second.commit()
    await one.close()
    await two.close()


# --- against a plain reading of the rule ----------------------------------------------------------


def claim_plainly(rows: Sequence[Delivery], now: datetime, limit: int) -> list[int]:
    """The rule of `Outbox.claim` as one would say it, over all rows."""
    ready = []
    for row in sorted(rows, key=lambda each: (each.priority, each.id or 0)):
        same_chat = [each for each in rows if each.chat == row.chat]
        if row.state is not DeliveryState.PENDING or row.due_at > now:
            continue
        if any(each.state is DeliveryState.SENDING for each in same_chat):
            continue
        held_back = any(
            each.state is DeliveryState.PENDING
            and each.attempts > 0
            and each.due_at > now
            and (each.priority, each.id or 0) < (row.priority, row.id or 0)
            for each in same_chat
        )
        if not held_back:
            ready.append(row.id or 0)
    return ready[:limit]


async def _fill(unit: UnitOfWork, dice: random.Random) -> tuple[Delivery, ...]:
    states = [DeliveryState.PENDING] * 9 + list(DeliveryState)
    return await unit.outbox.add(
        [
            make_delivery(
                str(number),
                chat=dice.choice("abcdef"),
                priority=dice.choice(list(Priority)),
                due_at=NOW + minutes(dice.choice([-5, 0, 5])),
                attempts=dice.choice([0, 0, 1]),
                state=dice.choice(states),
            )
            for number in range(dice.randrange(1, 30))
        ]
    )


async def test_a_claim_is_what_a_plain_reading_of_the_rule_gives(estate: Database) -> None:
    dice = random.Random(8)
    claimed_in_all = 0
    for _ in range(60):
        async with estate.transaction() as unit:
            rows = await _fill(unit, dice)
            limit = dice.choice([1, 3, 100])
            claimed = [each.id for each in await unit.outbox.claim(NOW, limit=limit)]
            assert claimed == claim_plainly(rows, NOW, limit)
            claimed_in_all += len(claimed)
    assert claimed_in_all > 100


@pytest.mark.parametrize(
    "index", ["outbox_in_order", "outbox_retrying", "outbox_sending"], ids=lambda name: name
)
@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(),
        Wanted(priorities=frozenset({REPLY, ROUTINE}), network="wx", excluded=(A, B, C), beside_own=True),
    ],
    ids=["all", "of an account"],
)
async def test_a_claim_reads_only_the_rows_that_wait(sqlite_url: str, index: str, wanted: Wanted) -> None:
    """SQLite's plan names the partial indexes: a long history costs nothing."""
    values = wanted.bind("us", NOW, 10)
    prepared = Preparer().prepare(_select_claimable(outbox.c.id, wanted.shape), values)
    connection = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))
    plan = connection.execute(f"EXPLAIN QUERY PLAN {prepared.sql}", prepared.bind(values)).fetchall()
    connection.close()
    assert any(index in str(row) for row in plan), plan


def fail_before(*chats: str) -> Sequence[Delivery]:
    """Alerts that were tried in these chats before."""
    return [say(f"failed in {chat}", chat, ALERT) for chat in chats]


@pytest.mark.parametrize(
    ("before", "due_again", "taken"),
    [
        pytest.param([], 0, ["one", "two"], id="nothing else waits"),
        pytest.param(fail_before(A), 5, ["two"], id="a chat waits for its next try"),
        pytest.param(fail_before(A, B), 5, [], id="both chats do"),
        pytest.param(fail_before(A), 0, [f"failed in {A}", "one", "two"], id="an earlier one is due"),
    ],
)
async def test_alerts_taken_as_they_are_saved_keep_the_order_of_their_chats(
    estate: Database, before: Sequence[Delivery], due_again: float, taken: Sequence[str]
) -> None:
    await queue(estate, *before)
    async with estate.transaction() as unit:
        for failed in await unit.outbox.claim(NOW):
            await unit.outbox.mark_retry(failed.id or 0, NOW + minutes(due_again), "gateway down")
        new = [say("one", A, ALERT), say("reply", A), say("two", B, ALERT), say("later", C, ALERT, due=1)]
        saved = await unit.outbox.save(await unit.outbox.mark_taken(new, NOW, 100))
        claimed = await unit.outbox.take_alerts(saved, NOW, 100)
        assert texts(claimed) == taken
        assert [await unit.outbox.get(each.id or 0) for each in claimed] == list(claimed)
        assert {each.state for each in claimed} <= {DeliveryState.SENDING}


async def test_of_alerts_taken_as_they_are_saved_no_more_than_the_limit_and_none_beside_an_earlier_life(
    database_url: str,
) -> None:
    earlier, later = await Database.open(database_url), await Database.open(database_url)
    await add_estate(earlier)
    async with earlier.transaction() as unit:
        new = [say("one", A, ALERT), say("two", B, ALERT)]
        saved = await unit.outbox.save(await unit.outbox.mark_taken(new, NOW, 1))
        assert texts(await unit.outbox.take_alerts(saved, NOW, 1)) == ["one"]
        await unit.commit()
    async with later.transaction() as unit:
        new = [say("three", A, ALERT), say("four", C, ALERT)]
        saved = await unit.outbox.save(await unit.outbox.mark_taken(new, NOW, 10))
        assert texts(await unit.outbox.take_alerts(saved, NOW, 10)) == ["two", "four"]
    await earlier.close()
    await later.close()


async def test_alerts_saved_as_taken_are_of_this_life_and_can_be_released(database_url: str) -> None:
    database = await Database.open(database_url)
    await add_estate(database)
    async with database.transaction() as unit:
        new = [say("one", A, ALERT), say("reply", A), say("two", B, ALERT)]
        saved = await unit.outbox.save(await unit.outbox.mark_taken(new, NOW, 10))
        taken = await unit.outbox.take_alerts(saved, NOW, 10)
        assert texts(taken) == ["one", "two"]
        await unit.commit()
    async with database.transaction() as unit:
        assert await unit.outbox.stranded() == ()
        assert texts(await unit.outbox.claim(NOW)) == []  # their chats are being spoken in
        await unit.outbox.release([each.id or 0 for each in taken])
        again = await unit.outbox.claim(NOW)
        assert [(each.text, each.attempts) for each in again] == [("one", 1), ("two", 1), ("reply", 1)]
        await unit.commit()
    other = await Database.open(database_url)
    async with other.view() as unit:
        assert texts(await unit.outbox.stranded()) == ["one", "two", "reply"]
    await other.close()
    await database.close()
