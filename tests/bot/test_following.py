"""Which conversation a line belongs to: an offer's, a neighbour's, its own; through the whole bot.

The verdicts are scripted, so that these tests are of the conversation and not of the recognition.
"""

from __future__ import annotations

import pytest

from bot.replay.scenarios import Played, replay_scenario
from nlp.extract import find_phone, find_room
from nlp.verdict import Evidence, Verdict
from tests.bot.conversing import Line, heard_in, shape, write_events

#: What recognition makes of the lines: everything else is talk.
REPORTS: dict[str, tuple[str, str | None]] = {
    "北门那排路灯全黑的": ("repair", "electric"),
    "3栋门口的道闸抬不起来了": ("repair", "door_access"),
    "阳台门玻璃裂了 2-1-1503": ("repair", "structure"),
    "玻璃裂了小心自爆": ("repair", "structure"),
    "我家玻璃也裂了 5-1-301": ("repair", "structure"),
    "18栋谁家还在电钻 吵死了": ("complaint", "noise"),
    "18栋三单元的 钻了一晚上 打给门岗也没人理": ("complaint", "security"),
    "建议多装几个充电桩": ("suggestion", None),
    "赞成 我天天半夜起来挪车": ("complaint", "parking"),
    "墙上鼓起来一大块 皮都掉了": ("repair", "structure"),
    "应该是里面渗水了 14-1-902": ("repair", "water"),
    "厕所堵了": ("repair", "water"),
    "我家水管漏水 12-1-1201": ("repair", "water"),
    "请问大件垃圾放哪里": ("inquiry", None),
    "车棚旁边那个铁皮房 我刚扔了沙发": ("urgent", "fire"),
    "车棚旁边着火了": ("urgent", "fire"),
    "厨房下水道反水 3栋2单元1104": ("repair", "water"),
    "门铃看不见人": ("repair", "door_access"),
    "楼上外机响一整夜 6栋2单元501没法睡": ("complaint", "noise"),
    "楼上601的 上门说过一次不理": ("complaint", "noise"),
    "601的人还骂人": ("complaint", "neighbour"),
    "楼下草坪全是狗屎 遛狗的能不能捡一下 物业也不管管": ("complaint", "pets"),
    "楼下草坪全是狗屎": ("complaint", "environment"),
    "物业也不管管": ("complaint", "management"),
    "9栋楼道好多蟑螂": ("complaint", "environment"),
    "对了 我家插座也没电": ("repair", "electric"),
    "4栋1单元门禁刷脸没反应": ("repair", "door_access"),
    "大铁门的锁芯转不动了": ("repair", "door_access"),
    "中心广场那块地砖翘了": ("repair", "structure"),
    "我家通过一次 管道里全是油": ("complaint", "environment"),
    "车被蹭了 物业能查监控吗": ("inquiry", None),
    "B区摄像头早坏了吧": ("repair", "facility"),
    "我家修过一次又漏了 5-1-301": ("repair", "water"),
    "门铃有人来看了吗": ("inquiry", None),
    "谁把我的鞋架收走了 保洁问都不问": ("complaint", "cleaning"),
    "楼道本来就不能放东西": ("suggestion", None),
    "门岗墙上贴着电话": ("complaint", "security"),
    "8栋的右边电梯有异响": ("repair", "elevator"),
    "楼上空调水滴我家雨棚 2-2-505": ("repair", "water"),
    "物业费账单怎么多了120块": ("inquiry", None),
    "家里没水了 5-1-301": ("repair", "water"),
    "10栋热水出来是凉的": ("repair", "heating"),
    "10栋1单元 同样 循环泵坏了吧": ("repair", "door_access"),
    "停车费涨价凭什么": ("complaint", "fees"),
    "临停涨到8块 比打车还贵": ("complaint", "parking"),
    "物业在吗，铁门老是自己弹开": ("repair", "door_access"),
    "物业，窗户关不严": ("repair", "structure"),
    "救命 电梯卡住了 我在里面": ("urgent", "elevator_trapped"),
    "1单元 灯一闪一闪": ("repair", "electric"),
    "1003在装修吗 我家903天花板漏水": ("repair", "water"),
    "不好意思 工人钻到水管了 已经关阀": ("urgent", "flood"),
    "又涨 保洁都看不见人还涨": ("complaint", "cleaning"),
    "物业费涨到2.8 开过业主大会吗": ("inquiry", None),
    "涨价的依据呢 请公示": ("complaint", "fees"),
    "涨得有道理 人工都贵了": ("complaint", "fees"),
    "停电了 13栋": ("repair", "electric"),
    "啥时候来电啊 饭煮一半": ("inquiry", None),
    "东门出口道闸抬不起来 堵了十几辆": ("repair", "door_access"),
    "车位A-077被占了": ("complaint", "parking"),
}
#: What no rule is sure of.
UNSURE = frozenset(
    {
        "车棚旁边那个铁皮房 我刚扔了沙发",
        "涨得有道理 人工都贵了",
        "不好意思 工人钻到水管了 已经关阀",
        "楼道本来就不能放东西",
        "门岗墙上贴着电话",
    }
)


