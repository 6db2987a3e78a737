"""The chain watches itself, and a drill disturbs nobody: over a whole running bot."""

from __future__ import annotations

from pathlib import Path

from bot.channels.base import Outgoing, SendFailed
from tests.bot.house import House, make_settings, open_house
from tests.bot.photos import draw_jpeg
from tests.bot.sayings import MOTHER
from tests.bot.scripted import contact


def fail_for(chat: str) -> object:
    def refuse(message: Outgoing) -> SendFailed | None:
        return SendFailed("gone", retry=False) if message.chat == chat else None

    return refuse


async def test_a_guard_who_cannot_be_reached_is_named_to_the_others(tmp_path: Path) -> None:
    async with open_house(make_settings(tmp_path)) as house:
        house.channel.refuse = fail_for(contact("赵队长"))  # type: ignore[assignment]
        house.channel.say("mama", "g3", MOTHER)
        report = await house.channel.wait_for("staff", "呼叫不到")
        assert "赵队长" in report
        assert "赵队长" in await house.channel.wait_for("dm:刘经理", "呼叫不到")


async def test_a_clues_photo_reaches_the_mother_and_the_staff_and_once_true_everybody(tmp_path: Path) -> None:
    async with open_house(make_settings(tmp_path)) as house:
        house.channel.say("mama", "g3", MOTHER)
        await house.channel.wait_for("g5", "紧急寻人")
        house.channel.say("chen", "g1", "我刚在环桥下面看到一个男孩 蓝衣服", photo=draw_jpeg(64, 48))
        await house.channel.wait_for("g3", "【线索1】的照片")
        await house.channel.wait_for("staff", "线索1】的照片")
        house.channel.say("mama", "g3", "线索1属实")
        for group in ("g1", "g2", "g3", "g4", "g5"):
            await house.channel.wait_for(group, "线索1的照片")
        with_photo = {message.chat for message in house.channel.sent if message.upload}
        assert len(with_photo) == 6, "five groups and the staff"


async def test_a_drill_runs_start_to_end_in_the_staff_group_alone(tmp_path: Path) -> None:
    async with open_house(make_settings(tmp_path)) as house:
        await say_and_wait(house, "刘经理", "演练", "这是演练")
        await say_and_wait(house, "赵队长", "接单1", "已接单")
        await say_and_wait(house, "刘经理", "确认1", "模拟线索")
        await say_and_wait(house, "赵队长", "线索1属实", "线索1属实")
        await say_and_wait(house, "刘经理", "解除1", "记分卡")
        card = await house.channel.wait_for("staff", "记分卡")
        assert "没有做到" not in card
        staff = house.channel.said_in("staff")
        assert len(house.channel.sent) == len(staff), "nobody else heard a word"
        assert all("【演练】" in text for text in staff)


async def say_and_wait(house: House, who: str, text: str, answer: str) -> None:
    house.channel.say(who, "staff", text)
    await house.channel.wait_for("staff", answer)


async def test_a_real_child_is_told_of_while_a_drill_goes_on(tmp_path: Path) -> None:
    async with open_house(make_settings(tmp_path)) as house:
        await say_and_wait(house, "刘经理", "演练", "这是演练")
        house.channel.say("mama", "g3", MOTHER)
        for group in ("g1", "g2", "g4", "g5"):
            assert "演练" not in await house.channel.wait_for(group, "紧急寻人")
        house.channel.say("mama", "g3", "找到了 谢谢大家")
        for group in ("g1", "g2", "g3", "g4", "g5"):
            assert "演练" not in await house.channel.wait_for(group, "【解除】")


async def test_a_reporter_of_false_alarms_is_believed_only_after_staff_have_looked(tmp_path: Path) -> None:
    async with open_house(make_settings(tmp_path)) as house:
        house.channel.say("mama", "g3", MOTHER)
        await house.channel.wait_for("g5", "紧急寻人")
        house.channel.say("刘经理", "staff", "误报1")
        for group in ("g1", "g2", "g4", "g5"):
            await house.channel.wait_for(group, "【更正】")
        before = len([text for text in house.channel.said_in("g5") if "紧急寻人" in text])
        house.channel.say("mama", "g3", "我女儿也不见了 8岁 红裙子 刚才还在楼下玩 大家帮忙找找")
        await house.channel.wait_for("staff", "要转告其他业主群请回：确认2")
        assert len([text for text in house.channel.said_in("g5") if "紧急寻人" in text]) == before
