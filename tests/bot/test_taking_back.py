"""What somebody takes back: at once nothing has happened, later the staff are told."""

from __future__ import annotations

import pytest

from bot.channels.base import Recalled
from bot.replay.scenarios import START, Played, build_heard, build_sample, collect
from bot.replay.stage import Stage, room
from tests.bot.conversing import Line, classify, heard_in, play, write_events


async def test_taken_back_within_seconds_nothing_has_happened() -> None:
    played = await play((0, "g1", "张三", "厨房水管漏水了"), (9, "g1", "张三", "不用来了 好了"))
    assert played.tickets == ()
    assert played.said == ()


async def test_taken_back_later_the_staff_are_told() -> None:
    played = await play((0, "g1", "张三", "厨房水管漏水了"), (1500, "g1", "张三", "不用来了 好了"))
    assert [t["status"] for t in played.tickets] == ["withdrawn"]
    assert any("撤单" in text for text in heard_in(played, "staff"))
    assert len(heard_in(played, "g1")) == 1


async def recall_after(seconds: int, *lines: Line, key: str = "e0") -> tuple[Played, Stage]:
    stage = await Stage.open(build_sample(write_events(lines)), classify, START)
    for index, event in enumerate(write_events(lines)):
        await stage.hear(build_heard(index, event))
    at = stage.clock.now().timestamp() + seconds
    await stage.advance_to(stage.clock.now().fromtimestamp(at, tz=START.tzinfo))
    await stage.inside.intake.recall(
        Recalled(key=key, account="replay", chat=room("g1"), at=stage.clock.now())
    )
    return await collect("t", stage), stage


@pytest.mark.parametrize(("seconds", "statuses"), [(5, []), (100, ["withdrawn"])])
async def test_a_recalled_report_is_withdrawn_or_was_never_there(seconds: int, statuses: list[str]) -> None:
    played, stage = await recall_after(seconds, (0, "g1", "张三", "厨房水管漏水了"))
    assert [t["status"] for t in played.tickets] == statuses
    await stage.close()


async def test_a_recalled_part_goes_and_the_rest_stays() -> None:
    lines: list[Line] = [(0, "g1", "张三", "厨房水管漏水了"), (5, "g1", "张三", "下午有人在家")]
    played, stage = await recall_after(3, *lines, key="e1")
    assert [t["status"] for t in played.tickets] == ["open"]
    async with stage.database.view() as uow:
        ticket = await uow.tickets.get("sample", 1)
    assert ticket is not None
    assert "下午" not in ticket.words
    await stage.close()
