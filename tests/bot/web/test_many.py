"""The console of a large estate: hundreds of groups and people do not make a page that nobody can use."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest_asyncio

from bot.web.lists import PAGE_LENGTH
from bot.web.people import GROUPS_LIMIT, PEOPLE_LIMIT
from handlers.model import (
    AlertState,
    Chat,
    ChatKind,
    DeliveryState,
    Notice,
    NoticeState,
    Outcome,
    Person,
    Purpose,
    Role,
    Step,
)
from tests.bot.web.house import LIU, House, Visitor, open_house
from tests.bot.web.morning import add_alert, make_delivery, make_event, make_ticket

MANY = 200
GROUPS = tuple(
    Chat(f"webchat:room:big{n}", "sunny", ChatKind.OWNERS, f"阳光花园大{n}群", n + 100) for n in range(MANY)
)
STRAYS = tuple(Chat(f"webchat:room:stray{n}", "", ChatKind.UNASSIGNED, f"团购{n}群") for n in range(MANY))


@pytest_asyncio.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path) as opened:
        await opened.add_user("陈经理", Role.MANAGER, person=LIU)
        async with opened.database.transaction() as uow:
            for chat in (*GROUPS, *STRAYS):
                await uow.estates.save_chat(chat)
            for n in range(MANY):
                seen = opened.clock.now() - timedelta(minutes=n)
                await uow.people.remember(Person(f"webchat:contact:p{n}", f"业主{n}号"), "sunny", seen)
            await uow.commit()
        yield opened


async def test_groups_are_shown_some_at_a_time_and_found_by_name_or_number(manager: Visitor) -> None:
    page = await manager.read("/chats")
    assert page.count("data-chat=") == 2 * GROUPS_LIMIT
    assert f"还有 {MANY + 1 - GROUPS_LIMIT} 个，请搜索" in page
    for wanted, chat in (("大199群", GROUPS[199]), ("299", GROUPS[199]), ("299号群", GROUPS[199])):
        found = await manager.read(f"/chats?q={wanted}")
        assert f'data-chat="{chat.id}"' in found
        assert found.count("data-chat=") == 1
    assert "没有找到“没有的群”" in await manager.read("/chats?q=没有的群")


async def test_somebody_who_spoke_long_ago_is_found_by_name(manager: Visitor) -> None:
    page = await manager.read("/people")
    assert page.count("data-person=") == PEOPLE_LIMIT
    assert "业主199号" not in page
    found = await manager.read("/people?q=业主199")
    assert found.count("data-person=") == 1
    fields = {"to": "sunny", "person": "webchat:contact:p199", "role": "staff", "verb": "grant"}
    assert (await manager.post("/people", "/people?q=业主199", fields)).status == 200


async def test_a_broadcast_to_all_of_them_is_a_number_and_not_a_wall_of_names(
    house: House, manager: Visitor
) -> None:
    now = house.clock.now()
    notice = Notice(
        estate="sunny", number=1, text="明天停水", chats=tuple(chat.id for chat in GROUPS), author=LIU,
        reply_to="webchat:room:staff", state=NoticeState.SENT, created_at=now, expires_at=now,
    )  # fmt: skip
    states = [DeliveryState.DEAD if n % 10 == 0 else DeliveryState.SEEN for n in range(MANY)]
    ticket = make_ticket(house, 1)
    said = [
        replace(make_delivery(ticket, chat, Purpose.NOTICE, "明天停水", state=state), ticket=None, notice=1)
        for chat, state in zip(GROUPS, states, strict=True)
    ]
    result = replace(make_delivery(ticket, GROUPS[0], Purpose.RESULT, "送达180个群"), ticket=None, notice=1)
    await house.save(Outcome(tickets=(ticket,), notices=(notice,), deliveries=(*said, result)))
    page = await manager.read("/notices")
    for words in ("200 个群", "已到 180/200 个群", "20 个没发出去"):
        assert words in page
    assert "299号群" not in page


async def test_an_alert_shows_first_where_it_has_not_arrived(house: House, manager: Visitor) -> None:
    ticket = await add_alert(house, 1, AlertState.ACTIVE)
    states = [DeliveryState.DEAD if n in (150, 180) else DeliveryState.SEEN for n in range(MANY)]
    relays = [
        make_delivery(ticket, chat, Purpose.RELAY, "【紧急】冒烟，请绕行", state=state)
        for chat, state in zip(GROUPS, states, strict=True)
    ]
    unreached = [make_event(ticket, Step.UNREACHED, n, LIU, GROUPS[n].id) for n in range(30)]
    await house.save(Outcome(deliveries=tuple(relays), events=tuple(unreached)))
    page = await manager.read("/alerts/sunny/1")
    assert (
        page.index('data-group="250号群"') < page.index('data-group="280号群"') < page.index("198 个群已送达")
    )
    assert page.index("198 个群已送达") < page.index('data-group="100号群"')
    assert page.count('data-step="unreached"') == 1
    assert "等 30 个" in page
    ticket_page = await manager.read("/tickets/sunny/1")
    assert "200 个群 · 转发各群" in ticket_page
    assert "已送达 198" in ticket_page
    assert ticket_page.count('data-state="dead"') == 2
    assert ticket_page.count('data-step="unreached"') == 1
    assert "webchat:room:big" not in ticket_page


async def test_deliveries_go_on_to_older_ones(house: House, manager: Visitor) -> None:
    ticket = make_ticket(house, 1)
    said = [
        make_delivery(ticket, GROUPS[n], Purpose.ANSWER, f"第{n}句", state=DeliveryState.DEAD)
        for n in range(PAGE_LENGTH + 5)
    ]
    saved = await house.save(Outcome(tickets=(ticket,), deliveries=tuple(said)))
    page = await manager.read("/deliveries")
    assert page.count("data-delivery=") == PAGE_LENGTH
    last = saved[5].id
    assert f"before={last}" in page
    assert (await manager.read(f"/deliveries?before={last}")).count("data-delivery=") == 5
    assert (await manager.read("/deliveries?before=nonsense")).count("data-delivery=") == PAGE_LENGTH
