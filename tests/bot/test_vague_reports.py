"""我要报修 says that something is wrong, not what: what its sender says next is that ticket, not another."""

from __future__ import annotations

import pytest

from bot.replay.scenarios import Played
from handlers.words.parts import names_no_matter
from tests.bot import conversing
from tests.bot.conversing import Line, heard_in, recognise, shape

REPORTS: dict[str, tuple[str, str | None]] = {
    "我要报修": ("repair", "other_repair"),
    "我要投诉": ("complaint", "other_complaint"),
    "阳台的窗户关不严 3-1-902": ("repair", "structure"),
    "楼上半夜两点还在拖桌子": ("complaint", "noise"),
    "厨房龙头一直滴水": ("repair", "water"),
}


async def play(*lines: Line) -> Played:
    return await conversing.play(*lines, classify=recognise(REPORTS))


@pytest.mark.parametrize("seconds", [5, 240])
async def test_what_is_said_after_a_bare_announcement_makes_the_ticket_what_it_is(seconds: int) -> None:
    played = await play((0, "g1", "张三", "我要报修"), (seconds, "g1", "张三", "阳台的窗户关不严 3-1-902"))
    assert shape(played) == [("repair", "structure", "3-1-902", 1, "open", [0, 1])]
    card = [text for text in heard_in(played, "staff") if "#1" in text][-1]
    assert "阳台的窗户关不严" in card
    assert "房屋" in card


async def test_the_one_receipt_of_a_burst_names_the_matter() -> None:
    played = await play((0, "g1", "张三", "我要报修"), (5, "g1", "张三", "阳台的窗户关不严 3-1-902"))
    [receipt] = heard_in(played, "g1")
    assert "阳台的窗户关不严" in receipt
    assert "我要报修" not in receipt


async def test_a_bare_complaint_becomes_what_it_is_about() -> None:
    played = await play((0, "g1", "张三", "我要投诉"), (9, "g1", "张三", "楼上半夜两点还在拖桌子"))
    assert shape(played) == [("complaint", "noise", None, 1, "open", [0, 1])]


async def test_a_second_fault_after_it_is_a_second_ticket() -> None:
    played = await play(
        (0, "g1", "张三", "我要报修"),
        (9, "g1", "张三", "阳台的窗户关不严 3-1-902"),
        (60, "g1", "张三", "厨房龙头一直滴水"),
    )
    assert [ticket["category"] for ticket in played.tickets] == ["structure", "water"]


async def test_somebody_elses_report_is_a_ticket_of_its_own() -> None:
    played = await play((0, "g1", "张三", "我要报修"), (9, "g1", "李四", "厨房龙头一直滴水"))
    assert [ticket["reporters"] for ticket in played.tickets] == [1, 1]


@pytest.mark.parametrize(
    "text",
    [
        "我要报修",
        "@物业小助手 我要报修",
        "报修",
        "物业 报个修",
        "你好，我想投诉一下",
        "麻烦登记个维修 谢谢",
        "需要师傅上门维修",
    ],
)
def test_names_no_matter(text: str) -> None:
    assert names_no_matter(text)


@pytest.mark.parametrize(
    "text", ["报修 马桶", "我要投诉保安", "维修基金在哪查", "门坏了", "漏水", "8-2-301报修", ""]
)
def test_names_a_matter(text: str) -> None:
    assert not names_no_matter(text)
