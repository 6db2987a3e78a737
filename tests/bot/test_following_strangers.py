"""What somebody else says beside a report: whether it is of it at all."""

from __future__ import annotations

import pytest

from tests.bot.conversing import heard_in, shape
from tests.bot.following import play

DOOR = "4栋1单元门禁刷脸没反应"
ASKED = "租户可以办停车月卡吗"


@pytest.mark.parametrize("text", ["换了个插座也跳", "热水器也打不着火", "马桶那边也是堵"])
async def test_an_echo_of_another_thing_is_not_of_what_was_reported_last(text: str) -> None:
    played = await play((0, "g3", "铁锅炖", DOOR), (15, "g3", "小葵", text))
    assert shape(played) == [("repair", "door_access", "4-1", 1, "open", [0])]


@pytest.mark.parametrize("text", ["我们也刷不开门", "+1 我抱着马桶盖站门口呢", "同 提着一箱灯泡等人开"])
async def test_an_echo_of_that_thing_or_a_plain_one_is(text: str) -> None:
    played = await play((0, "g3", "铁锅炖", DOOR), (15, "g3", "小葵", text))
    assert [(ticket["reporters"], ticket["source_events"]) for ticket in played.tickets] == [(2, [0, 1])]


@pytest.mark.parametrize("kind_word", ["恭喜新邻居", "欢迎新邻居", "抱抱 都不容易", "祝你住得开心"])
async def test_thanks_for_a_kind_word_answer_no_question(kind_word: str) -> None:
    played = await play((0, "g3", "小尤", ASKED), (15, "g3", "大碗", kind_word), (30, "g3", "小尤", "谢谢"))
    assert shape(played) == [("inquiry", None, None, 1, "open", [0])]


@pytest.mark.parametrize("answer", ["可以的 带合同", "欢迎新邻居 前台就能办"])
async def test_thanks_for_an_answer_end_the_question(answer: str) -> None:
    played = await play((0, "g3", "小尤", ASKED), (15, "g3", "大碗", answer), (30, "g3", "小尤", "谢谢"))
    assert not played.tickets


@pytest.mark.parametrize(
    ("first", "second"),
    [("负二C区那一排灯全灭了", "负二C区没灯 倒车差点蹭墙"), ("B3层坡道的灯不亮", "B3坡道没灯 啥也看不见")],
)
async def test_a_lamp_on_a_parking_deck_is_everybodys_and_needs_no_room(first: str, second: str) -> None:
    played = await play((0, "g3", "晚归的人", first), (50, "g5", "阿肯", second))
    assert [(ticket["reporters"], ticket["source_events"]) for ticket in played.tickets] == [(2, [0, 1])]
    assert not any("房号" in text for text in heard_in(played, "g3"))


BALCONY = "楼下天天在阳台烧烤 衣服全是烟味 8栋2单元501"
CAMPER = "消防栓那边天天停着一台房车 救火车咋进"
BUMP = "篮球架下头那块塑胶鼓起来了"


@pytest.mark.parametrize(
    ("report", "text"),
    [
        (DOOR, "我刚才刷卡进不去 跟着送水的才上来"),
        (CAMPER, "我家老人坐轮椅 从那里过不去"),
        (BUMP, "我儿子上礼拜在那里绊了一跤 膝盖青了"),
    ],
)
async def test_what_a_neighbour_went_through_is_counted_however_it_is_put(report: str, text: str) -> None:
    played = await play((0, "g3", "铁锅炖", report), (25, "g3", "小葵", text))
    assert [(ticket["reporters"], ticket["source_events"]) for ticket in played.tickets] == [(2, [0, 1])]


@pytest.mark.parametrize(
    "text",
    [
        "那家的羊肉串挺香的",
        "我家晚上吃火锅",
        "他们几点收摊",
        "这个牌子的炭好使",
        "房车多少钱一台",
        "晚上打球去吗",
    ],
)
@pytest.mark.parametrize("report", [CAMPER, BUMP, BALCONY])
async def test_what_is_only_said_beside_it_is_not(report: str, text: str) -> None:
    played = await play((0, "g3", "铁锅炖", report), (25, "g3", "小葵", text))
    assert [(ticket["reporters"], ticket["source_events"]) for ticket in played.tickets] == [(1, [0])]


async def test_long_after_it_or_in_another_group_only_known_wordings_are() -> None:
    text = "我家老人坐轮椅 从那里过不去"
    played = await play((0, "g3", "铁锅炖", CAMPER), (1900, "g3", "小葵", text), (1950, "g4", "小葵", text))
    assert [ticket["reporters"] for ticket in played.tickets] == [1]
