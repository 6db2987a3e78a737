"""What people do with words in a chat: tables of what they type."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handlers.words import acts, parts, sightings, topics

YES: list[tuple[Callable[[str], bool], tuple[str, ...]]] = [
    (
        acts.echoes,
        ("+1", "我家也是", "我们楼也没水", "同问", "支持", "2. 老王", "我也听见了", "8栋 1", "我也要 扣1"),
    ),
    (acts.only_echoes, ("+1", "我家也是", "支持", "同上", "+1+1", "俺也一样")),
    (acts.reminds, ("怎么还没来", "师傅啥时候来呀", "都第三天了", "催一下", "还没人来修吗", "收到没")),
    (acts.accepts_answer, ("好的 谢谢", "知道了", "明白了")),
    (acts.asks, ("找到了吗", "什么情况", "谁有梯子", "几点来")),
    (parts.says_only_address, ("8-2-301", "8栋2单元301 谢谢", "我住6栋1单元502", "3栋1单元2002 13900001122")),
    (acts.stands_for_voice, ("[语音]", "[语音] 12秒", '[语音]5"')),
    (acts.was_hurt, ("我女儿上周被那只扑倒过", "上次绊倒我妈的就是它", "昨晚被吵醒三次")),
    (acts.may_ask, ("装宽带要登记不", "能不能用支付宝", "门禁咋办")),
    (sightings.claims_kin, ("是我家的！马上到", "是我孙女", "在我家呢")),
    (sightings.is_family, ("我是他妈妈", "大家看到我儿子没有", "我女儿到现在没回家")),
]
NO: list[tuple[Callable[[str], bool], tuple[str, ...]]] = [
    (acts.echoes, ("今晚吃什么", "停水了", "1栋电梯坏了", "11楼", "没修好1", "完成1", "漏到6栋1")),
    (acts.only_echoes, ("我家也漏水", "+1 我拎着菜站门口呢", "2栋")),
    (acts.reminds, ("谢谢师傅", "厨房漏水了", "8-2-301")),
    (parts.says_only_address, ("8栋2单元301漏水", "二号楼没水", "厨房漏水了", "12栋也停了")),
    (acts.echoes, ("谁支持的蓝队 出来挨打", "大家也暖心", "这张照片拍得好 像画一样", "6")),
    (acts.stands_for_voice, ("[语音]厨房漏水", "[图片]", "语音说吧")),
    (acts.may_ask, ("入户门外水表箱", "消防规定的")),
    (sightings.is_family, ("是我孙女 我马上来", "我看到一个男孩", "跟我儿子写作业呢")),
]


@pytest.mark.parametrize(("act", "text"), [(act, text) for act, texts in YES for text in texts])
def test_it_is_heard(act: Callable[[str], bool], text: str) -> None:
    assert act(text)


@pytest.mark.parametrize(("act", "text"), [(act, text) for act, texts in NO for text in texts])
def test_it_is_not_heard_where_it_is_not_said(act: Callable[[str], bool], text: str) -> None:
    assert not act(text)


@pytest.mark.parametrize(
    ("one", "other", "whole"),
    [
        ("11", "-2", "11-2"),
        ("8-2-301", "8", "8-2-301"),
        ("8", "8-2", "8-2"),
        (None, "5", "5"),
        ("5", None, "5"),
        (None, None, None),
    ],
)
def test_two_rooms_tell_more_than_one(one: str | None, other: str | None, whole: str | None) -> None:
    assert topics.refine_room(one, other) == whole


@pytest.mark.parametrize(
    ("text", "outage"),
    [
        ("停水了？", True),
        ("全楼都没电", True),
        ("暖气不热", True),
        ("我家网断了", True),
        ("客厅插座没电", False),
        ("厨房水管漏水", False),
        ("水费怎么交", False),
    ],
)
def test_an_outage_is_told_from_a_thing_that_broke(text: str, outage: bool) -> None:
    assert topics.tells_outage(text) is outage


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [("湖边蚊子多", "景观湖臭了", True), ("东门道闸坏了", "西门出不去", False), ("东门", "电梯坏了", None)],
)
def test_one_spot_has_many_names(one: str, other: str, shared: bool | None) -> None:
    assert topics.share_place(one, other) is shared


@pytest.mark.parametrize("act", [act for act, _ in YES])
def test_long_texts_cost_no_more_than_their_length(act: Callable[[str], bool]) -> None:
    for text in ("物业" * 5_000, "1" * 10_000, "我" * 10_000, "是不是谁在" * 2_000, " 也" * 5_000):
        assert act(text[:10_000]) in (True, False)


@pytest.mark.parametrize("text", ["恢复128", "接单128恢复128", "恢复 #128"])
def test_an_order_to_go_on_does_not_say_that_it_is_solved(text: str) -> None:
    assert not acts.says_solved(text)
