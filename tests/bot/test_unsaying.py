"""What was said by mistake, through a whole bot: the network is asked, who asked hears what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.channels.base import SendFailed
from bot.clock import SystemClock
from bot.delivery.recalls import Recaller, ask_channels
from handlers.model import Delivery, DeliveryState, Purpose, Recall, RecallState, Step
from storage.unit_of_work import UnitOfWork
from tests.bot.house import House, make_settings, open_house
from tests.bot.scripted import ScriptedChannel, room

REPORT = "8栋2单元301厨房水管漏水了"


@asynccontextmanager
async def open_replied(folder: Path, *, can_recall: bool) -> AsyncIterator[House]:
    """A house in which 王师傅 has just told an owner something wrong."""
    channel = ScriptedChannel()
    channel.can_recall = can_recall
    async with open_house(make_settings(folder), channel) as house:
        channel.say("张三", "g3", REPORT)
        await channel.wait_for("staff", "#1")
        channel.say("王师傅", "staff", "回复1 明天来")
        await channel.wait_for("g3", "明天来")
        await channel.wait_for("staff", "已转告业主")
        yield house


async def list_steps(house: House) -> list[Step]:
    async with house.app.database.view() as uow:
        return [event.step for event in await uow.tickets.events("yun", 1)]


async def list_replies(uow: UnitOfWork) -> list[Delivery]:
    """What staff had told the owner."""
    return [each for each in await uow.outbox.of_ticket("yun", 1) if each.purpose is Purpose.REPLY]


async def list_untold(house: House) -> tuple[Recall, ...]:
    async with house.app.database.view() as uow:
        return await uow.recalls.untold()


@pytest.mark.parametrize(("text", "quote"), [("撤1", ""), ("撤", ""), ("撤", "【#1】已转告业主。")])
async def test_words_to_an_owner_are_taken_back(tmp_path: Path, text: str, quote: str) -> None:
    async with open_replied(tmp_path, can_recall=True) as house:
        house.channel.say("王师傅", "staff", text, quote=quote)
        assert "工单仍是待接单" in await house.channel.wait_for("staff", "已撤回刚才发给业主的话")
        assert [(chat, "明天来" in words) for chat, words in house.channel.recalled] == [(room("g3"), True)]
        assert (await list_steps(house))[-1] is Step.UNSAID
        async with house.app.database.view() as uow:
            (said,) = await list_replies(uow)
        assert said.state is DeliveryState.RECALLED
        house.channel.say("王师傅", "staff", "撤回1")
        await house.channel.wait_for("staff", "已经撤过了")
        assert len(house.channel.recalled) == 1


@pytest.mark.parametrize("text", ["撤9", "撤回#9"])
async def test_a_number_that_is_no_tickets_takes_back_nothing_else(tmp_path: Path, text: str) -> None:
    async with open_replied(tmp_path, can_recall=True) as house:
        house.channel.say("王师傅", "staff", text)
        await house.channel.wait_for("staff", "没有 #9 这张工单")
        assert await list_untold(house) == ()
        assert house.channel.recalled == []


async def test_a_network_that_cannot_is_told_as_it_is(tmp_path: Path) -> None:
    async with open_replied(tmp_path, can_recall=False) as house:
        house.channel.say("王师傅", "staff", "撤")
        assert "回复1 刚才那条发错了" in await house.channel.wait_for("staff", "撤不回来")
        assert Step.UNSAID not in await list_steps(house)


async def test_an_order_that_was_cut_off_by_a_crash_is_carried_out_after_it(tmp_path: Path) -> None:
    async with open_replied(tmp_path, can_recall=True) as house:
        house.app.jobs.stop()
        house.channel.say("王师傅", "staff", "撤1")
        async with asyncio.timeout(60):
            while not (asked := await list_untold(house)):  # noqa: ASYNC110 -- the bot's own doing
                await asyncio.sleep(0.01)
        assert [recall.told for recall in asked] == [False]
    channel = ScriptedChannel()
    async with open_house(make_settings(tmp_path), channel):
        # The new account has no such message: it is told so, not left open.
        await channel.wait_for("staff", "撤不回来")


async def test_a_broadcast_is_taken_back_or_put_right_where_it_was_heard(tmp_path: Path) -> None:
    channel = ScriptedChannel()
    async with open_house(make_settings(tmp_path), channel) as house:
        channel.say("刘经理", "staff", "广播 1号群,3号群 明天停水")
        await channel.wait_for("staff", "【广播 B1】")
        channel.say("刘经理", "staff", "确认B1")
        await channel.wait_for("staff", "送达2/2个群")
        channel.say("刘经理", "staff", "更正B1 是后天停水")
        await channel.wait_for("staff", "B2 更正 B1，发给收到过它的2个群")
        for group in ("g1", "g3"):
            assert await channel.wait_for(group, "更正") == "【物业通知】更正：是后天停水"
        assert channel.said_in("g2") == []
        channel.can_recall = True
        channel.say("刘经理", "staff", "撤回B1")
        await channel.wait_for("staff", "B1 已从2/2个群撤回")
        assert channel.recalled == [
            (room("g1"), "【物业通知】明天停水"),
            (room("g3"), "【物业通知】明天停水"),
        ]
        channel.can_recall = False
        channel.say("刘经理", "staff", "撤回B2")
        assert "1号群、3号群" in await channel.wait_for("staff", "撤不回（这个渠道不能撤）")
        async with house.app.database.view() as uow:
            states = [each.state for each in await uow.outbox.of_notice("yun", 1) if each.purpose == "notice"]
        assert states == [DeliveryState.RECALLED] * 2


async def test_a_late_echo_does_not_bring_it_back(tmp_path: Path) -> None:
    async with open_replied(tmp_path, can_recall=True) as house:
        house.channel.say("王师傅", "staff", "撤1")
        await house.channel.wait_for("staff", "已撤回")
        async with house.app.database.transaction() as uow:
            (said,) = await list_replies(uow)
            now = SystemClock().now()
            seen = await uow.outbox.mark_seen(
                said.account or "", said.chat, said.sent_id or "", said.text, now
            )
            await uow.commit()
        assert seen is not None
        assert seen.state is DeliveryState.RECALLED


async def test_what_waits_for_another_try_is_cancelled(tmp_path: Path) -> None:
    async with open_replied(tmp_path, can_recall=True) as house:
        channel = house.channel
        channel.refuse = lambda message: SendFailed("群里发不出") if "不用来" in message.text else None
        channel.say("王师傅", "staff", "回复1 不用来了")
        await channel.wait_for_more("staff", len(channel.said_in("staff")))
        channel.say("王师傅", "staff", "撤1")
        await channel.wait_for("staff", "还没有发出，已经取消")
        async with house.app.database.view() as uow:
            first, second = await list_replies(uow)
        assert second.state is DeliveryState.CANCELLED
        assert first.state in (DeliveryState.ACCEPTED, DeliveryState.SEEN)


async def test_an_account_that_is_away_for_a_moment_is_waited_for(tmp_path: Path) -> None:
    async with open_replied(tmp_path, can_recall=True) as house:
        channel = house.channel
        house.app.jobs.stop()
        channel.say("王师傅", "staff", "撤1")
        async with asyncio.timeout(60):
            while not await list_untold(house):  # noqa: ASYNC110 -- the bot's own doing
                await asyncio.sleep(0.01)
        take_back = ask_channels({channel.name: channel})
        recaller = Recaller(SystemClock(), house.app.database, take_back, house.app.rounds.report_recall)
        channel.health = replace(channel.health, ready=False)
        await recaller.take_back()
        assert [recall.state for recall in await list_untold(house)] == [RecallState.ASKED]
        channel.health = replace(channel.health, ready=True)
        await recaller.take_back()
        await channel.wait_for("staff", "已撤回刚才发给业主的话")
