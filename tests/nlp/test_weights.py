"""Weights: what is weighed is what was learned, and what is saved is what is loaded."""

import math
from pathlib import Path

import pytest

from nlp.classifier import Classifier
from nlp.coded import CODED_SORTS, code_features, key_by_code, name_coded
from nlp.features import collect_features, measure_length, name_features
from nlp.normalise import normalise
from nlp.reasons import Reasons
from nlp.score import read_labels
from nlp.tally import Tally
from nlp.verdict import KINDS
from nlp.weights import LEANING, Weights, load_weights, make_weights, save_weights

DATA = Path(__file__).parents[1] / "data"
CHOICES = load_weights(Path(__file__).parents[2] / "nlp/weights.json")
WEIGHTS = CHOICES["kind"]
LINES = ["厨房漏水了", "电梯停了 我被关在里面 3号楼2单元", "今晚吃火锅", "8-2-301 13800001234 @物业 没水"]


def weigh_by_hand(weights: Weights, line: str, classifier: Classifier) -> list[float]:
    features = classifier.features(line)
    length = measure_length(features)
    sums = [weight * LEANING for weight in weights.constant]
    for name, value in name_features(features).items():
        sort, _, what = name.partition(":")
        row = weights.find_row(sort, what)
        if row is not None:
            sums = [one + value / length * (byte - 128) for one, byte in zip(sums, row, strict=True)]
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


def test_the_coded_features_are_the_features_one_by_one(classifier: Classifier) -> None:
    """On every line of the data, and on some with pauses inside words and with things said twice."""
    engine = classifier.engine
    lines = [m.text for path in sorted(DATA.glob("messages-*.jsonl")) for m in read_labels(path)]
    for number, text in enumerate(lines + ODD_LINES):
        scan = engine.reader.scan(normalise(text))
        shape = bool(number & 1), bool(number & 2)
        rules = [fired.rule.name for fired in engine.fire_rules(scan)]
        coded, features = code_features(scan, rules, *shape), collect_features(scan, rules, *shape)
        for sort, keys in zip(CODED_SORTS, coded, strict=True):
            names = [name_coded(sort, key) for key in keys]
            known = key_by_code(sort, names, names)
            assert [known[key] for key in keys] == names, text
            assert len(set(names)) == len(names), text
            assert set(names) == features.get(sort, set()), text


def test_the_tally_of_a_message_is_the_sum_of_its_features(classifier: Classifier) -> None:
    engine, tallies = classifier.engine, {choice: Tally(weights) for choice, weights in CHOICES.items()}
    lines = [m.text for m in read_labels(DATA / "messages-own.jsonl")]
    for text in lines + ODD_LINES:
        scan = engine.reader.scan(normalise(text))
        rules = [fired.rule.name for fired in engine.fire_rules(scan)]
        for shape in ((False, False), (True, True)):
            coded, features = code_features(scan, rules, *shape), collect_features(scan, rules, *shape)
            for choice, weights in CHOICES.items():
                assert tallies[choice].sum(coded) == weights.sum(features), text


@pytest.mark.parametrize("kind", KINDS[:-1])
def test_the_quick_reasons_are_the_reasons(classifier: Classifier, kind: str) -> None:
    engine = classifier.engine
    reasons = Reasons(WEIGHTS, kind)
    for label in read_labels(DATA / "messages-own.jsonl"):
        scan = engine.reader.scan(normalise(label.text))
        coded = code_features(scan, [], False, False)
        assert reasons.find(coded) == WEIGHTS.reasons(collect_features(scan, [], False, False), kind)


def test_what_is_saved_is_what_is_loaded(tmp_path: Path) -> None:
    rows = {"": [0.5, -0.5], "w:漏水": [1.0, -12.7], "2:水了": [-99.0, 99.0], "w:a:b": [0.1, 0.0]}
    made = make_weights(["yes", "no"], rows)
    save_weights(tmp_path / "weights.json", {"choice": made})
    assert load_weights(tmp_path / "weights.json") == {"choice": made}
    assert set(made.rows["w"].names) == {"漏水", "a:b"}


def test_the_reasons_speak_for_the_answer(classifier: Classifier) -> None:
    reasons = WEIGHTS.reasons(classifier.features("厨房漏水了"), "repair")
    assert reasons
    assert all(":" in name for name in reasons)
