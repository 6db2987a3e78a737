"""The score is the project's own: the same shares, the same table."""

from pathlib import Path

import pytest

from nlp.score import Label, format_score, read_labels, score
from nlp.verdict import SILENT, Verdict

ANSWERS = {
    "漏水": Verdict("repair", "water", room="8-2-301"),
    "灯坏": Verdict("repair", "water"),
    "着火": Verdict("urgent", "fire", phone="119"),
    "吵": SILENT,
    "聊天": Verdict("inquiry"),
}

LABELS = [
    Label("1", "漏水", "repair", "water", room="8-2-301"),
    Label("2", "灯坏", "repair", "electric"),
    Label("3", "着火", "urgent", "fire"),
    Label("4", "吵", "complaint", "noise"),
    Label("5", "聊天", "other"),
]


def test_precision_recall_and_shares_are_counted() -> None:
    result = score(LABELS, ANSWERS.__getitem__)
    assert (result.of("repair").precision, result.of("repair").recall) == (1.0, 1.0)
    assert (result.of("complaint").recall, result.of("complaint").taken_for) == (0.0, (("other", 1),))
    assert result.macro_f1 == pytest.approx(2 / 6)
    assert result.accuracy == pytest.approx(3 / 5)
    assert result.category == pytest.approx(2 / 3)
    assert (result.room, result.phone) == (1.0, 0.0)
    assert (result.acts_on_other, result.others) == (1, 1)


def test_the_table_ends_with_the_misses_asked_for() -> None:
    table = format_score(score(LABELS, ANSWERS.__getitem__), misses=1).splitlines()
    assert table[-1] == "  4 complaint -> other: 吵"
    assert table[-2].startswith("macro F1 0.333 · accuracy 0.600 · category 0.667 · room 1.000 · phone 0.000")


BAD = [
    ("{", "不是一条标注"),
    ('{"id":1,"text":"x"}', "不是一条标注"),
    ('{"id":1,"text":"x","kind":"fun"}', "kind"),
    ("3", "不是一条标注"),
    ("[" * 100_000, "不是一条标注"),
]


@pytest.mark.parametrize(("line", "what"), BAD)
def test_a_bad_label_is_named_with_its_line(tmp_path: Path, line: str, what: str) -> None:
    path = tmp_path / "labels.jsonl"
    path.write_text('{"id":1,"text":"x","kind":"other"}\n' + line, encoding="utf-8")
    with pytest.raises(ValueError, match=what) as refused:
        read_labels(path)
    assert f"{path}:2:" in str(refused.value)
    assert "object" not in str(refused.value)


def test_labels_that_are_no_text_are_named(tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl"
    path.write_bytes("厨房漏水了".encode("gbk"))
    with pytest.raises(ValueError, match=r"labels\.jsonl：不是 UTF-8"):
        read_labels(path)