def classify(text: str) -> Verdict:
    kind, category = REPORTS.get(text, ("other", None))
    unsure = text in UNSURE
    return Verdict(
        kind,  # type: ignore[arg-type]
        category,
        find_room(text),
        find_phone(text),
        certain=not unsure,
        evidence=(Evidence("weights" if unsure else "a rule"),),
    )


async def play(*lines: Line) -> Played:
    return await replay_scenario({"id": "f", "events": write_events(lines)}, classify)


# --- echoes ---------------------------------------------------------------------------------------


async def test_an_echo_that_names_what_was_offered_is_for_the_offer() -> None:
    played = await play(
        (0, "g3", "农家", "土鸡蛋又到了 45一板 要的接龙"),
        (60, "g3", "老范", "北门那排路灯全黑的"),
        (70, "g3", "三分糖", "+1"),
        (90, "g3", "七月", "鸡蛋+1"),
    )
    assert shape(played) == [("repair", "electric", None, 2, "open", [1, 2])]


async def test_an_echo_of_what_was_quoted_is_of_that_alone() -> None:
    quoted = "「农家：明天有新鲜草莓」\n- - - - - - - - - - - - - - -\n+1"
    played = await play((0, "g3", "阿伦", "3栋门口的道闸抬不起来了"), (60, "g3", "刘会计", quoted))
    assert shape(played) == [("repair", "door_access", "3", 1, "open", [0])]


async def test_an_echo_of_the_quoted_receipt_of_several_is_of_its_ticket() -> None:
    quoted = "「小助手：已有2户反映，统一登记为 #1（电）。」\n- - - - - - - - - - - - - - -\n+1"
    played = await play(
        (0, "g3", "老范", "北门那排路灯全黑的"),
        (60, "g3", "阿伦", "3栋门口的道闸抬不起来了"),
        (120, "g3", "刘会计", quoted),
    )
    assert [ticket["reporters"] for ticket in played.tickets] == [2, 1]


@pytest.mark.parametrize("text", ["赞成 我天天半夜起来挪车", "支持"])
async def test_who_backs_a_suggestion_joins_it_whatever_else_the_words_look_like(text: str) -> None:
    played = await play((0, "g3", "车主", "建议多装几个充电桩"), (20, "g3", "阿伦", text))
    assert shape(played) == [("suggestion", None, None, 2, "open", [0, 1])]


# --- neighbours -----------------------------------------------------------------------------------


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


async def test_a_complaint_of_the_same_building_goes_to_the_one_that_it_speaks_of() -> None:
    played = await play(
        (0, "g4", "小鱼", "18栋谁家还在电钻 吵死了"),
        (80, "g4", "老纪", "18栋三单元的 钻了一晚上 打给门岗也没人理"),
    )
    assert [(ticket["category"], ticket["reporters"]) for ticket in played.tickets] == [("noise", 2)]


async def test_a_guess_at_the_cause_by_the_reporter_is_no_second_fault() -> None:
    played = await play(
        (0, "g2", "雨桐", "墙上鼓起来一大块 皮都掉了"),
        (21, "g2", "雨桐", "应该是里面渗水了 14-1-902"),
    )
    assert shape(played) == [("repair", "structure", "14-1-902", 1, "open", [0, 1])]


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


