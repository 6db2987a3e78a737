"""What bears on an alert although no word of it says so: 他, 也, the number of a door, a colour, a name."""

from __future__ import annotations

import pytest

from handlers.alerts.ending import find_over
from handlers.alerts.sameness import find_same_alert, may_be_same_person
from handlers.decide import decide
from handlers.model import Step
from handlers.words.bearing import drop_speech, knows_who, points_back, share_coloured
from nlp.verdict import Verdict
from tests.handlers.building import CHEN, LI, MOTHER, STAFF_GROUP, group
from tests.handlers.seeing import is_clue as is_sighting
from tests.handlers.voices import ALONE, FALLEN, FATHER, FIRE, THIEF, in_call, is_clue

TEEN = "12岁男孩 早上跟家里拌嘴跑出去了 灰卫衣 骑黄色山地车 我是他舅"
GIRL = "我女儿果果不见了 6岁 短头发 紫色背带裤 刚在小广场玩"
TWO = "我婆婆带着一岁多的宝宝出去遛弯 三个小时没回 紫色羽绒马甲 推蓝色童车"
SURE = Verdict("urgent", "crime", None, None, True)


def test_he_who_runs_out_of_another_door_is_the_thief_that_was_told_of() -> None:
    text = "他从B2坡道跑出来了 往西门"
    assert points_back(text)
    assert find_same_alert(in_call(THIEF, text, verdict=SURE)) is not None
    assert find_same_alert(in_call(THIEF, "西门有人在砸车窗", verdict=SURE)) is None


@pytest.mark.parametrize(
    "text",
    [
        "我也看到了 黑得吓人",
        "我家孩子刚才也说闻到了",
        "从我家阳台能看到 噼里啪啦响",
        "听到轰的一声 玻璃都震了",
    ],
)
def test_who_noticed_the_same_bears_it_out_in_any_group(text: str) -> None:
    assert is_clue(in_call(FIRE, text, LI, group(5)))


@pytest.mark.parametrize(
    "text", ["我也想看看", "我家孩子也会怕", "从我家走过去五分钟", "听到消息就来了", "我是热心的人"]
)
def test_words_like_these_bear_nothing_out(text: str) -> None:
    assert not is_clue(in_call(FIRE, text, LI, group(5)))


@pytest.mark.parametrize(
    "text",
    [
        "我这边看得清 是个女的 白衣服 在哭",
        "我在13栋看着呢 是个男生 一直在抹眼泪",
        "我在坡下 它蹭着栏杆过来了",
        "烟都灌进我店里了",
        "我抱着孩子躲开了 有个大妈手破了",
        "我看见一辆推车冲下来了 正往马路去",
        "都渗到我家了",
        "我们刚从底下走过 太悬了 还有几块翘着",
        "我看到了 拿水泼呢",
        "对 我也看到了 地上还有水",
    ],
)
def test_an_eyewitness_says_where_he_is_and_what_happens_there(text: str) -> None:
    assert is_clue(in_call(FIRE, text, LI, group(5)))
    assert not is_clue(in_call(FIRE, text, LI, group(5), minutes=90))


@pytest.mark.parametrize(
    "text",
    [
        "我在公司看着监控呢 是老张吗",
        "去年我在13栋看着的",
        "我在楼下有个快递柜吗",
        "我在家做饭",
        "我看到了 谢谢",
        "我看到通知了",
    ],
)
def test_who_only_says_where_he_is_has_seen_nothing(text: str) -> None:
    assert not is_clue(in_call(FIRE, text, LI, group(5)))


def test_who_lends_a_hand_himself_is_a_witness_and_may_end_it() -> None:
    assert is_clue(in_call(FALLEN, "我扶住他了 还有气", LI, group(5)))
    assert not is_clue(in_call(FALLEN, "我扶老人过马路去", LI, group(5)))
    assert find_over(in_call(FALLEN, "醒过来了 他妈妈接走了", LI, group(5), step=Step.JOINED))


def test_a_witness_goes_on_about_him_whom_he_watches() -> None:
    text = "他站起来了 又坐下了"
    assert is_clue(in_call(FIRE, text, LI, group(5), step=Step.JOINED))
    assert not is_clue(in_call(FIRE, text, LI, group(5)))
    assert is_clue(in_call(FIRE, "我出来劝他了", LI, group(5), step=Step.JOINED))
    assert not is_clue(in_call(FIRE, "他站起来了吗", LI, group(5), step=Step.JOINED))


def test_next_door_by_the_number_and_what_it_does_there() -> None:
    assert is_clue(in_call(FIRE, "我是401 天花板冒着热气", LI, group(3)))
    assert not is_clue(in_call(FIRE, "我是401 有事群里说", LI, group(3)))


