"""What reads as chat by itself and is a report, a question or nothing at all among what was just said."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.conversation.overhearing import hear_among, is_announced, may_be_heard
from handlers.model import Role, Sender
from handlers.threads import Remark
from nlp.verdict import SILENT
from tests.handlers.building import NOW, ZHANG, group, write

NEIGHBOUR = Sender("t:contact:neighbour", "番茄")
MANAGER = Sender("t:contact:manager", "段经理", Role.MANAGER)
NOTICE = "各位邻居 明早9点至11点配电房检修 3到8栋停电 请提前安排"


def _said(sender: Sender, text: str, minutes: float = 1) -> Remark:
    return Remark(replace(write(sender, group(3), text), sent_at=NOW - timedelta(minutes=minutes)))


def _hear(text: str, *said: Remark) -> tuple[str, str | None]:
    verdict = hear_among(write(ZHANG, group(3), text), SILENT, said, NOW)
    return verdict.kind, verdict.category


@pytest.mark.parametrize(
    ("first", "second", "category"),
    [
        ("咋没电了 正看到大结局", "我们12栋也黑了", "electric"),
        ("没水了 牙刷到一半", "停水了停水了", "water"),
        ("网又断了", "我家也断网了 开会呢", "network"),
    ],
)
def test_a_second_who_has_none_makes_a_report_of_it(first: str, second: str, category: str) -> None:
    assert _hear(second, _said(NEIGHBOUR, first)) == ("repair", category)


@pytest.mark.parametrize(
    "second", ["哈哈 烛光晚餐", "我家有电 好好的", "要是停电我就搬去商场住", "来电了 耶", "晚上去哪吃"]
)
def test_a_joke_or_good_news_makes_none(second: str) -> None:
    assert _hear(second, _said(NEIGHBOUR, "咋没电了 正看到大结局")) == ("other", None)


def test_one_alone_or_one_long_ago_makes_none() -> None:
    assert _hear("我们12栋也黑了") == ("other", None)
    assert _hear("我们12栋也黑了", _said(ZHANG, "咋没电了")) == ("other", None)
    assert _hear("我们12栋也黑了", _said(NEIGHBOUR, "咋没电了", minutes=20)) == ("other", None)


@pytest.mark.parametrize("text", ["几点开门啊", "第三次了 服了", "我们12栋也黑了", "同问", "晚上去哪吃"])
def test_the_quick_look_leaves_out_only_what_stays_what_it_is(text: str) -> None:
    for said in (_said(NEIGHBOUR, "咋没电了"), _said(NEIGHBOUR, NOTICE), _said(MANAGER, NOTICE)):
        heard = _hear(text, said) != ("other", None)
        assert not heard or may_be_heard(text, after_staff=said.message.sender is MANAGER)


@pytest.mark.parametrize("question", ["电梯也停电吗 家里有坐月子的", "停电要多久", "停电是几点开始啊"])
def test_a_question_after_a_notice_is_one_to_the_company(question: str) -> None:
    assert _hear(question, _said(MANAGER, NOTICE)) == ("inquiry", None)
    assert _hear(question, _said(NEIGHBOUR, NOTICE))[0] != "inquiry"


@pytest.mark.parametrize("talk", ["收到", "停电正好睡到自然醒", "冰箱里的肉怎么办 哭", "红包呢经理"])
def test_talk_after_a_notice_stays_talk(talk: str) -> None:
    assert _hear(talk, _said(MANAGER, NOTICE)) == ("other", None)


def test_the_same_question_again_makes_a_question_of_both() -> None:
    asked = _said(NEIGHBOUR, "物业费能开电子发票吗")
    assert _hear("同问发票 公司要报销", asked) == ("inquiry", None)
    assert _hear("同问", _said(NEIGHBOUR, "谁家有梯子借一下")) == ("other", None)


def test_what_staff_have_announced_is_no_fault_until_somebody_names_a_home() -> None:
    said = [_said(MANAGER, NOTICE)]
    assert is_announced("停电正好睡到自然醒", said, NOW)
    assert not is_announced("我家现在就没电了", said, NOW)
    assert not is_announced("停电正好睡到自然醒", [], NOW)


# --- a second witness -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "category"),
    [
        ("东门快递柜死机了 取件码输进去没反应", "我也是 在这戳了五分钟", "facility"),
        ("9栋门禁又失灵", "+1", "door_access"),
        ("3单元电梯不动弹了", "对 我也等半天", "elevator"),
        ("车库里的灯好几个不亮", "我这边也是", "electric"),
    ],
)
def test_a_second_witness_makes_a_report_of_what_was_taken_for_talk(
    first: str, second: str, category: str
) -> None:
    assert _hear(second, _said(NEIGHBOUR, first)) == ("repair", category)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("我手机死机了", "我也是"),
        ("东门快递柜死机了", "笑死 我也是[旺柴]"),
        ("东门快递柜死机了", "我的到驿站了"),
        ("我们公司电梯坏了", "我也是"),
        ("快递柜死机了吗", "我也想知道"),
        ("快递柜昨天死机 今天修好了", "我也是"),
    ],
)
def test_an_echo_of_talk_makes_none(first: str, second: str) -> None:
    assert _hear(second, _said(NEIGHBOUR, first)) == ("other", None)


def test_an_echo_is_of_what_was_said_last() -> None:
    said = (_said(NEIGHBOUR, "东门快递柜死机了", 2), _said(MANAGER, "收到", 1.5), _said(NEIGHBOUR, "好饿", 1))
    assert _hear("我也是", *said) == ("other", None)


def test_who_is_glad_of_it_has_not_got_it() -> None:
    assert _hear("断网好 早点睡", _said(NEIGHBOUR, "网又断了")) == ("other", None)
    assert _hear("断网好几天了", _said(NEIGHBOUR, "网又断了")) == ("repair", "network")


def test_two_who_scold_about_a_price_complain_of_it() -> None:
    dear = "临停费又涨价了？一小时8块 跟谁商量了"
    assert _hear("就是 一点通知都没有", _said(NEIGHBOUR, dear)) == ("complaint", "fees")
    assert _hear("没亲戚来 无所谓", _said(NEIGHBOUR, dear)) == ("other", None)
    assert _hear("就是", _said(NEIGHBOUR, "猪肉又涨价了 四十一斤")) == ("other", None)
