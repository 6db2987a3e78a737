"""Old people by dictation, dialects, guards in four characters: what they see, and how it is over."""

from __future__ import annotations

import pytest

from handlers.alerts.ending import find_over
from handlers.alerts.sameness import find_same_alert
from handlers.model import Chat, Sender, Step
from handlers.words.endings import says_over
from handlers.words.outcomes import part_runs
from nlp.verdict import Verdict
from tests.handlers.building import CHEN, LI, STAFF_GROUP, group
from tests.handlers.voices import (
    ALONE,
    BOY,
    FALLEN,
    FATHER,
    FIRE,
    FUMES,
    SPARKS,
    THIEF,
    in_call,
    is_clue,
)

# --- the end -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (BOY, "孙娃子寻到了哈在桥洞那点耍忘了时间给大家添麻烦了"),
        (FATHER, "姐 我接到爸了 在二爸屋头摆龙门阵 各位邻居谢了哈"),
        (FATHER, "我找着俺爹了"),
        (FALLEN, "我婆婆已经上救护车了 人认得我 谢谢王姐"),
        (ALONE, "敲门应了 说手机静音 在看电视剧"),
        (ALONE, "阿姨开门了 好好的"),
    ],
)
def test_the_family_or_who_went_to_the_door_ends_it_in_their_own_words(call: str, text: str) -> None:
    assert find_over(in_call(call, text))


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (BOY, "我找到孩子了 在北门桥洞"),
        (BOY, "姐 你莫急"),
        (FATHER, "阿姨开门了 好好的"),
        (ALONE, "敲门没人应 在看电视吧"),
        (ALONE, "可能在睡觉呢"),
        (FALLEN, "我婆婆上次也是救护车拉走的吗"),
    ],
)
def test_who_only_helps_guesses_or_asks_ends_nothing(call: str, text: str) -> None:
    assert not find_over(in_call(call, text))


@pytest.mark.parametrize(
    ("call", "text", "over"),
    [
        (SPARKS, "灭火器打灭了 等电工", True),
        (SPARKS, "等电工", False),
        (FUMES, "拉走了 醒过来一个 另一个也有反应了", True),
        (FUMES, "120在路上", False),
    ],
)
def test_sparks_are_put_out_as_fires_are_and_who_breathed_gas_comes_round(
    call: str, text: str, over: bool
) -> None:
    assert bool(find_over(in_call(call, text, CHEN, STAFF_GROUP))) is over
    assert bool(find_over(in_call(call, text, LI, group(3), step=Step.JOINED))) is over


@pytest.mark.parametrize(
    ("category", "text", "over"),
    [
        ("electric_hazard", "换新线 送电 完", True),
        ("electric_hazard", "换新线 送电", False),
        ("crime", "两个都拿下 移交", True),
        ("crime", "跑一个 按住一个", False),
        ("missing_person", "母子会合", True),
        ("fire", "伊拉自家拿棉花胎闷脱了", True),
        ("fire", "完", False),
    ],
)
def test_four_characters_of_a_guard_are_enough(category: str, text: str, over: bool) -> None:
    assert says_over(text, category) is over


def test_a_breath_stands_where_somebody_dictates_without_a_stop() -> None:
    assert (
        part_runs("孙娃子寻到了哈在桥洞那点耍给大家添麻烦了") == "孙娃子寻到了哈 在桥洞那点耍给大家添麻烦了"
    )
    assert part_runs("找到了在桥洞") == "找到了在桥洞"
    assert part_runs("那么多人都在外面找了一个晚上了找到了没有啊").endswith("找到了没有啊")


# --- what is seen --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "text", "chat", "sender"),
    [
        (FIRE, "我看见窗口冒烟 501对伐", group(5), LI),
        (FUMES, "我把门窗都打开了 人还有气", group(3), LI),
        (SPARKS, "真的 二楼都是黑烟", group(3), LI),
        (BOY, "看到了 在西门外报刊亭", STAFF_GROUP, CHEN),
    ],
)
def test_who_names_the_door_lends_a_hand_or_bears_it_out_is_a_witness(
    call: str, text: str, chat: Chat, sender: Sender
) -> None:
    assert is_clue(in_call(call, text, sender, chat))


@pytest.mark.parametrize(
    ("call", "text", "chat", "sender"),
    [
        (FIRE, "我家窗口朝南", group(5), LI),
        (FUMES, "我把我家门窗都打开了", group(3), LI),
        (SPARKS, "真的假的", group(3), LI),
        (SPARKS, "真的该换了", group(3), LI),
        (BOY, "看到请回复", STAFF_GROUP, CHEN),
        (BOY, "看到了吗 在哪", STAFF_GROUP, CHEN),
        (BOY, "我去西门", STAFF_GROUP, CHEN),
    ],
)
def test_talk_beside_it_is_no_clue(call: str, text: str, chat: Chat, sender: Sender) -> None:
    assert not is_clue(in_call(call, text, sender, chat))


def test_who_gave_a_clue_may_add_when_it_was() -> None:
    assert is_clue(in_call(FATHER, "七点过的事", step=Step.CLUE, minutes=9))
    assert not is_clue(in_call(FATHER, "七点过的事", minutes=9))


def test_an_unsure_sight_of_thieves_minutes_after_is_of_the_same_ones() -> None:
    text = "我刚下地库 有俩戴口罩的推着车往坡道跑"
    unsure, sure = (Verdict("urgent", "crime", None, None, certain) for certain in (False, True))
    assert find_same_alert(in_call(THIEF, text, verdict=unsure)) is not None
    assert find_same_alert(in_call(THIEF, text, verdict=sure)) is None
    assert find_same_alert(in_call(THIEF, text, verdict=unsure, minutes=90)) is None
