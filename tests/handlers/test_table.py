"""The table of decisions: a row that is not asked about a sort of case would have found nothing there."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest

from handlers.case import Case
from handlers.decide import TABLE, Sort, find_sort
from handlers.model import Sender, Step
from handlers.threads import Thread, Touch
from nlp.verdict import SILENT, Verdict
from tests.handlers.building import (
    DAI,
    HE,
    LI,
    NOW,
    REPAIR,
    WANG,
    ZHANG,
    alert,
    direct,
    group,
    hear,
    ticket,
    write,
)

WORDS = (
    "+1", "我家也是", "修好了谢谢", "不用来了 自己好了", "怎么还没来", "修好了吗",
    "又漏了", "什么时候能来电", "8-2-301", "不对 是9-2-301", "13800138000", "有人在里面大喊",
    "看错了 不是他", "我也闻到了", "找到了 谢谢大家", "门口看到一个穿蓝校服的男孩", "是我儿子", "有停水吗",
    "我们楼也停水了", "谢谢", "哈哈哈", "@小助手 在吗", "厨房还在漏 地板泡了", "同问",
    "物业真差劲", "晚上一起跑步吗 要的+1", "",
)  # fmt: skip
REPORTS = (REPAIR, Verdict("inquiry", "fees"), Verdict("complaint", "noise"), Verdict("urgent", "fire"))


def make_case(words: str, sender: Sender, verdict: Verdict, sort: Sort) -> Case:
    """The words where two tickets are open: of an alert, and the sender's own, as far as asked for."""
    own = ticket(128, reporter=sender.person if sort.own else DAI.person)
    other = ticket(127, category="elevator", reporter=HE.person)
    opened = Touch(
        step=Step.OPENED, person=HE.id, name=HE.name, chat=group(3).id, at=NOW, words="电梯坏了"
    )  # fmt: skip
    live = (alert(127, reporter=ZHANG.person),) if sort.alerts else ()
    threads = (
        Thread(ticket=own), Thread(ticket=other, touches=(opened,), alert=live[0] if live else None),
    )  # fmt: skip
    chat = group(3) if words else direct(sender)
    return hear(
        write(sender, chat, words), verdict, command=None, threads=threads, alerts=live,
        own=(own,) if sort.own else (), alert_tickets=(other,) if sort.alerts else (),
        now=NOW + timedelta(minutes=1),
    )  # fmt: skip


@pytest.mark.parametrize("sender", [ZHANG, LI, WANG], ids=lambda sender: sender.name)
@pytest.mark.parametrize("words", WORDS)
def test_a_row_that_is_left_out_finds_nothing(words: str, sender: Sender) -> None:
    for alerts, own in product((False, True), repeat=2):
        for verdict in (SILENT, *REPORTS):
            sort = Sort(alerts, own, verdict.kind == "other")
            case = make_case(words, sender, verdict, sort)
            assert find_sort(case) == sort
            left_out = [row for row in TABLE if sort not in row.sorts]
            assert len(left_out) < len(TABLE) * 2 // 3
            assert [row.decider(case) for row in left_out] == [None] * len(left_out)


def test_every_row_is_asked_about_something_and_most_are_about_talk() -> None:
    assert all(row.sorts for row in TABLE)
    assert sum(Sort(alerts=False, own=True, talk=True) in row.sorts for row in TABLE) > len(TABLE) // 2
