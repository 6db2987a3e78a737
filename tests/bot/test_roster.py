"""The roster by command, through a whole bot: it is kept, and it decides who gets a ticket."""

from __future__ import annotations

import pytest

from bot.replay.stage import contact
from tests.bot.town import CHEN, HE, LIU, REPORT, WANG, Town, open_town

BOTH = [
    {"id": contact(WANG), "name": WANG, "trades": ["水电"], "hours": "08:00-18:00"},
    {"id": contact(HE), "name": HE, "trades": ["水电"], "hours": "08:00-18:00"},
]


def cards(town: Town, name: str) -> int:
    return len(town.told(name, "【报修 #"))


async def ask(town: Town, when: str, text: str, who: str = LIU) -> str:
    """What the bot answers in the staff group."""
    before = len(town.heard_in("staff"))
    await town.hear(when, who, text)
    said = town.heard_in("staff")[before:]
    return said[-1] if said else ""


async def test_a_shift_given_by_command_holds_at_once_and_after_a_restart() -> None:
    async with open_town("03-02 09:00") as town:
        assert await ask(town, "03-02 09:01", "值班 王师傅 14:00-18:00") == (
            "王师傅的班次已改为 14:00-18:00，从现在起有效。"
        )
        await town.hear("03-02 09:10", "张三", REPORT, "g1")
        assert cards(town, WANG) == 0
        await town.stage.restart()
        await town.wait_until("03-02 14:00")
        assert cards(town, WANG) == 1, "what came when nobody was there is handed over"
        await town.hear("03-02 14:30", "李四", "9-1-502厨房漏水了", "g1")
        assert cards(town, WANG) == 2
        assert "王师傅 水电 14:00-18:00：在岗" in await ask(town, "03-02 14:31", "值班")
        assert await ask(town, "03-02 14:32", "值班 王师傅 取消") == "王师傅的班次已恢复为原来的值班表。"
        assert "王师傅 水电 全天：在岗" in await ask(town, "03-02 22:31", "值班表")


async def test_a_shift_over_midnight() -> None:
    async with open_town("03-02 09:00") as town:
        await ask(town, "03-02 09:01", "值班 王师傅 22:00-06:00", CHEN)
        assert "王师傅 水电 22:00-06:00：不在岗" in await ask(town, "03-02 21:59", "值班")
        assert "：在岗" in await ask(town, "03-02 22:01", "值班")
        assert "：在岗" in await ask(town, "03-03 05:59", "值班")
        assert "：不在岗" in await ask(town, "03-03 06:01", "值班")


async def test_somebody_new_comes_onto_the_roster_with_a_trade() -> None:
    staff = [{"id": contact(HE), "name": HE, "trades": []}]
    async with open_town("03-02 09:00", staff=staff, roster=[]) as town:
        assert await ask(town, "03-02 09:01", "值班") == "值班表是空的。添加请发：值班 姓名 08:00-17:00"
        await ask(town, "03-02 09:02", "值班 何师傅 水电 08:00-12:00,14:00-18:00")
        assert "何师傅 水电 08:00-12:00、14:00-18:00：在岗" in await ask(town, "03-02 09:03", "值班")
        await town.hear("03-02 09:10", "张三", REPORT, "g1")
        assert cards(town, HE) == 1


async def test_who_is_on_leave_gets_no_ticket_and_comes_back_alone() -> None:
    async with open_town("03-02 09:00", roster=BOTH) as town:
        said = await ask(town, "03-02 09:01", "请假 明天", WANG)
        assert said == "王师傅请假已记下：明天00:00 到 明天24:00，这段时间不派单。提前回来请发：销假"
        for hour in range(9, 13):
            await town.hear(f"03-03 {hour:02}:30", f"业主{hour}", f"{hour}-2-301厨房漏水了", "g1")
        assert (cards(town, WANG), cards(town, HE)) == (0, 4)
        assert "王师傅 水电 08:00-18:00：请假到24:00" in await ask(town, "03-03 13:00", "值班")
        assert "王师傅 水电 08:00-18:00：在岗" in await ask(town, "03-04 09:00", "值班")


async def test_back_early_from_leave() -> None:
    async with open_town("03-02 09:00") as town:
        await ask(town, "03-02 09:01", "请假 3天", WANG)
        assert "请假到3月4日24:00" in await ask(town, "03-02 09:02", "值班")
        assert await ask(town, "03-02 10:00", "销假", WANG) == "王师傅已销假。"
        assert "：在岗" in await ask(town, "03-02 10:01", "值班")


