"""One event told in other words, of other sorts and in other groups; and two that only look like one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.alerts.ending import end_alert, find_over
from handlers.alerts.sameness import find_same_alert, may_be_same_person
from handlers.decide import decide
from handlers.model import AlertState
from handlers.threads import Remark
from handlers.words.endings import says_over
from tests.handlers.building import CHEN, MOTHER, STAFF_GROUP, ZHANG, alert, group, hear, ticket, write
from tests.handlers.witnesses import Call, is_clue, of_call, urgent

GAS = ("gas", "7栋2单元一楼那家门缝里煤气味冲鼻子", "7-2")
PANE = ("falling_object", "12栋掉下来一块玻璃", "12")
POLE = ("electric_hazard", "路灯杆漏电 一只狗当场倒了", None)
KNIFE = ("crime", "小卖部门口两个人动刀子了 快报警", None)
PIPE = ("flood", "地下一层消防水管爆了", None)


@pytest.mark.parametrize(
    ("call", "text", "category", "room"),
    [
        (GAS, "7栋2单元101老两口倒在厨房了 叫不醒", "medical", "7-2-101"),
        (GAS, "7栋有个租客口吐白沫 晕过去了", "medical", "7"),
        (PANE, "有个大姐被玻璃划了 满脸血 在12栋门口", "medical", "12"),
        (POLE, "那个灯杆旁边坐着个大爷 说手脚发麻站不起来", "medical", None),
        (KNIFE, "小卖部门口地上躺着一个 肚子上都是血", "medical", None),
        (PIPE, "配电间那边水漫进去了 里面在打火花", "electric_hazard", None),
    ],
)
def test_who_is_hurt_and_what_comes_of_it_is_the_same_event(
    call: Call, text: str, category: str, room: str | None
) -> None:
    verdict = urgent(category, room, certain=True)
    assert find_same_alert(of_call(call, text, 5, verdict)) is not None


@pytest.mark.parametrize(
    ("call", "text", "category", "room"),
    [
        (GAS, "9栋有个老太太晕倒了 叫不醒", "medical", "9"),
        (GAS, "7栋2单元我爸摔断腿了", "medical", "7-2"),
        (PANE, "12栋大堂有个孕妇肚子疼", "medical", "12"),
        (POLE, "东门有个大叔突发心脏病", "medical", None),
        (PIPE, "我家插座冒火花了 8栋301", "electric_hazard", "8--301"),
        (KNIFE, "我妈低血糖晕了 谁来搭把手", "medical", None),
    ],
)
def test_who_is_unwell_elsewhere_or_of_something_else_is_an_event_of_its_own(
    call: Call, text: str, category: str, room: str | None
) -> None:
    verdict = urgent(category, room, certain=True)
    assert find_same_alert(of_call(call, text, 5, verdict)) is None


def test_who_called_for_somebody_tells_how_that_one_is() -> None:
    lake = "湖里有人 在往下沉"
    of = ticket(kind="urgent", category="other_urgent", words=lake, reporter=MOTHER.person, room=None)
    live = alert(facts=lake, category="other_urgent")
    said = write(MOTHER, group(3), "捞上来了 没呼吸 在按")
    case = hear(said, urgent("medical", certain=True), alerts=(live,), alert_tickets=(of,))
    assert find_same_alert(case) is not None
    assert not says_over("捞上来了 没呼吸 在按", "other_urgent", who="own")


@pytest.mark.parametrize(
    ("one", "other"),
    [("我妈不见了 80岁 驼背", "有个大爷晕倒了 六十多岁 光头"), ("我爸走丢了", "阿婆坐在花坛边")],
)
def test_a_mother_is_no_old_man(one: str, other: str) -> None:
    assert not may_be_same_person(one, other)


def test_of_two_alerts_in_one_building_that_ends_which_the_words_are_about() -> None:
    lift = ticket(kind="urgent", category="elevator_trapped", words="6栋电梯困人了", number=128, room="6")
    pipe = ticket(kind="urgent", category="flood", words="6栋三楼走廊水管爆了", number=129, room="6")
    lives = (
        alert(ticket=128, category="elevator_trapped", facts=lift.words),
        alert(ticket=129, category="flood", facts=pipe.words),
    )
    said = write(CHEN, group(3), "水管关了 不喷了")
    ended = end_alert(hear(said, alerts=lives, alert_tickets=(lift, pipe))).alerts
    assert [(each.ticket, each.state) for each in ended] == [(129, AlertState.CLEARED)]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("怎么一股烧糊味啊", True),
        ("11栋怎么还有烟味 是不是又烧了", True),
        ("9栋怎么有烟味", False),
        ("又着火了！！快来人", False),
    ],
)
def test_who_wonders_at_the_smell_after_the_all_clear_is_told_to_the_staff(text: str, asked: bool) -> None:
    talk = (
        Remark(write(MOTHER, group(1), "11栋地下室冒黑烟"), 128),
        Remark(write(CHEN, group(1), "是电动车电池 已经灭了"), 128),
    )
    said = decide(hear(write(ZHANG, group(1), text), urgent("fire"), talk=talk, next_ticket=129))
    assert bool(said.tickets) is not asked
    if asked:
        assert {each.chat for each in said.deliveries} == {STAFF_GROUP.id}


@pytest.mark.parametrize(
    ("text", "ends"), [("大爷送医院了", False), ("狗套住关笼子了 大爷送医院了", True), ("狗抓走了", True)]
)
def test_that_who_was_bitten_is_seen_to_ends_nothing(text: str, ends: bool) -> None:
    dog = ("other_urgent", "广场有条黑狼狗没人牵 刚咬了个大爷的腿", None)
    of = of_call(dog, text, 3)
    assert bool(find_over(replace(of, message=write(MOTHER, group(3), text)))) is ends


def test_who_stands_beside_the_child_is_not_who_is_looked_for() -> None:
    assert may_be_same_person("二年级女生 红马甲", "旁边有个大爷陪着")


@pytest.mark.parametrize(
    ("sort", "words", "text"),
    [
        ("other_urgent", "一条大狼狗在3栋门口咬人 拖着链子", "那狗还在垃圾桶那刨"),
        ("medical", "北门花坛边一个姑娘晕过去了", "我给她量了血压 很低 出冷汗"),
        ("medical", "北门花坛边一个姑娘晕过去了", "那是我室友 她今天没吃饭 我来"),
    ],
)
def test_where_it_is_now_and_who_she_is_are_clues(sort: str, words: str, text: str) -> None:
    assert is_clue(of_call((sort, words, None), text, 5))


def test_no_gas_is_over_and_no_breath_is_not() -> None:
    assert says_over("阀门关了 测过没气了", "gas", who="staff")
    assert not says_over("捞上来了 没呼吸", "other_urgent", who="own")
