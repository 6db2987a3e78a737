"""The end of an alert, through a whole bot: everybody who was told hears it, relays are taken back."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.channels.base import SendFailed
from bot.delivery.sheet import Line, read_sheet
from bot.web.timeline import AlertFile, read_alert_file
from handlers.alerts.reached import ITSELF
from handlers.model import DeliveryState, Purpose, Recall
from tests.bot.house import House, make_settings, open_house
from tests.bot.photos import draw_photo
from tests.bot.sayings import MOTHER
from tests.bot.scripted import ScriptedChannel, room

OTHERS = ("g1", "g2", "g4", "g5")
GAS = "8栋2单元楼道里煤气味特别重 快来人"


async def wait_until_taken_back(house: House) -> list[str]:
    """Returns when everything that was to be taken back has been; where that was, in order."""
    async with asyncio.timeout(60):
        while await _list_untold(house) or not house.channel.recalled:  # noqa: ASYNC110 -- a job does it
            await asyncio.sleep(0.02)
    return sorted(chat for chat, _ in house.channel.recalled)


async def _list_untold(house: House) -> tuple[Recall, ...]:
    async with house.app.database.view() as uow:
        return await uow.recalls.untold()


async def read_file(house: House) -> AlertFile:
    async with house.app.database.view() as uow:
        file = await read_alert_file(uow, house.app.directory.estate("yun"), 1)
    assert file is not None
    return file


async def test_at_the_all_clear_relays_and_photos_are_taken_back_where_the_channel_can(
    tmp_path: Path,
) -> None:
    channel = ScriptedChannel()
    channel.can_recall = True
    async with open_house(make_settings(tmp_path), channel) as house:
        channel.say("小宇妈妈", "g3", MOTHER)
        for group in OTHERS:
            await channel.wait_for(group, "蓝色校服")
        channel.say("小宇妈妈", "g3", "", photo=draw_photo())
        for group in OTHERS:
            await channel.wait_for_photo(group)
        channel.say("小宇妈妈", "g3", "找到了 谢谢大家")
        for group in (*OTHERS, "g3"):
            await channel.wait_for(group, "【解除】")
        twice = sorted(2 * [room(group) for group in OTHERS])
        assert await wait_until_taken_back(house) == twice
        async with house.app.database.view() as uow:
            said = await uow.outbox.of_ticket("yun", 1)
            # Nobody asked for it, and nobody is no person.
            assert ITSELF not in await uow.people.seen("yun", 1000)
            assert await uow.people.find(ITSELF.id) is not None
        gone = {each.purpose for each in said if each.state is DeliveryState.RECALLED}
        assert gone == {Purpose.RELAY, Purpose.UPDATE}
        file = await read_file(house)
        # That it was said, and when, stays in the timeline.
        assert {"first_relay", "last_relay"} <= {entry.sign for entry in file.list_entries()}
        assert not [text for text in channel.said_in("staff") if "撤回" in text]


@pytest.mark.parametrize(
    ("order", "words"), [("误报1", "【更正】"), ("解除1", "【解除】")], ids=["false alarm", "all-clear"]
)
async def test_a_witness_in_another_group_hears_how_it_ended(tmp_path: Path, order: str, words: str) -> None:
    async with open_house(make_settings(tmp_path)) as house:
        say, wait = house.channel.say, house.channel.wait_for
        say("张三", "g3", GAS)
        await wait("g3", "#1")
        say("李四", "g2", "我也闻到了 8栋2单元煤气味好大")
        answer = await wait("g2", "#1")
        assert answer.startswith("@李四")
        say("王师傅", "staff", order)
        await wait("g2", words)
        for group in ("g1", "g4", "g5"):
            assert not house.channel.said_in(group)
        assert [(name, relay) for name, relay, _ in (await read_file(house)).groups] == [("2号群", None)]


async def test_nobody_forwards_by_hand_what_is_over(tmp_path: Path) -> None:
    channel = ScriptedChannel()
    channel.refuse = lambda message: (
        SendFailed("没有这个群", retry=False) if message.chat == room("g4") else None
    )
    async with open_house(make_settings(tmp_path), channel) as house:
        channel.say("小宇妈妈", "g3", MOTHER)
        await channel.wait_for("g5", "蓝色校服")
        assert [line.name for line in await wait_for_sheet(house, 1)] == ["4号群"]
        channel.say("小宇妈妈", "g3", "找到了 谢谢大家")
        await channel.wait_for("g5", "【解除】")
        assert await wait_for_sheet(house, 0) == ()
        assert not [sent for sent in channel.attempts if sent.chat == room("g4") and "解除" in sent.text]


async def wait_for_sheet(house: House, length: int) -> tuple[Line, ...]:
    """What is to be forwarded by hand, once it is so many lines."""
    async with asyncio.timeout(60):
        while len(lines := await _read_lines(house)) != length:  # noqa: ASYNC110 -- a job does it
            await asyncio.sleep(0.02)
    return lines


async def _read_lines(house: House) -> tuple[Line, ...]:
    return await read_sheet(house.app.database, house.app.clock.now(), "yun")
