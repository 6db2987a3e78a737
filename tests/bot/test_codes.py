"""One-time codes for roles: made on the console, sent to the bot, used once, gone after a day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk.codes import ALPHABET, TRIES, draw_role_code, make_code, read_code
from handlers.model import Role
from tests.bot.town import LIU, REPORT, Town, open_town

NEW = "小周"


async def give_code(town: Town, role: Role = Role.STAFF, trades: tuple[str, ...] = ("水电",)) -> str:
    code, stored = draw_role_code("yun", role, trades, LIU, town.stage.clock.now())
    async with town.stage.database.transaction() as uow:
        await uow.codes.add(stored)
        await uow.commit()
    return code


async def find_roles(town: Town, name: str) -> list[tuple[Role, str, tuple[str, ...]]]:
    async with town.stage.database.view() as uow:
        grants = await uow.people.roles("yun")
    return [(grant.role, grant.source, grant.trades) for grant in grants if grant.person.name == name]


@pytest.mark.parametrize("role", [Role.STAFF, Role.MANAGER, Role.COMMITTEE])
async def test_who_sends_a_code_to_the_bot_has_the_role(role: Role) -> None:
    async with open_town("03-02 09:00") as town:
        code = await give_code(town, role)
        await town.hear("03-02 09:05", NEW, code, "dm")
        assert await find_roles(town, NEW) == [(role, "code", ("水电",))]
        assert "您现在是云杉里的" in town.told(NEW)[-1][1]


@pytest.mark.parametrize("typed", ["{code}", " {code} ", "{lower}", "{plain}", "{spaced}", "{wide}"])
async def test_a_code_may_be_typed_carelessly(typed: str) -> None:
    async with open_town("03-02 09:00") as town:
        code = await give_code(town)
        wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code)
        text = typed.format(
            code=code,
            lower=code.lower(),
            plain=code.replace("-", ""),
            spaced=code.replace("-", " "),
            wide=wide,
        )
        await town.hear("03-02 09:05", NEW, text, "dm")
        assert len(await find_roles(town, NEW)) == 1


async def test_the_new_member_of_staff_can_work_at_once() -> None:
    async with open_town("03-02 09:00") as town:
        await town.hear("03-02 09:01", "张三", REPORT, "g1")
        await town.hear("03-02 09:05", NEW, await give_code(town), "dm")
        await town.hear("03-02 09:06", NEW, "接单1", "dm")
        holder = (await town.ticket()).assignee
        assert holder is not None
        assert holder.name == NEW


async def test_a_code_works_once_and_for_whom_it_worked_again() -> None:
    async with open_town("03-02 09:00") as town:
        code = await give_code(town)
        await town.hear("03-02 09:05", NEW, code, "dm")
        await town.hear("03-02 09:06", "小偷", code, "dm")
        assert await find_roles(town, "小偷") == []
        assert "用过了" in town.told("小偷")[-1][1]
        await town.hear("03-02 09:07", NEW, code, "dm")
        assert len(await find_roles(town, NEW)) == 1


async def test_a_code_is_gone_after_a_day() -> None:
    async with open_town("03-02 09:00") as town:
        code = await give_code(town)
        await town.hear("03-03 09:01", NEW, code, "dm")
        assert await find_roles(town, NEW) == []


@pytest.mark.parametrize("where", ["g1", "staff"])
async def test_in_a_group_a_code_is_only_talk(where: str) -> None:
    async with open_town("03-02 09:00") as town:
        code = await give_code(town)
        await town.hear("03-02 09:05", NEW, code, where)
        assert await find_roles(town, NEW) == []
        assert town.told(NEW) == []


async def test_who_guesses_is_soon_not_answered_any_more() -> None:
    async with open_town("03-02 09:00") as town:
        code = await give_code(town)
        for number in range(TRIES + 3):
            await town.hear(f"03-02 09:{10 + number}", "小偷", f"AAAA-AA2{ALPHABET[number]}", "dm")
        assert len(town.told("小偷")) == TRIES
        await town.hear("03-02 09:40", "小偷", code, "dm")
        assert await find_roles(town, "小偷") == []
        # Somebody else's guessing locks nobody else out.
        await town.hear("03-02 09:41", NEW, code, "dm")
        assert len(await find_roles(town, NEW)) == 1


async def test_what_is_stored_is_not_the_code_and_every_use_is_audited() -> None:
    async with open_town("03-02 09:00") as town:
        code, stored = draw_role_code("yun", Role.MANAGER, (), LIU, town.stage.clock.now())
        assert code.replace("-", "") not in repr(stored)
        assert stored.expires_at - stored.made_at == timedelta(hours=24)
        async with town.stage.database.transaction() as uow:
            await uow.codes.add(stored)
            await uow.commit()
        await town.hear("03-02 09:05", NEW, code, "dm")
        async with town.stage.database.view() as uow:
            lines = await uow.audits.listing("yun")
        assert [(line.action, line.allowed) for line in lines] == [("code manager", True)]


def test_codes_differ_and_are_read_back() -> None:
    codes = {make_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(read_code(code) == code.replace("-", "") for code in codes)


@pytest.mark.parametrize(
    "text", ["物业在吗", "GOODLUCK", "12345678", "AB12-CD3", "", "K7QM-3XPD 请查收", "8-2-301"]
)
def test_what_is_no_code_is_left_to_be_read(text: str) -> None:
    assert read_code(text) is None
