"""Photos of the work go to the owner: with 完成1, just before it, just after it, or by 照片1."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.bot.house import House, make_settings, open_house
from tests.bot.photos import draw_jpeg
from tests.bot.scripted import render, room

PHOTO = draw_jpeg(64, 48)


@asynccontextmanager
async def open_reported(folder: Path) -> AsyncIterator[House]:
    async with open_house(make_settings(folder)) as house:
        house.channel.say("张三", "g3", "8栋2单元301厨房水管漏水了")
        await house.channel.wait_for("staff", "#1")
        yield house


def list_photos(house: House, where: str = "g3") -> list[str]:
    """What was said with a photo."""
    return [render(m) for m in house.channel.sent if m.upload and m.chat == room(where)]


async def wait_for_photos(house: House, count: int) -> list[str]:
    while len(list_photos(house)) < count:
        await house.channel.wait_for_more("g3", len(house.channel.said_in("g3")))
    return list_photos(house)


async def test_a_photo_with_the_word_goes_with_the_answer(tmp_path: Path) -> None:
    async with open_reported(tmp_path) as house:
        house.channel.say("王师傅", "staff", "完成1 换了角阀", photo=PHOTO)
        await house.channel.wait_for("g3", "已完成，换了角阀")
        assert await wait_for_photos(house, 1) == ["@张三 【#1】王师傅发来的照片"]


async def test_a_photo_just_before_the_word_goes_too_and_a_colleagues_does_not(tmp_path: Path) -> None:
    async with open_reported(tmp_path) as house:
        house.channel.say("赵队长", "staff", "", photo=draw_jpeg(32, 32))
        house.channel.say("王师傅", "staff", "", photo=PHOTO)
        house.channel.say("王师傅", "staff", "完成1")
        await wait_for_photos(house, 1)
        async with house.app.database.view() as uow:
            files = await uow.tickets.files("yun", 1)
        assert [file.added_by.name for file in files] == ["王师傅"]


async def test_photos_right_after_the_word_follow_it(tmp_path: Path) -> None:
    async with open_reported(tmp_path) as house:
        house.channel.say("王师傅", "staff", "完成1")
        await house.channel.wait_for("g3", "已完成")
        house.channel.say("王师傅", "staff", "", photo=PHOTO)
        await wait_for_photos(house, 1)
        house.channel.say("王师傅", "staff", "", photo=draw_jpeg(48, 48))
        assert len(await wait_for_photos(house, 2)) == 2
        assert not [text for text in house.channel.said_in("staff") if "请先发照片" in text]


@pytest.mark.parametrize("before", ["接单1", "大家看看这个", ""])
async def test_photos_among_colleagues_stay_there(tmp_path: Path, before: str) -> None:
    async with open_reported(tmp_path) as house:
        if before:
            house.channel.say("王师傅", "staff", before)
        house.channel.say("王师傅", "staff", "", photo=PHOTO)
        house.channel.say("王师傅", "staff", "回复1 下午到")
        await house.channel.wait_for("g3", "下午到")
        async with house.app.database.view() as uow:
            assert await uow.tickets.files("yun", 1) == ()


async def test_by_command_before_the_work_is_done(tmp_path: Path) -> None:
    async with open_reported(tmp_path) as house:
        house.channel.say("王师傅", "staff", "", photo=PHOTO)
        house.channel.say("王师傅", "staff", "照片1")
        await wait_for_photos(house, 1)
        await house.channel.wait_for("staff", "已转告业主")
        house.channel.say("王师傅", "staff", "照片 1")
        assert "请先发照片" in await house.channel.wait_for("staff", "请先发照片"), "each goes once"


async def test_words_taken_back_take_their_photo_along(tmp_path: Path) -> None:
    async with open_reported(tmp_path) as house:
        house.channel.can_recall = True
        house.channel.say("王师傅", "staff", "完成1", photo=PHOTO)
        await wait_for_photos(house, 1)
        house.channel.say("王师傅", "staff", "撤1")
        await house.channel.wait_for("staff", "已撤回刚才发给业主的话")
        assert len(house.channel.recalled) == 2
