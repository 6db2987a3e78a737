"""What holds whatever happens: two conversations at once, a restart anywhere, events that come again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.replay.scenarios import START, Played, build_heard, build_sample, collect
from bot.replay.stage import Stage
from tests.bot.conversing import FIRST, SECOND, STORY, classify, play, shape, spread, write_events


def strip_places(played: Played, own: Sequence[int]) -> list[tuple[Any, ...]]:
    """The shapes with the events numbered within one conversation."""
    found = []
    for one in shape(played):
        sources = [own.index(source) for source in one[-1] if source in own]
        if sources:
            found.append((*one[:-1], sources))
    return found


@settings(max_examples=12, deadline=None, derandomize=True)
@given(st.permutations(["first"] * 4 + ["second"] * 4))
async def test_two_conversations_do_not_disturb_each_other(order: list[str]) -> None:
    places = {name: [i for i, each in enumerate(order) if each == name] for name in ("first", "second")}
    mixed = sorted(spread(FIRST, places["first"]) + spread(SECOND, places["second"]))
    together = await play(*mixed)
    for name, lines in (("first", FIRST), ("second", SECOND)):
        alone = await play(*spread(lines, places[name]))
        assert strip_places(together, places[name]) == shape(alone)


@pytest.mark.parametrize("cut", range(len(STORY)))
async def test_a_restart_at_any_point_leads_to_the_same_tickets(cut: int) -> None:
    whole, cut_off = await play(*STORY), await play(*STORY, restart_after=[cut])
    assert shape(cut_off) == shape(whole)
    assert cut_off.alerts == whole.alerts


@settings(max_examples=10, deadline=None, derandomize=True)
@given(st.lists(st.integers(0, len(STORY) - 1), max_size=4), st.booleans())
async def test_an_event_that_comes_again_changes_nothing(again: list[int], restarted: bool) -> None:
    stage = await Stage.open(build_sample(write_events(STORY)), classify, START)
    events = write_events(STORY)
    for index, event in enumerate(events):
        await stage.hear(build_heard(index, event))
        if index in again:
            if restarted:
                await stage.restart()
            await stage.inside.intake.receive(build_heard(index, event))
    repeated = await collect("t", stage)
    await stage.close()
    assert shape(repeated) == shape(await play(*STORY))
