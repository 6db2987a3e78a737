"""Whether water, power, heating or the network is out for the house, or something of one home is broken."""

from __future__ import annotations

from pathlib import Path
from zlib import crc32

import pytest

from nlp.supply import ANSWERS, FILE, collect_letters, tell_supply
from nlp.train_supply import learn_supply, main, read_lines

LINES = Path(__file__).parents[1] / "data" / "supply.jsonl"


def test_the_weights_that_are_shipped_are_those_of_the_labelled_lines(tmp_path: Path) -> None:
    out = tmp_path / "supply.json"
    assert main([str(LINES), "--out", str(out)]) == 0
    assert out.read_bytes() == FILE.read_bytes()


def test_four_fifths_of_the_lines_teach_most_of_what_the_others_say() -> None:
    lines = read_lines(LINES)
    held = [line for line in lines if crc32(line[0].encode()) % 5 == 0]
    weights = learn_supply([line for line in lines if line not in held])
    told = [(says, weights.weigh(collect_letters(text, category))) for text, category, says in held]
    right = sum(ANSWERS[chances.index(max(chances))] == says for says, chances in told)
    assert right / len(held) >= 0.75


@pytest.mark.parametrize(
    ("text", "category", "says"),
    [
        ("洗头洗到一半 整层楼一滴水都没了", "water", "out"),
        ("我们这栋也黑了 电梯都不走了", "electric", "out"),
        ("厨房水龙头关不紧一直滴 换个阀芯", "water", "home"),
        ("哈哈哈哈", "water", "talk"),
        ("", "network", "talk"),
    ],
)
def test_what_is_said_of_a_supply_is_told(text: str, category: str, says: str) -> None:
    assert tell_supply(text, category) == says
