"""Who is staff: by contact id from the settings, by being in a staff group, never by a name."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from bot.channels.base import MembersChanged, Room
from handlers.model import Person, Role
from tests.bot.house import ESTATE, make_settings, open_house
from tests.bot.roles import people, role_of, wait_for_role
from tests.bot.scripted import ScriptedChannel, contact, room

TWO_GROUPS = {
    **ESTATE,
    "staff": [],
    "roster": [],
    "staff_groups": [{"id": room("works"), "name": "工程群"}, {"id": room("desk"), "name": "客服群"}],
}


async def test_the_members_of_every_staff_group_are_staff_until_they_leave(tmp_path: Path) -> None:
    channel = ScriptedChannel()
    channel.staff = {room("works"): people("王师傅", "李工"), room("desk"): people("小赵")}
    async with open_house(make_settings(tmp_path, estates=[TWO_GROUPS]), channel) as house:
        for name in ("王师傅", "李工", "小赵"):
            await wait_for_role(house, name, Role.STAFF)
        channel.staff[room("works")] = people("王师傅")
        channel.hear(MembersChanged(account=channel.name, chat=room("works")))
        await wait_for_role(house, "李工", Role.OWNER)
        assert role_of(house, "王师傅") is Role.STAFF
        assert role_of(house, "小赵") is Role.STAFF


async def test_who_speaks_in_the_staff_group_is_staff_there_before_its_members_are_read(
    tmp_path: Path,
) -> None:
    async with open_house(make_settings(tmp_path)) as house:
        house.channel.say("张三", "g3", "8栋2单元301厨房水管漏水了")
        card = await house.channel.wait_for("staff", "#1")
        house.channel.say("新来的", "staff", "马上到", quote=card)
        await house.channel.wait_for("g3", "马上到")
        assert role_of(house, "新来的") is Role.OWNER


async def test_a_name_gives_no_role(tmp_path: Path) -> None:
    async with open_house(make_settings(tmp_path)) as house:
        stranger = Person(contact("stranger"), "刘经理")
        assert house.app.directory.identify(stranger, "yun").role is Role.OWNER


async def test_a_role_that_the_settings_no_longer_name_ends_at_the_next_start(tmp_path: Path) -> None:
    async with open_house(make_settings(tmp_path)) as house:
        assert role_of(house, "刘经理") is Role.MANAGER
    without = {**ESTATE, "managers": []}
    async with open_house(make_settings(tmp_path, estates=[without])) as house:
        assert role_of(house, "刘经理") is Role.OWNER


class Asked(ScriptedChannel):
    """Knows when it was asked what its groups are called."""

    def __init__(self) -> None:
        super().__init__()
        self.was_asked = asyncio.Event()

    async def rooms(self) -> Sequence[Room]:
        self.was_asked.set()
        return ()


async def test_what_the_groups_are_called_is_asked_before_anybody_speaks_there(tmp_path: Path) -> None:
    channel = Asked()
    async with open_house(make_settings(tmp_path), channel), asyncio.timeout(60):
        await channel.was_asked.wait()
