"""What written conversations teach of what belongs to a ticket; the weights that are shipped come of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.replay.pairing import main, pair_files, pair_messages, pair_reply, pair_talk
from bot.replay.scenarios import BadScenario
from nlp.classifier import Classifier
from nlp.joins import FILE
from nlp.train_joins import learn_joins
from nlp.weights import save_weights
from tests.lots import DATA, list_to_learn_from

classify = Classifier.load().classify


def list_files() -> list[Path]:
    return [DATA / "joins.jsonl", DATA / "messages-dev.jsonl", *list_to_learn_from()]


def say(at: int, sender: str, text: str, group: str = "g1", role: str = "owner") -> dict[str, Any]:
    return {"t": at, "group": group, "sender": sender, "role": role, "text": text}


LEAK = {"kind": "repair", "category": "water", "source_events": [0, 2, 3]}
STORY: Mapping[str, Any] = {
    "events": [
        say(0, "张姐", "厨房水管漏水了 3栋1单元502"),
        say(20, "小李", "今晚吃什么"),
        say(40, "张姐", "柜子都泡了"),
        say(60, "老王", "我家也漏 3栋1单元602", "g2"),
        say(80, "周师傅", "马上来", role="staff"),
        say(4 * 3600, "小李", "早"),
    ],
    "expect": {"tickets": [LEAK]},
}


def test_the_weights_that_are_shipped_are_those_of_the_written_conversations(tmp_path: Path) -> None:
    out = tmp_path / "joins.json"
    save_weights(out, {"join": learn_joins(pair_files(list_files(), classify))})
    assert out.read_bytes() == FILE.read_bytes()


def test_what_owners_say_is_held_against_the_ticket_that_is_talked_of() -> None:
    lines = list(pair_messages(STORY, classify))
    assert [(line.text, line.joins) for line in lines] == [
        ("今晚吃什么", False),
        ("柜子都泡了", True),
        ("我家也漏 3栋1单元602", True),
    ]
    assert {(line.kind, line.category) for line in lines} == {("repair", "water")}
    chat, detail, echo = (line.signs for line in lines)
    assert {"other", "other here 40", "other again"} & chat == {"other", "other here 40"}
    assert {"self", "self here 40", "own 40"} <= detail
    assert {"other", "other here never", "other since 40"} <= echo


@pytest.mark.parametrize(("joins", "text"), [(True, "天天这样"), (False, "多吃点")])
def test_a_reply_is_a_conversation_of_two(joins: bool, text: str) -> None:
    row = {"text": text, "kind": "complaint", "category": "noise", "words": "楼上又在剁肉", "joins": joins}
    [line] = pair_reply(row, classify)
    assert (line.text, line.joins) == (text, joins)
    assert "other here 75" in line.signs


def test_talk_is_said_after_reports_by_reporter_and_neighbour_in_turn() -> None:
    report: dict[str, Any] = {"kind": "repair", "category": "water", "text": "厨房水管漏水了"}
    rows = [report, *({"kind": "other", "category": None, "text": text} for text in ("吃了吗", "早", "哈哈"))]
    lines = list(pair_talk(rows, classify))
    assert [(line.text, "self" in line.signs, line.joins) for line in lines] == [
        ("吃了吗", True, False),
        ("早", False, False),
        ("哈哈", True, False),
    ]


def test_a_reply_that_is_a_report_by_itself_teaches_nothing() -> None:
    row = {
        "text": "我家水管爆了 3栋502",
        "kind": "complaint",
        "category": "noise",
        "words": "吵",
        "joins": False,
    }
    assert list(pair_reply(row, classify)) == []


def test_the_lines_are_written_for_the_training(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "story.jsonl"
    path.write_text(json.dumps(STORY) + "\n\n", encoding="utf-8")
    assert main([str(path)]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["joins"] for row in rows] == [False, True, True]
    assert all(row["signs"] == sorted(row["signs"]) for row in rows)


def test_a_conversation_that_cannot_be_played_is_named() -> None:
    with pytest.raises(BadScenario):
        list(pair_messages({"events": [{"t": "soon"}], "expect": {"tickets": []}}, classify))
