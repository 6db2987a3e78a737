"""How an ending is known in words that no rule knows: weights that are learned the same way every time."""

from __future__ import annotations

from pathlib import Path
from zlib import crc32

import pytest

from handlers.alerts.noticing import LIKELY as CLUE_LIKELY
from handlers.words.endings import LIKELY
from nlp.endings import FILE, collect_letters, weigh_clue, weigh_ending
from nlp.train_endings import learn_endings, main, read_lines
from nlp.weights import load_weights

DATA = Path(__file__).parents[1] / "data"
LINES, CLUES = DATA / "endings.jsonl", DATA / "clues.jsonl"


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
    assert main([str(LINES), str(CLUES), "--out", str(out)]) == 0
    assert out.read_bytes() == FILE.read_bytes()


@pytest.mark.parametrize(
    ("path", "asked", "bar"),
    [(LINES, "over", LIKELY), (CLUES, "clue", CLUE_LIKELY)],
)
def test_four_fifths_of_the_lines_teach_most_of_the_last_fifth(path: Path, asked: str, bar: float) -> None:
    lines = read_lines(path, asked)
    # By the text, so that a sentence said of two emergencies is never on both sides.
    held = [line for line in lines if crc32(line.text.encode()) % 5 == 0]
    weights = learn_endings([line for line in lines if crc32(line.text.encode()) % 5])
    taken = [weights.weigh(collect_letters(line.text, line.category, line.who))[0] >= bar for line in held]
    right = sum(1 for was, line in zip(taken, held, strict=True) if was and line.is_so)
    wrong = sum(1 for was, line in zip(taken, held, strict=True) if was and not line.is_so)
    assert right / sum(line.is_so for line in held) >= 0.6
    assert wrong / sum(not line.is_so for line in held) <= 0.06


@pytest.mark.parametrize("who", ["", "own", "staff", "nobody known"])
def test_what_is_weighed_quickly_is_what_the_weights_say(who: str) -> None:
    choices = load_weights(FILE)
    lines = [*read_lines(LINES, "over")[::9], *read_lines(CLUES, "clue")[::9]]
    for text, category in [
        *((line.text, line.category) for line in lines),
        ("", "fire"),
        ("😀", "unheard of"),
    ]:
        named = collect_letters(text, category, who)
        assert weigh_ending(text, category, who) == pytest.approx(choices["ending"].weigh(named)[0])
        assert weigh_clue(text, category, who) == pytest.approx(choices["clue"].weigh(named)[0])


def test_who_speaks_makes_a_difference() -> None:
    assert "by own" in collect_letters("在家了", "missing_person", "own")["s"]
    told = "接走了 谢谢各位"
    assert weigh_ending(told, "missing_person", "own") > weigh_ending(told, "missing_person", "other")


@pytest.mark.parametrize(
    ("text", "category"),
    [("喷泉边上有个黄裙子小丫头在喂鱼", "missing_person"), ("我家也进烟了 15楼", "fire")],
)
def test_what_somebody_noticed_is_likely_a_clue(text: str, category: str) -> None:
    assert weigh_clue(text, category, "other") >= CLUE_LIKELY


@pytest.mark.parametrize(
    ("text", "category"),
    [("烤红薯多少钱一斤", "missing_person"), ("会不会去同学家了", "missing_person"), ("快打119", "fire")],
)
def test_talk_is_no_clue(text: str, category: str) -> None:
    assert weigh_clue(text, category, "other") < 0.1


@pytest.mark.parametrize(
    ("text", "category"),
    [("人没找到", "missing_person"), ("火还在烧", "fire"), ("救护车还没来", "medical"), ("", "gas")],
)
def test_what_goes_on_is_unlikely(text: str, category: str) -> None:
    assert weigh_ending(text, category) < 0.5
