"""Groups and people: which estate a group belongs to, who has which role."""

from __future__ import annotations

import pytest

from handlers.model import Outcome, Person, Role, Step
from tests.bot.web.house import LIU, STRAY, WANG, XSS, House, Visitor
from tests.bot.web.morning import add_people, make_event, make_ticket


async def test_a_new_group_is_given_to_an_estate(house: House, manager: Visitor) -> None:
    fields = {"chat": STRAY.id, "to": "sunny", "kind": "owners", "name": "6号群", "number": "6"}
    response = await manager.post("/chats", "/chats", fields)
    assert "群聊已保存" in await response.text()
    ((chat, actor),) = house.desk.asked
    assert (chat.id, chat.estate, chat.kind, chat.name, chat.number) == (  # type: ignore[attr-defined]
        STRAY.id, "sunny", "owners", "6号群", 6,
    )  # fmt: skip
    assert actor == Person(LIU.id, "陈经理")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "owners", "number": "3"}, "已经有 3号群"),
        ({"kind": "owners", "number": "三"}, "群号请写"),
        ({"kind": "owners", "number": "0"}, "群号请写"),
        ({"kind": "direct"}, "用途"),
        ({}, "用途"),
    ],
)
async def test_a_group_that_makes_no_sense_is_refused(
    house: House, manager: Visitor, fields: dict[str, str], words: str
) -> None:
    response = await manager.post("/chats", "/chats", {"chat": STRAY.id, "to": "sunny", **fields})
    assert response.status == 422
    assert words in await response.text()
    assert house.desk.asked == []


async def test_a_role_is_given_to_somebody_who_was_seen(house: House, manager: Visitor) -> None:
    await add_people(house)
    fields: dict[str, str | list[str]] = {
        "person": XSS.id,
        "to": "sunny",
        "role": "staff",
        "trade": ["水电", "电梯", "魔法"],
        "verb": "grant",
    }
    response = await manager.post("/people", "/people", fields)
    assert "角色已给出" in await response.text()
    assert house.desk.asked == [("sunny", XSS, Role.STAFF, ("水电", "电梯"), Person(LIU.id, "陈经理"))]


async def test_a_code_for_a_role_is_shown_once(house: House, manager: Visitor) -> None:
    await add_people(house)
    fields: dict[str, str | list[str]] = {"to": "sunny", "role": "staff", "trade": ["水电"], "verb": "code"}
    response = await manager.post("/people", "/people", fields)
    assert 'data-code="K7QM-3XPD"' in await response.text()
    assert house.desk.asked == [("sunny", Role.STAFF, ("水电",), Person(LIU.id, "陈经理"))]
    assert "K7QM" not in await manager.read("/people")


async def test_a_role_is_taken_back(house: House, manager: Visitor) -> None:
    await add_people(house)
    fields = {"person": WANG.id, "to": "sunny", "role": "staff", "verb": "revoke"}
    await manager.post("/people", "/people", fields)
    assert house.desk.asked == [("sunny", WANG, Role.STAFF, Person(LIU.id, "陈经理"))]


async def test_a_role_of_the_settings_is_not_taken_back_here(house: House, manager: Visitor) -> None:
    await add_people(house)
    page = await manager.read("/people")
    assert "收回员工" in page
    assert "收回经理" not in page


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"person": "wechat:contact:stranger", "role": "manager", "verb": "grant"}, 404),
        ({"person": XSS.id, "role": "owner", "verb": "grant"}, 422),
        ({"person": XSS.id, "role": "manager", "verb": "steal"}, 422),
    ],
)
async def test_a_role_that_makes_no_sense_is_refused(
    house: House, manager: Visitor, fields: dict[str, str], status: int
) -> None:
    await add_people(house)
    response = await manager.post("/people", "/people", {"to": "sunny", **fields})
    assert (response.status, house.desk.asked) == (status, [])


async def test_the_consoles_own_accounts_are_no_people(house: House, manager: Visitor) -> None:
    ticket = make_ticket(house, 1)
    clerk = Person("console:contact:小赵", "小赵")
    await house.save(Outcome(tickets=(ticket,), events=(make_event(ticket, Step.ACCEPTED, 1, clerk),)))
    assert clerk.id not in await manager.read("/people")
