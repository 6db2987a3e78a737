"""How a neighbour who has it too is known in words that no wording knows: weights over letters."""

from __future__ import annotations

from pathlib import Path
from zlib import crc32

import pytest

from handlers.conversation.chiming import LIKELY
from nlp.features import Named
from nlp.joins import FILE, collect_said, weigh_join
from nlp.train_joins import Line, learn_joins, main, read_lines, read_talk, throw_in
from nlp.weights import load_weights

DATA = Path(__file__).parents[1] / "data"
LINES = DATA / "joins.jsonl"
TALK = sorted(
    path
    for names in ("messages-dev*", "messages-train-[1-8]", "messages-train-[b-o]*")
    for path in DATA.glob(f"{names}.jsonl")
)


def test_a_message_is_its_letters_and_runs_with_what_was_reported_and_how_much_it_shares() -> None:
    features = collect_said("我1601 杯子都在抖", "complaint", "noise", 1)
    assert {"我", "|", "0", "^", "$"} <= features["1"]
    assert {"在抖", "都在抖", "complaint 在抖", "noise 在抖"} <= features["2"]
    assert features["s"] == {"noise", "by complaint 1"}
    assert collect_said("好", "suggestion", None, 9)["s"] == {"none", "by suggestion 3"}


def test_the_weights_that_are_shipped_are_those_of_the_labelled_lines(tmp_path: Path) -> None:
    out = tmp_path / "joins.json"
    assert main([str(LINES), *map(str, TALK), "--out", str(out)]) == 0
    assert out.read_bytes() == FILE.read_bytes()


def test_four_fifths_of_the_reports_teach_much_of_what_is_said_after_the_others() -> None:
    lines = read_lines(LINES)
    # By the report, so that what is said of one is never on both sides.
    held = [line for line in lines if _first_word(line) % 5 == 0]
    taught = [line for line in lines if _first_word(line) % 5]
    weights = learn_joins(throw_in(taught, read_talk(TALK)))
    asked = [(line, weights.weigh(_collect(line))[0] >= LIKELY) for line in held]
    right = sum(taken for line, taken in asked if line.joins)
    wrong = sum(taken for line, taken in asked if not line.joins)
    assert right / sum(line.joins for line in held) >= 0.3
    assert wrong / sum(not line.joins for line in held) <= 0.06


def _first_word(line: Line) -> int:
    return crc32(line.words.partition("\n")[0].encode())


def _collect(line: Line) -> Named:
    return collect_said(line.text, line.kind, line.category, line.count_shared())


@pytest.mark.parametrize("kind", ["complaint", "repair", "suggestion"])
@pytest.mark.parametrize("category", ["noise", "water", None, "nobody knows"])
@pytest.mark.parametrize("shared", [0, 1, 7])
def test_what_is_weighed_quickly_is_what_the_weights_say(
    kind: str, category: str | None, shared: int
) -> None:
    weights = load_weights(FILE)["join"]
    for text in ("", "我家也是", *(line.text for line in read_lines(LINES)[::60])):
        slow = weights.weigh(collect_said(text, kind, category, shared))[0]
        assert weigh_join(text, kind, category, shared) == pytest.approx(slow, abs=1e-9)


def test_talk_is_said_after_each_report_that_was_joined_and_joins_none() -> None:
    joined = Line("我家也是", "repair", "water", "停水了", joins=True)
    other = Line("我家有水", "repair", "water", "停水了", joins=False)
    thrown = throw_in([joined, other], ["吃了吗", "早"])
    assert thrown[:2] == [joined, other]
    assert {line.text for line in thrown[2:]} == {"吃了吗", "早"}
    assert {(line.words, line.joins) for line in thrown[2:]} == {("停水了", False)}
    assert throw_in([joined], []) == [joined]


def test_only_what_is_talk_is_thrown_in() -> None:
    talk = read_talk([DATA / "messages-dev.jsonl"])
    assert talk
    assert all(isinstance(text, str) for text in talk)
