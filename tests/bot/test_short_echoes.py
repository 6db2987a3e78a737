"""我家也没, 同, 整栋都停了: short words in an outage, each of which is one household or none."""

from __future__ import annotations

import pytest

from tests.bot.conversing import heard_in, play, recognise, shape

REPORTS = {
    "停水了": ("repair", "water"),
    "3栋停电了": ("repair", "electric"),
    "断网了？": ("repair", "network"),
    "移动也断 4栋": ("repair", "network"),
    "16栋没电": ("repair", "electric"),
    "水龙头没水了": ("repair", "water"),
    "我这儿也一滴没有 马桶都冲不了": ("repair", "water"),
    "我屋里厢断了": ("repair", "water"),
    "8-1-502停水了": ("repair", "water"),
    "8-1-502没水": ("repair", "water"),
    "周末停水吗 我要装修": ("inquiry", None),
    "厨房水管漏水了": ("repair", "water"),
    "9栋2单元电梯停了": ("repair", "elevator"),
    "14栋暖气不热": ("repair", "heating"),
    "我家16度 14栋": ("repair", "heating"),
    "我302有水啊 是不是欠费了": ("inquiry", None),
}


def of(*lines: tuple[str, str]) -> list[tuple[int, str, str, str]]:
    """Lines of one group, twenty seconds apart."""
    return [(20 * i, "g1", who, text) for i, (who, text) in enumerate(lines)]


@pytest.mark.parametrize(
    "text",
    ["我家也没", "同", "同同同", "12栋也是", "402也没有", "整个单元都没有", "不对 刚刚也没了", "一样一样"],
)
async def test_a_short_word_that_it_is_so_there_too_is_a_household(text: str) -> None:
    played = await play(*of(("张三", "停水了"), ("李四", text)), classify=recognise(REPORTS))
    assert [(t["reporters"], t["source_events"]) for t in played.tickets] == [(2, [0, 1])]


@pytest.mark.parametrize(
    "text", ["我们这边有水", "没停啊", "12栋没停", "你家没", "我家没人", "不知道", "我家没电", "我看行"]
)
async def test_a_short_word_of_anything_else_is_none(text: str) -> None:
    played = await play(*of(("张三", "停水了"), ("李四", text)), classify=recognise(REPORTS))
    assert [(t["reporters"], t["source_events"]) for t in played.tickets] == [(1, [0])]


async def test_a_bare_no_is_one_only_right_after_the_outage_was_spoken_of() -> None:
    talk = (("张三", "停水了"), ("赵六", "师傅几点上班来着"), ("李四", "没有"))
    right_after = (("张三", "停水了"), ("李四", "没有"))
    households = [
        (await play(*of(*lines), classify=recognise(REPORTS))).tickets[0]["reporters"]
        for lines in (talk, right_after)
    ]
    assert households == [1, 2]


async def test_each_household_counts_once_however_often_it_says_so() -> None:
    played = await play(
        *of(("张三", "停水了"), ("李四", "同"), ("李四", "+1"), ("李四", "同同同"), ("王五", "+1 3栋")),
        classify=recognise(REPORTS),
    )
    assert [t["reporters"] for t in played.tickets] == [3]
    assert heard_in(played, "g1")[-1].endswith(" 已有3户反映，统一登记为 #1（停水）。")


async def test_two_of_one_home_are_two_people_and_one_household() -> None:
    played = await play(
        *of(("老公", "8-1-502停水了"), ("老婆", "8-1-502没水"), ("王五", "我家也没")),
        classify=recognise(REPORTS),
    )
    assert [t["reporters"] for t in played.tickets] == [3]
    assert heard_in(played, "g1")[-1].endswith(" 已有2户反映，统一登记为 #1（停水）。")


async def test_what_a_second_home_says_makes_an_outage_of_a_dry_tap_in_every_group() -> None:
    played = await play(
        (0, "g1", "张三", "水龙头没水了"),
        (9, "g1", "李四", "我这儿也一滴没有 马桶都冲不了"),
        (31, "g2", "王五", "我屋里厢断了"),
        classify=recognise(REPORTS),
    )
    assert shape(played) == [("repair", "water", None, 3, "open", [0, 1, 2])]


async def test_a_building_that_echoes_in_a_quiet_group_is_of_the_outage_that_others_speak_of() -> None:
    lines = [(0, "g1", "张三", "3栋停电了"), (48, "g3", "李四", "11栋+1")]
    quiet = await play(*lines, classify=recognise(REPORTS))
    talking = await play(
        *lines[:1], (40, "g3", "赵六", "鸡蛋几号到"), *lines[1:], classify=recognise(REPORTS)
    )
    assert [t["reporters"] for t in (*quiet.tickets, *talking.tickets)] == [2, 1]


async def test_the_first_word_of_an_outage_counts_though_nobody_heard_it() -> None:
    played = await play(*of(("张三", "咋没电了"), ("李四", "16栋没电")), classify=recognise(REPORTS))
    assert [(t["reporters"], t["source_events"]) for t in played.tickets] == [(2, [0, 1])]