async def test_an_echo_with_a_story_after_an_offer_is_of_the_report_all_the_same() -> None:
    played = await play(
        (0, "g3", "团长", "草莓接龙 39一盒 门口自提 要的接"),
        (60, "g3", "阿伦", "3栋门口的道闸抬不起来了"),
        (70, "g3", "外婆", "+1 我拎着菜站门口呢"),
        (80, "g3", "小棉袄", "葡萄+1"),
        (90, "g3", "小李", "道闸+1"),
    )
    assert shape(played) == [("repair", "door_access", "3", 3, "open", [1, 2, 4])]


@pytest.mark.parametrize("text", ["同 满头泡沫", "me too 刚跟着阿姨才进来", "same here"])
async def test_people_echo_in_other_ways(text: str) -> None:
    played = await play((0, "g3", "阿伦", "3栋门口的道闸抬不起来了"), (60, "g3", "小李", text))
    assert [ticket["reporters"] for ticket in played.tickets] == [2]


# --- rooms ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "room"),
    [
        ("打错了 是13栋 不是3栋", "13-2-1104"),
        ("打错了 不是3栋 是13栋", "13-2-1104"),
        ("更正一下 是1204", "3-2-1204"),
        ("写错了 是13栋1单元904", "13-1-904"),
    ],
)
async def test_a_correction_changes_what_it_names(text: str, room: str) -> None:
    played = await play((0, "g5", "林深", "厨房下水道反水 3栋2单元1104"), (18, "g5", "林深", text))
    assert shape(played) == [("repair", "water", room, 1, "open", [0, 1])]


async def test_a_number_alone_is_the_home_that_its_sender_named_before() -> None:
    played = await play(
        (0, "g1", "外公", "厨房下水道反水 3栋2单元1104"),
        (50_000, "g1", "外公", "北门那排路灯全黑的"),
        (90_000, "g1", "外公", "门铃看不见人"),
        (90_040, "g1", "外公", "还是1104"),
    )
    assert [ticket["room"] for ticket in played.tickets] == ["3-2-1104", None, "3-2-1104"]


# --- more of one's own ----------------------------------------------------------------------------


async def test_the_room_of_whom_one_complains_of_is_no_other_complaint() -> None:
    played = await play(
        (0, "g2", "衰弱", "楼上外机响一整夜 6栋2单元501没法睡"),
        (70, "g2", "衰弱", "601的人还骂人"),
        (80, "g2", "衰弱", "楼上601的 上门说过一次不理"),
    )
    assert shape(played) == [("complaint", "noise", "6-2-501", 1, "open", [0, 1, 2])]


async def test_what_is_said_to_the_bot_alone_after_a_report_is_of_it() -> None:
    played = await play(
        (0, "dm", "明月", "物业费账单怎么多了120块"),
        (60, "dm", "明月", "上个月还是280"),
        (120, "dm", "明月", "能帮忙查一下吗"),
        (150, "dm", "明月", "谢谢"),
    )
    assert shape(played) == [("inquiry", None, None, 1, "open", [0, 1, 2])]


async def test_who_asks_may_ask_more() -> None:
    played = await play(
        (0, "g1", "小柯", "请问大件垃圾放哪里"),
        (20, "g1", "小柯", "要不要自己先拆开"),
        (200, "g1", "老封", "楼上又开始了"),
    )
    assert shape(played) == [("inquiry", None, None, 1, "open", [0, 1])]


@pytest.mark.parametrize(
    "text", ["破案了 我妈把总阀关了 不好意思", "原来是我自己没开阀门", "乌龙乌龙 阀门没开"]
)
async def test_who_finds_that_it_was_nothing_takes_it_back(text: str) -> None:
    played = await play(
        (0, "g3", "浩子", "家里没水了 5-1-301"),
        (45, "g3", "浩子", "奇怪 我去看看总阀"),
        (120, "g3", "浩子", text),
    )
    assert shape(played) == [("repair", "water", "5-1-301", 1, "withdrawn", [0])]


