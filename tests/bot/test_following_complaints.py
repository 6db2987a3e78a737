"""Complaints in a conversation: after notices and prices, one wave of many, retorts and answers."""

from __future__ import annotations

import pytest

from tests.bot.conversing import heard_in, shape
from tests.bot.following import play

RAISED = "尊敬的业主：自下月起物业费调整为2.8元每平 详见公告"
CUT = "各位业主：明天9点到17点配电房检修 全小区停电"


async def test_a_complaint_of_the_same_building_goes_to_the_one_that_it_speaks_of() -> None:
    played = await play(
        (0, "g4", "小鱼", "18栋谁家还在电钻 吵死了"),
        (80, "g4", "老纪", "18栋三单元的 钻了一晚上 打给门岗也没人理"),
    )
    assert [(ticket["category"], ticket["reporters"]) for ticket in played.tickets] == [("noise", 2)]


async def test_the_room_of_whom_one_complains_of_is_no_other_complaint() -> None:
    played = await play(
        (0, "g2", "衰弱", "楼上外机响一整夜 6栋2单元501没法睡"),
        (70, "g2", "衰弱", "601的人还骂人"),
        (80, "g2", "衰弱", "楼上601的 上门说过一次不理"),
    )
    assert shape(played) == [("complaint", "noise", "6-2-501", 1, "open", [0, 1, 2])]


async def test_prices_that_go_up_are_one_complaint_wherever_people_scold() -> None:
    played = await play(
        (0, "g1", "老秦", "停车费涨价凭什么"),
        (60, "g2", "三轮", "临停涨到8块 比打车还贵"),
    )
    assert [(ticket["category"], ticket["reporters"]) for ticket in played.tickets] == [("fees", 2)]


async def test_what_two_see_is_one_ticket_of_both_though_neither_said_it_outright() -> None:
    played = await play(
        (0, "g2", "阿敏", "东门快递柜死机了 取件码没反应"),
        (25, "g2", "大力", "我也是 在这戳了五分钟"),
        (40, "g2", "小甜", "我的到驿站了"),
    )
    assert shape(played) == [("repair", "facility", None, 2, "open", [0, 1])]


async def test_who_scolds_after_a_notice_of_prices_complains_of_prices() -> None:
    played = await play(
        (0, "g1", "经理冯", RAISED),
        (40, "g1", "老周", "又涨 保洁都看不见人还涨"),
        (120, "g1", "山哥", "物业费涨到2.8 开过业主大会吗"),
        (160, "g1", "木子", "+1 不同意"),
        (200, "g1", "阿紫", "收到"),
        (260, "g4", "陈叔", "涨价的依据呢 请公示"),
    )
    assert shape(played) == [("complaint", "fees", None, 4, "open", [1, 2, 3, 5])]


async def test_who_grumbles_at_a_notice_complains_of_the_company() -> None:
    played = await play(
        (0, "g1", "经理冯", CUT),
        (30, "g1", "阿城", "收到"),
        (100, "g1", "老封", "这个月第三次停电检修了 能不能一次弄好"),
        (140, "g1", "大力", "确实太频繁了"),
        (160, "g1", "阿紫", "停电正好出去玩"),
    )
    assert shape(played) == [("complaint", "management", None, 2, "open", [2, 3])]


async def test_who_finds_the_price_fair_complains_of_nothing() -> None:
    played = await play(
        (0, "g1", "经理冯", RAISED),
        (40, "g1", "老周", "又涨 保洁都看不见人还涨"),
        (300, "g3", "橡皮泥", "涨得有道理 人工都贵了"),
    )
    assert [ticket["reporters"] for ticket in played.tickets] == [1]
    assert heard_in(played, "g3") == []


async def test_who_scolds_by_asking_is_one_of_the_wave_in_whatever_group() -> None:
    played = await play(
        (0, "g1", "老秦", "停车费涨价凭什么"),
        (60, "g2", "山哥", "物业费涨到2.8 开过业主大会吗"),
    )
    assert [(ticket["category"], ticket["reporters"]) for ticket in played.tickets] == [("fees", 2)]


async def test_a_complaint_that_scolds_the_company_besides_is_one() -> None:
    played = await play((0, "g1", "老刘", "楼下草坪全是狗屎 遛狗的能不能捡一下 物业也不管管"))
    assert [ticket["category"] for ticket in played.tickets] == ["pets"]


async def test_a_retort_to_a_complaint_proposes_nothing_and_the_complainer_goes_on() -> None:
    played = await play(
        (0, "g2", "老梁", "谁把我的鞋架收走了 保洁问都不问"),
        (20, "g2", "老梁", "物业必须给个说法"),
        (50, "g2", "老唐", "楼道本来就不能放东西"),
    )
    assert shape(played) == [("complaint", "cleaning", None, 1, "open", [0, 1])]


async def test_an_answer_to_a_question_is_no_complaint_where_no_rule_is_sure_of_one() -> None:
    played = await play(
        (0, "g1", "小柯", "请问大件垃圾放哪里"),
        (18, "g1", "大猫", "门岗墙上贴着电话"),
        (30, "g1", "小柯", "好嘞 谢谢"),
    )
    assert (shape(played), heard_in(played, "g1")) == ([], [])


@pytest.mark.parametrize("text", ["昨天我儿子踩了一脚", "对我也爱答不理的"])
async def test_who_has_had_the_same_done_to_him_joins_the_complaint(text: str) -> None:
    played = await play((0, "g1", "老刘", "谁把我的鞋架收走了 保洁问都不问"), (25, "g1", "大猫", text))
    assert [ticket["reporters"] for ticket in played.tickets] == [2]
