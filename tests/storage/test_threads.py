"""What decisions read of a ticket's talk, and tickets that were taken back before anybody was told."""

from __future__ import annotations

import pytest

from handlers.model import DeliveryState, Outcome, Purpose, Step
from storage.engine import Database
from storage.errors import VersionConflict
from tests.storage.building import (
    ESTATE,
    GROUP,
    NEIGHBOUR,
    NOW,
    STAFF,
    make_delivery,
    make_event,
    make_file,
    make_ticket,
    save,
)


async def test_the_steps_of_people_come_in_order_with_the_chat_they_were_taken_in(estate: Database) -> None:
    async with estate.transaction() as unit:
        assert await unit.messages.claim("m1", ESTATE, GROUP, NOW)
        opened = make_event(1, message="m1", words="漏水")
        joined = make_event(1, Step.JOINED, actor=NEIGHBOUR, message="m2", words="+1")
        paged = make_event(1, Step.PAGED, actor=None)
        await unit.save(Outcome(tickets=(make_ticket(1), make_ticket(2)), events=(opened, joined, paged)))
        await unit.commit()
    async with estate.view() as unit:
        touches = await unit.tickets.touches(ESTATE, (1, 2))
        assert await unit.tickets.touches(ESTATE, ()) == {}
    assert touches[2] == ()
    assert [(t.step, t.name, t.chat, t.words, t.message) for t in touches[1]] == [
        (Step.OPENED, "张三", GROUP, "漏水", "m1"),
        (Step.JOINED, "李四", None, "+1", "m2"),
    ]


async def test_receipts_and_cards_are_read_in_any_state_and_nothing_else(estate: Database) -> None:
    said = (
        make_delivery("回执", ticket=1),
        make_delivery("卡片", ticket=1, purpose=Purpose.CARD),
        make_delivery("转告", ticket=1, purpose=Purpose.REPLY),
        make_delivery("别的", ticket=2),
        make_delivery("不发了", ticket=1, state=DeliveryState.CANCELLED),
    )
    await save(estate, Outcome(tickets=(make_ticket(1), make_ticket(2)), deliveries=said))
    async with estate.view() as unit:
        assert [d.text for d in await unit.outbox.receipts(ESTATE, (1,))] == ["回执", "卡片", "不发了"]
        assert await unit.outbox.receipts(ESTATE, ()) == ()


async def test_a_dropped_ticket_leaves_nothing_and_its_number_is_not_given_again(estate: Database) -> None:
    whole = Outcome(
        tickets=(make_ticket(1),),
        events=(make_event(1),),
        files=(make_file(1),),
        deliveries=(make_delivery(ticket=1), make_delivery("卡片", ticket=1, purpose=Purpose.CARD)),
    )
    await save(estate, whole)
    async with estate.view() as unit:
        kept = await unit.tickets.get(ESTATE, 1)
    assert kept is not None
    await save(estate, Outcome(dropped=(kept,)))
    async with estate.transaction() as unit:
        assert await unit.tickets.get(ESTATE, 1) is None
        assert await unit.tickets.events(ESTATE, 1) == ()
        assert await unit.tickets.files(ESTATE, 1) == ()
        assert await unit.outbox.of_ticket(ESTATE, 1) == ()
        assert await unit.tickets.next_number(ESTATE) == 2


async def test_what_somebody_was_told_of_is_not_dropped(estate: Database) -> None:
    await save(estate, Outcome(tickets=(make_ticket(1),), deliveries=(make_delivery(ticket=1),)))
    async with estate.transaction() as unit:
        [claimed] = await unit.outbox.claim(NOW)
        await unit.outbox.mark_sent([(claimed.id or 0, "web", None, NOW)])
        await unit.commit()
    async with estate.view() as unit:
        kept = await unit.tickets.get(ESTATE, 1)
    assert kept is not None
    with pytest.raises(VersionConflict):
        await save(estate, Outcome(dropped=(kept,)))
    async with estate.view() as unit:
        assert await unit.tickets.get(ESTATE, 1) == kept


async def test_what_changed_meanwhile_is_not_dropped(estate: Database) -> None:
    await save(estate, Outcome(tickets=(make_ticket(1),)))
    async with estate.view() as unit:
        old = await unit.tickets.get(ESTATE, 1)
    assert old is not None
    await save(estate, Outcome(tickets=(old,), events=(make_event(1, Step.NOTED, actor=STAFF),)))
    with pytest.raises(VersionConflict):
        await save(estate, Outcome(dropped=(old,)))