async def test_who_says_the_same_of_the_same_building_joins_whatever_the_words_look_like() -> None:
    played = await play(
        (0, "g3", "何叔", "10栋热水出来是凉的"),
        (60, "g3", "浩子", "10栋1单元 同样 循环泵坏了吧"),
    )
    assert [ticket["reporters"] for ticket in played.tickets] == [2]


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


async def test_a_call_for_the_company_makes_a_report_of_what_follows() -> None:
    played = await play((0, "g2", "阿敏", "物业在吗"), (25, "g2", "阿敏", "铁门老是自己弹开"))
    assert shape(played) == [("repair", "door_access", None, 1, "open", [0, 1])]


# --- to the company itself ------------------------------------------------------------------------


async def test_what_is_said_to_the_bot_alone_is_read_as_said_to_the_company() -> None:
    played = await play((0, "dm", "小伍", "窗户关不严"), (40, "g1", "小伍", "窗户关不严"))
    assert shape(played) == [("repair", "structure", None, 1, "open", [0])]


async def test_small_talk_with_the_bot_is_none() -> None:
    played = await play((0, "dm", "小伍", "你是机器人吗"), (9, "dm", "小伍", "讲个笑话"))
    assert shape(played) == []


async def test_whoever_calls_for_help_goes_on_about_it_whatever_the_words_look_like() -> None:
    played = await play(
        (0, "g2", "阿梅", "救命 电梯卡住了 我在里面"),
        (35, "g2", "阿梅", "1单元 灯一闪一闪"),
        (400, "g2", "阿梅", "厨房下水道反水 3栋2单元1104"),
    )
    assert [(t["kind"], t["source_events"]) for t in played.tickets] == [("urgent", [0, 1]), ("repair", [2])]


async def test_an_apology_to_a_neighbour_is_no_alarm() -> None:
    played = await play(
        (0, "g2", "吴小姐", "1003在装修吗 我家903天花板漏水"),
        (30, "g2", "1003", "不好意思 工人钻到水管了 已经关阀"),
    )
    assert [(t["kind"], t["reporters"]) for t in played.tickets] == [("repair", 1)]


# --- after a notice -------------------------------------------------------------------------------

RAISED = "尊敬的业主：自下月起物业费调整为2.8元每平 详见公告"
CUT = "各位业主：明天9点到17点配电房检修 全小区停电"


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


# --- one place ------------------------------------------------------------------------------------


async def test_who_meets_the_fault_at_the_same_spot_in_another_group_joins() -> None:
    played = await play(
        (0, "g1", "老余", "东门出口道闸抬不起来 堵了十几辆"),
        (12, "g4", "司机", "东门出口怎么不动了"),
        (20, "g5", "阿紫", "东门出口那家包子不错"),
    )
    assert shape(played) == [("repair", "door_access", None, 2, "open", [0, 1])]


async def test_an_echo_after_a_call_to_come_along_is_for_that() -> None:
    played = await play(
        (0, "g4", "夜班", "车位A-077被占了"),
        (60, "g4", "老邓", "周六去水库钓鱼 差一位 +1的说话"),
        (80, "g4", "梦梦", "+1"),
    )
    assert shape(played) == [("complaint", "parking", None, 1, "open", [0])]


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


async def test_who_asks_when_the_power_is_back_opens_nothing() -> None:
    played = await play(
        (0, "g1", "老周", "停电了 13栋"),
        (15, "g1", "吴小姐", "我12栋也停了"),
        (1500, "g1", "老余", "啥时候来电啊 饭煮一半"),
    )
    assert shape(played) == [("repair", "electric", None, 2, "open", [0, 1])]
    assert len(heard_in(played, "g1")) == 1


async def test_a_complaint_that_scolds_the_company_besides_is_one() -> None:
    played = await play((0, "g1", "老刘", "楼下草坪全是狗屎 遛狗的能不能捡一下 物业也不管管"))
    assert [ticket["category"] for ticket in played.tickets] == ["pets"]


async def test_what_happened_in_another_home_before_is_advice() -> None:
    played = await play(
        (0, "g4", "小鹿", "厨房下水道反水 3栋2单元1104"), (50, "g4", "阿澜", "我家也换过那个软管 二十块")
    )
    assert [ticket["reporters"] for ticket in played.tickets] == [1]


