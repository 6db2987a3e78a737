"""The first look: what it stops is talk, what it lets through is judged as if there were none."""

import math
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from nlp.choices import ANSWERS, CHOICES, SPANS, join_choices
from nlp.classifier import Classifier
from nlp.engine import Engine
from nlp.gate import Gate
from nlp.normalise import normalise
from nlp.score import read_labels
from nlp.weights import LEANING, make_weights

DATA = Path(__file__).parents[1] / "data"
#: Never learned from.
LOTS = [DATA / f"messages-{lot}.jsonl" for lot in ("own", "blind", "blind2", "blind3", "blind4")]
NOTHING = make_weights(("silence",), {"": [-12.7]})


@cache
def open_gate() -> Engine:
    """The same engine with a gate that stops nothing."""
    return replace(Classifier.load().engine, gate=Gate(NOTHING))


def test_the_gate_adds_what_words_and_concepts_say() -> None:
    engine = Classifier.load().engine
    rows = {"": [1.0], "w:漏水": [-3.0], "w:我家": [0.5], "c:leak": [-2.0]}
    gate = Gate(make_weights(("silence",), rows))
    scan = engine.reader.scan(normalise("我家，漏水"))
    assert scan.tokens == ["我家", ",", "漏水"]
    assert [hit[2] for hit in scan.hits] == ["home", "leak"]
    assert gate.lean(scan) == pytest.approx(10 * LEANING + (5 - 30 - 20) / math.sqrt(4))


def test_nothing_to_add_says_what_is_always_said() -> None:
    assert Gate(NOTHING).lean(Classifier.load().engine.reader.scan("")) == pytest.approx(-127 * LEANING)


@pytest.mark.parametrize("path", LOTS, ids=[path.stem for path in LOTS])
def test_what_passes_the_gate_is_judged_as_without_it_and_next_to_nothing_is_lost(path: Path) -> None:
    engine, lost = Classifier.load().engine, 0
    labels = read_labels(path)
    for label in labels:
        found, free = (one.judge(label.text, normalise(label.text)) for one in (engine, open_gate()))
        if found is None or free is None:
            assert found is free
        elif found.stopped:
            lost += free.kind == label.kind != "other"
        else:
            assert found == free
    assert lost <= len(labels) / 50


def test_the_gate_stops_most_of_what_is_talk_about_an_estate() -> None:
    engine = Classifier.load().engine
    others = [label.text for path in LOTS for label in read_labels(path) if label.kind == "other"]
    judged = [found for text in others if (found := engine.judge(text, normalise(text)))]
    assert sum(found.stopped for found in judged) > len(judged) / 2


def test_a_clear_rule_of_an_estate_passes_the_gate(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "own.toml").write_text(
        '[[rule]]\nname = "cats"\nkind = "complaint"\ncategory = "pets"\nsure = true\nneed = ["pet_weak"]\n'
        'match = ["猫咪", "小猫", "小狗"]\nsilent = ["吃饭", "喝咖啡", "电梯"]\n',
        encoding="utf-8",
    )
    talk = "哈哈 电梯里这只猫好可爱 周末一起喝咖啡"
    assert Classifier.load().classify(talk).kind == "other"
    assert Classifier.load(tmp_path).classify(talk).kind == "complaint"


def test_of_all_that_is_labelled_no_answer_is_lost_over_a_word_of_danger() -> None:
    engine, free, stopped = Classifier.load().engine, open_gate(), 0
    for label in [label for path in sorted(DATA.glob("messages-*.jsonl")) for label in read_labels(path)]:
        clean = normalise(label.text)
        scan = engine.reader.scan(clean)
        if scan.mask & engine.peril and engine.gate.stops(scan, of_danger=True):
            found, freely = engine.judge(label.text, clean), free.judge(label.text, clean)
            if found and freely and found.stopped:
                stopped += 1
                assert freely.kind == "other", label.text
    assert stopped


@pytest.mark.parametrize(
    "text", ["着火啦 着火啦 大家快出来", "上面掉石头 差点砸死我", "看到十六楼阳台有明火 主人不在家"]
)
def test_no_word_of_danger_is_stopped_where_it_may_be_meant(text: str) -> None:
    found = Classifier.load().engine.judge(text, normalise(text))
    assert found
    assert not found.stopped


def test_the_answers_of_all_choices_stand_side_by_side() -> None:
    assert [ANSWERS[span] for span in SPANS.values()] == [
        tuple(f"{choice}:{answer}" for answer in answers) for choice, answers in CHOICES.items()
    ]


def test_a_choice_that_does_not_know_a_feature_says_nothing_for_it() -> None:
    kind = make_weights(CHOICES["kind"], {"": [0.1] * 6, "w:水": [1.0, 2.0, 3.0, 4.0, 5.0, -6.0]})
    table = join_choices({"kind": kind}, [("w", "水"), ("w", "火")])
    assert table.rows["w"].names == ("水",)
    assert table.sum({"w": {"水", "火"}}) == (10, 20, 30, 40, 50, -60, *[0] * (len(ANSWERS) - 6))
