"""How an ending is known in words that no rule knows: weights that are learned the same way every time."""

from __future__ import annotations

from pathlib import Path
from zlib import crc32

import pytest

from handlers.words.endings import LIKELY
from nlp.endings import FILE, collect_letters, weigh_ending
from nlp.train_endings import learn_endings, main, read_lines

LINES = Path(__file__).parents[1] / "data/endings.jsonl"


def test_a_message_is_its_letters_and_runs_with_the_sort_of_emergency() -> None:
    features = collect_letters("接到了！ 谢谢 13800001111", "missing_person")
    assert {"接", "|", "0", "^", "$"} <= features["1"]
    assert {"接到", "到了|", "谢|0", "missing 接到", "missing_person 接到"} <= features["2"]
    assert "1380" not in "".join(features["2"])
    assert features["s"] == {"missing_person"}


def test_a_very_long_message_is_cut() -> None:
    assert len(collect_letters("水在漫" * 10_000, "flood")["2"]) < 2_000


def test_the_weights_that_are_shipped_are_those_of_the_labelled_lines(tmp_path: Path) -> None:
    out = tmp_path / "endings.json"
    assert main([str(LINES), "--out", str(out)]) == 0
    assert out.read_bytes() == FILE.read_bytes()


def test_four_fifths_of_the_lines_teach_most_of_the_last_fifth() -> None:
    lines = read_lines(LINES)
    # By the text, so that a sentence said of two emergencies is never on both sides.
    held = [line for line in lines if crc32(line[0].encode()) % 5 == 0]
    weights = learn_endings(line for line in lines if crc32(line[0].encode()) % 5)
    taken = [weights.weigh(collect_letters(text, category))[0] >= LIKELY for text, category, _ in held]
    right = sum(1 for was, (_, _, over) in zip(taken, held, strict=True) if was and over)
    wrong = sum(1 for was, (_, _, over) in zip(taken, held, strict=True) if was and not over)
    assert right / sum(over for _, _, over in held) >= 0.6
    assert wrong / sum(not over for _, _, over in held) <= 0.06


@pytest.mark.parametrize(
    ("text", "category"),
    [("人没找到", "missing_person"), ("火还在烧", "fire"), ("救护车还没来", "medical"), ("", "gas")],
)
def test_what_goes_on_is_unlikely(text: str, category: str) -> None:
    assert weigh_ending(text, category) < 0.5
