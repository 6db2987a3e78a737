"""线索3属实: what people may say of the clues of a live alert, and what comes of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from handlers.commands.alert_orders import parse_alert_order
from handlers.model import FileState, Outcome, Purpose, Sender, Step, TicketFile
from handlers.threads import Thread, Touch
from tests.handlers.building import (
    DAI,
    LI,
    MOTHER,
    NOW,
    STAFF_GROUP,
    WANG,
    ZHANG,
    alert,
    chats_of,
    group,
    photo,
    said,
    texts_to,
    ticket,
    write,
)
from tests.handlers.clues import CLUES, OWNERS, TICKET, give, order


@pytest.mark.parametrize("sender", [WANG, DAI, MOTHER])
@pytest.mark.parametrize(
    "text",
    [
        "线索1属实",
        "线索 1 属实",
        "线索１属实。",
        "128线索1属实",
        "线索1是真的",
        "线索1 属实 128",
        "线索1 属 实",
    ],
)
def test_a_clue_found_true_is_told_to_every_group_as_progress(sender: Sender, text: str) -> None:
    chat = group(3) if sender is MOTHER else STAFF_GROUP
    outcome = order(sender, chat, text)
    told = said(outcome, Purpose.PROGRESS)
    assert sorted(chats_of(tuple(told))) == sorted(OWNERS)
    assert all("线索1" in each.text and "环桥下面" in each.text and "1号群" in each.text for each in told)
    assert [(event.step, event.words) for event in outcome.events] == [(Step.VERIFIED, "1")]
    assert [line.allowed for line in outcome.audits] == [True]


def test_the_one_clue_that_waits_needs_no_number() -> None:
    waiting = give(1, "我刚在环桥下面看到一个男孩 蓝衣服", LI)
    thread = Thread(ticket=TICKET, touches=(waiting,), alert=alert())
    outcome = order(WANG, STAFF_GROUP, "线索属实", threads=(thread,))
    assert [(event.step, event.words) for event in outcome.events] == [(Step.VERIFIED, "1")]


@pytest.mark.parametrize("text", ["线索属实", "线索排除"])
def test_one_of_several_clues_is_asked_for_by_its_number(text: str) -> None:
    outcome = order(WANG, STAFF_GROUP, text)
    assert outcome.events == ()
    assert "线索1属实" in texts_to(outcome, STAFF_GROUP)[0]
    assert order(ZHANG, group(1), text).deliveries == ()


def test_progress_carries_neither_phone_nor_name_of_who_gave_the_clue() -> None:
    told = said(order(WANG, STAFF_GROUP, "线索1属实"), Purpose.PROGRESS)
    assert not any("138" in each.text or LI.name in each.text for each in told)


def test_what_staff_have_seen_comes_from_the_company_and_not_from_their_group() -> None:
    seen = replace(give(1, "南门岗亭这边看到一个小姑娘 粉色外套", DAI), chat=STAFF_GROUP.id)
    thread = Thread(ticket=TICKET, touches=(seen,), alert=alert(facts="粉色外套"))
    told = said(order(WANG, STAFF_GROUP, "线索1属实", threads=(thread,)), Purpose.PROGRESS)
    assert told
    assert all("：物业，" in each.text and "员工" not in each.text for each in told)


def test_the_photo_of_a_clue_goes_with_it() -> None:
    file = TicketFile(
        estate="home", ticket=128, attachment=photo(), added_at=NOW, added_by=LI.person, message="clue1",
        id=1, state=FileState.STORED, sha256="b" * 64, media_type="image/jpeg", size=9,
    )  # fmt: skip
    outcome = order(WANG, STAFF_GROUP, "线索1属实", files=(file,))
    assert sorted(each.chat for each in outcome.deliveries if each.file == "b" * 64) == sorted(OWNERS)
    other = order(WANG, STAFF_GROUP, "线索2属实", files=(file,))
    assert not any(each.file for each in other.deliveries)


def test_a_clue_that_is_dismissed_is_marked_and_told_to_the_reporter_alone() -> None:
    outcome = order(WANG, STAFF_GROUP, "线索2排除")
    assert [(event.step, event.words) for event in outcome.events] == [(Step.DISMISSED, "2")]
    assert {each.chat for each in outcome.deliveries} == {group(3).id, STAFF_GROUP.id}


@pytest.mark.parametrize(
    ("quote", "answer", "step"),
    [
        ("【紧急 #128 线索2】1号群 张三，06:31：公路大桥这边", "属实", Step.VERIFIED),
        ("【线索2】1号群，06:31：公路大桥这边", "不是他", Step.DISMISSED),
    ],
)
def test_the_word_alone_is_enough_after_a_quote_of_the_clue(quote: str, answer: str, step: Step) -> None:
    outcome = order(WANG, STAFF_GROUP, answer, quote=quote)
    assert [(event.step, event.words) for event in outcome.events] == [(step, "2")]


@pytest.mark.parametrize("text", ["线索1属实", "线索1排除"])
def test_a_neighbour_judges_no_clue_and_hears_nothing(text: str) -> None:
    outcome = order(ZHANG, group(1), text)
    assert outcome.events == ()
    assert outcome.deliveries == ()
    assert [line.allowed for line in outcome.audits] == [False]


def test_a_neighbours_word_after_a_quoted_clue_is_only_talk() -> None:
    outcome = order(ZHANG, group(1), "真的", quote="【线索2】1号群，06:31：公路大桥这边")
    assert outcome == Outcome()


@pytest.mark.parametrize("text", ["线索9属实", "线索0排除"])
def test_a_clue_that_is_not_there_is_said_to_staff(text: str) -> None:
    outcome = order(WANG, STAFF_GROUP, text)
    assert outcome.events == ()
    assert "没有线索" in texts_to(outcome, STAFF_GROUP)[0]


def test_where_two_alerts_have_the_clue_staff_are_asked_which() -> None:
    other = ticket(129, kind="urgent", category="missing_person", reporter=ZHANG.person)
    second = alert(129, reporter=ZHANG.person, chat=group(1).id)
    threads = (
        Thread(ticket=TICKET, touches=CLUES, alert=alert()),
        Thread(ticket=other, touches=CLUES, alert=second),
    )
    rest: dict[str, Any] = {"alerts": (alert(), second), "alert_tickets": (TICKET, other), "threads": threads}
    asked = order(WANG, STAFF_GROUP, "线索1属实", **rest)
    assert asked.events == ()
    assert "#128、#129" in texts_to(asked, STAFF_GROUP)[0]
    named = order(WANG, STAFF_GROUP, "129线索1属实", **rest)
    assert [event.ticket for event in named.events] == [129]


def test_what_was_judged_before_is_not_told_again() -> None:
    judged = Touch(step=Step.VERIFIED, person=WANG.id, name="", chat=None, at=NOW, words="1")
    thread = Thread(ticket=TICKET, touches=(*CLUES, judged), alert=alert())
    outcome = order(WANG, STAFF_GROUP, "线索1属实", threads=(thread,))
    assert not said(outcome, Purpose.PROGRESS)
    assert "已经" in texts_to(outcome, STAFF_GROUP)[0]


@pytest.mark.parametrize(
    "text",
    [
        "线索1属实吗",
        "有线索了",
        "线索很多 属实的少",
        "演练几点开始",
        "延长保修期",
        "明天演练",
        "消防演练通知",
    ],
)
def test_ordinary_words_are_no_orders(text: str) -> None:
    assert parse_alert_order(write(WANG, STAFF_GROUP, text)) is None