async def test_a_reminder_is_one_in_whatever_words_it_asks() -> None:
    played = await play(
        (0, "g5", "外公", "门铃看不见人"),
        (30, "g5", "外公", "3-2-1104"),
        (14400, "g5", "外公", "门铃有人来看了吗"),
        (200_000, "g5", "外公", "门铃还没换吗"),
    )
    assert shape(played) == [("repair", "door_access", "3-2-1104", 1, "open", [0, 1])]


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


async def test_a_lift_that_jerks_is_one_ticket_of_who_felt_it() -> None:
    played = await play(
        (0, "g2", "冬至", "8栋右边电梯往下走的时候一顿一顿的"),
        (40, "g2", "老唐", "我也感觉到了 昨晚抖了一下"),
        (70, "g5", "栗子", "8栋的右边电梯有异响"),
        (90, "g2", "莎莎", "嗯嗯 昨天就这样了"),
    )
    assert shape(played) == [("repair", "elevator", "8", 4, "open", [0, 1, 2, 3])]


async def test_the_neighbours_that_one_is_not_sure_of_are_no_other_home() -> None:
    played = await play(
        (0, "g4", "小鹿", "楼上空调水滴我家雨棚 2-2-505"), (60, "g4", "小鹿", "不知道是605还是705的")
    )
    assert shape(played) == [("repair", "water", "2-2-505", 1, "open", [0, 1])]


async def test_a_number_of_things_at_the_home_that_is_spoken_of_is_no_order() -> None:
    played = await play(
        (0, "g3", "海鲜", "母蟹4两的 88一对 要几对报数 要的接龙"),
        (60, "g3", "阿强", "9栋楼道好多蟑螂"),
        (80, "g3", "木子", "9栋真的多 我家昨晚打死三只"),
        (90, "g3", "老周", "三只"),
    )
    assert shape(played) == [("complaint", "environment", "9", 2, "open", [1, 2])]


@pytest.mark.parametrize("text", ["昨天我儿子踩了一脚", "对我也爱答不理的"])
async def test_who_has_had_the_same_done_to_him_joins_the_complaint(text: str) -> None:
    played = await play((0, "g1", "老刘", "谁把我的鞋架收走了 保洁问都不问"), (25, "g1", "大猫", text))
    assert [ticket["reporters"] for ticket in played.tickets] == [2]


async def test_the_home_of_who_reports_of_it_again_is_known() -> None:
    played = await play(
        (0, "g5", "阿芳", "厨房下水道反水 3栋2单元1104"),
        (4000, "g5", "阿芳", "对了 我家插座也没电"),
        (9000, "g5", "阿芳", "北门那排路灯全黑的"),
    )
    assert [ticket["room"] for ticket in played.tickets] == ["3-2-1104", "3-2-1104", None]


async def test_two_doors_of_one_building_are_said_to_be_in_that_building() -> None:
    played = await play(
        (0, "g5", "阿紫", "4栋1单元门禁刷脸没反应"), (40, "g5", "小惠", "4栋2单元的也不行 刷卡都没用")
    )
    assert shape(played) == [("repair", "door_access", "4", 2, "open", [0, 1])]


async def test_the_home_that_the_family_names_for_the_old_is_theirs() -> None:
    played = await play(
        (0, "g1", "葛爷爷", "大铁门的锁芯转不动了"),
        (60, "g1", "孙女", "我爷爷家是4栋2单元102"),
        (90, "g1", "小鱼", "我住4栋2单元103"),
    )
    assert shape(played) == [("repair", "door_access", "4-2-102", 2, "open", [0, 1])]


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


async def test_who_still_has_it_reports_it_whatever_was_tried_before() -> None:
    played = await play(
        (0, "g3", "小秦", "厨房下水道反水 3栋2单元1104"),
        (60, "g3", "橙汁", "我家修过一次又漏了 5-1-301"),
    )
    assert [ticket["room"] for ticket in played.tickets] == ["3-2-1104", "5-1-301"]
