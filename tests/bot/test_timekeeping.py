"""Limits kept by a whole bot on a simulated clock: who is told when, how holds end, what a restart leaves."""

from __future__ import annotations

import pytest

from bot.replay.stage import contact
from handlers.model import Status, Step
from tests.bot.town import CHEN, LIU, REPORT, WANG, open_town
from tests.handlers.moments import at


async def test_a_ticket_that_nobody_accepts_goes_up_one_level_at_a_time() -> None:
    async with open_town("03-06 17:00") as town:
        await town.hear("03-06 17:10", "张三", REPORT, "g1")
        await town.wait_until("03-06 17:36")
        assert [when for when, _ in town.told(WANG, "还没有人接单")] == ["06 17:30"]
        assert town.told(CHEN) == []
        await town.wait_until("03-06 18:10")
        assert town.told(CHEN) == [("06 17:40", "【#1】已超时没有人接单，应于 17:40 前联系业主：厨房漏水了")]
        # Patience of thirty working minutes: twenty are left of Friday, ten are Monday's.
        await town.wait_until("03-09 09:09")
        assert town.told(LIU) == []
        await town.wait_until("03-09 09:30")
        assert [when for when, _ in town.told(LIU, "已超时")] == ["09 09:10"]
        await town.wait_until("03-11 12:00")
        assert await town.steps() == [
            (Step.OPENED, "张三"),
            (Step.WARNED, WANG),
            (Step.ESCALATED, CHEN),
            (Step.ESCALATED, LIU),
        ]


async def test_the_first_action_ends_it() -> None:
    async with open_town("03-02 09:00") as town:
        await town.hear("03-02 09:10", "张三", REPORT, "g1")
        await town.wait_until("03-02 09:45")
        assert len(town.told(CHEN, "已超时")) == 1
        await town.hear("03-02 09:50", WANG, "接单1")
        await town.wait_until("03-02 10:40")
        assert town.told(LIU, "接单") == []


async def test_what_came_at_night_is_handed_over_when_the_shift_begins() -> None:
    day = [
        {"id": contact(WANG), "name": WANG, "trades": ["水电"], "days": "周一到周五", "hours": "08:00-17:00"}
    ]
    async with open_town("03-06 20:00", roster=day) as town:
        await town.hear("03-06 22:10", "张三", REPORT, "g1")
        assert (await town.ticket()).assignee is None
        await town.stage.restart()
        await town.wait_until("03-09 07:59")
        assert town.told(WANG) == []
        await town.wait_until("03-09 08:00")
        assert [when for when, _ in town.told(WANG, "【报修 #1】")] == ["09 08:00"]
        assert "王师傅上班了，这张单派给您" in town.heard_in("staff")[-1]
        assignee = (await town.ticket()).assignee
        assert assignee is not None
        assert assignee.name == WANG
        await town.hear("03-09 08:05", WANG, "接单1")
        await town.wait_until("03-09 12:00")
        assert [step for step, _ in await town.steps()].count(Step.GIVEN) == 1


async def test_nobody_on_duty_goes_to_the_leader_at_once() -> None:
    night = [{"id": contact(WANG), "name": WANG, "trades": ["水电"], "hours": "20:00-06:00"}]
    async with open_town("03-02 09:00", roster=night) as town:
        await town.hear("03-02 09:10", "张三", REPORT, "g1")
        await town.wait_until("03-02 09:12")
        assert town.told(CHEN) == [
            ("02 09:10", "【#1】现在没有人值班，请安排，09:40 前要联系业主：厨房漏水了")
        ]


async def test_what_is_not_finished_goes_up_too() -> None:
    async with open_town("03-02 09:00") as town:
        await town.hear("03-02 09:10", "张三", REPORT, "g1")
        await town.hear("03-02 09:15", WANG, "接单1")
        await town.wait_until("03-02 17:00")
        # Four working hours end at 15:10; a third of them, eighty minutes, is left at ten to twelve.
        assert [when for when, _ in town.told(WANG, "前要完成")] == ["02 11:50"]
        assert [when for when, _ in town.told(CHEN, "已超时没有完成")] == ["02 15:10"]
        assert [when for when, _ in town.told(LIU, "已超时没有完成")] == ["02 15:40"]


