"""One event told in other words, of other sorts and in other groups; and two that only look like one."""

from __future__ import annotations

import pytest

from handlers.alerts.ending import end_alert
from handlers.alerts.sameness import find_same_alert, may_be_same_person
from handlers.model import AlertState
from handlers.words.endings import says_over
from tests.handlers.building import CHEN, MOTHER, alert, group, hear, ticket, write
from tests.handlers.test_witnesses import Call, of_call, urgent

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
