"""确认 alone after a preview: nobody is to believe that a broadcast went out which did not."""

from __future__ import annotations

from pathlib import Path

from handlers.model import NoticeState
from tests.bot.house import make_settings, open_house


async def test_confirm_without_a_number_says_that_nothing_was_sent_and_what_to_type(tmp_path: Path) -> None:
    async with open_house(make_settings(tmp_path)) as house:
        house.channel.say("刘经理", "staff", "广播 明天停水")
        await house.channel.wait_for("staff", "确认B1")
        house.channel.say("刘经理", "staff", "确认")
        assert "确认B1" in await house.channel.wait_for("staff", "还没有发出。要发请")
        async with house.app.database.view() as uow:
            notice = await uow.notices.get("yun", 1)
        assert notice is not None
        assert notice.state is NoticeState.PREVIEW
        assert not any("停水" in text for text in house.channel.said_in("g1"))


async def test_a_colleague_who_says_confirm_of_something_else_is_not_answered(tmp_path: Path) -> None:
    async with open_house(make_settings(tmp_path)) as house:
        house.channel.say("刘经理", "staff", "广播 明天停水")
        await house.channel.wait_for("staff", "确认B1")
        before = len(house.channel.said_in("staff"))
        house.channel.say("王师傅", "staff", "确认")
        house.channel.say("刘经理", "staff", "广播")
        await house.channel.wait_for_more("staff", before)
        assert "内容" in house.channel.said_in("staff")[before]
