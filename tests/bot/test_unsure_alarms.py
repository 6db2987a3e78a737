"""An alarm that nobody is sure of, in a chat that is talking of something else: it is never passed over."""

from __future__ import annotations

import pytest

from bot.replay.scenarios import Played
from nlp.verdict import Verdict
from tests.bot import conversing
from tests.bot.conversing import Line

LAMP = "路灯不亮了"
ALARM = "11号楼有个人趴在栏杆外面 半天了"
CRY = "快来人啊"


def classify(text: str) -> Verdict:
    if text == LAMP:
        return Verdict("repair", "electric", None, None)
    if text in (ALARM, CRY):
        return Verdict("urgent", "other_urgent", None, None, certain=False)
    return Verdict("other", None, None, None)


async def play(*lines: Line) -> Played:
    return await conversing.play(*lines, classify=classify)


@pytest.mark.parametrize("seconds", [40, 300])
async def test_what_tells_of_a_danger_is_no_talk_about_the_lamp(seconds: int) -> None:
    played = await play((0, "g1", "张三", LAMP), (seconds, "g1", "李四", ALARM))
    assert [ticket["kind"] for ticket in played.tickets] == ["repair", "urgent"]


async def test_a_mere_cry_belongs_to_what_was_just_spoken_of() -> None:
    played = await play((0, "g1", "张三", LAMP), (40, "g1", "李四", CRY))
    assert [ticket["kind"] for ticket in played.tickets] == ["repair"]
