"""Weights: what is weighed is what was learned, and what is saved is what is loaded."""

import json
import math
from itertools import pairwise
from pathlib import Path

import pytest

from nlp.classifier import Classifier
from nlp.features import Named, collect_features, measure_length, name_features
from nlp.normalise import normalise
from nlp.reading import Scan
from nlp.reasons import Reasons, list_telling
from nlp.score import read_labels
from nlp.tally import Tally, find_length
from nlp.verdict import KINDS
from nlp.weights import LEANING, Weights, load_weights, make_weights, save_weights

DATA = Path(__file__).parents[1] / "data"
WEIGHTS = load_weights(Path(__file__).parents[2] / "nlp/weights.json")["all"]
#: What parts words and says nothing.
PAUSES = ",.;:!?、。~…()\\\"'“”‘’《》【】|/-—· \n"
LINES = ["厨房漏水了", "电梯停了 我被关在里面 3号楼2单元", "今晚吃火锅", "8-2-301 13800001234 @物业 没水"]


def weigh_by_hand(weights: Weights, line: str, classifier: Classifier) -> list[float]:
    features = classifier.features(line)
    length = measure_length(features)
    sums = [weight * LEANING for weight in weights.constant]
    for sort, names in features.items():
        for row in filter(None, (weights.find_row(sort, name) for name in names)):
            sums = [one + (byte - 128) / length for one, byte in zip(sums, row, strict=True)]
    powers = [math.exp(one / 10) for one in sums]
    return [power / sum(powers) for power in powers]


@pytest.mark.parametrize("line", LINES)
def test_adding_packed_rows_is_adding_each_weight(classifier: Classifier, line: str) -> None:
    expected = weigh_by_hand(WEIGHTS, line, classifier)
    assert WEIGHTS.weigh(classifier.features(line)) == pytest.approx(expected)


ODD_LINES = [
    *(
        "3.5公里",
        "哈哈哈哈",
        "水水水 水管 水管",
        "",
        "，。",
        "漏",
        "电梯",
        "a-b 8-2-301 @物业",
        "门门门 电梯 电梯 电梯",
    ),
    *("𠮷漏水𠮷漏", "𠮷", "楼上漏水，楼上漏水。漏水楼上", "电梯电梯电梯电梯", "\ud800漏水", "é漏水ŷ"),
]


def name_by_hand(scan: Scan, room: bool, phone: bool) -> Named:
    """The features one by one, as nlp/features.py describes them."""
    pieces: list[list[str]] = [[]]
    for word in scan.tokens:
        if word not in PAUSES:
            pieces[-1].append(word)
        elif pieces[-1]:
            pieces.append([])
    pieces = [piece for piece in pieces if piece]
    said = [word for piece in pieces for word in piece]
    flat = [word for number, piece in enumerate(pieces) for word in ([" "] if number else []) + piece]
    names = [hit[2] for hit in scan.hits]
    soon = [(a, b) for i, a in enumerate(names) for b in names[i + 1 : i + 3]]
    shape = {"room": room, "phone": phone, "at": "@" in scan.text, "digit": any(map(str.isdigit, scan.text))}
    named = {
        "w": set(said), "c": set(names), "fc": set(names[:1]), "lc": set(names[-1:]),
        "s": {name for name, is_so in shape.items() if is_so},
        "2": {a + b for a, b in pairwise("".join(flat))}, "k": {f"{a}>{b}" for a, b in soon},
        "1": set("".join(flat)), "e": {"^" + flat[0], flat[-1] + "$"} if flat else set(),
    }  # fmt: skip
    return {sort: found for sort, found in named.items() if found}


def test_the_features_are_those_that_one_counts_by_hand(classifier: Classifier) -> None:
    """On every line of the data, and on some with pauses inside words and with things said twice."""
    engine = classifier.engine
    lines = [m.text for path in sorted(DATA.glob("messages-*.jsonl")) for m in read_labels(path)]
    for number, text in enumerate(lines + ODD_LINES):
        scan, shape = engine.reader.scan(normalise(text)), (bool(number & 1), bool(number & 2))
        assert name_features(collect_features(scan, *shape)) == name_by_hand(scan, *shape), text


