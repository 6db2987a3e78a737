"""Letters: who names an estate in full is heard, with less than a line of chat must say."""

import pytest

from nlp.classifier import Classifier
from nlp.engine import IN_LETTER, LETTER_POINTS
from nlp.estate_names import names_estate
from nlp.normalise import normalise


@pytest.mark.parametrize("text", ["翠堤湾小区频繁停水", "反映桂花公寓小区违建", "滨江一号小区门口夜宵摊扰民"])
def test_a_name_before_the_word_is_an_estate_named_in_full(text: str) -> None:
    assert names_estate(text)


@pytest.mark.parametrize(
    "text",
    [
        "我们小区停水了",
        "这个小区不错",
        "小区门口有家面馆",
        "住在老小区",
        "隔壁小区也停电",
        "本小区业主",
        "咱小区",
        "哪个小区便宜",
        "",
    ],
)
def test_our_own_and_any_other_is_not(text: str) -> None:
    assert not names_estate(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("翠堤湾小区2栋电梯坏了半个月", "repair"),
        ("反映金桂苑小区一楼住户违建", "complaint"),
        ("滨江花城小区楼下夜宵摊占道 油烟扰民", "complaint"),
        ("南苑新村小区垃圾成堆无人清理", "complaint"),
    ],
)
def test_a_title_of_a_letter_is_heard(text: str, kind: str) -> None:
    assert Classifier.load().classify(text).kind == kind


def test_what_is_decided_for_a_letter_had_that_much_to_be_said_for_it() -> None:
    engine = Classifier.load().engine
    for text in ("翠堤湾小区真不错", "云栖里小区几点开盘", "听说山水城小区又涨了", "听雨轩小区的猫好可爱"):
        found = engine.judge(text, normalise(text))
        if found and found.kind != "other" and found.decided_by is None:
            assert 1.0 - dict(found.scores)["other"] >= IN_LETTER
            assert found.points >= LETTER_POINTS
