"""Most owners say it plainly: “厨房漏水了”, “着火了”, “物业几点下班”.

The labelled authors like to say things sideways, so weights learned from them alone come to think that
whoever says the plain word is joking.  A plain report of a few words, with nothing in it that takes it
back, must be understood whatever the weights say.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.classifier import Classifier
from nlp.score import read_labels

LINES = read_labels(Path(__file__).parents[1] / "data/messages-train-e.jsonl")

#: Typed into the product's own stories.
STORIES = {
    "我家8栋2单元301厨房漏水了": ("repair", "water"),
    "厨房漏水了 8-2-301": ("repair", "water"),
    "孩子自己跑出去了 穿蓝色校服 12岁 不会说话 大家帮忙看看": ("urgent", "missing_person"),
    "着火了": ("urgent", "fire"),
    "3栋电梯困人了": ("urgent", "elevator_trapped"),
    "马桶水箱哗哗流停不下来": ("repair", "water"),
    "我家也没水": ("repair", "water"),
    "找到了 谢谢大家": ("other", None),
    "我刚在环桥下面看到一个男孩 蓝衣服": ("other", None),
    "早上好": ("other", None),
}


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier.load()


@pytest.mark.parametrize(("text", "expected"), STORIES.items(), ids=STORIES)
def test_the_words_of_the_stories_are_understood(
    classifier: Classifier, text: str, expected: tuple[str, str | None]
) -> None:
    verdict = classifier.classify(text)
    assert (verdict.kind, verdict.category) == expected


def test_plain_reports_are_understood(classifier: Classifier) -> None:
    missed = [
        f"{line.text}: {line.kind}, not {classifier.classify(line.text).kind}"
        for line in LINES
        if classifier.classify(line.text).kind != line.kind
    ]
    assert len(missed) <= len(LINES) * 0.02, "\n".join(missed)
