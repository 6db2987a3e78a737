"""Who is lost is heard with and without a name, in the shortest words; a lost thing is nobody."""

from __future__ import annotations

import pytest

from nlp.classifier import Classifier
from nlp.verdict import SILENT

GONE = [
    "孩子丢了",
    "我女儿丢了",
    "我儿子丢了 5岁",
    "女儿丢了，穿白裙子",
    "我女儿找不到了",
    "我女儿暖暖不见了",
    "我女儿暖暖不见了 六岁 扎两个辫子 穿粉色外套 刚才在小广场玩",
    "我女儿萌萌不见了 六岁",
    "我女儿甜甜丢了 穿白裙子",
    "我儿子浩浩不见了 6岁",
    "我家乐乐不见了 6岁男孩",
    "我家宝宝不见了",
    "孩子丢了！大家帮帮忙",
]
NOBODY = [
    "我女儿的书包不见了",
    "我女儿书包不见了",
    "我女儿找不到书包了",
    "我女儿丢了手机",
    "孩子校服丢了 谁捡到了",
    "我孩子的水杯找不到了",
    "我儿子球丢了",
    "我妈的老年卡找不到了",
    "我妈找不到钥匙了",
    "我家豆豆不见了 泰迪",
    "儿子丢了工作",
]


@pytest.mark.parametrize("text", GONE)
def test_who_is_gone_is_an_emergency_beyond_doubt(classifier: Classifier, text: str) -> None:
    verdict = classifier.classify(text)
    assert (verdict.kind, verdict.category, verdict.certain) == ("urgent", "missing_person", True)
    assert classifier.classify_fully(text) == verdict


@pytest.mark.parametrize("text", NOBODY)
def test_a_thing_that_is_gone_is_no_emergency(classifier: Classifier, text: str) -> None:
    assert classifier.classify(text).kind != "urgent"
    assert classifier.classify_fully(text) == classifier.classify(text)


def test_what_says_nothing_of_anybody_lost_stays_as_it_was_cut(classifier: Classifier) -> None:
    for text in ("今天天气真好", "谢谢乐乐妈妈", "丢了", "找不到", "的丢了"):
        tokens = classifier.engine.reader.cut(text)
        assert classifier.engine.lost.say_in_full(tokens) is tokens
    assert classifier.classify("丢了") == SILENT
