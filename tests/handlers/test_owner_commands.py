"""Owners' commands, and what after a quote is never meant for an owner: tables of what people type."""

from __future__ import annotations

import pytest

from handlers.case import Command
from handlers.commands.reading import parse
from handlers.commands.scores import read_score
from tests.handlers.building import CARD, LI, STAFF_GROUP, WANG, ZHANG, direct, group, write

ANSWER = "@张三 【#128】水电 王师傅：已完成。如还有问题，直接在群里说一声。"


def own(verb: str, number: int | None = 128, words: str = "", **more: bool) -> Command:
    return Command(verb, number, words=words, asks="own", **more)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("备注 家里有狗", Command("note", 128, words="家里有狗", quoted=True)),
        ("备注家里有狗", Command("note", 128, words="家里有狗", quoted=True)),
        ("备注：家里有狗", Command("note", 128, words="家里有狗", quoted=True)),
        ("備註128 有狗", Command("note", 128, words="有狗")),
        ("改类别 电梯", Command("reclass", 128, words="电梯", quoted=True)),
        ("改类电梯", Command("reclass", 128, words="电梯", quoted=True)),
        ("转何师傅", Command("transfer", 128, words="何师傅", quoted=True)),
        ("转派何师傅", Command("transfer", 128, words="何师傅", quoted=True)),
        ("转给小李", Command("transfer", 128, words="小李", quoted=True)),
        ("转告业主下午来", Command("reply", 128, words="转告业主下午来", quoted=True)),
        ("预计18:00", Command("estimate", 128, words="18:00", quoted=True)),
        ("预计 明天下午", Command("estimate", 128, words="明天下午", quoted=True)),
        ("预计要换整根管", Command("reply", 128, words="预计要换整根管", quoted=True)),
        ("为什么", Command("why", 128, quoted=True)),
        ("误报了", Command("false_alarm", 128, quoted=True)),
        ("返修", own("reopen", quoted=True)),
    ],
)
@pytest.mark.parametrize("chat", [STAFF_GROUP, direct(WANG)], ids=["staff", "direct"])
def test_what_staff_mean_for_themselves_is_never_sent_to_the_owner(
    text: str, command: Command, chat: object
) -> None:
    assert parse(write(WANG, chat, text, quote=CARD)) == command  # type: ignore[arg-type]


IN_A_GROUP = [
    ("催128", own("remind")),
    ("催單 128", own("remind")),
    ("取消128", own("cancel")),
    ("撤单#128", own("cancel")),
    ("没修好128", own("reopen")),
    ("没修好128 还在滴", own("reopen", words="还在滴")),
    ("满意128", own("rate", words="5", gives_way=True)),
    ("３分１２８", own("rate", words="3", gives_way=True)),
    ("128 5分", own("rate", words="5", gives_way=True)),
    ("满意", own("rate", None, "5", gives_way=True)),
    ("五星好评 谢谢师傅", own("rate", None, "5", gives_way=True)),
    ("又漏了", own("reopen", None, "又漏了", gives_way=True)),
    ("没修好", own("reopen", None, "没修好", gives_way=True)),
    ("转人工", own("human", None)),
    ("5", None),
    ("1", None),
    ("催一下", None),
    ("催收费的又来了", None),
    ("取消", None),
    ("取消吧", None),
    ("满意度调查填了吗", None),
    ("这次物业我很满意", None),
    ("一般128块钱一次", None),
    ("没修好也没人管", None),
    ("人工湖的水臭了", None),
    ("3分20秒的视频", None),
]


@pytest.mark.parametrize(("text", "command"), IN_A_GROUP)
def test_an_owners_command_in_the_group(text: str, command: Command | None) -> None:
    assert parse(write(ZHANG, group(3), text)) == command


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("满意", own("rate", 128, "5", quoted=True, gives_way=True)),
        ("4", own("rate", 128, "4", quoted=True, gives_way=True)),
        ("没修好", own("reopen", quoted=True, gives_way=True)),
        ("催一下", own("remind", quoted=True, gives_way=True)),
        ("撤单", own("cancel", quoted=True, gives_way=True)),
        ("谢谢师傅", None),
        ("好的", None),
    ],
)
def test_after_a_quote_of_the_bot_an_owner_needs_no_number(text: str, command: Command | None) -> None:
    assert parse(write(ZHANG, group(3), text, quote=ANSWER)) == command


@pytest.mark.parametrize("text", ["满意", "5分", "没修好", "又漏了", "催一下", "转人工"])
def test_what_staff_say_is_no_owners_verdict(text: str) -> None:
    found = parse(write(WANG, STAFF_GROUP, text))
    assert found is None or found.verb not in ("rate", "reopen", "remind", "human")


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("满意", 5), ("很满意！", 5), ("满意，谢谢师傅", 5), ("比较满意", 4), ("一般", 3),
        ("不满意", 2), ("差评", 1),
        ("1分", 1), ("打5分", 5), ("四星", 4), ("3颗星", 3), ("⭐", 1), ("⭐️⭐️⭐️⭐️", 4), ("★★★★★", 5),
        ("6分", None), ("0分", None), ("5分钟", None), ("满意吗", None),
        ("不满", None), ("", None), ("5", None),
    ],
)  # fmt: skip
def test_how_content_an_owner_is(text: str, score: int | None) -> None:
    assert read_score(text) == score


def test_a_neighbours_words_after_a_quote_give_way() -> None:
    found = parse(write(LI, group(3), "没修好", quote=ANSWER))
    assert found is not None
    assert found.gives_way
