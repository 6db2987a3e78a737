"""What goes wrong in groups every day: nothing is lost, nothing is executed, nobody sees a traceback."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from handlers.model import AttachmentKind, FileState, TicketFile
from tests.bot.house import House, make_settings, open_house
from tests.bot.photos import draw_photo

NASTY = "{ticket}<script>alert(1)</script>"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(make_settings(tmp_path)) as house:
        yield house


async def report(
    house: House, words: str = "8栋2单元301厨房水管漏水了", who: str = "张三", **more: str
) -> str:
    """Files a report in group 3 and returns its receipt."""
    before = len(house.channel.said_in("g3"))
    house.channel.say(who, "g3", words, **more)  # type: ignore[arg-type]
    await house.channel.wait_for_more("g3", before)
    return house.channel.said_in("g3")[before]


async def test_a_name_with_braces_and_markup_is_only_a_name(house: House) -> None:
    receipt = await report(house, name=NASTY)
    assert receipt.startswith(f"@{NASTY} 已登记报修 #1")
    # A card shows the beginning of a long name.
    assert "{ticket}<script>" in await house.channel.wait_for("staff", "#1")


@pytest.mark.parametrize(
    "words",
    ["好" * 20_000, "😀" * 300, "\u200b" * 50, "", " ", "{number}{room}", "%s%n", "\ud800", "<b>"],
    ids=[
        "20,000 characters",
        "emoji",
        "zero width",
        "nothing",
        "a space",
        "blanks",
        "formats",
        "half a sign",
        "tag",
    ],
)
async def test_what_says_nothing_gets_no_answer(house: House, words: str) -> None:
    house.channel.say("李阿姨", "g3", words)
    assert "#1" in await report(house)
    assert len(house.channel.said_in("g3")) == 1


async def test_a_report_of_20000_characters_is_filed_short_on_the_card_and_kept_for_the_page(
    house: House,
) -> None:
    receipt = await report(house, "8栋2单元301厨房水管漏水了，" + "一直在流没有人来修。" * 2_500)
    assert "#1" in receipt
    assert len(receipt) < 300
    card = await house.channel.wait_for("staff", "#1")
    assert len(card) < 400
    async with house.app.database.view() as uow:
        ticket = await uow.tickets.get("yun", 1)
    assert ticket is not None
    assert ticket.words.startswith("8栋2单元301厨房水管漏水了")


async def test_the_same_event_is_handled_once_also_under_a_new_id(house: House) -> None:
    heard = house.channel.say("张三", "g3", "8栋2单元301厨房水管漏水了", key="same")
    house.channel.say("张三", "g3", heard.text, key="same")
    house.channel.say("张三", "g3", heard.text, key="other", at=heard.sent_at + timedelta(seconds=2))
    await house.channel.wait_for("staff", "#1")
    assert "#2" in await report(house, "5栋1单元电梯坏了停在3楼", who="李阿姨")
    assert len([text for text in house.channel.said_in("g3") if "#1" in text]) == 1


async def test_a_command_outside_the_role_has_no_effect_and_is_refused_in_private(house: House) -> None:
    await report(house)
    house.channel.say("李阿姨", "g3", "误报1", name="物业经理")
    house.channel.say("李阿姨", "g3", "完成1 好了", name="物业经理")
    house.channel.say("李阿姨", "g3", "广播 物业费翻倍", name="物业经理")
    house.channel.say("李阿姨", "dm", "广播 物业费翻倍", name="物业经理")
    assert "权限" in await house.channel.wait_for("dm:李阿姨", "权限")
    house.channel.say("李阿姨", "g3", "5栋1单元电梯坏了停在3楼")
    assert "#2" in await house.channel.wait_for("g3", "电梯")
    assert len(house.channel.said_in("g3")) == 2
    assert house.channel.said_in("g1") == []
    async with house.app.database.view() as uow:
        ticket = await uow.tickets.get("yun", 1)
        audits = await uow.audits.listing()
    assert ticket is not None
    assert ticket.status.value == "open"
    assert any(not line.allowed and line.actor.endswith("李阿姨") for line in audits)


async def wait_for_file(house: House) -> TicketFile:
    async with asyncio.timeout(60):
        while True:
            async with house.app.database.view() as uow:
                files = await uow.tickets.files("yun", 1)
            if files and files[0].state is not FileState.PENDING:
                return files[0]
            await asyncio.sleep(0.01)


PHOTOS = {
    "a picture": (draw_photo(), FileState.STORED, ""),
    "no picture": (b"MZ this is a program", FileState.REFUSED, "不是能打开的图片"),
    "half a picture": (draw_photo()[:80], FileState.REFUSED, "不是能打开的图片"),
    "50 MB": (b"\xff\xd8" + bytes(50 * 1024 * 1024), FileState.REFUSED, "太大"),
}


@pytest.mark.parametrize(("content", "state", "note"), PHOTOS.values(), ids=PHOTOS)
async def test_a_photo_is_stored_or_refused_with_a_note_on_the_ticket(
    house: House, content: bytes, state: FileState, note: str
) -> None:
    await report(house)
    house.channel.say("张三", "g3", "", photo=content)
    file = await wait_for_file(house)
    assert file.state is state
    assert note in file.note


@pytest.mark.parametrize("kind", [kind for kind in AttachmentKind if kind is not AttachmentKind.IMAGE])
async def test_what_is_no_text_opens_nothing_and_breaks_nothing(house: House, kind: AttachmentKind) -> None:
    house.channel.say("李阿姨", "g3", "", attachment=kind)
    assert "#1" in await report(house)
    assert len(house.channel.said_in("g3")) == 1


async def test_a_message_that_cannot_be_handled_is_parked_and_comes_back(tmp_path: Path) -> None:
    async with open_house(make_settings(tmp_path)) as house:
        async with house.app.database.transaction() as uow:
            # The database refuses the message key: somebody else holds the table while it is said.
            house.channel.say("张三", "g3", "8栋2单元301厨房水管漏水了")
            await asyncio.sleep(0.1)
            await uow.commit()
        assert "#1" in await house.channel.wait_for("g3", "#1")


async def test_a_group_that_belongs_to_no_estate_is_shown_for_assignment_and_not_answered(
    house: House,
) -> None:
    house.channel.say("路人", "unknown", "8栋2单元301厨房水管漏水了")
    await report(house)
    async with house.app.database.view() as uow:
        chats = {chat.id: chat for chat in await uow.estates.chats()}
    assert chats["test:room:unknown"].kind.value == "unassigned"
    assert house.channel.said_in("unknown") == []


async def test_the_pages_say_whether_the_bot_can_work(house: House) -> None:
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{house.address}/healthz") as answer:
            assert answer.status == 200
        async with session.get(f"{house.address}/readyz") as answer:
            assert answer.status == 200
        channel = house.channel
        channel.health = type(channel.health)(False, channel.health.since, "网关没有回应")
        async with session.get(f"{house.address}/readyz") as answer:
            assert answer.status == 503
            assert (await answer.json())["accounts"]["scripted"]["reason"] == "网关没有回应"
        async with session.get(f"{house.address}/metrics") as answer:
            assert "linli_messages_heard_total" in await answer.text()