def test_who_knows_whom_it_has_hit_tells_it_and_is_no_second_household() -> None:
    text = "我认识 是12栋的李老师 我给他爱人打电话了"
    outcome = decide(in_call(FALLEN, text, LI, group(1)))
    assert [event.step for event in outcome.events] == [Step.CLUE]
    assert all(each.households == 1 for each in outcome.tickets)
    assert not knows_who("谁认识他家的人")


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (TEEN, "桥头修车铺 有小孩推着黄车来补胎 说不敢回家"),
        (TEEN, "他在我朋友圈点赞了 定位是体育馆"),
        (GIRL, "果果刚跟我家闺女一起喂锦鲤来着 五分钟前"),
        (FATHER, "早班车上坐着个老大爷 问我终点是不是棉纺厂"),
        (FATHER, "在社区卫生站门口排队呢 我看着像"),
        (FATHER, "大爷来我店里坐过 说要回老家 半个钟头前走的"),
        (GIRL, "有个小朋友在我们店靠窗坐着 说等姥姥 短头发"),
        (TWO, "有个推童车的奶奶坐反了 在高新区终点站 我同事陪着"),
    ],
)
def test_a_sighting_by_colour_by_name_or_by_what_was_said(call: str, text: str) -> None:
    assert is_sighting(call, text)


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (GIRL, "有人在小广场摆摊卖紫薯"),
        (GIRL, "前天我也看见她一个人玩"),
        (TEEN, "山地车多少钱"),
        (FATHER, "我老家的大爷也这样"),
    ],
)
def test_another_day_and_goods_are_no_sighting(call: str, text: str) -> None:
    assert not is_sighting(call, text)


def test_a_thing_keeps_its_colour_under_another_name() -> None:
    assert share_coloured("黄车", "骑黄色山地车")
    assert share_coloured("蓝衣服", "穿蓝色校服")
    assert not share_coloured("黄帽子", "骑黄色山地车")
    assert drop_speech("她说要回老家 走了") == "说话 走了"


def test_who_has_a_child_along_may_be_seen_as_either() -> None:
    assert may_be_same_person(TWO, "有个奶奶在车站")
    assert not may_be_same_person(GIRL, "有个奶奶在车站")


def test_who_gave_a_clue_may_go_on_about_where() -> None:
    assert is_clue(in_call(FATHER, "应该是在中医院那站下", LI, group(5), step=Step.CLUE, minutes=9))
    assert not is_clue(in_call(FATHER, "应该去中医院找找", LI, group(5), step=Step.CLUE, minutes=9))


def test_a_home_call_is_over_when_who_was_found_there_is_awake() -> None:
    text = "门开了 阿姨低血糖晕在床上 喂了糖水 已清醒"
    assert find_over(in_call(ALONE, text, CHEN, STAFF_GROUP))
    assert not find_over(in_call(ALONE, "门开了 阿姨晕在床上", CHEN, STAFF_GROUP))


def test_how_it_came_out_told_by_somebody_unknown_is_a_clue_and_no_second_alarm() -> None:
    text, unsure = "拉上来了 会哭 他妈妈抱走了", Verdict("urgent", "missing_person", None, None, False)
    outcome = decide(in_call(FALLEN, "救护车拉走了 他妈妈跟着", LI, group(5), verdict=unsure))
    assert outcome.events[0].step is Step.CLUE
    assert not outcome.alerts
    assert decide(in_call(FIRE, text, LI, group(5), verdict=unsure)).alerts


def test_what_burns_is_not_ours() -> None:
    assert find_over(in_call(FIRE, "不是咱小区 是对面工地烧木料", MOTHER, group(3)))
    assert not find_over(in_call(FIRE, "是不是咱小区啊", MOTHER, group(3)))


def test_who_fetches_somebody_and_thanks_the_one_who_helped_is_of_the_family() -> None:
    two = "俩儿子说去楼下玩 四点到现在没影 大的九岁小的六岁 都穿橙色球衣"
    told = "两个都拎回来了 谢谢钓鱼大哥"
    assert find_over(in_call(two, told, LI, group(3)))
    assert not find_over(in_call(two, told, LI, group(5)))
    assert not find_over(in_call(two, "我快递拿回来了 谢谢保安", LI, group(3)))
    assert is_clue(in_call(two, "我喊他们上来了 你们快来", LI, group(5), step=Step.CLUE, minutes=9))


def test_whose_home_it_is_may_ask_as_well_and_end_it_later() -> None:
    assert is_clue(in_call(FIRE, "是我家的 锅烧干了 没烧到人吧？", LI, group(3)))
    assert find_over(in_call(FIRE, "火灭了 对不住大家", LI, group(5), step=Step.CLUE)) == ()


def test_that_the_hurt_are_awake_is_a_state_and_no_end() -> None:
    assert not find_over(in_call(FALLEN, "我从阳台看见了 躺在客厅地上 人清醒", MOTHER, group(3)))
    assert find_over(in_call(FALLEN, "已清醒 能走路了", MOTHER, group(3)))


def test_smoke_that_rises_to_the_next_floor_is_told_with_a_question() -> None:
    assert is_clue(in_call(FIRE, "烟上来了 我们怎么办 要不要下去", LI, group(3)))
