"""One fault, by however many: an outage, a lift, who joins it and when it is back."""

from __future__ import annotations

import pytest

from tests.bot.conversing import heard_in, play, shape


async def test_many_reports_of_one_outage_are_one_ticket_and_one_receipt_a_group() -> None:
    played = await play(
        (0, "g1", "张三", "停水了"),
        (5, "g1", "李四", "+1"),
        (9, "g2", "王五", "我们12栋也没水"),
        (14, "g1", "赵六", "我家也是"),
        (16, "g1", "李四", "+1"),
    )
    assert [(t["category"], t["reporters"], t["room"]) for t in played.tickets] == [("water", 4, None)]
    assert heard_in(played, "g1") == ["@张三 已有4户反映，统一登记为 #1（停水）。"]
    assert heard_in(played, "g2") == ["@王五 已有4户反映，统一登记为 #1（停水）。"]


async def test_staff_say_when_it_is_back_and_who_asks_later_is_told_so() -> None:
    played = await play(
        (0, "g1", "张三", "停水了"),
        (40, "g2", "李四", "我们12栋也没水"),
        (300, "staff", "师傅王", "预计1 18:00"),
        (2000, "g3", "王五", "什么时候来水啊"),
        (2010, "g3", "赵六", "几点来水"),
        (2500, "g4", "孙七", "我家也停水了"),
        (3000, "g1", "张三", "水还要多久来"),
    )
    assert shape(played) == [("repair", "water", None, 3, "open", [0, 1, 5])]
    answer = "#1（停水）物业正在处理，预计18:00恢复。"
    assert [heard_in(played, group)[-1].endswith(answer) for group in ("g1", "g2", "g3", "g4")] == [True] * 4
    assert len(heard_in(played, "g3")) == 1
    assert heard_in(played, "g1")[-1].startswith("@张三 ")
    assert "【#1】已告知2个群：预计18:00恢复；之后来问的会直接这样答复。" in heard_in(played, "staff")


async def test_a_time_that_has_passed_is_told_to_nobody() -> None:
    played = await play(
        (0, "g1", "张三", "停水了"),
        (300, "staff", "师傅王", "预计1 半小时"),
        (4000, "g3", "王五", "什么时候来水啊"),
        (4100, "g4", "孙七", "我家也停水了"),
    )
    assert heard_in(played, "g3") == []
    assert not any("预计" in text for text in heard_in(played, "g4"))


async def test_staff_who_name_no_time_are_asked_for_one() -> None:
    played = await play((0, "g1", "张三", "停水了"), (300, "staff", "师傅王", "预计1 等通知"))
    assert heard_in(played, "staff")[-1] == "没看懂时间，请写明几点，例如：预计1 18:00"
    assert len(heard_in(played, "g1")) == 1


@pytest.mark.parametrize("words", ["今天7点", "今天凌晨1点"])
async def test_staff_who_name_a_time_gone_by_are_told_so_and_no_owner_hears_it(words: str) -> None:
    played = await play((0, "g1", "张三", "停水了"), (300, "staff", "师傅王", f"预计1 {words}"))
    assert heard_in(played, "staff")[-1] == "这个时间已经过了，请写一个还没到的，例如：预计1 明天9点"
    assert len(heard_in(played, "g1")) == 1


async def test_what_has_another_cause_is_not_answered_with_the_time_of_the_outage() -> None:
    played = await play(
        (0, "g1", "张三", "停水了"),
        (300, "staff", "师傅王", "预计1 18:00"),
        (2000, "g3", "王五", "什么时候来电啊"),
        (2100, "g3", "赵六", "球赛几点开始"),
    )
    assert heard_in(played, "g3") == []


async def test_the_same_lift_in_two_groups_is_one_ticket_and_another_building_s_is_another() -> None:
    played = await play(
        (0, "g1", "张三", "5栋电梯停在3楼不动了"),
        (95, "g4", "李四", "5号楼电梯坏了"),
        (120, "g4", "王五", "9栋电梯坏了"),
    )
    assert [(t["room"], t["reporters"]) for t in played.tickets] == [("5", 2), ("9", 1)]


async def test_a_plus_one_of_a_group_purchase_is_left_alone() -> None:
    played = await play(
        (0, "g1", "张三", "5栋电梯停在3楼不动了"),
        (30, "g1", "团长", "今晚团 草莓 39一盒 要的+1"),
        (40, "g1", "李四", "+1"),
        (50, "g1", "王五", "+1 两盒"),
        (60, "g1", "赵六", "电梯+1 我也在等"),
    )
    assert [(t["reporters"], t["source_events"]) for t in played.tickets] == [(2, [0, 4])]


async def test_who_says_all_is_well_is_no_household() -> None:
    played = await play(
        (0, "g1", "张三", "停水了"), (20, "g1", "李四", "我家水挺大的呀"), (30, "g1", "王五", "我家也没水")
    )
    assert [(t["reporters"], t["source_events"]) for t in played.tickets] == [(2, [0, 2])]


async def test_somebody_inside_makes_a_lift_ticket_urgent() -> None:
    played = await play(
        (0, "g2", "张三", "5栋电梯停在3楼不动了"),
        (90, "g2", "李四", "不对 电梯里面有小孩在喊妈妈"),
        (900, "g2", "师傅王", "孩子救出来了"),
    )
    assert [(t["kind"], t["reporters"]) for t in played.tickets] == [("urgent", 2)]
    assert [(a["opened_by"], a["closed_by"]) for a in played.alerts] == [(1, 2)]
