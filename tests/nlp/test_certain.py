"""Which emergencies are told to every group at once, and which ask the staff first."""

from __future__ import annotations

import pytest

from nlp.classifier import Classifier
from nlp.engine import BRIEF

CERTAIN = (
    "我儿子不见了",
    "孩子不见了",
    "我妈走丢了 78岁 有老年痴呆",
    "我儿子不见了 9岁 早上六点出的门 灰卫衣蓝裤子",
    "孩子丢了，6岁，红色外套，谁看见了",
    "女儿放学没回家 电话也打不通 三年级 穿校服 扎马尾",
    "孩子自己跑出去了 穿蓝色校服 12岁 不会说话 大家帮忙看看",
)
SEEN_HERE = {
    "电梯困人了 5栋": "elevator_trapped",
    "我妈困在电梯里出不来": "elevator_trapped",
    "厨房着火了 快来": "fire",
    "车库有车着火了": "fire",
    "楼道里冒黑烟 好像着火了": "fire",
    "家里一股煤气味": "gas",
    "楼道好大煤气味": "gas",
    "我妈出去三小时了手机关机 她有老年痴呆": "missing_person",
    "奶奶不见了 老年痴呆": "missing_person",
    "水管爆了 家里被淹了": "flood",
}
NEVER_CERTAIN = (
    "着火了哈哈",
    "热得着火了",
    "公司电梯困人了",
    "要是煤气泄漏怎么办",
    "新闻说孩子走失",
    "昨晚追剧 电梯困人了",
)
DOUBTFUL = ("爸哪去了", "人都从哪来回哪去了")
NO_ALERT = ("我爸说现在不回来了", "妹妹说这两天不回来了", "我家猫不见了", "孩子找到了 谢谢大家", "钥匙不见了")


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier.load()


@pytest.mark.parametrize("text", CERTAIN)
def test_a_child_or_elder_who_is_gone_is_certain(classifier: Classifier, text: str) -> None:
    verdict = classifier.classify(text)
    assert (verdict.kind, verdict.category, verdict.certain) == ("urgent", "missing_person", True)


@pytest.mark.parametrize(("text", "category"), SEEN_HERE.items())
def test_what_is_seen_or_smelled_here_and_who_is_trapped_is_certain(
    classifier: Classifier, text: str, category: str
) -> None:
    verdict = classifier.classify(text)
    assert (verdict.kind, verdict.category, verdict.certain) == ("urgent", category, True)


@pytest.mark.parametrize("text", NEVER_CERTAIN)
def test_a_joke_the_news_a_question_and_another_place_are_never_certain(
    classifier: Classifier, text: str
) -> None:
    verdict = classifier.classify(text)
    assert verdict.kind != "urgent" or not verdict.certain


@pytest.mark.parametrize("text", DOUBTFUL)
def test_who_may_only_be_out_is_asked_about_first(classifier: Classifier, text: str) -> None:
    verdict = classifier.classify(text)
    assert verdict.kind == "other" or not verdict.certain


@pytest.mark.parametrize("text", NO_ALERT)
def test_who_stays_away_is_found_or_is_a_cat_alarms_nobody(classifier: Classifier, text: str) -> None:
    assert classifier.classify(text).kind != "urgent"


def test_a_long_story_with_little_of_an_estate_in_it_is_chat(classifier: Classifier) -> None:
    brief = "孩子掉下去了"
    story = (
        f"那天半夜在国道上{brief}，我和朋友吓得躲在车里不敢出声，"
        "后来想想那几年的治安真是一言难尽，现在好多了，大家都说不敢相信，一晃也这么多年过去了"
    )
    assert len(story) > max(BRIEF)
    assert classifier.classify(brief).kind == "urgent"
    assert classifier.classify(story).kind == "other"


def test_a_long_report_of_a_child_who_is_gone_is_heard_to_its_end(classifier: Classifier) -> None:
    report = (
        "各位邻居麻烦大家留意一下，我女儿早上出门以后到现在没回家，今年十一岁，上身穿灰色卫衣，下身黑裤子，"
        "背一个粉色书包，平时比较内向不爱说话，我们已经在附近找了一圈了"
    )
    assert len(report) > max(BRIEF)
    assert classifier.classify(report).kind == "urgent"
