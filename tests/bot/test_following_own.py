"""Which of one's own words go together: homes and corrections, more of a report, what is said to the bot."""

from __future__ import annotations

import pytest

from tests.bot.conversing import shape
from tests.bot.following import play

OTHER_THING = "客厅那个开关也不太灵"


async def test_a_guess_at_the_cause_by_the_reporter_is_no_second_fault() -> None:
    played = await play(
        (0, "g2", "雨桐", "墙上鼓起来一大块 皮都掉了"),
        (21, "g2", "雨桐", "应该是里面渗水了 14-1-902"),
    )
    assert shape(played) == [("repair", "structure", "14-1-902", 1, "open", [0, 1])]


@pytest.mark.parametrize(
    ("text", "room"),
    [
        ("打错了 是13栋 不是3栋", "13-2-1104"),
        ("不对 是13栋", "13-2-1104"),
        ("不对，13-2-1104", "13-2-1104"),
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


async def test_a_call_for_the_company_makes_a_report_of_what_follows() -> None:
    played = await play((0, "g2", "阿敏", "物业在吗"), (25, "g2", "阿敏", "铁门老是自己弹开"))
    assert shape(played) == [("repair", "door_access", None, 1, "open", [0, 1])]


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


async def test_a_reminder_is_one_in_whatever_words_it_asks() -> None:
    played = await play(
        (0, "g5", "外公", "门铃看不见人"),
        (30, "g5", "外公", "3-2-1104"),
        (14400, "g5", "外公", "门铃有人来看了吗"),
        (200_000, "g5", "外公", "门铃还没换吗"),
    )
    assert shape(played) == [("repair", "door_access", "3-2-1104", 1, "open", [0, 1])]


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


async def test_the_home_of_who_reports_of_it_again_is_known() -> None:
    played = await play(
        (0, "g5", "阿芳", "厨房下水道反水 3栋2单元1104"),
        (4000, "g5", "阿芳", "对了 我家插座也没电"),
        (9000, "g5", "阿芳", "北门那排路灯全黑的"),
    )
    assert [ticket["room"] for ticket in played.tickets] == ["3-2-1104", "3-2-1104", None]


async def test_the_home_that_the_family_names_for_the_old_is_theirs() -> None:
    played = await play(
        (0, "g1", "葛爷爷", "大铁门的锁芯转不动了"),
        (60, "g1", "孙女", "我爷爷家是4栋2单元102"),
        (90, "g1", "小鱼", "我住4栋2单元103"),
    )
    assert shape(played) == [("repair", "door_access", "4-2-102", 2, "open", [0, 1])]


async def test_who_still_has_it_reports_it_whatever_was_tried_before() -> None:
    played = await play(
        (0, "g3", "小秦", "厨房下水道反水 3栋2单元1104"),
        (60, "g3", "橙汁", "我家修过一次又漏了 5-1-301"),
    )
    assert [ticket["room"] for ticket in played.tickets] == ["3-2-1104", "5-1-301"]


@pytest.mark.parametrize("text", ["我在13栋 不是3栋", "嘴瓢了 是13栋"])
async def test_a_home_named_for_one_denied_is_a_correction_however_it_is_put(text: str) -> None:
    played = await play((0, "g5", "林深", "厨房下水道反水 3栋2单元1104"), (18, "g5", "林深", text))
    assert [ticket["room"] for ticket in played.tickets] == ["13-2-1104"]


async def test_a_short_answer_to_a_neighbour_who_asks_where_goes_into_the_report() -> None:
    asked = await play(
        (0, "g5", "林深", "楼下草坪全是狗屎"), (20, "g5", "晓晓", "在哪"), (40, "g5", "林深", "小花园")
    )
    other = await play(
        (0, "g5", "林深", "楼下草坪全是狗屎"), (20, "g5", "晓晓", "晚上吃啥"), (40, "g5", "林深", "吃面")
    )
    assert [t["source_events"] for t in (*asked.tickets, *other.tickets)] == [[0, 2], [0]]


@pytest.mark.parametrize("text", ["重启了 没用", "三天了", "水管那头翘着 会划腿"])
async def test_what_was_tried_how_long_it_lasts_and_what_else_fails_are_of_the_report(text: str) -> None:
    played = await play((0, "g5", "林深", "厨房下水道反水 3栋2单元1104"), (60, "g5", "林深", text))
    assert [t["source_events"] for t in played.tickets] == [[0, 1]]


async def test_who_asks_if_a_neighbour_s_heating_is_the_cause_reports_no_second_fault() -> None:
    played = await play(
        (0, "g5", "林深", "厨房下水道反水 3栋2单元1104"), (40, "g5", "林深", "物业来看看是不是你家地暖")
    )
    assert shape(played) == [("repair", "water", "3-2-1104", 1, "open", [0, 1])]


async def test_who_complains_and_is_answered_back_may_still_call_the_company_in() -> None:
    played = await play(
        (0, "g5", "林深", "楼上外机响一整夜 6栋2单元501没法睡"),
        (40, "g5", "晓晓", "工人赶工期"),
        (90, "g5", "林深", "昨天你也这么说 请物业去现场盯一下"),
    )
    assert [t["source_events"] for t in played.tickets] == [[0, 2]]


async def test_good_good_takes_back_what_nobody_was_told_of() -> None:
    played = await play((0, "g5", "林深", "客厅插座没电"), (15, "g5", "林深", "好了好了 推上去了"))
    assert played.tickets == ()


async def test_by_the_way_something_else_fails_too_is_a_second_ticket() -> None:
    played = await play(
        (0, "g1", "何太", "厨房下水道反水 3栋2单元1104"),
        (1800, "g1", "何太", "对了阳台推拉门也卡住了 一起看看"),
    )
    assert [(t["kind"], t["source_events"]) for t in played.tickets] == [("repair", [0]), ("repair", [1])]
    nobodys = await play((0, "g1", "路人", "对了阳台推拉门也卡住了 一起看看"))
    assert nobodys.tickets == ()


@pytest.mark.parametrize(
    ("text", "rooms"), [(OTHER_THING, ["2-1-1803"] * 2), ("客厅的插座也没电", ["2-1-1803"])]
)
async def test_another_thing_in_another_room_of_the_same_home_is_a_second_fault(
    text: str, rooms: list[str]
) -> None:
    played = await play((0, "g3", "陆陆", "次卧的插座全没电 2-1-1803"), (60, "g3", "陆陆", text))
    assert [ticket["room"] for ticket in played.tickets] == rooms


async def test_who_has_put_it_back_in_place_takes_the_report_back() -> None:
    played = await play(
        (0, "g3", "林深", "厨房下水道反水 3栋2单元1104"), (18, "g3", "林深", "啊 管子脱了 我插回去了 打扰了")
    )
    assert played.tickets == ()


async def test_what_names_the_earlier_of_two_own_faults_goes_there() -> None:
    played = await play(
        (0, "g1", "顶楼", "阳台门玻璃裂了 2-1-1503"),
        (700, "g1", "顶楼", "门铃看不见人"),
        (760, "g1", "顶楼", "玻璃那道缝今天又宽了"),
    )
    assert [t["source_events"] for t in played.tickets] == [[0, 2], [1]]
