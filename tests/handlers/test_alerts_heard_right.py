"""Conversations never seen before: whose the missing is, what has only got worse, who only comes to help."""

from __future__ import annotations

import pytest

from handlers.alerts.clues import find_clue
from handlers.alerts.ending import find_over
from handlers.alerts.sameness import may_be_same_person
from handlers.threads import Thread
from handlers.words.endings import says_over, tells_outcome
from handlers.words.sightings import is_family
from tests.handlers.building import LI, alert, group, hear, ticket, write
from tests.handlers.test_witnesses import SPARKS, WINDOW, Call, of_call
from tests.handlers.test_witnesses import is_clue as is_clue_of
from tests.handlers.voices import BOY, FALLEN, THIEF, in_call, is_clue


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
