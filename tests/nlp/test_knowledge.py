"""Which question the knowledge base answers: the twenty entries of the demo against what people type."""

from __future__ import annotations

from importlib.resources import files

import pytest

from bot.knowledge_files import parse_toml
from nlp.knowledge import Entry, find_answer

ENTRIES = parse_toml(files("bot").joinpath("demo_knowledge.toml").read_text(encoding="utf-8"))

SURE = [
    ("物业费怎么交", "物业费怎么交"),
    ("请问物业费怎么交 能微信不", "物业费怎么交"),
    ("請問物業費怎麼交", "物业费怎么交"),
    ("想问一下物业费多少钱一平呀", "物业费多少钱"),
    ("@物业小助手 物业电话多少", "物业电话"),
    ("前台几点下班啊", "服务中心上班时间"),
    ("大家好，快递驿站几点关门", "快递驿站时间"),
    ("门禁卡在哪办", "门禁卡怎么办"),
    ("怎么录人脸", "人脸录入"),
    ("居住证明找谁开", "居住证明怎么开"),
    ("旧沙发扔哪里", "大件垃圾怎么扔"),
]
UNSURE = [
    "什么时候来水",
    "热水几点到几点供",
    "装修到几点啊 楼上吵死了 孩子没法睡 你们管不管",
    "物业费能用公积金提取抵吗",
    "春节期间前台几点上班",
    "快递柜是哪家的 客服电话多少",
    "有没有小区平面图电子版",
    "我家漏水了",
    "物业费太贵了",
    "几点",
    "",
    "？？？",
    "装修押金多少 我想问问另外门禁卡怎么办还有停车月卡多少钱以及快递驿站几点关门居住证明找谁开游泳池几点开",
]


@pytest.mark.parametrize(("question", "title"), SURE)
def test_a_sure_question_finds_its_entry(question: str, title: str) -> None:
    found = find_answer(question, ENTRIES)
    assert found is not None
    assert found.title == title


@pytest.mark.parametrize("question", UNSURE)
def test_an_unsure_question_finds_none(question: str) -> None:
    assert find_answer(question, ENTRIES) is None


def test_every_question_form_of_the_demo_finds_its_own_entry() -> None:
    lost = [
        (form, entry.title)
        for entry in ENTRIES
        for form in entry.questions
        if (found := find_answer(form, ENTRIES)) is None or found.title != entry.title
    ]
    assert len(ENTRIES) == 20
    assert lost == []


def test_two_entries_that_fit_as_well_are_both_unsure() -> None:
    twins = (Entry("甲", ("泳池几点开",), "六点"), Entry("乙", ("泳池几点开",), "七点"))
    assert find_answer("泳池几点开", twins) is None


def test_a_form_that_names_nothing_answers_nothing() -> None:
    assert find_answer("几点开门", (Entry("什么时候", ("几点", "多少钱"), "随时"),)) is None
