"""What the weights are learned from: chat made from patterns and common words, and what is believed of it."""

from __future__ import annotations

from pathlib import Path

from nlp.chatter import make_chatter
from nlp.train import learn

MIXTURE = """
[words]
"物" = "手机 衣服"
[patterns]
"网购" = "收到的{物}"
[mixture]
lines = 40
words = "的 我 是 你 有 吗 在 都"
"""


def make_lines(folder: Path, text: str) -> list[str]:
    path = folder / "chatter.toml"
    path.write_text(text, encoding="utf-8")
    lines = make_chatter(path, 4)
    assert {line.kind for line in lines} == {"other"}
    return [line.text for line in lines]


def test_lines_of_common_words_are_made_after_those_of_the_patterns_and_always_the_same(
    tmp_path: Path,
) -> None:
    lines = make_lines(tmp_path, MIXTURE)
    mixed = [line for line in lines if not line.startswith("收到的")]
    assert len(mixed) > 20
    assert lines[-len(mixed) :] == mixed
    assert set("".join(mixed)) <= set("的我是你有吗在都")
    assert make_lines(tmp_path, MIXTURE) == lines


def test_the_first_of_the_common_words_are_said_most_often(tmp_path: Path) -> None:
    said = "".join(make_lines(tmp_path, MIXTURE.replace("lines = 40", "lines = 400")))
    assert said.count("的") > 2 * said.count("都")


def test_a_file_without_common_words_makes_only_its_patterns(tmp_path: Path) -> None:
    assert set(make_lines(tmp_path, MIXTURE.partition("[mixture]")[0])) <= {"收到的手机", "收到的衣服"}


def test_less_is_learned_from_a_concept_than_from_a_word() -> None:
    yes, no = {"c:leak": 0.5, "w:漏": 0.5}, {"w:好": 0.5}
    weights = learn([(yes, 0), (no, 1)] * 20, ("repair", "other"))
    concept, word = weights.find_row("c", "leak"), weights.find_row("w", "漏")
    assert concept is not None
    assert word is not None
    assert 128 < concept[0] < word[0]  # the row of bytes starts with `repair`; 128 is nothing
