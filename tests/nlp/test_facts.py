"""The facts of a missing person are the reporter's own words."""

from __future__ import annotations

from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.facts import Facts, find_facts

REPORTS = [
    (
        "孩子自己跑出去了 穿蓝色校服 12岁 不会说话 大家帮忙看看",
        Facts(age="12岁", clothes="穿蓝色校服", looks="不会说话"),
    ),
    ("我刚在环桥下面看到一个男孩 蓝衣服", Facts(sex="男孩", clothes="蓝衣服", last_place="环桥下面")),
    ("公路大桥这边 我跟着他呢", Facts(last_place="公路大桥这边")),
    (
        "失踪 女 16 短发 灰卫衣 昨晚十点半出门到现在没回来",
        Facts(age="16", sex="女", clothes="灰卫衣", looks="短发", last_time="昨晚十点半"),
    ),
    (
        "我儿子8岁 一米三 穿蓝色校服外套黑裤子白球鞋 早上六点自己开门走了",
        Facts(
            age="8岁", sex="儿子", clothes="穿蓝色校服外套黑裤子白球鞋", looks="一米三", last_time="早上六点"
        ),
    ),
    ("有个老太太往西门走了 拄着拐杖", Facts(sex="老太太", looks="拄着拐杖", direction="往西门走")),
    ("女孩十六 长头发 校服没换", Facts(age="十六", sex="女孩", looks="长头发")),
    ("上了一辆白色面包车 车牌 K1234", Facts(vehicle="上了一辆白色面包车，车牌 K1234")),
    ("两岁四个月 光着屁股", Facts(age="两岁四个月", clothes="光着屁股")),
]

NOTHING = ["大家帮忙看看", "电梯坏了", "孩子不见了", "", "谢谢大家 辛苦了"]


@pytest.mark.parametrize(("text", "facts"), REPORTS)
def test_a_report_is_read_in_its_own_words(text: str, facts: Facts) -> None:
    assert find_facts(text) == facts


@pytest.mark.parametrize("text", NOTHING)
def test_where_nothing_was_told_nothing_is_found(text: str) -> None:
    assert find_facts(text) == Facts()


def test_the_reporter_is_asked_for_what_is_missing() -> None:
    assert Facts().missing() == ("age", "clothes", "last_place", "last_time")
    assert find_facts("男孩 8岁 蓝衣服 三点在滑梯那边不见的").missing() == ()
    assert find_facts("男孩 8岁 蓝衣服").missing() == ("last_place", "last_time")


def test_in_a_report_of_a_child_a_grandmother_is_not_the_one_who_is_missing() -> None:
    assert find_facts("奶奶睡醒孩子就没在床上了").sex is None


@given(st.text(alphabet="穿红蓝色校服岁十八男孩在往东门桥下跑了 ，点半8车一米三", max_size=80))
def test_no_fact_is_invented(text: str) -> None:
    for said in filter(None, astuple(find_facts(text))):
        assert all(words in text for words in said.split("，"))
