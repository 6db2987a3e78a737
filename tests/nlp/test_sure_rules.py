"""A sure rule decides alone, but not over a joke, and not against all that the weights have learned."""

import pytest

from nlp.classifier import Classifier

ODD_USES = [
    ("一转眼孩子不见了 低头一看 蹲我脚边啃泥巴呢[破涕为笑]", "urgent-missing"),
    ("孩子丢了怎么办？安全定位手表开学季特价199 防走失", "urgent-missing"),
    ("我妈说我再不结婚她就离家出走 现在正在收拾行李箱 里面全是瓜子", "urgent-missing"),
    ("泡泡车找不到了 孩子哭到现在 车把上系着丝带", "urgent-missing"),
    ("出儿童防走失牵引绳 娃大了不肯戴 白送", "urgent-missing"),
    ("工资到账三秒就蒸发 疑似泄漏", "urgent-gas-smell"),
    ("电梯里空调不出风 闷成罐头", "urgent-lift-trapped"),
    ("电梯里一格信号都没📵 外卖小哥每次都失联", "urgent-missing"),
    ("我同事昨晚被困电梯 今天请假压惊", "urgent-lift-trapped"),
    ("中超这门将 是不是失踪了 全场看不到人", "urgent-missing"),
    ("我奶奶的老花镜又找不着了 在头上戴着呢", "urgent-missing"),
]
PLAIN = [
    "着火了",
    "我被困在电梯里了",
    "3栋电梯困人了",
    "孩子不见了",
    "我妈走失了 老年痴呆",
    "谁看到我儿子了 找不到了",
    "有小偷",
    "燃气泄漏 5栋",
]


@pytest.mark.parametrize(("text", "rule"), ODD_USES)
def test_a_sure_rule_that_fires_on_an_odd_use_yields_to_the_weights(
    classifier: Classifier, text: str, rule: str
) -> None:
    found = classifier.explain(text)
    assert rule in [fired.rule.name for fired in found.fired if fired.rule.sure]
    assert found.verdict.kind != "urgent"


@pytest.mark.parametrize("text", PLAIN)
def test_a_plain_report_stands(classifier: Classifier, text: str) -> None:
    assert classifier.classify(text).kind == "urgent"


@pytest.mark.parametrize("text", ["着火了哈哈", "新闻说孩子不见了", "公司电梯困人了"])
def test_the_same_words_taken_back_are_silence(classifier: Classifier, text: str) -> None:
    assert classifier.classify(text).kind == "other"
