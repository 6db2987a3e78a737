"""News that looks like a report, a question of what was just told, an apology, a second outage."""

from __future__ import annotations

import pytest

from tests.bot.conversing import shape
from tests.bot.following import play

DRAIN = "厨房下水道反水 3栋2单元1104"
CAMPER = "消防栓那边天天停着一台房车 救火车咋进"


@pytest.mark.parametrize("text", ["说是软管让老鼠啃了", "原来是楼上地漏堵了"])
@pytest.mark.parametrize("done", ["修好了 换了根软管", "完成1 换了根软管"])
async def test_what_it_was_in_the_end_is_no_second_report(text: str, done: str) -> None:
    played = await play(
        (0, "g3", "阿宽", DRAIN),
        (1800, "g3", "师傅蔡", done),
        (1900, "g3", "豆包", "啥毛病啊"),
        (1990, "g3", "阿宽", text),
    )
    assert len(played.tickets) == 1


async def test_the_same_words_by_who_never_reported_anything_are_a_report() -> None:
    played = await play((0, "g3", "阿宽", "说是软管让老鼠啃了"))
    assert len(played.tickets) == 1


@pytest.mark.parametrize(
    "text", ["对面春江花园又停水了", "旁边水岸华庭的路灯全黑了", "隔壁翡翠湾昨晚停电一宿"]
)
async def test_what_is_out_in_another_estate_is_nobodys_here(text: str) -> None:
    played = await play((0, "g3", "包打听", text))
    assert not played.tickets


@pytest.mark.parametrize("text", ["对面楼停水了 我们也停了", "隔壁金色家园打桩吵得睡不着"])
async def test_what_is_so_here_as_well_or_is_heard_here_is_a_report(text: str) -> None:
    played = await play((0, "g3", "包打听", text))
    assert len(played.tickets) == 1


@pytest.mark.parametrize(("text", "tickets"), [("北门几号岗亭那边", 1), ("请问大件垃圾放哪里", 2)])
async def test_a_question_of_what_was_just_told_is_put_to_who_told_it(text: str, tickets: int) -> None:
    played = await play((0, "g1", "外婆", "北门那排路灯全黑的"), (60, "g1", "可乐", text))
    assert len(played.tickets) == tickets


async def test_who_asks_whether_there_is_an_outage_today_is_no_household_of_it() -> None:
    played = await play(
        (0, "g1", "橙子", "停水了"), (20, "g1", "柚子", "+1"), (300, "g1", "桃子", "今天停水吗")
    )
    assert shape(played) == [("repair", "water", None, 2, "open", [0, 1])]


async def test_who_asks_it_when_a_time_is_known_is_told_it() -> None:
    played = await play(
        (0, "g1", "橙子", "停水了"), (60, "staff", "师傅蒋", "预计1 18:00"), (300, "g1", "桃子", "今天停水吗")
    )
    assert [said["event"] for said in played.said if said["event"] == 2] == [2]
    assert [ticket["reporters"] for ticket in played.tickets] == [1]


async def test_who_caused_it_and_is_at_it_reports_nothing() -> None:
    played = await play((0, "g2", "五零二", DRAIN), (30, "g2", "六零二", "不好意思 我家地漏堵了 正在掏"))
    assert shape(played) == [("repair", "water", "3-2-1104", 1, "open", [0])]


async def test_two_supplies_that_are_out_are_two_tickets_however_short_the_second_is_named() -> None:
    played = await play((0, "g2", "大壮", "8栋停电了 网也断了"))
    assert [ticket["category"] for ticket in played.tickets] == ["electric", "network"]


async def test_an_unsure_complaint_right_after_one_that_it_chimes_in_with_is_of_it() -> None:
    played = await play((0, "g2", "老秤砣", CAMPER), (40, "g2", "雪碧", "我家孩子坐推车 从那里根本过不去"))
    assert [(ticket["reporters"], ticket["source_events"]) for ticket in played.tickets] == [(2, [0, 1])]


async def test_who_doubts_a_proposal_by_a_question_asks_the_proposer() -> None:
    played = await play((0, "g1", "禾苗", "建议多装几个充电桩"), (60, "g1", "稗子", "水费谁出"))
    assert shape(played) == [("suggestion", None, None, 1, "open", [0])]


@pytest.mark.parametrize(("text", "reporters"), [("我们2群也想要充电桩 举手", 2), ("你媳妇在1群也发了", 1)])
async def test_another_group_wants_it_too_where_it_says_so_of_itself(text: str, reporters: int) -> None:
    played = await play((0, "g1", "禾苗", "建议多装几个充电桩"), (90, "g2", "青稞", text))
    assert [ticket["reporters"] for ticket in played.tickets] == [reporters]


async def test_a_report_of_the_same_thing_by_who_came_to_harm_there_joins_though_others_spoke_between() -> (
    None
):
    played = await play(
        (0, "g2", "白云", "大堂自动门夹人 关了不开"),
        (40, "g2", "蓝天", "北门那排路灯全黑的"),
        (90, "g2", "黑土", "我昨天让那个门把手指夹了"),
    )
    assert [ticket["source_events"] for ticket in played.tickets] == [[0, 2], [1]]


async def test_that_nobody_cares_is_no_second_matter_of_a_message() -> None:
    played = await play((0, "g2", "琴姐", "北门口早市又摆到路中间 门岗也不管"))
    assert [ticket["category"] for ticket in played.tickets] == ["security"]
