"""What owners say of a fault again, after the work or beside it, in plain words, through the whole bot."""

from __future__ import annotations

import pytest

from handlers.model import Status
from nlp.verdict import Evidence, Verdict
from tests.bot.town import REPORT, WANG, Town, finish_ticket, open_town, understand

AGAIN = {
    "厨房又漏水了": Verdict("repair", "water"),
    "昨天刚修的厨房还是漏": Verdict("repair", "water", "8-2-301"),
    "又漏水了": Verdict("repair", "water"),
    "修了跟没修一样": Verdict("complaint", "repair_service"),
}
ANOTHER = {
    "卫生间马桶又堵了": Verdict("repair", "water"),
    "厨房漏水了": Verdict("repair", "water"),
    "9栋厨房又漏水了": Verdict("repair", "water", "9"),
    "厨房灯又不亮了": Verdict("repair", "electric"),
}


def read_again(text: str) -> Verdict:
    return {**AGAIN, **ANOTHER}.get(text) or understand(text)


@pytest.mark.parametrize("words", AGAIN)
async def test_the_same_fault_again_is_the_same_ticket(words: str) -> None:
    async with open_town("03-02 09:00", classify=read_again) as town:
        await finish_ticket(town)
        await town.hear("03-05 11:00", "张三", words, "g1")
        again = await town.ticket()
        assert again.status is Status.REOPENED
        assert await count_tickets(town) == 1
        assert len(town.told(WANG, "返修")) == 1


@pytest.mark.parametrize("words", ANOTHER)
async def test_another_fault_is_another_ticket(words: str) -> None:
    async with open_town("03-02 09:00", classify=read_again) as town:
        await finish_ticket(town)
        await town.hear("03-05 11:00", "张三", words, "g1")
        assert await count_tickets(town) == 2


async def test_a_neighbours_fault_is_another_ticket() -> None:
    async with open_town("03-02 09:00", classify=read_again) as town:
        await finish_ticket(town)
        await town.hear("03-05 11:00", "李四", "厨房又漏水了", "g1")
        assert await count_tickets(town) == 2


async def count_tickets(town: Town) -> int:
    async with town.stage.database.view() as uow:
        return len(await uow.tickets.listing("yun"))


# --- in plain words, right after -----------------------------------------------------------------


@pytest.mark.parametrize("words", ["没修好 还是滴", "还是不行啊", "还在漏", "白修了", "师傅走了又漏了"])
async def test_who_says_after_the_work_that_it_did_not_help_has_the_ticket_back(words: str) -> None:
    async with open_town("03-02 09:00") as town:
        await finish_ticket(town)
        await town.hear("03-02 10:01", "张三", words, "g1")
        assert "重新派给王师傅" in town.heard_in("g1")[-1]
        assert (await town.ticket()).status is Status.REOPENED


@pytest.mark.parametrize(
    ("day", "who", "where", "words"),
    [
        ("03-02", "李四", "g1", "没修好 还是滴"),
        ("03-02", "张三", "g2", "还是不行啊"),
        ("03-10", "张三", "g1", "师傅走了还在滴"),
        ("03-02", "张三", "g1", "股票又不行了 隔壁老王说的那只也是一样 我早说了别买这种票你们偏不听"),
    ],
)
async def test_words_like_these_of_others_elsewhere_or_later_bring_nothing_back(
    day: str, who: str, where: str, words: str
) -> None:
    async with open_town("03-02 09:00") as town:
        await finish_ticket(town)
        await town.hear(f"{day} 17:01", who, words, where)
        assert (await town.ticket()).status is not Status.REOPENED


async def test_who_asks_after_the_work_whether_it_is_done_is_told() -> None:
    async with open_town("03-02 09:00") as town:
        await finish_ticket(town)
        await town.hear("03-02 10:30", "张三", "修好了吗", "g1")
        assert "王师傅已完成（10:00）" in town.heard_in("g1")[-1]


async def test_who_asks_right_after_somebody_took_it_is_told_at_once() -> None:
    async with open_town("03-02 09:00") as town:
        await town.hear("03-02 09:10", "张三", REPORT, "g1")
        await town.hear("03-02 09:10", WANG, "接单1")
        await town.hear("03-02 09:10", "张三", "到哪了", "g1")
        assert town.heard_in("g1")[-1].startswith("#1 厨房漏水了：王师傅已接单")


# --- another matter ------------------------------------------------------------------------------


@pytest.mark.parametrize(("rule", "tickets"), [("inquiry-office", 2), ("weights", 1)])
async def test_a_question_that_a_rule_knows_is_a_matter_of_its_own_beside_a_report(
    rule: str, tickets: int
) -> None:
    def hear_question(text: str) -> Verdict:
        question = Verdict("inquiry", None, None, None, True, (Evidence(rule, ("怎么交",)),))
        return question if text == "停车费怎么交" else understand(text)

    async with open_town("03-02 09:00", hear_question) as town:
        await town.hear("03-02 09:10", "张三", REPORT, "g1")
        await town.hear("03-02 09:14", "张三", "停车费怎么交", "g1")
        await town.wait_until("03-02 09:20")
        async with town.stage.database.view() as uow:
            found = await uow.tickets.listing("yun", limit=10)
        assert len(found) == tickets
