"""Who may end it in words that no rule knows; what is only held, planned or doubted ends nothing."""

from __future__ import annotations

import pytest

from handlers.alerts.ending import find_over
from handlers.alerts.sameness import find_same_alert
from handlers.model import Step
from handlers.words.endings import says_over
from nlp.verdict import Verdict
from tests.handlers.building import CHEN, LI, MOTHER, group
from tests.handlers.voices import BOY, FIRE, LIFT, in_call, is_clue

HERO = "我家老二不见了 六岁 穿奥特曼拖鞋"


@pytest.mark.parametrize(
    "text", ["小姨来了 娃交给她了", "一家三口抱一块儿了 我撤了", "他家里人到了 人领走了"]
)
def test_who_has_seen_the_missing_may_tell_that_the_family_took_over(text: str) -> None:
    assert find_over(in_call(BOY, text, LI, group(5), step=Step.CLUE))
    assert not find_over(in_call(BOY, text, LI, group(5)))


@pytest.mark.parametrize("text", ["我拉着他手呢", "他妈说二十分钟到", "我陪着他 你们快来", "他又跑了"])
def test_who_only_holds_or_waits_ends_nothing(text: str) -> None:
    assert not find_over(in_call(BOY, text, LI, group(5), step=Step.CLUE))


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("派出所来电话了 在他们那 我去接", "missing_person"),
        ("平时这个点早到家了", "missing_person"),
        ("上回走丢是警察送回来的", "missing_person"),
        ("应该是没事了吧", "fire"),
        ("去年也烧过一次 后来扑灭了", "fire"),
        ("压住了 还在降温", "fire"),
        ("抓住了又挣脱跑了", "crime"),
        ("一个摁住了 另一个翻墙", "crime"),
        ("捞上来了 在做人工呼吸", "other_urgent"),
        ("120到楼下了", "medical"),
    ],
)
def test_what_is_planned_doubted_half_done_or_of_old_ends_nothing(text: str, category: str) -> None:
    assert not any(says_over(text, category, who=who) for who in ("own", "staff", "giver"))


def test_whose_doing_it_was_ends_it_in_the_group_that_heard_of_it() -> None:
    sorry = "已经浇灭了 就烧了床被子 吓到大家了"
    assert find_over(in_call(FIRE, sorry, LI, group(3)))
    assert not find_over(in_call(FIRE, sorry, LI, group(5)))


def test_how_it_is_in_the_lift_is_of_the_same_call() -> None:
    ill = Verdict("urgent", "medical", None, None, True)
    assert find_same_alert(in_call(LIFT, "奶奶说胸口疼", MOTHER, group(3), verdict=ill))
    assert find_same_alert(in_call(LIFT, "我奶奶胸口疼 9栋", LI, group(4), verdict=ill)) is None


def test_a_hero_on_the_clothes_of_the_missing_is_no_joke() -> None:
    seen = "奥特曼拖鞋那小子 刚在菜场门口数硬币"
    assert is_clue(in_call(HERO, seen, LI, group(5)))
    assert not is_clue(in_call(BOY, "刚在菜场看见奥特曼了", LI, group(5)))
    assert not is_clue(in_call(BOY, "在我后备箱呢[奸笑]", LI, group(5)))


def test_staff_who_repeat_whom_they_look_for_have_seen_nobody() -> None:
    assert not is_clue(in_call(BOY, "收到 各岗注意穿绿马甲小男孩", CHEN, group(3)))
