"""Dangers as others see them: the same one in other words and groups, how it ended, and grumbling."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.alerts.doubting import reacts_to_alert
from handlers.alerts.sameness import find_same_alert
from handlers.alerts.updates import find_over
from handlers.case import Case
from handlers.decide import decide
from handlers.model import Step
from handlers.threads import Thread, Touch
from handlers.words.sightings import identifies, is_family
from nlp.verdict import SILENT, Verdict
from tests.handlers.building import MOTHER, NOW, ZHANG, alert, group, hear, ticket, write

DOG = ("other_urgent", "中心广场一条大黑狗追着咬小孩 腿咬出血了", None)
POND = ("other_urgent", "景观湖有个小孩掉下去了！！谁会游泳", None)
WINDOW = ("falling_object", "3栋有一整扇窗户掉下来了 就落在我婴儿车前面两步", "3")
SPARKS = ("electric_hazard", "11栋2单元门厅那个灯噼里啪啦冒火花了", "11-2")
FALLEN = ("medical", "球场有个叔叔打着打着直接栽地上了 没反应", None)
FIRE = ("fire", "3栋2单元8楼阳台着火了 黑烟往外冒", "3-2")
Call = tuple[str, str, str | None]


def of_call(
    call: Call, text: str, chat: int = 1, verdict: Verdict = SILENT, minutes: int = 1, witness: bool = False
) -> Case:
    """The neighbour's words while this is live; `witness` has said before that he sees it too."""
    category, words, room = call
    of = ticket(kind="urgent", category=category, words=words, reporter=MOTHER.person, room=room)
    live = alert(facts=words, category=category, opened_at=NOW - timedelta(minutes=minutes))
    opened = Touch(
        step=Step.OPENED, person=MOTHER.id, name=MOTHER.name, chat=live.chat, at=live.opened_at, words=words
    )
    joined = Touch(step=Step.JOINED, person=ZHANG.id, name=ZHANG.name, chat=group(chat).id, at=NOW)
    thread = Thread(ticket=of, alert=live, touches=(opened, joined) if witness else (opened,))
    return hear(
        write(ZHANG, group(chat), text), verdict, alerts=(live,), alert_tickets=(of,), threads=(thread,)
    )


def urgent(category: str, room: str | None = None, *, certain: bool = False) -> Verdict:
    return Verdict("urgent", category, room, None, certain)


def is_clue(case: Case) -> bool:
    return any(event.step is Step.CLUE for event in decide(case).events)


@pytest.mark.parametrize(
    ("call", "text", "chat"),
    [
        (DOG, "那狗窜到篮球场了 没拴绳", 1),
        (DOG, "大黑狗在北门垃圾站趴着呢 离远点", 1),
        (DOG, "黑狗刚跑到我们7栋楼下了 嘴上有血", 5),
        (POND, "我从楼上看到了 在拱桥边上 头还露着", 3),
        (WINDOW, "我在2栋看到的 是3栋十几层那家 纱窗还挂在外面晃", 5),
    ],
)
def test_a_neighbour_who_sees_it_in_whatever_group_is_a_witness(call: Call, text: str, chat: int) -> None:
    assert is_clue(of_call(call, text, chat))


@pytest.mark.parametrize(
    ("call", "text", "chat"),
    [
        (DOG, "狗主人要负责", 1),
        (DOG, "我家黑狗很乖的", 1),
        (DOG, "广场晚上还跳舞吗", 3),
        (POND, "湖边该装护栏了吧", 3),
        (WINDOW, "3栋的窗户质量一直不行", 1),
        (FIRE, "现在充电桩太少了", 1),
    ],
)
def test_talk_about_it_is_no_clue(call: Call, text: str, chat: int) -> None:
    assert not is_clue(of_call(call, text, chat))


def test_who_sees_it_from_elsewhere_and_names_no_place_tells_of_the_same() -> None:
    text, verdict = "我在下面 真的在晃 螺丝掉下来两个", urgent("falling_object")
    assert find_same_alert(of_call(WINDOW, text, 5, verdict)) is not None
    assert find_same_alert(of_call(WINDOW, text, 5, verdict, minutes=25)) is None
    assert find_same_alert(of_call(WINDOW, "我家窗框快掉下去了", 5, verdict)) is None


def test_whoever_is_shut_in_somewhere_else_is_never_taken_for_the_first() -> None:
    lift = ("elevator_trapped", "14栋2单元电梯里关人了", "14-2")
    case = of_call(lift, "我被关电梯里了 快来人", 5, urgent("elevator_trapped", certain=True))
    assert find_same_alert(case) is None


def test_what_falls_where_sparks_fly_is_one_event_but_fire_never_is_less() -> None:
    falling = urgent("falling_object", "11-2", certain=True)
    assert find_same_alert(of_call(SPARKS, "11栋2单元门厅？我看到火星子往下掉 不敢进", 2, falling))
    burning = urgent("fire", "11-2", certain=True)
    assert find_same_alert(of_call(SPARKS, "11栋2单元门厅烧起来了", 2, burning)) is None


def test_a_helper_tells_that_the_ambulance_has_come_and_a_witness_that_the_fire_is_out() -> None:
    assert find_over(of_call(FALLEN, "缓过来了 救护车拉走了 家属跟着", 3))
    assert not find_over(of_call(FALLEN, "没事的 大家放心", 3))
    assert not find_over(of_call(FALLEN, "缓过来了 救护车拉走了", 5))
    assert find_over(of_call(FIRE, "火扑灭了 消防在收水带", 1, witness=True))
    assert not find_over(of_call(FIRE, "火扑灭了 消防在收水带", 1))
    assert not find_over(of_call(FIRE, "我家的烟散了", 1, witness=True))


def test_whoever_of_the_street_says_that_the_child_is_found_ends_nothing() -> None:
    child = ("missing_person", "我女儿5岁不见了 黄裙子", None)
    assert not find_over(of_call(child, "孩子找到了 大家别找了", 3))
    assert not find_over(of_call(child, "孩子找到了 大家别找了", 3, verdict=urgent("missing_person")))


@pytest.mark.parametrize("text", ["谁见着我家果果", "有人看到我闺女没有", "谁瞅见俺外孙女了 5岁半"])
def test_who_asks_for_ones_own_is_of_the_family(text: str) -> None:
    assert is_family(text)


@pytest.mark.parametrize("text", ["在我家楼下看到的", "我看到我家门口有个孩子", "刚碰到我们楼下保安了"])
def test_who_has_seen_somebody_is_not(text: str) -> None:
    assert not is_family(text)


def test_who_somebody_is_like_is_told() -> None:
    assert identifies("像我们楼三单元的谢阿婆 糊涂好几年了")
    assert not identifies("像我这种年纪 记性也差")


def test_that_it_was_to_be_expected_is_no_repair() -> None:
    lift = ("elevator_trapped", "我老公关电梯里头了 17栋1单元 按铃没人理", "17-1")
    repair = Verdict("repair", "elevator", None, None, True)
    assert reacts_to_alert(of_call(lift, "这电梯早该换了", 3, repair))
    assert not reacts_to_alert(of_call(lift, "3栋电梯按键没反应", 3, repair))
