"""How a message is known to belong to a ticket in words that no wording knows: by letters and signs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nlp.joins import ANSWERS, FILE, Line, collect_said, weigh_join
from nlp.train_joins import learn_joins, main, read_lines
from nlp.weights import load_weights

SIGNS = frozenset({"other", "other repair", "other here 40"})


def test_a_message_is_its_letters_its_runs_with_what_was_reported_and_the_signs() -> None:
    features = collect_said("我1601 杯子都在抖", "complaint", "noise", SIGNS)
    assert {"我", "|", "0", "^", "$", "在抖", "都在抖", "other complaint 在抖", "noise 在抖"} <= features["r"]
    assert features["s"] == SIGNS
    assert "self complaint 在抖" in collect_said("都在抖", "complaint", "noise", {"self"})["r"]


@pytest.mark.parametrize("kind", ["complaint", "repair", "suggestion"])
@pytest.mark.parametrize("category", ["noise", "water", None, "nobody knows"])
@pytest.mark.parametrize("who", ["self", "other"])
@pytest.mark.parametrize("text", ["", "我家也是", "半夜热得睡不着 摇扇子中"])
def test_what_is_weighed_quickly_is_what_the_weights_say(
    kind: str, category: str | None, who: str, text: str
) -> None:
    weights, signs = load_weights(FILE)["join"], frozenset({who, f"{who} {kind}", f"{who} here 40"})
    slow = weights.weigh(collect_said(text, kind, category, signs))[ANSWERS.index("joins")]
    assert weigh_join(text, kind, category, signs) == pytest.approx(slow, abs=1e-9)


def test_lines_teach_what_joins_and_what_does_not(tmp_path: Path) -> None:
    said = [("我家也没水", True), ("我家也停了", True), ("我家有水的", False), ("哈哈哈有水的", False)]
    lines = [Line(text, "repair", "water", SIGNS, joins) for text, joins in said for _ in range(3)]
    weights = learn_joins(lines)
    for text, joins in said:
        chance = weights.weigh(collect_said(text, "repair", "water", SIGNS))[0]
        assert (chance > 0.5) is joins, text
    written, out = tmp_path / "lines.jsonl", tmp_path / "joins.json"
    rows = [json.dumps({**line._asdict(), "signs": sorted(line.signs)}) for line in lines]
    written.write_text("\n".join(rows), encoding="utf-8")
    assert read_lines(written) == lines
    assert main([str(written), "--out", str(out)]) == 0
    assert load_weights(out)["join"] == weights
