"""What the reporter adds, on a simulated clock: the groups hear of it at once, then once a minute."""

from __future__ import annotations

from typing import Any

from bot.replay.scenarios import Played, replay_scenario
from nlp.classifier import Classifier
from tests.bot.sayings import MOTHER


async def play(*lines: tuple[float, str, str]) -> Played:
    """`(seconds, text, group)`, all by the mother."""
    events: list[dict[str, Any]] = [
        {"t": at, "group": group, "sender": "妈妈", "role": "owner", "text": text}
        for at, text, group in lines
    ]
    return await replay_scenario({"id": "u", "events": events}, Classifier.load().classify)


def heard(played: Played, group: str, words: str) -> list[str]:
    return [said["text"] for said in played.said if said["chat"] == group and words in said["text"]]


async def test_three_additions_in_half_a_minute_are_two_messages() -> None:
    played = await play(
        (0, MOTHER, "g3"),
        (10, "他戴着红帽子", "g3"),
        (20, "背着黑色书包", "g3"),
        (30, "往北门方向走的", "g3"),
    )
    for group in ("g1", "g2", "g4", "g5"):
        first, second = heard(played, group, "补充】")
        assert "红帽子" in first
        assert "黑色书包" in second
        assert "北门" in second
        assert "红帽子" not in second


async def test_after_a_minute_the_next_goes_out_at_once() -> None:
    played = await play((0, MOTHER, "g3"), (10, "他戴着红帽子", "g3"), (90, "背着黑色书包", "g3"))
    assert [("红帽子" in text, "书包" in text) for text in heard(played, "g1", "补充】")] == [
        (True, False),
        (False, True),
    ]


async def test_found_within_the_minute_no_group_hears_of_the_rest() -> None:
    played = await play(
        (0, MOTHER, "g3"),
        (10, "他戴着红帽子", "g3"),
        (20, "背着黑色书包", "g3"),
        (30, "找到了 谢谢大家", "g3"),
    )
    assert len(heard(played, "g1", "补充】")) == 1
    assert len(heard(played, "g1", "【解除】")) == 1
