"""Who speaks to whom: the reporter answers staff, or turns to a neighbour; an offer stands between."""

from __future__ import annotations

from tests.bot.conversing import shape
from tests.bot.following import play

WINDOW = "阳台窗户关不上 5-1-1203"


async def test_what_the_reporter_answers_to_staff_is_more_of_the_report() -> None:
    played = await play(
        (0, "g1", "小楠", WINDOW),
        (120, "g1", "师傅小贺", "是推拉的还是平开的"),
        (180, "g1", "小楠", "推拉的 左边那扇"),
    )
    assert shape(played) == [("repair", "structure", "5-1-1203", 1, "open", [0, 2])]


async def test_what_the_reporter_says_of_something_else_or_to_somebody_else_is_not() -> None:
    played = await play(
        (0, "g2", "小楠", WINDOW),
        (20, "g2", "小楠", "对了晚上几点跳舞"),
        (30, "g2", "琴姐", "七点"),
        (38, "g2", "小楠", "好嘞 我带音响"),
    )
    assert shape(played) == [("repair", "structure", "5-1-1203", 1, "open", [0])]


async def test_a_plus_is_for_the_offer_and_that_lamp_is_the_lamp_whatever_was_offered_between() -> None:
    played = await play(
        (0, "g1", "阿木", "明早七点去高铁站 还有俩座 接龙"),
        (20, "g1", "小楠", "+1"),
        (40, "g1", "琴姐", "7栋门口路灯不亮"),
        (60, "g1", "阿木", "还剩一个座 要的接龙"),
        (80, "g1", "老海", "我也要"),
        (100, "g1", "小贝", "那灯坏半个月了"),
    )
    assert shape(played) == [("repair", "electric", "7", 2, "open", [2, 5])]


async def test_the_home_comes_from_one_of_the_family() -> None:
    played = await play(
        (0, "g4", "晴晴", "家里跳闸了 合不上"),
        (50, "g4", "晴晴老公", "3-2-1401 我媳妇刚说的"),
    )
    assert [(ticket["room"], ticket["source_events"]) for ticket in played.tickets] == [("3-2-1401", [0, 1])]


async def test_who_is_not_at_home_is_not_one_more_who_suffers() -> None:
    played = await play(
        (0, "g4", "晴晴", "楼上能不能别半夜拖椅子了 3-2-1501"),
        (60, "g4", "1501的", "我家昨晚没人啊"),
    )
    assert [ticket["reporters"] for ticket in played.tickets] == [1]


async def test_what_fell_on_ones_car_is_no_offer_of_a_car() -> None:
    played = await play((0, "g3", "小贝", "啥呀"), (20, "g3", "老石", "地库D区墙皮掉了砸我车头上"))
    assert [ticket["category"] for ticket in played.tickets] == ["structure"]


async def test_lifts_that_stand_as_well_in_other_buildings_have_one_cause() -> None:
    played = await play(
        (0, "g1", "爬楼人", "2栋电梯不动了"),
        (18, "g3", "水果", "我们7栋两台也停了"),
        (40, "g4", "小满", "9栋电梯也没电"),
    )
    assert shape(played) == [("repair", "elevator", None, 3, "open", [0, 1, 2])]


async def test_a_lift_that_fails_in_another_building_for_itself_is_another_ticket() -> None:
    played = await play((0, "g1", "爬楼人", "2栋电梯不动了"), (40, "g4", "小满", "9栋电梯按键坏了"))
    assert [ticket["room"] for ticket in played.tickets] == ["2", "9"]


async def test_who_finds_the_cause_of_what_is_at_home_has_the_other_end_of_it() -> None:
    played = await play(
        (0, "g2", "老海", "厨房下水道反水 3栋2单元1104"),
        (40, "g2", "楼下", "怪不得我家天花板湿了 3-2-1004"),
        (60, "g2", "小白", "难怪我今天没见你"),
    )
    assert [(ticket["reporters"], ticket["source_events"]) for ticket in played.tickets] == [(2, [0, 1])]


async def test_who_is_glad_that_a_child_is_found_takes_back_no_ticket_of_the_own() -> None:
    played = await play(
        (0, "g5", "晓梅", WINDOW),
        (300, "g3", "小宇妈", "我女儿暖暖不见了 六岁 扎两个辫子"),
        (420, "g5", "晓梅", "暖暖找到了 谢谢大家"),
    )
    of_window = next(ticket for ticket in played.tickets if ticket["kind"] == "repair")
    assert of_window["status"] == "open"