async def test_a_hold_stops_the_clock_and_ends_by_itself() -> None:
    async with open_town("03-06 09:00") as town:
        await town.hear("03-06 09:10", "张三", REPORT, "g1")
        await town.hear("03-06 09:20", WANG, "接单1")
        assert (await town.ticket()).resolve_by == at("03-06 15:10")
        await town.hear("03-06 10:10", WANG, "挂起1 等配件 周一下午")
        held = await town.ticket()
        assert (held.status, held.held_until) == (Status.ON_HOLD, at("03-09 14:00"))
        # An hour of four is used up: three are left after the weekend.
        assert held.resolve_by == at("03-09 17:00")
        assert "【#1】水电 王师傅：等配件。预计3月9日14:00继续处理。" in town.heard_in("g1")
        assert any("已挂起到 3月9日14:00" in text for text in town.heard_in("staff"))
        await town.wait_until("03-09 13:59")
        assert town.told(CHEN) == []
        await town.wait_until("03-09 14:01")
        going = await town.ticket()
        assert (going.status, going.held_until, going.resolve_by) == (
            Status.ACCEPTED,
            None,
            at("03-09 17:00"),
        )
        assert [when for when, _ in town.told(WANG, "挂起结束")] == ["09 14:00"]
        assert (await town.steps())[-1] == (Step.RESUMED, "")
        await town.wait_until("03-09 17:20")
        assert [when for when, _ in town.told(CHEN, "已超时没有完成")] == ["09 17:00"]


async def test_work_that_goes_on_early_gets_the_time_back_that_was_not_waited() -> None:
    async with open_town("03-02 09:00") as town:
        await town.hear("03-02 09:10", "张三", REPORT, "g1")
        await town.hear("03-02 09:20", WANG, "接单1")
        await town.hear("03-02 10:10", WANG, "挂起1 业主不在家 明天上午")
        await town.hear("03-02 11:10", WANG, "恢复1")
        assert (await town.ticket()).resolve_by == at("03-02 16:10")


@pytest.mark.parametrize("words", ["", "等配件", "明天", "等配件 10月8日", "等配件 昨天"])
async def test_a_hold_needs_a_reason_and_an_end(words: str) -> None:
    async with open_town("03-02 09:00") as town:
        await town.hear("03-02 09:10", "张三", REPORT, "g1")
        await town.hear("03-02 09:20", WANG, "接单1")
        await town.hear("03-02 09:30", WANG, f"挂起1 {words}")
        assert "例如：挂起1 等配件 周五" in town.heard_in("staff")[-1]
        assert (await town.ticket()).status is Status.ACCEPTED


async def test_a_hold_outlives_a_restart_and_whoever_was_told_is_not_told_again() -> None:
    async with open_town("03-02 09:00") as town:
        await town.hear("03-02 09:10", "张三", REPORT, "g1")
        await town.wait_until("03-02 09:41")
        await town.stage.restart()
        await town.wait_until("03-02 09:50")
        assert len(town.told(WANG, "还没有人接单")) == len(town.told(CHEN, "已超时")) == 1
        await town.hear("03-02 09:55", WANG, "接单1")
        await town.hear("03-02 10:00", WANG, "挂起1 等配件 14:30")
        await town.stage.restart()
        await town.wait_until("03-02 14:31")
        assert (await town.ticket()).status is Status.ACCEPTED


async def test_the_overdue_are_listed_the_longest_first() -> None:
    async with open_town("03-02 09:00") as town:
        await town.hear("03-02 09:10", "张三", REPORT, "g1")
        await town.hear("03-02 09:20", WANG, "超时")
        assert town.heard_in("staff")[-1] == "没有超时的工单。"
        await town.hear("03-02 09:45", WANG, "超时")
        assert town.heard_in("staff")[-1] == (
            "超时未处理（1）：\n#1 水 · 8-2-301 · 1号群 厨房漏水了：待接单，应于 09:40 前"
        )


async def test_a_drill_that_nobody_ends_is_nobodys_work_afterwards() -> None:
    async with open_town("03-02 09:00") as town:
        await town.hear("03-02 09:10", LIU, "演练 火情")
        drilled = await town.ticket()
        assert drilled.status is Status.OPEN
        await town.wait_until("03-02 17:00")
        assert (await town.ticket()).status is Status.CLOSED
        steps = [step for step, _ in await town.steps()]
        assert steps[-1] is Step.CLEARED
        assert not {Step.WARNED, Step.ESCALATED} & set(steps)