async def test_a_report_of_the_same_supply_by_a_short_word_is_the_same_outage() -> None:
    played = await play(*of(("张三", "断网了？"), ("李四", "移动也断 4栋")), classify=recognise(REPORTS))
    assert [(t["reporters"], t["source_events"]) for t in played.tickets] == [(2, [0, 1])]


async def test_who_asks_of_an_outage_to_come_has_none_now() -> None:
    played = await play(*of(("张三", "停水了"), ("李四", "周末停水吗 我要装修")), classify=recognise(REPORTS))
    assert [(t["kind"], t["reporters"]) for t in played.tickets] == [("repair", 1), ("inquiry", 1)]


async def test_a_short_word_after_the_fault_of_one_home_is_no_household_of_it() -> None:
    played = await play(*of(("张三", "厨房水管漏水了"), ("李四", "12栋没有")), classify=recognise(REPORTS))
    assert [t["reporters"] for t in played.tickets] == [1]


async def test_a_plus_one_after_talk_of_other_things_is_of_that_talk() -> None:
    chat = [(who, text) for who, text in zip("甲乙丙丁", ("球赛谁看", "我看", "几点", "八点"), strict=True)]
    played = await play(*of(("张三", "停水了"), *chat, ("李四", "+1")), classify=recognise(REPORTS))
    assert [t["reporters"] for t in played.tickets] == [1]


async def test_another_unit_with_the_same_lift_out_makes_it_the_building() -> None:
    played = await play(
        *of(("张三", "9栋2单元电梯停了"), ("李四", "一单元也停了")), classify=recognise(REPORTS)
    )
    assert [(t["room"], t["reporters"]) for t in played.tickets] == [("9", 2)]


@pytest.mark.parametrize("text", ["same 6栋", "1503也这样", "对对对 一滴水都没有"])
async def test_other_ways_of_saying_so_too_are_households(text: str) -> None:
    played = await play(*of(("张三", "停水了"), ("李四", text)), classify=recognise(REPORTS))
    assert [t["reporters"] for t in played.tickets] == [2]


async def test_how_cold_it_is_at_home_says_so_too_of_the_heating() -> None:
    played = await play(
        *of(("张三", "14栋暖气不热"), ("李四", "我家16度 14栋"), ("王五", "我家24度 热死")),
        classify=recognise(REPORTS),
    )
    assert [(t["reporters"], t["source_events"]) for t in played.tickets] == [(2, [0, 1])]


async def test_who_joined_may_name_the_own_home_after_it() -> None:
    played = await play(
        *of(("张三", "14栋暖气不热"), ("李四", "我家也是"), ("李四", "21栋1203")), classify=recognise(REPORTS)
    )
    assert [(t["reporters"], t["source_events"]) for t in played.tickets] == [(2, [0, 1, 2])]


async def test_who_has_it_and_guesses_why_a_neighbour_has_not_asks_the_company_nothing() -> None:
    played = await play(
        *of(("张三", "停水了"), ("李四", "我302有水啊 是不是欠费了")), classify=recognise(REPORTS)
    )
    assert [(t["kind"], t["reporters"]) for t in played.tickets] == [("repair", 1)]


async def test_who_asks_after_the_water_and_is_answered_no_has_reported_it() -> None:
    played = await play(
        *of(("张三", "大家有水吗"), ("赵六", "没"), ("李四", "我这儿也没了 15栋"), ("王五", "16栋有")),
        classify=recognise({}),
    )
    assert [(t["category"], t["source_events"]) for t in played.tickets] == [("water", [0, 1, 2])]


async def test_who_asks_after_anything_else_and_is_answered_no_has_not() -> None:
    played = await play(
        *of(("张三", "便利店几点关门"), ("李四", "我这儿也没了 15栋"), ("王五", "没")), classify=recognise({})
    )
    assert played.tickets == ()


async def test_an_outage_that_lasts_with_one_of_its_households_is_no_second_one() -> None:
    played = await play(
        (0, "g2", "洗洗", "14栋暖气不热"),
        (20, "g2", "刷刷", "+1"),
        (2000, "g2", "刷刷", "我家还是凉的"),
        classify=recognise({**REPORTS, "我家还是凉的": ("repair", "heating")}),
    )
    assert [(t["reporters"], t["source_events"]) for t in played.tickets] == [(2, [0, 1, 2])]


async def test_a_building_that_has_it_worse_in_an_outage_is_a_household() -> None:
    played = await play(*of(("张三", "停水了"), ("李四", "28楼更惨 滴滴答答")), classify=recognise(REPORTS))
    assert [t["reporters"] for t in played.tickets] == [2]


async def test_no_water_is_not_heard_as_water() -> None:
    played = await play(*of(("张三", "停水了"), ("李四", "我家没有水")), classify=recognise(REPORTS))
    assert [t["reporters"] for t in played.tickets] == [2]


async def test_a_building_behind_an_echo_counts_in_a_quiet_group_whatever_comes_after() -> None:
    played = await play(
        (0, "g1", "张三", "3栋停电了"), (45, "g3", "李四", "同 5栋 电脑没存盘"), classify=recognise(REPORTS)
    )
    assert [t["reporters"] for t in played.tickets] == [2]
