"""Whose an echo is: an offer's, what was quoted's, the report's before it."""

from __future__ import annotations

import pytest

from tests.bot.conversing import shape
from tests.bot.following import play


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


async def test_an_echo_after_a_call_to_come_along_is_for_that() -> None:
    played = await play(
        (0, "g4", "夜班", "车位A-077被占了"),
        (60, "g4", "老邓", "周六去水库钓鱼 差一位 +1的说话"),
        (80, "g4", "梦梦", "+1"),
    )
    assert shape(played) == [("complaint", "parking", None, 1, "open", [0])]
