"""What the console's buttons do, and what they are kept from."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.desk.refusing import Refused
from handlers.model import Person, Status
from tests.bot.house import make_settings, open_house

MOTHER_SAYS = "孩子自己跑出去了 穿蓝色校服 12岁 不会说话 大家帮忙看看"
MANAGER = Person("console:contact:经理", "经理")


async def test_a_search_is_not_finished_from_the_console_either(tmp_path: Path) -> None:
    async with open_house(make_settings(tmp_path)) as house:
        house.channel.say("小宝妈妈", "g3", MOTHER_SAYS)
        await house.channel.wait_for("g1", "紧急寻人")
        before = len(house.channel.said_in("g3"))
        with pytest.raises(Refused, match="解除1"):
            await house.app.desk.act("yun", 1, "done", MANAGER, "派人去找了")
        async with house.app.database.view() as uow:
            ticket = await uow.tickets.get("yun", 1)
        assert ticket is not None
        assert ticket.status is Status.OPEN
        assert len(house.channel.said_in("g3")) == before
