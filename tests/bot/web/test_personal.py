"""What is personal, and what is another estate's: phones, photos, files."""

from __future__ import annotations

import pytest

from handlers.model import Outcome, Role
from tests.bot.web.house import GROUPS, LIU, STRAY, House, Visitor, has_ticket, list_dead
from tests.bot.web.morning import add_ticket_with_story, make_ticket


@pytest.mark.parametrize(
    ("name", "whole"),
    [
        pytest.param("陈经理", True, id="a manager"),
        pytest.param("小王", True, id="whom it is assigned to"),
        pytest.param("小赵", False, id="other staff"),
    ],
)
async def test_a_phone_is_shown_whole_only_to_who_needs_it(house: House, name: str, whole: bool) -> None:
    await add_ticket_with_story(house)
    visitor = await house.sign_in(name)
    page = await visitor.read("/tickets/sunny/1")
    assert ("13812341234" in page) is whole
    assert ("138****1234" in page) is not whole


async def test_a_look_at_a_phone_is_in_the_audit_log(house: House, manager: Visitor, staff: Visitor) -> None:
    await add_ticket_with_story(house)
    await staff.read("/tickets/sunny/1")
    await manager.read("/tickets/sunny/1")
    async with house.database.view() as uow:
        audits = await uow.audits.listing("sunny")
    assert [(line.actor, line.action, line.subject) for line in audits] == [(LIU.id, "look_phone", "#1")]


async def test_a_photo_is_shown_to_who_may_see_the_ticket(house: House, manager: Visitor) -> None:
    await add_ticket_with_story(house)
    async with house.database.view() as uow:
        (file,) = await uow.tickets.files("sunny", 1)
    path = f"/files/sunny/1/{file.sha256}"
    response = await manager.get(path)
    assert (response.status, response.content_type) == (200, "image/jpeg")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert await response.read() == await house.context.files.get(str(file.sha256))
    stranger = house.visit()
    assert (await stranger.get(path)).status == 404


async def test_a_file_of_another_ticket_is_not_there(house: House, manager: Visitor) -> None:
    await add_ticket_with_story(house)
    await house.save(Outcome(tickets=(make_ticket(house, 2),)))
    async with house.database.view() as uow:
        (file,) = await uow.tickets.files("sunny", 1)
    assert (await manager.get(f"/files/sunny/2/{file.sha256}")).status == 404


async def test_nothing_of_one_estate_is_visible_in_another(house: House) -> None:
    await add_ticket_with_story(house)
    async with house.database.transaction() as uow:
        await uow.estates.save("river", "河畔家园")
        await uow.commit()
    await house.add_user("河畔经理", Role.MANAGER, "river")
    visitor = await house.sign_in("河畔经理")
    (delivery,) = [d for d in await list_dead(house) if d is not None]
    for path in ("/tickets/sunny/1", "/?estate=sunny", "/people?estate=sunny", "/alerts?estate=sunny"):
        assert (await visitor.get(path)).status == 404
    assert (await visitor.post(f"/deliveries/{delivery}", "/", {})).status == 404
    assert STRAY.name not in await visitor.read("/chats")
    fields = {"chat": GROUPS[0].id, "to": "river", "kind": "owners", "number": "1"}
    assert (await visitor.post("/chats", "/chats", fields)).status == 404
    assert house.desk.asked == []


async def test_a_manager_of_all_estates_switches_between_them(house: House, manager: Visitor) -> None:
    await add_ticket_with_story(house)
    async with house.database.transaction() as uow:
        await uow.estates.save("river", "河畔家园")
        await uow.commit()
    assert "切换小区" in await manager.read("/?estate=sunny")
    page = await manager.read("/?estate=river")
    assert "河畔家园" in page
    assert not has_ticket(page, 1)
