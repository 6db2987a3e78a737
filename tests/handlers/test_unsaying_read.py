"""撤128, 撤, 撤回B7: how taking back is typed."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.case import Command
from handlers.commands.reading import parse
from handlers.model import Sender
from tests.handlers.building import CARD, DAI, STAFF_GROUP, WANG, ZHANG, direct, group, write
from tests.handlers.unsaying import TOLD


@pytest.mark.parametrize(
    "text", ["撤128", "撤 128", "撤回128", "撤回#128", "撤＃１２８", "撤：128", "128撤回"]
)
def test_the_number_says_of_which_ticket(text: str) -> None:
    assert parse(write(WANG, STAFF_GROUP, text)) == Command("unsay", 128)


@pytest.mark.parametrize("quote", [CARD, TOLD])
@pytest.mark.parametrize("text", ["撤", "撤回", "收回", "撤！"])
@pytest.mark.parametrize("chat", [STAFF_GROUP, direct(WANG), group(3)])
def test_after_a_quote_the_word_suffices(quote: str, text: str, chat: Any) -> None:
    assert parse(write(WANG, chat, text, quote=quote)) == Command("unsay", 128, quoted=True)


@pytest.mark.parametrize(("sender", "chat", "read"), [
    (WANG, STAFF_GROUP, Command("unsay")),
    (WANG, direct(WANG), Command("unsay")),
    (WANG, group(3), None),
    (ZHANG, group(3), None),
    (ZHANG, direct(ZHANG), None),
])  # fmt: skip
def test_alone_it_is_a_command_of_staff_on_their_own_side(sender: Sender, chat: Any, read: Any) -> None:
    assert parse(write(sender, chat, "撤")) == read


@pytest.mark.parametrize(("text", "quote", "read"), [
    ("撤回B7", None, Command("unsay_notice", notice=7)),
    ("撤b７", None, Command("unsay_notice", notice=7)),
    ("撤回", "广播 B7 发送结果：送达5/5个群。", Command("unsay_notice", notice=7, quoted=True)),
    ("撤回", "B7 已确认，约15秒发完。", Command("unsay_notice", notice=7, quoted=True)),
    ("更正B7 改到后天", None, Command("correct", notice=7, words="改到后天")),
    ("更正 B7：改到后天\n九点", None, Command("correct", notice=7, words="改到后天\n九点")),
    ("更正 改到后天", "B7 已确认，约15秒发完。", Command("correct", notice=7, words="改到后天", quoted=True)),
    ("更正", None, Command("correct")),
    ("撤单128", None, Command("cancel", 128, asks="own")),
])  # fmt: skip
def test_a_broadcast_by_its_number_or_a_quote(text: str, quote: str | None, read: Command) -> None:
    assert parse(write(DAI, STAFF_GROUP, text, quote=quote)) == read
