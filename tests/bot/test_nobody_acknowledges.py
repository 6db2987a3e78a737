"""Nobody acknowledges an alert: the next in the chain is paged, also outside, and who cannot be reached is
named by the chain itself."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

from bot.channels.apprise import AppriseChannel
from bot.channels.base import SendFailed
from bot.clock import SystemClock
from handlers.model import DeliveryState
from tests.bot.house import ESTATE, House, make_settings, open_house
from tests.bot.receiver import Receiver
from tests.bot.sayings import MOTHER
from tests.bot.scripted import ScriptedChannel, contact


class MovedClock(SystemClock):
    """The machine's clock, moved on by hand."""

    def __init__(self) -> None:
        self.moved = timedelta()

    def now(self) -> datetime:
        return super().now() + self.moved


async def wait_for_push(receiver: Receiver, words: str) -> str:
    async with asyncio.timeout(60):
        while True:
            for push in receiver.pushes:
                if words in push["message"]:
                    return str(push["message"])
            await asyncio.sleep(0.02)


async def move_on(house: House, clock: MovedClock, minutes: float) -> None:
    """So much later, with everything said by then written down, the chain is looked at again."""
    async with asyncio.timeout(60):
        while True:
            async with house.app.database.view() as uow:
                depth = await uow.outbox.depth()
            if not depth[DeliveryState.PENDING] + depth[DeliveryState.SENDING]:
                break
            await asyncio.sleep(0.02)
    clock.moved = timedelta(minutes=minutes)
    await house.app.rounds.chase()


async def test_the_next_is_paged_through_apprise_and_who_cannot_be_reached_is_reported(
    tmp_path: Path, receiver: Receiver
) -> None:
    clock, account = MovedClock(), ScriptedChannel()
    account.refuse = lambda m: SendFailed("不是好友", retry=False) if m.chat == contact("赵队长") else None
    pushes = AppriseChannel({"apprise:target:yun-0": receiver.url()}, clock)
    settings = make_settings(tmp_path, estates=[{**ESTATE, "apprise": [receiver.url()]}])
    async with open_house(settings, account, clock, more={"apprise": pushes}) as house:
        account.say("小宇妈妈", "g3", MOTHER)
        await wait_for_push(receiver, "#1")
        await account.wait_for("dm:刘经理", "#1", 60)
        # The guard on duty cannot be reached: the chain says so by itself, also outside.
        await account.wait_for("staff", "#1", 60)
        async with asyncio.timeout(60):
            while not any("呼叫不到" in push["message"] for push in receiver.pushes):
                await house.app.rounds.chase()
                await asyncio.sleep(0.05)
        assert "赵队长" in await wait_for_push(receiver, "呼叫不到")
        # Two minutes: everybody on duty.  Four: the managers, and outside.
        await move_on(house, clock, 2.1)
        assert "2分钟没有人应答" in await account.wait_for("dm:王师傅", "没有人应答", 60)
        assert not any("没有人应答" in push["message"] for push in receiver.pushes)
        await move_on(house, clock, 4.1)
        assert "4分钟没有人应答" in await wait_for_push(receiver, "没有人应答")
        assert "4分钟没有人应答" in await account.wait_for("dm:刘经理", "没有人应答", 60)
        # Somebody takes it: nobody is paged any more.
        account.say("王师傅", "staff", "接单1")
        await account.wait_for("staff", "王师傅", 60)
        before = len(receiver.pushes)
        await move_on(house, clock, 8)
        assert len(receiver.pushes) == before
