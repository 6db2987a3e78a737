"""What the reporter of a complaint or of two faults says next: the story goes on, nobody helped."""

from __future__ import annotations

import pytest

from tests.bot.conversing import shape
from tests.bot.following import play

CAMPER = "消防栓那边天天停着一台房车 救火车咋进"
TWO = "防盗门锁舌卡死了 2-1-304 还有阳台地漏返水"


@pytest.mark.parametrize(
    "text",
    [
        "打前台三次 次次说登记了",
        "门岗说不归他们管 推来推去",
        "保安就在边上站着看 也不吱一声",
        "给车主打了八遍电话没人接",
        "找过管家两回没下文",
        "管家微信也不回",
        "打过门岗 说上去看了没人开门",
    ],
)
async def test_that_nobody_helped_is_of_the_complaint_whatever_it_looks_like(text: str) -> None:
    played = await play(
        (0, "g3", "柯南", CAMPER), (60, "g3", "冰箱贴", "今晚有流星雨"), (150, "g3", "柯南", text)
    )
    assert shape(played) == [("complaint", "parking", None, 1, "open", [0, 2])]


async def test_another_grievance_against_the_same_people_is_another_complaint() -> None:
    played = await play((0, "g3", "柯南", CAMPER), (150, "g3", "柯南", "前台那个姑娘态度真差 问啥都翻白眼"))
    assert [ticket["category"] for ticket in played.tickets] == ["parking", "front_desk"]


@pytest.mark.parametrize(
    "text",
    [
        "最后喊来保安队长他才挪 那我们平时算啥",
        "结果今天又停回来了 是欺负人吗",
        "我问他凭啥 他说他乐意",
        "后来他老婆还骂我",
    ],
)
async def test_how_the_story_went_on_is_of_the_complaint_even_where_it_asks(text: str) -> None:
    played = await play((0, "g3", "柯南", CAMPER), (40, "g3", "柯南", text))
    assert shape(played) == [("complaint", "parking", None, 1, "open", [0, 1])]


@pytest.mark.parametrize("text", ["后来去吃火锅了", "然后呢 谁去看流星", "最后一个问题 请问几点下班"])
async def test_another_story_is_not(text: str) -> None:
    played = await play((0, "g3", "柯南", CAMPER), (40, "g3", "柯南", text))
    assert played.tickets[0]["source_events"] == [0]


@pytest.mark.parametrize(("text", "number"), [("这个就是锁 拧不动", 0), ("隔壁一放水它就冒泡泡 漫一地水", 1)])
async def test_of_two_faults_of_one_message_the_words_go_with_the_sort_of_thing_that_they_name(
    text: str, number: int
) -> None:
    played = await play((0, "g3", "老聂", TWO), (46, "g3", "老聂", text))
    assert [ticket["source_events"] for ticket in played.tickets][number] == [0, 1]
