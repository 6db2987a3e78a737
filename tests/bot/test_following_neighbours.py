"""What neighbours say of a fault: the same at the same spot, another home's, advice, nothing at all."""

from __future__ import annotations

from tests.bot.conversing import heard_in, shape
from tests.bot.following import play


async def test_a_warning_to_a_neighbour_is_no_second_household() -> None:
    played = await play(
        (0, "g1", "罗小姐", "阳台门玻璃裂了 2-1-1503"),
        (60, "g1", "乐乐爸", "玻璃裂了小心自爆"),
    )
    assert shape(played) == [("repair", "structure", "2-1-1503", 1, "open", [0])]


async def test_a_pane_in_another_home_is_another_ticket() -> None:
    played = await play(
        (0, "g1", "罗小姐", "阳台门玻璃裂了 2-1-1503"),
        (60, "g1", "乐乐爸", "我家玻璃也裂了 5-1-301"),
    )
    assert [ticket["room"] for ticket in played.tickets] == ["2-1-1503", "5-1-301"]


async def test_a_leak_in_one_home_is_not_the_blocked_drain_of_another_that_named_no_room() -> None:
    played = await play(
        (0, "g4", "小鱼", "厕所堵了"),
        (180, "g1", "乐乐爸", "我家水管漏水 12-1-1201"),
    )
    assert [(ticket["room"], ticket["reporters"]) for ticket in played.tickets] == [
        (None, 1),
        ("12-1-1201", 1),
    ]


async def test_the_answer_to_a_question_is_no_alarm_where_no_rule_is_sure_of_one() -> None:
    played = await play(
        (0, "g1", "小柯", "请问大件垃圾放哪里"),
        (18, "g1", "桃子", "车棚旁边那个铁皮房 我刚扔了沙发"),
        (30, "g1", "小柯", "好的知道了 谢谢桃子"),
    )
    assert (shape(played), played.alerts, heard_in(played, "g1")) == ([], (), [])


async def test_a_fire_after_a_question_is_a_fire() -> None:
    played = await play((0, "g1", "小柯", "请问大件垃圾放哪里"), (18, "g1", "桃子", "车棚旁边着火了"))
    assert [alert["opened_by"] for alert in played.alerts] == [1]


async def test_who_says_the_same_of_the_same_building_joins_whatever_the_words_look_like() -> None:
    played = await play(
        (0, "g3", "何叔", "10栋热水出来是凉的"),
        (60, "g3", "浩子", "10栋1单元 同样 循环泵坏了吧"),
    )
    assert [ticket["reporters"] for ticket in played.tickets] == [2]


async def test_an_apology_to_a_neighbour_is_no_alarm() -> None:
    played = await play(
        (0, "g2", "吴小姐", "1003在装修吗 我家903天花板漏水"),
        (30, "g2", "1003", "不好意思 工人钻到水管了 已经关阀"),
    )
    assert [(t["kind"], t["reporters"]) for t in played.tickets] == [("repair", 1)]


async def test_who_meets_the_fault_at_the_same_spot_in_another_group_joins() -> None:
    played = await play(
        (0, "g1", "老余", "东门出口道闸抬不起来 堵了十几辆"),
        (12, "g4", "司机", "东门出口怎么不动了"),
        (20, "g5", "阿紫", "东门出口那家包子不错"),
    )
    assert shape(played) == [("repair", "door_access", None, 2, "open", [0, 1])]


async def test_who_asks_when_the_power_is_back_opens_nothing() -> None:
    played = await play(
        (0, "g1", "老周", "停电了 13栋"),
        (15, "g1", "吴小姐", "我12栋也停了"),
        (1500, "g1", "老余", "啥时候来电啊 饭煮一半"),
    )
    assert shape(played) == [("repair", "electric", None, 2, "open", [0, 1])]
    assert len(heard_in(played, "g1")) == 1


async def test_what_happened_in_another_home_before_is_advice() -> None:
    played = await play(
        (0, "g4", "小鹿", "厨房下水道反水 3栋2单元1104"), (50, "g4", "阿澜", "我家也换过那个软管 二十块")
    )
    assert [ticket["reporters"] for ticket in played.tickets] == [1]


async def test_a_lift_that_jerks_is_one_ticket_of_who_felt_it() -> None:
    played = await play(
        (0, "g2", "冬至", "8栋右边电梯往下走的时候一顿一顿的"),
        (40, "g2", "老唐", "我也感觉到了 昨晚抖了一下"),
        (70, "g5", "栗子", "8栋的右边电梯有异响"),
        (90, "g2", "莎莎", "嗯嗯 昨天就这样了"),
    )
    assert shape(played) == [("repair", "elevator", "8", 4, "open", [0, 1, 2, 3])]


async def test_two_doors_of_one_building_are_said_to_be_in_that_building() -> None:
    played = await play(
        (0, "g5", "阿紫", "4栋1单元门禁刷脸没反应"), (40, "g5", "小惠", "4栋2单元的也不行 刷卡都没用")
    )
    assert shape(played) == [("repair", "door_access", "4", 2, "open", [0, 1])]


async def test_who_knows_that_very_thing_to_be_broken_joins() -> None:
    played = await play(
        (0, "g5", "阿宝妈", "中心广场那块地砖翘了"),
        (60, "g5", "老万", "那块翘了快一个月了"),
        (70, "g5", "小鱼", "那家包子铺关了快一个月了"),
    )
    assert shape(played) == [("repair", "structure", None, 2, "open", [0, 1])]


async def test_a_power_cut_is_told_in_few_words() -> None:
    played = await play((0, "g2", "护士", "停电了 13栋"), (12, "g2", "木头", "13栋又停 第二回了"))
    assert [ticket["reporters"] for ticket in played.tickets] == [2]


async def test_what_a_neighbour_went_through_or_supposes_is_no_report() -> None:
    played = await play(
        (0, "g3", "小秦", "厨房下水道反水 3栋2单元1104"),
        (60, "g3", "橙汁", "我家通过一次 管道里全是油"),
        (600, "g4", "阿光", "车被蹭了 物业能查监控吗"),
        (630, "g4", "老方", "B区摄像头早坏了吧"),
    )
    assert [(t["kind"], t["source_events"]) for t in played.tickets] == [("repair", [0]), ("inquiry", [2])]
    assert all("橙汁" not in text and "老方" not in text for text in heard_in(played, "g3"))
