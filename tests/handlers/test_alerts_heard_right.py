"""Conversations never seen before: whose the missing is, what has only got worse, who only comes to help."""

from __future__ import annotations

import pytest

from handlers.alerts.clues import find_clue
from handlers.alerts.ending import find_over
from handlers.alerts.sameness import may_be_same_person
from handlers.threads import Thread
from handlers.words.endings import says_over, tells_outcome
from handlers.words.family import sets_out
from handlers.words.sightings import is_family
from tests.handlers.building import LI, alert, group, hear, ticket, write
from tests.handlers.voices import BOY, FALLEN, THIEF, in_call, is_clue
from tests.handlers.witnesses import SPARKS, WINDOW, Call, of_call
from tests.handlers.witnesses import is_clue as is_clue_of


@pytest.mark.parametrize(
    "text",
    [
        "抱到了！脚底有点破 人好好的 给各位磕头了",
        "抱住了抱住了 谢谢大家伙 谢谢",
        "娃接到了 麻烦各位邻居了",
        "领到手了 给大家鞠躬",
    ],
)
def test_who_has_the_child_in_his_arms_and_thanks_everybody_where_it_was_called_is_of_the_family(
    text: str,
) -> None:
    assert find_over(in_call(BOY, text, LI, group(3)))
    assert not find_over(in_call(BOY, text, LI, group(5)))


@pytest.mark.parametrize("text", ["我抱到了 你们快来", "接到了", "谢谢大家 我接到通知了"])
def test_arms_alone_or_thanks_alone_make_nobody_the_family(text: str) -> None:
    assert not find_over(in_call(BOY, text, LI, group(3)))


@pytest.mark.parametrize(
    "text", ["急寻我外婆 姓韦 走路有点拐", "寻我爸 七十岁", "跪求大家帮我找找我家老爷子", "急找我弟弟 自闭症"]
)
def test_who_calls_urgently_for_one_of_the_own_is_of_the_family(text: str) -> None:
    assert is_family(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("有个娃娃 两岁多点 哭着要奶奶", "黄马甲那个像是老施的小孙子"),
        ("一个小男孩 一直喊爷爷", "像是我们楼小胖家的儿子"),
        ("小姑娘在这哭着找外婆", "是不是12栋的小女孩"),
    ],
)
def test_for_whom_a_child_cries_is_not_who_is_found(one: str, other: str) -> None:
    assert may_be_same_person(one, other)


def test_an_old_woman_and_a_boy_are_two_people() -> None:
    assert not may_be_same_person("奶奶走丢了", "有个小男孩在哭")


# --- what came out well although help came, and what did not --------------------------------------


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("人出来了 爷爷在大堂缓着 120也到了", "elevator_trapped"),
        ("救护车到了 人已经从轿厢里抱出来了", "elevator_trapped"),
        ("老爷子找着了 救护车来看过 没事", "missing_person"),
        ("火灭了 消防车也到了", "fire"),
        ("人摁住了 110来了", "crime"),
    ],
)
def test_help_that_comes_as_well_takes_no_ending_back(text: str, category: str) -> None:
    assert says_over(text, category, who="staff")


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("120到了", "medical"),
        ("消防车进来了", "fire"),
        ("AED送上去了 电梯给救护车留着", "medical"),
        ("担架抬上去了", "medical"),
        ("灭火器拿上来了", "fire"),
        ("现在到小腿了 有两台车泡了", "flood"),
        ("没有 鸟吓得不叫了", "falling_object"),
        ("有呼吸了 还是不睁眼", "medical"),
    ],
)
def test_help_that_comes_and_what_gets_worse_end_nothing(text: str, category: str) -> None:
    assert not any(says_over(text, category, who=who) for who in ("own", "staff", "giver"))
    assert not tells_outcome(text, category)


# --- clues ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (THIEF, "我住4栋 马上下来"),
        (THIEF, "我也在4栋 拿根棍子就下来"),
        (FALLEN, "我在11栋 拿着药箱过来"),
        (FALLEN, "我是护士 这就跑过去"),
        (FALLEN, "我学过急救 五分钟到"),
        (BOY, "附近派出所去问了没"),
        (BOY, "别让他往马路上跑"),
        (BOY, "莫让他一个人待着 给点水喝"),
    ],
)
def test_who_comes_to_help_asks_or_advises_has_seen_nothing(call: str, text: str) -> None:
    assert not is_clue(in_call(call, text, LI, group(3)))


@pytest.mark.parametrize(
    ("call", "text", "chat"),
    [
        (SPARKS, "我试电笔一碰 亮的 千万别让娃去摸", 3),
        (SPARKS, "我手一搭上去就麻 大家绕着走", 3),
        (WINDOW, "三栋西边又落了一块 砸凹了一辆白车的顶", 5),
        (WINDOW, "我在对面4栋看 大概九楼那一片鼓起来好大 一条一条裂", 1),
    ],
)
def test_who_has_touched_or_seen_it_may_warn_besides(call: Call, text: str, chat: int) -> None:
    assert is_clue_of(of_call(call, text, chat))


@pytest.mark.parametrize(
    "text", ["我有他家钥匙 进去了 大爷脸煞白 我给他含了药", "23号是老魏 他老婆电话我有 我打"]
)
def test_who_helps_and_tells_what_he_finds_is_a_witness(text: str) -> None:
    ball = ("medical", "篮球场有个大哥打着打着捂胸口倒了 23号 现在喊不应", None)
    assert is_clue_of(of_call(ball, text, 3))


