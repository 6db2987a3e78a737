"""我的信息, 删除我的信息: who may ask, where it is answered, what is asked before anything goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from handlers.case import Command
from handlers.commands.reading import parse
from handlers.decide import decide
from handlers.model import SILENCE, Chat, Erasure, Held, Outcome, Sender, Status
from tests.handlers.building import (
    ESTATE,
    LI,
    NOW,
    WANG,
    ZHANG,
    direct,
    group,
    hear,
    texts_to,
    ticket,
    write,
)

OVER = ticket(12, status=Status.CLOSED, phone="13812341234", summary="厨房漏水")
OPEN = ticket(15, summary="门铃坏了")
THEIRS = ticket(20, status=Status.CLOSED, reporter=LI.person)
HELD = Held(
    own=(OVER, OPEN),
    shared=(THEIRS,),
    words={12: ("我家厨房漏水了",), 15: ("门铃坏了",), 20: ("我家也漏",)},
    photos={12: 2},
)
ASKED = Erasure(estate="home", person=ZHANG.person, reply_to=ZHANG.id, asked_at=NOW - timedelta(minutes=5))


def ask(
    text: str, chat: Chat | None = None, held: Held = HELD, sender: Sender = ZHANG, **rest: Any
) -> Outcome:
    message = write(sender, chat or direct(sender), text, **rest)
    return decide(hear(message, held=held))


# --- how it is typed -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["删除我的信息", "删除我的信息。", "刪除我的信息", "清除我的信息", "删除我的个人信息"]
)
@pytest.mark.parametrize("called", [True, False])
def test_it_is_heard_in_private_and_among_owners_called_or_not(text: str, called: bool) -> None:
    for chat in (direct(ZHANG), group(3)):
        assert parse(write(ZHANG, chat, text, mentions_bot=called)) == Command("erase")


@pytest.mark.parametrize(
    "text", ["我的信息泄露了", "把我的信息删了吧大家", "别删除我的信息", "删除我的信息怎么弄", "确认删除吗"]
)
def test_talk_about_it_is_talk(text: str) -> None:
    assert parse(write(ZHANG, group(3), text)) is None


def test_what_is_held_is_asked_for_in_private_or_in_the_group_as_the_help_there_says() -> None:
    assert parse(write(ZHANG, direct(ZHANG), "我的信息")) == Command("held")
    assert parse(write(ZHANG, group(3), "我的信息", mentions_bot=True)) == Command("held")
    assert parse(write(ZHANG, group(3), "我的信息")) == Command("held")


# --- what is held --------------------------------------------------------------------------------


def test_everything_is_told_with_ones_own_words_and_number() -> None:
    (text,) = texts_to(ask("我的信息"), ZHANG)
    for words in ("#12", "8-2-301", "13812341234", "照片2张", "我家厨房漏水了", "#15", "#20", "我家也漏"):
        assert words in text


def test_of_a_neighbours_ticket_only_what_one_gave() -> None:
    (text,) = texts_to(ask("我的信息"), ZHANG)
    line = next(line for line in text.splitlines() if line.startswith("#20"))
    assert LI.name not in line
    assert "8-2-301" not in line


def test_much_comes_in_several_messages() -> None:
    many = tuple(ticket(number, status=Status.CLOSED) for number in range(1, 26))
    texts = texts_to(ask("我的信息", held=Held(own=many)), ZHANG)
    assert len(texts) == 3
    assert all(f"#{number} " in "\n".join(texts) for number in range(1, 26))


def test_nothing_held_is_said_so() -> None:
    assert "没有存您的" in texts_to(ask("我的信息", held=Held()), ZHANG)[0]
    nothing = ask("删除我的信息", held=Held())
    assert "不用删" in texts_to(nothing, ZHANG)[0]
    assert nothing.erasures == ()


@pytest.mark.parametrize("text", ["我的信息", "删除我的信息"])
def test_among_owners_nothing_of_it_is_said_aloud(text: str) -> None:
    outcome = ask(text, group(3), mentions_bot=True)
    assert [said for said in texts_to(outcome, group(3)) if "#12" in said or "8-2-301" in said] == []
    assert "已私信回复您" in texts_to(outcome, group(3))[0]
    assert "#1" in "".join(texts_to(outcome, ZHANG))


# --- erased --------------------------------------------------------------------------------------


def test_it_is_asked_once_before_anything_goes_and_what_is_open_is_named() -> None:
    outcome = ask("删除我的信息")
    (text,) = texts_to(outcome, ZHANG)
    assert "已经结束的2张" in text
    assert "#15" in text
    assert "确认删除" in text
    assert [(each.person, each.confirmed_at) for each in outcome.erasures] == [(ZHANG.person, None)]
    assert [(line.action, line.allowed) for line in outcome.audits] == [("erase", True)]


@pytest.mark.parametrize("chat", [direct(ZHANG), group(3)])
def test_confirmed_it_begins(chat: Chat) -> None:
    outcome = ask("确认删除", chat, replace(HELD, asked=ASKED))
    assert [each.confirmed_at for each in outcome.erasures] == [NOW]
    assert "#15" in texts_to(outcome, ZHANG)[0]
    assert [line.action for line in outcome.audits] == ["erase_sure"]


def test_where_nothing_is_over_yet_it_is_said_so_without_counting() -> None:
    held = Held(own=(OPEN,), asked=ASKED)
    asked, sure = texts_to(ask("删除我的信息", held=held), ZHANG), texts_to(ask("确认删除", held=held), ZHANG)
    assert "0张" not in asked[0]
    assert "#15" in asked[0]
    assert "记下了" in sure[0]
    assert "#15" in sure[0]


@pytest.mark.parametrize("asked", [None, replace(ASKED, asked_at=NOW - timedelta(minutes=31))])
def test_nobody_confirms_what_was_not_asked_lately(asked: Erasure | None) -> None:
    held = replace(HELD, asked=asked)
    assert ask("确认删除", held=held).erasures == ()
    assert "请先发：删除我的信息" in texts_to(ask("确认删除", held=held), ZHANG)[0]
    assert ask("确认删除", group(3), held) == SILENCE


def test_a_live_alert_is_kept_whatever_its_ticket_says() -> None:
    held = replace(HELD, alerts=frozenset({12}))
    assert "#12" in texts_to(ask("删除我的信息", held=held), ZHANG)[0].split("还没结束的")[1]


def test_twice_confirmed_begins_once() -> None:
    held = replace(HELD, asked=replace(ASKED, confirmed_at=NOW))
    for text in ("删除我的信息", "确认删除"):
        outcome = ask(text, held=held)
        assert outcome.erasures == ()
        assert "正在清除" in texts_to(outcome, ZHANG)[0]


def test_staff_ask_for_what_they_reported_themselves_like_anybody() -> None:
    assert ESTATE.staff == ()
    outcome = ask("删除我的信息", held=Held(own=(OVER,)), sender=WANG)
    assert [each.person for each in outcome.erasures] == [WANG.person]