async def test_nobody_changes_another_ones_hours_but_leader_and_manager() -> None:
    async with open_town("03-02 09:00", roster=BOTH) as town:
        refused = "这个操作需要领班或经理权限，没有执行。"
        assert await ask(town, "03-02 09:01", "值班 何师傅 20:00-22:00", WANG) == refused
        assert await ask(town, "03-02 09:02", "请假 何师傅 明天", WANG) == refused
        assert await ask(town, "03-02 09:03", "销假 何师傅", WANG) == refused
        assert "何师傅 水电 08:00-18:00：在岗" in await ask(town, "03-02 09:04", "值班")
        assert "请假已记下" in await ask(town, "03-02 09:05", "请假 何师傅 明天", CHEN)
        assert "班次已改为" in await ask(town, "03-02 09:06", "值班 18:00-22:00", WANG)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("值班 王师傅 随便", "没看懂，请写：值班 王师傅 08:00-17:00"),
        ("值班 王师傅 25:00-26:00", "没看懂，请写"),
        ("值班 王师傅 08:00-08:00", "没看懂，请写"),
        ("值班 赵六 08:00-17:00", "同事里没有“赵六”，现有：王师傅"),
        ("值班 王师傅 周一到周五 08:00-17:00", "王师傅的班次已改为 工作日 08:00-17:00，从现在起有效。"),
        ("值班 王师傅 周末", "王师傅的班次已改为 休息日 全天"),
        ("值班 王师傅 水电 周一、三、五 22:00-06:00", "王师傅的班次已改为 周一、周三、周五 22:00-06:00"),
        (
            "值班 王师傅 周一到周五 08:00-12:00,14:00-17:00，周末 09:00-12:00",
            "王师傅的班次已改为 工作日 08:00-12:00、14:00-17:00；休息日 09:00-12:00",
        ),
        ("值班 王师傅 周末和周三 08:00-17:00", "没看懂，请写"),
        ("值班 周末 08:00-17:00", "刘经理的班次已改为 休息日 08:00-17:00"),
        ("请假", "请写明哪天"),
        ("请假 王师傅", "请写明哪天"),
        ("请假 昨天", "请写明哪天"),
        ("值班 王师傅 ０８：００－１７：００", "王师傅的班次已改为 08:00-17:00"),
        ("值班 王师傅 8:00到17:00", "王师傅的班次已改为 08:00-17:00"),
        ("请假 周五到下周一", "刘经理请假已记下：3月6日00:00 到 3月9日24:00"),
        ("请假 明天下午", "刘经理请假已记下：明天12:00 到 明天24:00"),
    ],
)
async def test_what_is_typed_about_the_roster_is_understood_or_answered_with_an_example(
    typed: str, answer: str
) -> None:
    async with open_town("03-02 09:00") as town:
        assert (await ask(town, "03-02 09:01", typed)).startswith(answer)


async def test_shifts_of_some_days_decide_who_gets_a_ticket_and_stand_after_a_restart() -> None:
    async with open_town("03-06 09:00", roster=BOTH) as town:
        await ask(town, "03-06 09:01", "值班 王师傅 周一到周五 08:00-17:00")
        await ask(town, "03-06 09:02", "值班 何师傅 周末")
        await town.hear("03-06 10:00", "张三", REPORT, "g1")
        assert (cards(town, WANG), cards(town, HE)) == (1, 0)
        await town.stage.restart()
        await town.hear("03-07 10:00", "李四", "9-1-502厨房漏水了", "g1")
        assert (cards(town, WANG), cards(town, HE)) == (1, 1)
        shown = await ask(town, "03-07 10:01", "值班")
        assert "王师傅 水电 工作日 08:00-17:00：不在岗" in shown
        assert "何师傅 水电 休息日 全天：在岗" in shown


async def test_the_settings_name_days_as_well() -> None:
    roster = [{**BOTH[0], "days": "周一到周五"}, {**BOTH[1], "days": "周末"}]
    async with open_town("03-06 09:00", roster=roster) as town:
        await town.hear("03-07 10:00", "李四", "9-1-502厨房漏水了", "g1")
        assert (cards(town, WANG), cards(town, HE)) == (0, 1)
