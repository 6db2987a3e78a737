"""What a replay of scenarios is worth: each thing that came otherwise lowers the share that it belongs to."""

from __future__ import annotations

from typing import Any

import pytest

from bot.replay.score import format_score, score_scenarios


def expect(**changes: Any) -> dict[str, Any]:
    ticket = {"kind": "repair", "category": "water", "room": None, "reporters": 1, "source_events": [0, 1]}
    alert = {"category": "fire", "opened_by": 3, "clues": [4], "closed_by": 6}
    wanted = {"tickets": [ticket], "alerts": [alert], "silent": [5], **changes}
    return {"id": "a", "expect": wanted}


def result(**changes: Any) -> dict[str, Any]:
    ticket = {"number": 1, "kind": "repair", "category": "water", "room": None, "status": "open",
              "reporters": 1, "source_events": [0, 1]}  # fmt: skip
    alert = {"category": "fire", "opened_by": 3, "clues": [4], "closed_by": 6}
    return {"id": "a", "tickets": [ticket], "alerts": [alert], "said": [], **changes}


def test_what_came_as_expected_is_perfect() -> None:
    score = score_scenarios([expect()], [result()])
    assert set(score.shares.values()) == {1.0}
    assert not score.wrong


TICKET = expect()["expect"]["tickets"][0]
MISSES: tuple[tuple[dict[str, Any], str], ...] = (
    ({"tickets": []}, "ticket recall"),
    ({"tickets": [TICKET, {**TICKET, "source_events": [7]}]}, "ticket precision"),
    ({"tickets": [{**TICKET, "source_events": [1, 2, 3]}]}, "ticket recall"),
    ({"tickets": [{**TICKET, "kind": "complaint"}]}, "ticket recall"),
    ({"tickets": [{**TICKET, "category": "electric"}]}, "ticket category"),
    ({"tickets": [{**TICKET, "reporters": 2}]}, "ticket households"),
    ({"tickets": [{**TICKET, "source_events": [0]}]}, "ticket sources exact"),
    ({"alerts": []}, "alert recall"),
    ({"alerts": [{"category": "gas", "opened_by": 3, "clues": [], "closed_by": 5}]}, "all clear"),
    ({"alerts": [{"category": "gas", "opened_by": 3, "clues": [2, 4], "closed_by": 6}]}, "clue precision"),
    ({"said": [{"event": 5, "chat": "g1", "text": "在"}]}, "silence kept"),
)


@pytest.mark.parametrize(("changes", "share"), MISSES)
def test_what_came_otherwise_lowers_its_share(changes: dict[str, Any], share: str) -> None:
    assert score_scenarios([expect()], [result(**changes)]).shares[share] < 1


def test_words_to_staff_and_single_people_break_no_silence() -> None:
    said = [{"event": 5, "chat": chat, "text": "在"} for chat in ("staff", "dm:张三")]
    assert score_scenarios([expect()], [result(said=said)]).shares["silence kept"] == 1


def test_a_scenario_without_a_result_counts_as_missed() -> None:
    score = score_scenarios([expect()], [])
    assert score.shares["ticket recall"] == 0
    assert "a: " in format_score(score, misses=1)
