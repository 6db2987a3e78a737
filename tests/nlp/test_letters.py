"""Letters: who names an estate in full is heard, with less than a line of chat must say."""

from itertools import product

import pytest

from nlp.classifier import Classifier
from nlp.engine import IN_LETTER, LETTER_POINTS
from nlp.estate_names import introduces_writer, names_estate
from nlp.normalise import normalise
from nlp.sureness import ask_of


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
    "text",
    [
        "我是翠堤湾三期的一名业主 从去年冬天起楼顶一直渗水 找了物业四次都说在走流程",
        "尊敬的领导您好 我们楼下的烧烤店每天营业到凌晨两点 油烟直接排到小区里",
        "作为滨江一号的住户 我实在忍不下去了 保安天天在岗亭里睡觉 车库连着丢了三辆电动车",
    ],
)
def test_who_says_who_writes_and_to_whom_writes_a_letter(text: str) -> None:
    assert introduces_writer(normalise(text))
    assert Classifier.load().classify(text).kind == "complaint"


@pytest.mark.parametrize(
    "text",
    [
        "我是业主",
        "尊敬的各位家人们 周末团购车厘子五斤装八十八包邮到家 要的接龙",
        "今天在单位被领导说了一顿 说我写的材料不行 改了三遍还是不满意 真想辞职回家",
    ],
)
def test_a_word_of_oneself_an_advertisement_and_a_story_of_work_are_none(text: str) -> None:
    assert not introduces_writer(normalise(text))


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


TITLES = [
    "办丧事声音大得吓人",
    "大门口违停严重",
    "绿化被毁",
    "门口臭气熏天",
    "频繁停水",
    "楼下饭店油烟扰民",
    "物业乱收费",
    "电梯老坏",
]


def test_some_letters_are_heard_with_less_than_chat_must_say_and_none_with_less_than_that() -> None:
    engine, less = Classifier.load().engine, 0
    for place, title in product(("金桂苑", "翠堤湾", "滨江一号"), TITLES):
        found = engine.judge("", normalise(f"{place}小区{title}"))
        if found and found.kind != "other" and found.decided_by is None:
            acting = 1.0 - dict(found.scores)["other"]
            assert acting >= IN_LETTER
            assert found.points >= LETTER_POINTS
            less += acting < ask_of(found.kind, found.points, found.plain)
    assert less
