"""Pushes outside the chat: which target hears of what, bundles, and a slow one that holds up nobody."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from bot.accounts import build_channels
from bot.clock import SystemClock
from bot.replay.stage import contact as staged
from tests.bot.house import ESTATE, make_settings, open_house
from tests.bot.receiver import Receiver
from tests.bot.scripted import ScriptedChannel
from tests.bot.town import CHEN, LIU, REPORT, WANG, Town, open_town

URL = "json://127.0.0.1:1/"


def push(role: str, *levels: str, trades: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"url": URL, "role": role, "levels": levels, "trades": trades}


def pushed(town: Town, number: int) -> list[str]:
    """What was pushed to the target of this number, in order."""
    chat = f"apprise:target:yun-push-{number}"
    return [said.delivery.text for said in town.stage.said if said.delivery.chat == chat]


async def test_each_role_hears_of_its_own_step() -> None:
    pushes = [
        push("staff"),
        push("leader"),
        push("manager"),
        push("leader", "warning"),
        push("leader", trades=("电梯",)),
    ]
    async with open_town("03-02 09:00", pushes=pushes) as town:
        await town.hear("03-02 09:10", "张三", REPORT, "g1")
        await town.wait_until("03-02 10:30")
        assert [text[:20] for text in pushed(town, 0)] == [town.told(WANG, "还没有人接单")[0][1][:20]]
        assert pushed(town, 1) == [town.told(CHEN, "已超时")[0][1]]
        assert pushed(town, 2) == [town.told(LIU, "已超时")[0][1]]
        # Who is told of a limit that comes near is not the leader; and the lifts are another trade.
        assert pushed(town, 3) == pushed(town, 4) == []


async def test_ordinary_tickets_are_pushed_in_bundles_and_once() -> None:
    pushes = [push("staff", "ticket"), push("staff", "ticket", trades=("电梯",)), push("staff", "alert")]
    async with open_town("03-02 09:00", pushes=pushes, push_minutes=15) as town:
        for minute, building in ((1, 3), (4, 4), (14, 5)):
            await town.hear(f"03-02 09:{minute:02}", f"业主{building}", f"{building}-1-101厨房漏水了", "g1")
        await town.wait_until("03-02 09:15")
        assert pushed(town, 0) == []
        await town.wait_until("03-02 09:17")
        await town.stage.restart()
        await town.wait_until("03-02 09:40")
        assert pushed(town, 0) == [
            "3张新工单：\n"
            "#1 水 · 3-1-101 · 1号群 厨房漏水了，派给王师傅\n"
            "#2 水 · 4-1-101 · 1号群 厨房漏水了，派给王师傅\n"
            "#3 水 · 5-1-101 · 1号群 厨房漏水了，派给王师傅"
        ]
        assert pushed(town, 1) == pushed(town, 2) == []


async def test_what_was_taken_back_is_pushed_to_nobody() -> None:
    async with open_town("03-02 09:00", pushes=[push("staff", "ticket")], push_minutes=15) as town:
        await town.hear("03-02 09:01", "张三", REPORT, "g1")
        await town.hear("03-02 09:05", WANG, "误报1")
        await town.wait_until("03-02 09:40")
        assert pushed(town, 0) == []


async def test_a_bundle_that_is_due_while_the_bot_is_down_is_made_up_for() -> None:
    async with open_town("03-02 09:00", pushes=[push("staff", "ticket")], push_minutes=15) as town:
        await town.hear("03-02 09:14", staged("x"), REPORT, "g1")
        await town.stage.clock.advance_to(town.stage.clock.now().replace(hour=1, minute=50))
        await town.stage.restart()
        await town.wait_until("03-02 09:52")
        assert len(pushed(town, 0)) == 1


async def test_a_slow_and_a_dead_target_delay_neither_the_chat_nor_each_other(
    tmp_path: Path, receiver: Receiver
) -> None:
    urls = (receiver.url("slow"), URL, receiver.url("good"))
    pushes = [{"url": url, "role": "manager", "levels": ["alert"]} for url in urls]
    settings = make_settings(tmp_path, estates=[{**ESTATE, "pushes": pushes}])
    outside = build_channels(settings, SystemClock())["apprise"]
    async with open_house(settings, ScriptedChannel(), more={"apprise": outside}) as house:
        house.channel.say("张三", "g3", "我家着火了 8-2-301 快来人")
        await house.channel.wait_for("dm:刘经理", "【紧急 #1】")
        await house.channel.wait_for("staff", "【紧急 #1】")
        async with asyncio.timeout(60):
            while not any("【紧急 #1】" in take["message"] for take in receiver.pushes[1:]):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        # The slow one still has not answered; the chat goes on.
        assert not receiver.released.is_set()
        house.channel.say("李四", "g1", "8-2-302厨房漏水了")
        await house.channel.wait_for("g1", "已登记报修 #2")