def test_the_tally_of_a_message_is_the_sum_of_its_features(classifier: Classifier) -> None:
    engine, tally = classifier.engine, Tally(WEIGHTS)
    lines = [m.text for m in read_labels(DATA / "messages-own.jsonl")]
    for text in [*lines, *ODD_LINES, " ".join(lines)]:
        scan = engine.reader.scan(normalise(text))
        for shape in ((False, False), (True, True)):
            features = collect_features(scan, *shape)
            assert tally.sum(features) == WEIGHTS.sum(name_features(features)), text
            assert find_length(features) == pytest.approx(measure_length(name_features(features)))


REPEATING = [
    *(
        "漏水漏水",
        "灯亮灯亮灯",
        "没水，没水，没水",
        "没水。。没水！！没水",
        "，，没水，，",
        "门 门 门",
        "啊啊啊 水 啊啊啊",
    ),
    *(
        "a b",
        "漏水 a.b.c 3.5 3.5",
        "不亮不亮 电梯不亮",
        "没坏 没坏 坏",
        "@物业 @物业",
        "水" * 60,
        "水管" * 40,
        "水电" * 200,
    ),
    " ".join("楼上漏水，厨房没水。电梯停了！" for _ in range(6)),
]


def test_what_is_not_listed_adds_up_to_what_the_features_say(classifier: Classifier) -> None:
    """On every line of the data, and on some in which words, letters, runs, pauses, concepts come again."""
    engine, tally = classifier.engine, Tally(WEIGHTS)
    lines = [m.text for path in sorted(DATA.glob("messages-*.jsonl")) for m in read_labels(path)]
    for number, text in enumerate([*lines, *ODD_LINES, *REPEATING, *map("，".join, pairwise(lines[::7]))]):
        scan, shape = engine.reader.scan(normalise(text)), (bool(number & 1), bool(number & 2))
        assert tally.lean(scan, *shape) == tally.lean_by(collect_features(scan, *shape)), text


@pytest.mark.parametrize("kind", KINDS[:-1])
def test_the_quick_reasons_are_the_reasons(classifier: Classifier, kind: str) -> None:
    engine = classifier.engine
    reasons = Reasons(WEIGHTS, f"kind:{kind}")
    for label in read_labels(DATA / "messages-own.jsonl"):
        scan = engine.reader.scan(normalise(label.text))
        features = collect_features(scan, False, False)
        named = list_telling(name_features(features))
        assert reasons.find(scan.said, scan.concepts, features.following) == WEIGHTS.reasons(
            named, f"kind:{kind}"
        )


def test_what_is_saved_is_what_is_loaded(tmp_path: Path) -> None:
    rows = {"": [0.5, -0.5], "w:漏水": [1.0, -12.7], "2:水了": [-99.0, 99.0], "w:a:b": [0.1, 0.0]}
    made = make_weights(["yes", "no"], rows)
    save_weights(tmp_path / "weights.json", {"choice": made})
    assert load_weights(tmp_path / "weights.json") == {"choice": made}
    assert set(made.rows["w"].names) == {"漏水", "a:b"}


def test_a_file_of_weights_that_is_laid_out_otherwise_is_read_as_well(tmp_path: Path) -> None:
    made = make_weights(["yes", "no"], {"": [0.5, -0.5], "w:漏水": [1.0, -12.7], "2:水了": [-9.0, 9.0]})
    save_weights(tmp_path / "weights.json", {"choice": made})
    kept = json.loads((tmp_path / "weights.json").read_bytes())
    for indent in (None, 4):
        (tmp_path / "other.json").write_text(json.dumps(kept, indent=indent), encoding="utf-8")
        assert load_weights(tmp_path / "other.json") == {"choice": made}


def test_each_row_is_read_by_itself_as_it_is_among_all() -> None:
    for sort, rows in WEIGHTS.rows.items():
        width = len(WEIGHTS.answers)
        for place in (*range(0, len(rows.names), 97), len(rows.names) - 1):
            row = rows.kept[place * width : (place + 1) * width]
            assert WEIGHTS.find_row(sort, rows.names[place]) == row


def test_the_reasons_speak_for_the_answer(classifier: Classifier) -> None:
    reasons = WEIGHTS.reasons(classifier.features("厨房漏水了"), "kind:repair")
    assert reasons
    assert all(":" in name for name in reasons)
