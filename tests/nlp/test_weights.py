"""Weights: what is weighed is what was learned, and what is saved is what is loaded."""

import math
from pathlib import Path

import pytest

from nlp.classifier import Classifier
from nlp.features import collect_features, measure_length, name_features
from nlp.normalise import normalise
from nlp.score import read_labels
from nlp.tally import Tally
from nlp.weights import LEANING, Weights, load_weights, make_weights, save_weights

DATA = Path(__file__).parents[1] / "data"
WEIGHTS = load_weights(Path(__file__).parents[2] / "nlp/weights.json")["kind"]
LINES = ["厨房漏水了", "电梯停了 我被关在里面 3号楼2单元", "今晚吃火锅", "8-2-301 13800001234 @物业 没水"]


def weigh_by_hand(weights: Weights, line: str, classifier: Classifier) -> list[float]:
    features = classifier.features(line)
    length = measure_length(features)
    sums = [weight * LEANING for weight in weights.constant]
    for name, value in name_features(features).items():
        sort, _, what = name.partition(":")
        packed = weights.rows.get(sort, {}).get(what)
        if packed is not None:
            row = packed.to_bytes(4 * len(sums), "little")[::4]
            sums = [one + value / length * (byte - 128) for one, byte in zip(sums, row, strict=True)]
    powers = [math.exp(one / 10) for one in sums]
    return [power / sum(powers) for power in powers]


@pytest.mark.parametrize("line", LINES)
def test_adding_packed_rows_is_adding_each_weight(classifier: Classifier, line: str) -> None:
    expected = weigh_by_hand(WEIGHTS, line, classifier)
    assert WEIGHTS.weigh(classifier.features(line)) == pytest.approx(expected)


def test_the_tally_of_a_scan_is_the_sum_of_its_features(classifier: Classifier) -> None:
    """On every line of the data, and on some with pauses inside words and with letters said twice."""
    engine = classifier.engine
    tally = Tally(WEIGHTS)
    lines = [m.text for path in sorted(DATA.glob("messages-*.jsonl")) for m in read_labels(path)]
    for text in [
        *lines,
        "3.5公里",
        "哈哈哈哈",
        "水水水 水管 水管",
        "",
        "，。",
        "𠮷漏水𠮷漏",
        "a-b 8-2-301 @物业",
    ]:
        scan = engine.reader.scan(normalise(text))
        rules = [fired.rule.name for fired in engine.fire_rules(scan)]
        for room, phone in ((False, False), (True, True)):
            features = collect_features(scan, rules, room, phone)
            assert tally.sum(scan, rules, room, phone) == WEIGHTS.sum(features), text


def test_what_is_saved_is_what_is_loaded(tmp_path: Path) -> None:
    rows = {"": [0.5, -0.5], "w:漏水": [1.0, -12.7], "2:水了": [-99.0, 99.0], "w:a:b": [0.1, 0.0]}
    made = make_weights(["yes", "no"], rows)
    save_weights(tmp_path / "weights.json", {"choice": made})
    assert load_weights(tmp_path / "weights.json") == {"choice": made}
    assert set(made.rows["w"]) == {"漏水", "a:b"}


def test_the_reasons_speak_for_the_answer(classifier: Classifier) -> None:
    reasons = WEIGHTS.reasons(classifier.features("厨房漏水了"), "repair")
    assert reasons
    assert all(":" in name for name in reasons)
