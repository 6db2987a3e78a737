"""The console's other lists: alerts, what could not be sent, notices, what could not be handled."""

from __future__ import annotations

import pytest

from handlers.model import DeliveryState, Person
from tests.bot.web.house import LIU, House, Visitor, list_dead
from tests.bot.web.morning import add_alert, add_notice, add_ticket_with_story


async def test_alerts_are_listed_with_state_and_category(house: House, manager: Visitor) -> None:
    await add_alert(house, 1)
    page = await manager.read("/alerts")
    for words in ("5栋地下车库冒烟", "火情", "待确认", "确认后转发", "没有转发"):
        assert words in page


async def test_what_was_not_sent_can_be_sent_again(house: House, manager: Visitor) -> None:
    await add_ticket_with_story(house)
    await add_notice(house)
    page = await manager.read("/deliveries")
    assert page.count("data-retry") == 2
    (dead,) = await list_dead(house)
    response = await manager.post(f"/deliveries/{dead}", "/deliveries", {})
    assert house.desk.asked == [(dead, Person(LIU.id, "陈经理"))]
    assert "已重新排队" in await response.text()


async def test_what_was_seen_is_not_sent_again(house: House, manager: Visitor) -> None:
    await add_ticket_with_story(house)
    async with house.database.view() as uow:
        seen = (await uow.outbox.listing([DeliveryState.SEEN]))[0]
    response = await manager.post(f"/deliveries/{seen.id}", "/deliveries", {})
    assert (response.status, house.desk.asked) == (409, [])


async def test_a_notice_says_how_many_groups_it_reached(house: House, manager: Visitor) -> None:
    await add_notice(house)
    page = await manager.read("/notices")
    for words in ("B1", "停水检修", "1号群、2号群", "已到 1/2 个群", "1 个没发出去"):
        assert words in page


async def test_what_could_not_be_handled_is_shown(house: House, manager: Visitor) -> None:
    payload = '{"text": "我家没水了", "chat": "webchat:room:g3", "sender": {"name": "张三"}}'
    async with house.database.transaction() as uow:
        await uow.parked.park("k1", "sunny", payload, "ValueError: 坏了", house.clock.now())
        await uow.parked.park("k2", "sunny", "not json", "ValueError: 坏了", house.clock.now())
        await uow.commit()
    page = await manager.read("/parked")
    for words in ("我家没水了", "3号群 张三", "ValueError: 坏了", "（没有文字）"):
        assert words in page


@pytest.mark.parametrize(("verb", "said"), [("retry", "马上再试一次"), ("dismiss", "原文不再保存")])
async def test_what_could_not_be_handled_is_tried_again_or_dismissed(
    house: House, manager: Visitor, verb: str, said: str
) -> None:
    async with house.database.transaction() as uow:
        await uow.parked.park("k1", "sunny", "{}", "ValueError: 坏了", house.clock.now())
        await uow.commit()
    response = await manager.post("/parked", "/parked", {"key": "k1", "verb": verb})
    assert said in await response.text()
    ((key, asked, _),) = house.desk.asked
    assert (key, asked) == ("k1", verb)


async def test_only_what_is_parked_here_can_be_settled(house: House, manager: Visitor) -> None:
    async with house.database.transaction() as uow:
        await uow.parked.park("k1", "sunny", "{}", "ValueError: 坏了", house.clock.now())
        await uow.commit()
    gone = await manager.post("/parked", "/parked", {"key": "k9", "verb": "retry"})
    strange = await manager.post("/parked", "/parked", {"key": "k1", "verb": "drop"})
    assert (gone.status, strange.status, house.desk.asked) == (404, 400, [])


@pytest.mark.parametrize("page", ["/notices", "/parked", "/chats", "/people"])
async def test_staff_have_no_managers_pages(staff: Visitor, page: str) -> None:
    response = await staff.get(page)
    assert response.status == 403
    assert "只有经理" in await response.text()
    assert f'href="{page}?' not in await staff.read("/")
