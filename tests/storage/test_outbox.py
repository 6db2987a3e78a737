"""What becomes of a delivery."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.model import Delivery, DeliveryState, Outcome, Priority, Purpose
from handlers.saying.failing import DOUBT
from storage.engine import Database
from storage.errors import AlreadyTold, VersionConflict
from storage.unit_of_work import UnitOfWork
from tests.storage.building import (
    ESTATE,
    GROUP,
    NOW,
    add_estate,
    make_alert,
    make_delivery,
    make_notice,
    make_ticket,
    minutes,
)

State = DeliveryState
OTHER = "web:room:g1"


async def state_of(unit: UnitOfWork, delivery: int) -> DeliveryState:
    found = await unit.outbox.get(delivery)
    assert found is not None
    return found.state


async def claim_one(unit: UnitOfWork, delivery: Delivery) -> int:
    """Queues and claims one delivery; its id."""
    (added,) = await unit.outbox.add([delivery])
    await unit.outbox.claim(NOW)
    return added.id or 0


async def test_who_is_alone_sends_all_that_is_due_at_once_urgent_first(estate: Database) -> None:
    async with estate.transaction() as unit:
        later = make_delivery("later", due_at=NOW + minutes(1))
        alert = make_delivery("alert", chat=OTHER, priority=Priority.ALERT)
        first, second, waits, urgent = await unit.outbox.add(
            [make_delivery("a"), make_delivery("b"), later, alert]
        )
        sent = await unit.outbox.send_due(NOW, "acc", "s")
        assert [each.id for each in sent] == [urgent.id, first.id, second.id]
        for each in sent:
            assert each == await unit.outbox.get(each.id or 0)
            told = (each.state, each.attempts, each.account, each.sent_id, each.sent_at)
            assert told == (State.ACCEPTED, 1, "acc", f"s{each.id}", NOW)
        assert await state_of(unit, waits.id or 0) is State.PENDING
        assert await unit.outbox.send_due(NOW, "acc", "s") == ()


async def test_what_the_gateway_took_is_accepted_and_what_came_back_is_seen(estate: Database) -> None:
    async with estate.transaction() as unit:
        one = await claim_one(unit, make_delivery("一"))
        two = await claim_one(unit, make_delivery("二", chat=OTHER))
        await unit.outbox.mark_sent([(one, "acc", "n1", NOW), (two, "acc", None, NOW)])
        found = await unit.outbox.get(one)
        assert found is not None
        assert (found.state, found.account, found.sent_id, found.sent_at) == (
            State.ACCEPTED,
            "acc",
            "n1",
            NOW,
        )
        seen = await unit.outbox.mark_seen("acc", GROUP, "n1", "whatever", NOW)
        assert seen is not None
        assert seen == await unit.outbox.get(one)
        assert seen.state is State.SEEN
        assert await state_of(unit, two) is State.ACCEPTED


async def test_an_echo_without_a_known_id_is_found_by_its_text_even_with_mentions(estate: Database) -> None:
    async with estate.transaction() as unit:
        one = await claim_one(unit, make_delivery("已登记报修 #1"))
        await unit.outbox.mark_sent([(one, "acc", None, NOW)])
        assert await unit.outbox.mark_seen("acc", OTHER, "n1", "已登记报修 #1", NOW) is None
        assert await unit.outbox.mark_seen("acc", GROUP, "n1", "已登记报修 #12", NOW) is None
        seen = await unit.outbox.mark_seen("acc", GROUP, "n1", "@张三 已登记报修 #1", NOW)
        assert seen is not None
        assert (seen.id, seen.sent_id) == (one, "n1")
        # The same echo once more finds the same delivery, not another one with the same words.
        again = await unit.outbox.mark_seen("acc", GROUP, "n1", "@张三 已登记报修 #1", NOW)
        assert again == seen


async def test_an_echo_may_come_before_the_gateway_says_that_it_took_it(estate: Database) -> None:
    async with estate.transaction() as unit:
        one = await claim_one(unit, make_delivery("一"))
        assert await unit.outbox.mark_seen("acc", GROUP, "", "一", NOW) is not None
        await unit.outbox.mark_sent([(one, "acc", "n1", NOW)])
        found = await unit.outbox.get(one)
        assert found is not None
        assert (found.state, found.sent_id) == (State.SEEN, "n1")


async def test_a_send_that_failed_after_its_echo_came_stays_seen(estate: Database) -> None:
    async with estate.transaction() as unit:
        one = await claim_one(unit, make_delivery("一"))
        await unit.outbox.mark_seen("acc", GROUP, "n1", "一", NOW)
        await unit.outbox.mark_unknown(one, "time limit")
        await unit.outbox.mark_retry(one, NOW, "time limit")
        await unit.outbox.mark_dead(one, "time limit")
        assert await state_of(unit, one) is State.SEEN


async def test_an_echo_proves_that_an_unknown_one_arrived(estate: Database) -> None:
    async with estate.transaction() as unit:
        one = await claim_one(unit, make_delivery("一"))
        await unit.outbox.mark_unknown(one, "time limit")
        assert await unit.outbox.mark_seen("acc", GROUP, "n1", "一", NOW) is not None
        assert await state_of(unit, one) is State.SEEN


async def test_what_another_account_said_is_not_ours(estate: Database) -> None:
    async with estate.transaction() as unit:
        one = await claim_one(unit, make_delivery("一"))
        await unit.outbox.mark_sent([(one, "acc", "n1", NOW)])
        assert await unit.outbox.mark_seen("other", GROUP, "n1", "别的话", NOW) is None


async def test_trouble_is_listed_and_can_be_sent_again(estate: Database) -> None:
    async with estate.transaction() as unit:
        dead = await claim_one(unit, make_delivery("dead"))
        await unit.outbox.mark_dead(dead, "no such group")
        unknown = await claim_one(unit, make_delivery("unknown", estate="other", priority=Priority.ALERT))
        await unit.outbox.mark_unknown(unknown, "time limit")
        trouble = await unit.outbox.listing([State.DEAD, State.UNKNOWN])
        assert [(each.id, each.error) for each in trouble] == [
            (unknown, "time limit"),
            (dead, "no such group"),
        ]
        assert [
            each.id for each in await unit.outbox.listing([State.UNKNOWN, State.DEAD], estate=ESTATE)
        ] == [dead]
        assert (await unit.outbox.depth())[State.DEAD] == 1
        assert await unit.outbox.requeue(dead)
        assert not await unit.outbox.requeue(dead)
        found = await unit.outbox.get(dead)
        assert found is not None
        assert (found.state, found.attempts, found.error) == (State.PENDING, 0, "")


async def test_only_what_was_not_sent_can_be_cancelled(estate: Database) -> None:
    async with estate.transaction() as unit:
        sending = await claim_one(unit, make_delivery("sending"))
        (waiting,) = await unit.outbox.add([make_delivery("waiting")])
        assert await unit.outbox.cancel([sending, waiting.id or 0]) == 1
        assert await state_of(unit, sending) is State.SENDING
        assert await state_of(unit, waiting.id or 0) is State.CANCELLED
        assert await unit.outbox.cancel([]) == 0


async def test_an_outcome_may_change_what_still_waits_and_nothing_else(estate: Database) -> None:
    async with estate.transaction() as unit:
        waiting, late = await unit.outbox.add([make_delivery("一"), make_delivery("二", chat=OTHER)])
        await unit.outbox.claim(NOW, chats=[OTHER])
        changes = Outcome(
            deliveries=(replace(waiting, text="一和更多"), make_delivery("新"), replace(late, text="太晚"))
        )
        saved = await unit.save(changes)
        assert [each.text for each in saved] == ["一和更多", "新", "太晚"]
        assert saved[1].id is not None
        changed, unchanged = await unit.outbox.get(waiting.id or 0), await unit.outbox.get(late.id or 0)
        assert changed is not None
        assert unchanged is not None
        assert (changed.text, unchanged.text) == ("一和更多", "二")


async def test_the_next_due_time_is_of_what_is_pending(estate: Database) -> None:
    async with estate.transaction() as unit:
        assert await unit.outbox.next_due() is None
        await unit.outbox.add(
            [make_delivery(due_at=NOW + minutes(5)), make_delivery(due_at=NOW + minutes(9))]
        )
        assert await unit.outbox.next_due() == NOW + minutes(5)
        assert await unit.outbox.next_due(after=NOW + minutes(5)) == NOW + minutes(9)
        await unit.outbox.claim(NOW + minutes(10))
        assert await unit.outbox.next_due() is None


async def test_what_an_earlier_life_was_sending_is_stranded(database_url: str) -> None:
    earlier = await Database.open(database_url)
    await add_estate(earlier)
    async with earlier.transaction() as unit:
        await claim_one(unit, make_delivery("一"))
        assert await unit.outbox.stranded() == ()
        await unit.commit()
    later = await Database.open(database_url)
    async with later.view() as unit:
        assert [each.text for each in await unit.outbox.stranded()] == ["一"]
        assert await unit.outbox.stranded(claimed_before=NOW) == ()
        assert len(await unit.outbox.stranded(claimed_before=NOW + minutes(1))) == 1
    await later.close()
    await earlier.close()


TOLD_ONCE = [Purpose.RELAY, Purpose.ALL_CLEAR]


@pytest.mark.parametrize("purpose", TOLD_ONCE)
async def test_an_alert_is_told_once_to_each_chat(estate: Database, purpose: Purpose) -> None:
    async with estate.transaction() as unit:
        await unit.save(
            Outcome(
                tickets=(make_ticket(1), make_ticket(2)),
                alerts=(make_alert(1), make_alert(2)),
                deliveries=tuple(
                    make_delivery(purpose=purpose, ticket=ticket, chat=chat)
                    for ticket in (1, 2)
                    for chat in (GROUP, OTHER)
                ),
            )
        )
        await unit.commit()
    async with estate.transaction() as unit:
        with pytest.raises(AlreadyTold):
            await unit.save(Outcome(deliveries=(make_delivery(purpose=purpose, ticket=1),)))


@pytest.mark.parametrize("purpose", [each for each in Purpose if each not in TOLD_ONCE])
async def test_everything_else_may_be_said_twice(estate: Database, purpose: Purpose) -> None:
    async with estate.transaction() as unit:
        twice = make_delivery(purpose=purpose, ticket=1)
        assert len(await unit.save(Outcome(tickets=(make_ticket(),), deliveries=(twice, twice)))) == 2


async def test_deliveries_of_a_notice_and_of_a_ticket_come_in_order(estate: Database) -> None:
    async with estate.transaction() as unit:
        await unit.save(
            Outcome(
                tickets=(make_ticket(),),
                notices=(make_notice(),),
                deliveries=(
                    make_delivery("n1", notice=1),
                    make_delivery("t1", ticket=1),
                    make_delivery("n2", notice=1, chat=OTHER),
                ),
            )
        )
        assert [each.text for each in await unit.outbox.of_notice(ESTATE, 1)] == ["n1", "n2"]
        assert [each.text for each in await unit.outbox.of_ticket(ESTATE, 1)] == ["t1"]
        assert await unit.outbox.of_notice("other", 1) == ()


async def test_alerts_of_which_a_page_or_relay_has_not_arrived_are_named(estate: Database) -> None:
    async with estate.transaction() as unit:
        pages = (
            make_delivery("p1", ticket=1, purpose=Purpose.PAGE),
            make_delivery("p2", ticket=2, purpose=Purpose.PAGE, chat=OTHER),
            make_delivery("r2", ticket=2, purpose=Purpose.RECEIPT),
        )
        await unit.save(Outcome(tickets=(make_ticket(1), make_ticket(2)), deliveries=pages))
        assert await unit.outbox.unarrived(ESTATE, [1, 2, 3]) == {1, 2}
        claimed = await unit.outbox.claim(NOW, limit=5)
        page = next(each for each in claimed if each.text == "p2")
        await unit.outbox.mark_sent([(page.id or 0, "wx", None, NOW)])
        assert await unit.outbox.unarrived(ESTATE, [1, 2]) == {1}
        assert await unit.outbox.unarrived(ESTATE, []) == frozenset()


async def test_a_delivery_for_a_ticket_that_does_not_exist_is_refused(estate: Database) -> None:
    async with estate.transaction() as unit:
        with pytest.raises(Exception, match=r"(?i)foreign key"):
            await unit.outbox.add([make_delivery(ticket=404)])


async def test_an_alert_said_once_more_says_so_for_good_and_its_echo_in_time_spares_it(
    estate: Database,
) -> None:
    async with estate.transaction() as unit:
        await unit.outbox.add([make_delivery("一"), make_delivery("二", chat=OTHER)])
        one, two = await unit.outbox.claim(NOW)
        for claimed in (one, two):
            await unit.outbox.mark_retry(claimed.id or 0, NOW, f"{DOUBT}程序中断")
        # The echo of the second comes before it is said again, that of the first after.
        await unit.outbox.mark_seen("account", OTHER, "s2", "二", NOW)
        [again] = await unit.outbox.claim(NOW)
        await unit.outbox.mark_sent([(again.id or 0, "account", "s1", NOW)])
        await unit.outbox.mark_seen("account", again.chat, "s1", "一", NOW)
        said = [await unit.outbox.get(claimed.id or 0) for claimed in (one, two)]
    assert [each.state for each in said if each] == [DeliveryState.SEEN, DeliveryState.SEEN]
    assert [each.error for each in said if each] == [f"{DOUBT}程序中断", ""]


@pytest.mark.parametrize("purpose", [Purpose.RELAY, Purpose.UPDATE])
async def test_a_relay_that_went_out_meanwhile_is_not_taken_back_in_silence(
    estate: Database, purpose: Purpose
) -> None:
    async with estate.transaction() as unit:
        (waiting,) = await unit.save(
            Outcome(
                tickets=(make_ticket(1),),
                alerts=(make_alert(1),),
                deliveries=(make_delivery(purpose=purpose, ticket=1),),
            )
        )
        await unit.commit()
    taken_back = replace(waiting, state=DeliveryState.CANCELLED)
    async with estate.transaction() as unit:
        await unit.save(Outcome(deliveries=(taken_back,)))
        assert await state_of(unit, waiting.id or 0) is DeliveryState.CANCELLED
    async with estate.transaction() as unit:
        assert [each.id for each in await unit.outbox.claim(waiting.due_at)] == [waiting.id]
        with pytest.raises(VersionConflict):
            await unit.save(Outcome(deliveries=(taken_back,)))
