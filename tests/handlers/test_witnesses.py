"""Dangers as others see them: the same one in other words and groups, how it ended, and grumbling."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.alerts.ending import find_over
from handlers.alerts.sameness import find_same_alert, find_upgraded
from handlers.conversation.doubting import reacts_to_alert
from handlers.decide import decide
from handlers.model import Step
from handlers.threads import Thread, Touch
from handlers.words.sightings import identifies, is_family, is_of_another_town
from nlp.verdict import Verdict
from tests.handlers.building import CHEN, MOTHER, NOW, ZHANG, group, hear, photo, ticket, write
from tests.handlers.witnesses import DOG, FALLEN, FIRE, POND, SPARKS, WINDOW, Call, is_clue, of_call, urgent


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
    "text",
    [
        "我就在9栋电梯口 里面有两个人在拍门",
        "9号楼电梯关着人 听见老太太在喊",
        "我在9栋一楼 有人在电梯里喊救命",
    ],
)
def test_who_stands_before_the_very_lift_in_another_group_tells_of_the_same_one(text: str) -> None:
    lift = ("elevator_trapped", "9栋电梯里困了人", "9")
    case = of_call(lift, text, 2, Verdict("urgent", "elevator_trapped", None, None, True))
    assert find_same_alert(case) is not None


def test_the_lift_of_the_building_on_the_other_side_is_another() -> None:
    lift = ("elevator_trapped", "9栋电梯里困了人", "9")
    text = "12栋电梯也困人了 在9栋对面"
    assert find_same_alert(of_call(lift, text, 2, urgent("elevator_trapped", "12", certain=True))) is None


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


LIFT = ("elevator_trapped", "我在1栋2单元货梯里 门打不开", "1-2")
FIGHT = ("crime", "广场两拨人抢地方打起来了 有人拿凳子抡", None)
BASEMENT = ("fire", "地库负二B区 有辆电动车突然烧起来了 噼啪响", None)
POLE = ("electric_hazard", "南广场积水里那根灯杆有电 我家娃踩水里整个人弹了一下", None)


def test_who_hears_somebody_in_a_lift_and_names_none_means_the_one_that_stands() -> None:
    assert find_same_alert(of_call(LIFT, "听见货梯那边有人喊 咚咚敲门", 2, urgent("elevator_trapped")))
    inside = urgent("elevator_trapped")
    assert find_same_alert(of_call(LIFT, "我们被关在电梯里 有人在敲门吗", 2, inside)) is None


def test_one_hurt_is_of_the_fight_that_was_just_reported_unless_it_is_ones_own() -> None:
    assert find_same_alert(of_call(FIGHT, "我抱着孩子躲开了 有个大妈手破了", 4, urgent("medical")))
    assert find_same_alert(of_call(FIGHT, "我妈突然喘不上气", 4, urgent("medical"))) is None
    assert find_same_alert(of_call(FIGHT, "有个大妈晕倒了", 4, urgent("medical", certain=True))) is None


def test_sprinklers_in_the_burning_basement_are_no_flood() -> None:
    assert find_same_alert(of_call(BASEMENT, "喷淋开了 水哗哗的 火还在", 3, urgent("flood", certain=True)))


@pytest.mark.parametrize(
    ("call", "text", "chat"),
    [(BASEMENT, "负二好大的烟 我车都看不清路 退回来了", 4), (POLE, "我刚从那边过 脚底下发麻 赶紧跑了", 4)],
)
def test_what_it_did_to_ones_own_eyes_and_feet_is_an_observation(call: Call, text: str, chat: int) -> None:
    assert is_clue(of_call(call, text, chat))


@pytest.mark.parametrize(
    ("call", "text"),
    [(BASEMENT, "电动车就不该进地库"), (LIFT, "货梯老是这样"), (WINDOW, "我娃刚从那走过 后怕")],
)
def test_an_opinion_or_a_fright_is_none(call: Call, text: str) -> None:
    assert not is_clue(of_call(call, text, 5))


def test_a_dog_and_a_grandmother_are_not_one_missing_person() -> None:
    baby = ("missing_person", "救命啊我家宝宝丢了 两岁", None)
    missing = urgent("missing_person", certain=True)
    assert find_same_alert(of_call(baby, "我奶奶买菜没回来 82 花袖套", 4, missing)) is None
    girl = ("missing_person", "我孙女放学我没接着 二年级", None)
    assert find_same_alert(of_call(girl, "我女儿佟佟放学奶奶没接到人 紫色羽绒服", 4, missing)) is not None


def test_what_dripped_at_the_gate_and_now_holds_somebody_is_one_ticket() -> None:
    gate = ticket(
        kind="repair",
        category="door_access",
        words="东门闸机反应慢 人走一半就合",
        reporter=MOTHER.person,
        room=None,
    )
    text = "东门闸机把一个老太太胳膊夹住了 拔不出来"
    case = hear(write(ZHANG, group(5), text), urgent("other_urgent"), threads=(Thread(ticket=gate),))
    assert find_upgraded(case) is not None
    far = hear(
        write(ZHANG, group(5), "西门有人晕倒了"), urgent("other_urgent"), threads=(Thread(ticket=gate),)
    )
    assert find_upgraded(far) is None


def test_the_smell_of_a_fire_is_of_the_box_that_smokes() -> None:
    box = ("electric_hazard", "10栋3单元5楼配电箱在冒烟 滋滋响 能看到火花", "10-3")
    assert is_clue(of_call(box, "我在6楼 胶皮糊味都上来了", 3))


def test_a_neighbours_door_is_knocked_at_only_for_who_does_not_answer() -> None:
    child = ("missing_person", "乔乔不见了！6岁 紫色发卡 说去扔垃圾就没回来", None)
    mother = ("missing_person", "我妈一个人住18-1-701 电话没人接 有没有人能帮去敲敲门", "18-1-701")
    assert not is_clue(of_call(child, "我敲了对门没在", 3))
    assert is_clue(of_call(mother, "我刚去敲了半天 没动静", 3))


def test_whose_child_it_may_be_is_told_whatever_they_trade_in() -> None:
    found = ("missing_person", "我们洗车店里跑进来个男娃 也就三岁 不知道谁家的", None)
    assert is_clue(of_call(found, "好像是19栋卖菜家的老二", 1))
    assert is_clue(of_call(found, "这是12栋陶老师家的 以前教化学的", 1))


def test_a_photo_sent_just_before_its_words_comes_with_them() -> None:
    old = ("missing_person", "俺爹丢了 79岁 军大衣 走路一瘸一拐", None)
    case = of_call(old, "药房门口这位 我让他坐着别动了", 1)
    shown = replace(write(ZHANG, group(1), "", attachments=(photo(),)), sent_at=NOW - timedelta(seconds=8))
    outcome = decide(replace(case, recent=(shown,)))
    assert [e.message for e in outcome.events if e.step is Step.CLUE] == [shown.key, case.message.key]
    assert [file.message for file in outcome.files] == [shown.key]


def test_who_gave_a_clue_may_tell_of_the_company_but_another_child_is_none() -> None:
    girl = ("missing_person", "我女儿暖暖八岁不见了 粉色毛衣", None)
    assert not is_clue(of_call(girl, "桥头有个男孩在哭 8岁左右", 1))
    case = of_call(girl, "三十来岁 长头发 俩人有说有笑的", 1)
    gave = Touch(step=Step.CLUE, person=ZHANG.id, name=ZHANG.name, chat=group(1).id, at=NOW)
    thread = replace(case.threads[0], touches=(*case.threads[0].touches, gave))
    assert not is_clue(case)
    assert is_clue(replace(case, threads=(thread,)))


def test_a_bang_is_of_the_fire_just_reported_and_more_of_a_witness_is_of_the_same() -> None:
    assert find_same_alert(of_call(FIRE, "听到轰的一声 玻璃都震了", 5, urgent("falling_object")))
    gas = ("gas", "3-2-202 我们烧炭取暖 现在全家头疼想吐", "3-2-202")
    more = "四个人都上救护车了 门窗通着风"
    assert find_same_alert(of_call(gas, more, 3, urgent("medical"), witness=True))
    assert find_same_alert(of_call(gas, "我妈也晕倒了", 3, urgent("medical"), witness=True)) is None


def test_a_call_from_a_named_town_is_of_another() -> None:
    assert is_of_another_town("转：长沙一位奶奶走失 穿碎花衣 有看到的联系家属")
    assert not is_of_another_town("转：长沙路口有位奶奶走失 穿碎花衣")


def test_whose_home_it_is_says_that_all_is_well_and_not_that_it_still_burns() -> None:
    smell = ("fire", "7栋2单元楼道有股糊味 谁家锅烧干了吗", "7-2")
    assert find_over(of_call(smell, "是我家！吐司烤糊了 没着火 不好意思大家", 3))
    assert not find_over(of_call(smell, "是我家！烟头掉被子上了 正泼水", 3))


def test_the_family_asks_others_to_look_as_neighbours_do_who_pass_it_on() -> None:
    assert is_family("大家帮忙看看我婆婆 枣红马甲 74岁 家住10栋")
    assert not is_family("大家帮忙看看 枣红马甲的老人")


def test_whose_mother_she_is_is_heard_from_another_group() -> None:
    fallen = ("medical", "2栋大厅有位阿姨摔倒起不来了 谁家的 紫色棉袄", "2")
    assert is_clue(of_call(fallen, "紫棉袄的是不是2栋老钟他爱人", 1))
    assert is_clue(of_call(fallen, "是我妈 我马上下楼", 1))
    assert not is_clue(of_call(fallen, "2栋的家属快看看", 1))


def test_that_helpers_went_upstairs_ends_nothing() -> None:
    mother = ("missing_person", "7栋3单元孙奶奶家敲门没人开", "7-3")
    case = of_call(mother, "两个人已经上楼 带了灭火器", 3)
    staff = replace(case, message=write(CHEN, group(3), "两个人已经上楼 带了灭火器"))
    assert not find_over(staff)
    home = replace(case, message=write(CHEN, group(3), "孙奶奶自己开门了 人没事"))
    assert find_over(home)