def test_a_person_who_was_seen_is_a_clue_of_the_search_and_not_of_the_fire() -> None:
    man = ticket(
        kind="urgent", category="missing_person", words="我爷爷不见了 84岁 藏袍", number=129, room=None
    )
    fire = ticket(kind="urgent", category="fire", words="后门垃圾棚烧起来了", number=128, room=None)
    lives = (
        alert(ticket=128, category="fire", facts=fire.words, chat=group(2).id),
        alert(ticket=129, category="missing_person", facts=man.words),
    )
    threads = tuple(Thread(ticket=of, alert=live) for of, live in zip((fire, man), lives, strict=True))

    def find(text: str) -> int | None:
        case = hear(write(LI, group(2), text), alerts=lives, alert_tickets=(fire, man), threads=threads)
        found = find_clue(case)
        return found.ticket if found else None

    assert find("三点来钟 有个穿藏袍的老人家在我铺子门口看画 后来朝寺那边去了") == 129
    assert find("后门那边的烟飘过来了 黑的 还啪啪响") == 128


# --- what a witness may say in whatever words ----------------------------------------------------

GAS = ("gas", "装修师傅把立管钻漏了 气呲呲往外跑 21栋1单元6楼", "21-1")
SHUT_IN = ("elevator_trapped", "老婆困在3栋电梯里 她发微信说灯灭了", "3")
BITES = ("other_urgent", "一只大黄狗把我孙子扑倒了 咬住袖子不放 在2栋花坛", "2")
BURNS = ("fire", "15栋四楼走廊一辆电瓶车在冒白烟", "15")


@pytest.mark.parametrize(
    ("call", "text", "chat"),
    [
        (GAS, "怪不得 我屋里一进门就熏眼睛", 3),
        (GAS, "我今早起来头也疼", 3),
        (GAS, "我家老人也有点恶心想吐", 3),
        (SHUT_IN, "我贴着门跟她说话呢 她说肚子发紧", 3),
        (SHUT_IN, "我们一直在外头陪他们聊天呢", 3),
        (BITES, "我看着呢 那狗现在在垃圾桶后头龇牙", 1),
        (BITES, "那狗往幼儿园那边去了", 1),
        (BURNS, "501 呛死人 烟到五楼了", 3),
        (BURNS, "味儿都从我家门缝钻进来了", 3),
    ],
)
def test_a_witness_tells_it_in_words_of_the_own(call: Call, text: str, chat: int) -> None:
    assert is_clue_of(of_call(call, text, chat))


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (GAS, "开了一天会头都疼了吧"),
        (GAS, "你头疼吗"),
        (SHUT_IN, "你跟她说话 别让她急"),
        (BURNS, "烟到几楼了？"),
        (BURNS, "大家往楼下走 别坐电梯"),
    ],
)
def test_questions_and_advice_are_no_witness(call: Call, text: str) -> None:
    assert not is_clue_of(of_call(call, text, 3))


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (BURNS, "不好意思是我在阳台烤红薯 烟大了点 已经端进来了"),
        (BURNS, "哎呀是我家在熬猪油 油烟机坏了"),
        (GAS, "对不起 是我家在煮榴莲糖水"),
    ],
)
def test_whose_cooking_it_was_ends_it(call: Call, text: str) -> None:
    assert find_over(of_call(call, text, 1))


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (BURNS, "是我家炒菜油锅着火了 快来人"),
        (BURNS, "是我家楼上在烤串"),
        (GAS, "总阀拧死了 人往外带"),
    ],
)
def test_a_pan_that_burns_and_people_led_out_end_nothing(call: Call, text: str) -> None:
    assert not find_over(of_call(call, text, 1))


def test_who_looks_for_one_of_the_own_gives_no_clue_of_anothers_child() -> None:
    girl = ticket(category="missing_person", words="我闺女糯米不见了 四岁 黄雨衣", reporter=LI.person)
    boy = ticket(category="missing_person", words="谁见到我儿子 十三岁 背吉他", number=129)
    lives = (
        alert(ticket=128, facts=girl.words, chat=group(2).id, reporter=LI.person),
        alert(ticket=129, facts=boy.words, chat=group(5).id),
    )
    threads = tuple(Thread(ticket=of, alert=live) for of, live in zip((girl, boy), lives, strict=True))
    said = write(LI, group(2), "来了来了 我看到她了")
    case = hear(said, alerts=lives, alert_tickets=(girl, boy), threads=threads)
    assert find_clue(case) is None


@pytest.mark.parametrize("text", ["我腿脚慢 孙女去了", "他爸过去了", "我哥骑车过去了"])
def test_that_one_of_the_family_sets_out_is_no_news_for_all_groups(text: str) -> None:
    assert sets_out(text)


@pytest.mark.parametrize(
    ("text", "category", "who"),
    [
        ("自己开门进来了 不说话 我先给他下碗面 打扰大家", "missing_person", "own"),
        ("她在我旁边了 手还在抖 去医院看看", "elevator_trapped", "own"),
        ("消防来喷了药 窝装走了 可以走人了", "other_urgent", "staff"),
        ("那路拉了 线没电了 明早供电局来接", "electric_hazard", "staff"),
        ("补好焊口 打压合格 住户上去吧", "gas", "staff"),
    ],
)
def test_it_is_over_in_words_of_the_own(text: str, category: str, who: str) -> None:
    assert says_over(text, category, who=who)


@pytest.mark.parametrize("text", ["那是我妈！！我从单位赶回来 谢谢你留住她", "是我爸 我开车赶过去"])
def test_who_is_still_on_the_way_has_nobody_yet(text: str) -> None:
    assert not says_over(text, "missing_person", who="own")
