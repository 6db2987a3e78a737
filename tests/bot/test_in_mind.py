"""What the bot has in mind is what is stored: in memory and from a file it decides the same."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.desk.histories import Histories
from bot.replay.scenarios import START, Played, build_heard, build_sample, collect
from bot.replay.stage import Stage
from tests.bot.conversing import FIRST, SECOND, STORY, Line, classify, spread, write_events

HOURS: list[Line] = [
    (0, "g1", "张三", "厨房水管漏水了"),
    (4, "g1", "张三", "8-2-301"),
    (300, "g2", "王五", "5栋电梯停在3楼不动了"),
    (310, "g3", "赵六", "5号楼电梯坏了"),
    (600, "staff", "师傅王", "接单1"),
    (900, "g1", "张三", "师傅怎么还没来"),
    (4000, "staff", "师傅王", "完成1 换了接头"),
    (4100, "g1", "张三", "修好了 谢谢"),
    (5000, "staff", "师傅王", "误报2"),
    (5200, "g2", "王五", "厨房龙头一直滴水"),
    (5205, "g2", "王五", "不用来了 好了"),
    (9000, "g4", "李四", "停水了"),
    (9010, "g5", "孙八", "我们12栋也没水"),
    (9020, "staff", "师傅王", "合并5到4"),
]
#: Owners ask how far it is: with a number, without, while it is open and when it is done.
ASKED: list[Line] = [
    (0, "g1", "张三", "厨房水管漏水了"),
    (4, "g1", "张三", "8-2-301"),
    (300, "g2", "王五", "5栋电梯停在3楼不动了"),
    (600, "g1", "张三", "@物业小助手 我的报修"),
    (700, "g1", "张三", "进度1"),
    (800, "g2", "王五", "@物业小助手 进度"),
    (900, "staff", "师傅王", "完成1 换了接头"),
    (1000, "g1", "张三", "进度1"),
    (1100, "g1", "张三", "@物业小助手 进度"),
]
TWO = sorted(spread(FIRST, (0, 2, 4, 6)) + spread(SECOND, (1, 3, 5, 7)))

#: Staff end the work before anybody says that the danger is over; then a clue, and talk.
WORK_DONE: list[Line] = [
    (0, "g3", "赵六", "3栋楼道着火了 有明火"),
    (60, "g1", "张三", "厨房水管漏水了"),
    (600, "staff", "师傅王", "完成1 已报119"),
    (700, "g4", "李四", "晚上吃什么"),
    (800, "g2", "王五", "我在3栋楼下看到窗户往外冒黑烟"),
    (900, "g3", "赵六", "火灭了 谢谢大家"),
    (950, "g2", "王五", "我在3栋楼下看到窗户往外冒黑烟"),
]


async def play(lines: Sequence[Line], url: str) -> Played:
    events = write_events(lines)
    stage = await Stage.open(build_sample(events), classify, START, url)
    for index, event in enumerate(events):
        await stage.hear(build_heard(index, event))
    played = await collect("t", stage)
    await stage.close()
    return played


@pytest.mark.parametrize(
    "lines", [STORY, HOURS, TWO, WORK_DONE, ASKED], ids=["story", "hours", "two", "work done", "asked"]
)
async def test_what_is_in_mind_leads_to_what_the_database_leads_to(
    lines: list[Line], sqlite_url: str
) -> None:
    in_mind, stored = await play(lines, "sqlite://"), await play(lines, sqlite_url)
    assert in_mind == stored
    assert in_mind.tickets


async def test_an_alert_whose_work_is_done_stays_in_mind_until_it_is_over() -> None:
    stage = await Stage.open(build_sample(write_events(WORK_DONE)), classify, START, "sqlite://")
    known = []
    for index, event in enumerate(write_events(WORK_DONE)):
        await stage.hear(build_heard(index, event))
        estate = stage.inside.directory.estates[0].id
        alerts, tickets = stage.inside.desk.watch.recall_alerts(estate) or ((), ())
        known.append([(ticket.number, ticket.live) for ticket in tickets])
        assert len(alerts) == len(tickets)
    await stage.close()
    assert known == [[(1, True)], [(1, True)], [(1, False)], [(1, False)], [(1, False)], [], []]


@pytest.mark.parametrize("lines", [STORY, HOURS, TWO, WORK_DONE], ids=["story", "hours", "two", "work done"])
async def test_the_history_of_a_ticket_in_mind_is_the_one_that_is_stored(lines: list[Line]) -> None:
    stage = await Stage.open(build_sample(write_events(lines)), classify, START, "sqlite://")
    estate, compared = stage.inside.directory.estates[0].id, 0
    for index, event in enumerate(write_events(lines)):
        await stage.hear(build_heard(index, event))
        async with stage.database.view() as uow:
            numbers = [ticket.number for ticket in await uow.tickets.listing(estate)]
            in_mind = await stage.inside.desk.histories.read(uow, estate, numbers)
            stored = await Histories(alone=False).read(uow, estate, numbers)
        assert in_mind == stored
        compared += len(stored)
    await stage.close()
    assert compared
