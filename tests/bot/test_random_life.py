"""People type steps in any order while time goes on: what is stored is always what the events add up to."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from handlers.model import Status, Step
from tests.bot.town import CHEN, HE, LIU, WANG, Town, open_town
from tests.handlers.life import CELLS

TYPED = (
    (WANG, "接单{n}", "staff"),
    (HE, "接单{n}", "staff"),
    (WANG, "回复{n} 下午到", "staff"),
    (WANG, "完成{n} 好了", "staff"),
    (WANG, "撤{n}", "staff"),
    (WANG, "撤", "staff"),
    (WANG, "好了", "staff"),
    (WANG, "挂起{n} 等配件 明天下午", "staff"),
    (HE, "挂起{n} 等配件 2小时", "staff"),
    (WANG, "恢复{n}", "staff"),
    (CHEN, "转派{n} 何师傅", "staff"),
    (CHEN, "改类别{n} 电梯", "staff"),
    (CHEN, "备注{n} 家里有狗", "staff"),
    (CHEN, "误报{n}", "staff"),
    (LIU, "合并{n}到1", "staff"),
    (LIU, "拆分{n}", "staff"),
    ("owner", "催{n}", "g1"),
    ("owner", "满意{n}", "g1"),
    ("owner", "2分{n}", "g1"),
    ("owner", "没修好{n}", "g1"),
    ("owner", "取消{n}", "g1"),
    ("邻居", "取消{n}", "g1"),
    ("邻居", "完成{n}", "g1"),
)
ROSTER = [
    {"id": f"replay:contact:{WANG}", "name": WANG, "trades": ["水电"]},
    {"id": f"replay:contact:{HE}", "name": HE, "trades": ["水电", "电梯"]},
]
ROUNDS, WORDS = 12, 25


async def check(town: Town, number: int, before: tuple[Step, ...]) -> tuple[Step, ...]:
    """The ticket stands where its events lead by the table, and no event of before is gone."""
    ticket = await town.ticket(number)
    steps = tuple(step for step, _ in await town.steps(number))
    assert steps[: len(before)] == before
    status = Status.OPEN
    for step in steps:
        if (step, status) in CELLS:
            target = CELLS[step, status]
            assert target is not None, f"{step} of what is {status}"
            status = target
    assert ticket.status is status
    assert (ticket.held_until is not None) is (status is Status.ON_HOLD)
    return steps


async def check_times(town: Town) -> None:
    """The times that were kept on the way are those that the events add up to."""
    since, until = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    async with town.stage.database.view() as uow:
        kept = await uow.reports.month("yun", since, until)
        assert len(kept) > 1
        assert kept == await uow.reports.recount_month("yun", since, until)


@pytest.mark.parametrize("seed", range(ROUNDS))
async def test_whatever_is_typed_the_ticket_is_where_its_events_lead(seed: int) -> None:
    chance = random.Random(seed)
    async with open_town("03-06 09:00", roster=ROSTER) as town:
        await town.hear("03-06 09:01", "别人", "1-1-101厨房漏水了", "g1")
        await town.hear("03-06 09:05", "业主", "8-2-301厨房漏水了", "g1")
        steps: tuple[Step, ...] = ()
        for _ in range(WORDS):
            minutes = chance.choice((1, 7, 31, 190, 1500))
            moment = town.stage.clock.now() + timedelta(minutes=minutes)
            who, text, where = chance.choice(TYPED)
            await town.hear_at(moment, "业主" if who == "owner" else who, text.format(n=2), where)
            steps = await check(town, 2, steps)
        assert steps[0] is Step.OPENED
        await check_times(town)
