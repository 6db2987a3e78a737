"""What is to be taken back: each delivery once, settled, told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.model import DeliveryState, Outcome, Purpose, Recall, RecallState
from storage.engine import Database
from storage.errors import VersionConflict
from tests.storage.building import ESTATE, GROUP, NOW, STAFF, add_estate, make_delivery

BEFORE = NOW - timedelta(seconds=1)


async def say(database: Database) -> int:
    """Something said in a group; its number."""
    await add_estate(database)
    made = make_delivery(purpose=Purpose.REPLY)
    async with database.transaction() as uow:
        (said,) = await uow.save(Outcome(deliveries=(made,)))
        await uow.commit()
    assert said.id is not None
    return said.id


async def ask(database: Database, delivery: int) -> Recall:
    made = Recall(estate=ESTATE, delivery=delivery, person=STAFF, reply_to=GROUP, asked_at=NOW, answers="k1")
    async with database.transaction() as uow:
        await uow.save(Outcome(recalls=(made,)))
        await uow.commit()
    return made


async def test_it_waits_until_it_is_settled_and_told(database: Database) -> None:
    number = await say(database)
    made = await ask(database, number)
    async with database.transaction() as uow:
        assert await uow.recalls.untold() == (made,)
        assert await uow.recalls.of_deliveries([number, number + 1]) == (made,)
        assert await uow.recalls.of_deliveries([]) == ()
        await uow.recalls.settle(number, RecallState.LATE)
        (settled,) = await uow.recalls.untold()
        await uow.recalls.save([replace(settled, told=True)])
        assert await uow.recalls.untold() == ()
        assert await uow.recalls.of_deliveries([number]) == (
            replace(made, state=RecallState.LATE, told=True),
        )


async def test_what_came_of_it_is_said_and_told_once(database: Database) -> None:
    number = await say(database)
    await ask(database, number)
    async with database.transaction() as uow:
        await uow.recalls.settle(number, RecallState.TAKEN_BACK)
        await uow.recalls.settle(number, RecallState.REFUSED)
        (settled,) = await uow.recalls.untold()
        assert settled.state is RecallState.TAKEN_BACK
        await uow.recalls.save([replace(settled, told=True)])
        with pytest.raises(VersionConflict):
            await uow.recalls.save([replace(settled, told=True)])


async def test_what_has_no_id_yet_is_not_looked_at_until_none_will_come(database: Database) -> None:
    number = await say(database)
    made = await ask(database, number)
    async with database.transaction() as uow:
        assert await uow.recalls.asked(BEFORE) == (made,)  # it waits: nobody need say it any more
        await uow.outbox.claim(NOW)
        assert await uow.recalls.asked(NOW) == ()
        await uow.outbox.mark_sent([(number, "wx", None, NOW)])
        assert await uow.recalls.asked(BEFORE) == ()
        assert await uow.recalls.asked(NOW) == (made,)
        await uow.outbox.mark_sent([(number, "wx", "s1", NOW)])
        assert await uow.recalls.asked(BEFORE) == (made,)
        await uow.recalls.settle(number, RecallState.TAKEN_BACK)
        assert await uow.recalls.asked(NOW) == ()


async def test_a_request_is_to_be_answered_when_nothing_of_it_is_asked_any_more(database: Database) -> None:
    first, second = await say(database), await say(database)
    await ask(database, first)
    await ask(database, second)
    async with database.transaction() as uow:
        await uow.recalls.settle(first, RecallState.TAKEN_BACK)
        assert await uow.recalls.settled() == ()
        await uow.recalls.settle(second, RecallState.LATE)
        assert await uow.recalls.settled() == ((ESTATE, "k1"),)
        said = await uow.recalls.of_request(ESTATE, "k1")
        assert [each.delivery for each in said] == [first, second]
        assert await uow.recalls.of_request(ESTATE, None) == ()
        await uow.recalls.save([replace(each, told=True) for each in said])
        assert await uow.recalls.settled() == ()


async def test_where_nobody_waits_for_an_answer_none_is_owed(database: Database) -> None:
    number = await say(database)
    silent = Recall(estate=ESTATE, delivery=number, person=STAFF, reply_to="", asked_at=NOW)
    async with database.transaction() as uow:
        await uow.save(Outcome(recalls=(silent,)))
        assert await uow.recalls.of_request(ESTATE, None) == (silent,)
        await uow.recalls.settle(number, RecallState.TAKEN_BACK)
        assert (await uow.recalls.untold(), await uow.recalls.settled()) == ((), ())


async def test_the_same_is_asked_for_once(database: Database) -> None:
    number = await say(database)
    await ask(database, number)
    with pytest.raises(VersionConflict):
        await ask(database, number)


@pytest.mark.parametrize("purpose", [Purpose.REPLY, Purpose.NOTICE])
async def test_words_that_went_out_meanwhile_are_not_thought_unsaid(
    database: Database, purpose: Purpose
) -> None:
    number = await say(database)
    async with database.transaction() as uow:
        await uow.outbox.claim(NOW)
        await uow.commit()
    async with database.transaction() as uow:
        said = await uow.outbox.get(number)
        assert said is not None
        late = replace(said, purpose=purpose, state=DeliveryState.CANCELLED)
        with pytest.raises(VersionConflict):
            await uow.save(Outcome(deliveries=(late,)))


async def test_what_was_taken_back_stays_so(database: Database) -> None:
    number = await say(database)
    async with database.transaction() as uow:
        await uow.outbox.claim(NOW)
        await uow.outbox.mark_sent([(number, "wx", "s1", NOW)])
        await uow.outbox.mark_recalled(number)
        seen = await uow.outbox.mark_seen("wx", GROUP, "s1", "", NOW)
        assert seen is not None
        assert seen.state is DeliveryState.RECALLED
