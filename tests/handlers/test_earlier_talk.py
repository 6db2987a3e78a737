"""Talk is of what was spoken of more than ten minutes ago only where a quick look says that it may be.

The desk leaves such tickets, the chat's and the sender's own, out of the decision on most of what is said:
it must come to the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from handlers.commands.rework import may_follow_done
from handlers.conversation.joining import (
    is_for_some,
    is_more_than_text,
    is_of_any,
    is_of_some,
    speaks_of_now,
    speaks_widely,
)
from handlers.conversation.own_threads import is_at_hand, speaks_of_own
from handlers.decide import decide
from handlers.model import Message, Sender, Step
from handlers.threads import Thread, Touch
from nlp.chatter import make_chatter
from nlp.verdict import SILENT
from tests.handlers.building import DAI, HE, LI, NOW, group, hear, ticket, write

DATA = Path(__file__).parents[1] / "data"
#: What was reported in the chat, by kind and category.
REPORTED = (
    ("repair", "water", "我们这边停水了"),
    ("repair", "elevator", "5栋电梯坏了停在三楼"),
    ("repair", "electric", "楼道灯不亮了"),
    ("complaint", "noise", "楼上天天半夜蹦迪 吵死了"),
    ("complaint", "management", "物业收费不办事 垃圾三天没人收"),
    ("suggestion", "facility", "建议在门口装个路灯"),
)


def read_talk() -> list[str]:
    """Lines labelled as needing no answer, and chatter made from patterns."""
    files = ("messages-train-d5.jsonl", "messages-train-d6.jsonl", "messages-train-i.jsonl")
    rows = (
        json.loads(line) for name in files for line in (DATA / name).read_text(encoding="utf-8").splitlines()
    )
    labelled = [row["text"] for row in rows if row["kind"] == "other"]
    chatter = [label.text for label in make_chatter(DATA / "chatter.toml", per_pattern=1)]
    return [*labelled[:900:3], *chatter[::3]]


def make_threads(minutes: int, first: int, reporter: Sender = HE) -> Iterator[Thread]:
    """Tickets that this chat last spoke of so long ago."""
    at = NOW - timedelta(minutes=minutes)
    for number, (kind, category, words) in enumerate(REPORTED, first):
        made = ticket(
            number, kind=kind, category=category, words=words, summary=words, room=None,
            reporter=reporter.person, opened_at=at,
        )  # fmt: skip
        opened = Touch(
            step=Step.OPENED, person=reporter.id, name=reporter.name, chat=group(3).id, at=at, words=words,
            message=f"m{number}",
        )  # fmt: skip
        yield Thread(ticket=made, touches=(opened,))


def speaks_of_earlier(message: Message) -> bool:
    """Whether a message that is no report may join what this chat spoke of more than ten minutes ago."""
    return is_more_than_text(message) or speaks_widely(message)


@pytest.mark.parametrize("minutes", [11, 29])
def test_what_does_not_look_like_it_leads_to_the_same_without_the_earlier_tickets(minutes: int) -> None:
    earlier, now = tuple(make_threads(minutes, 1)), tuple(make_threads(4, 20))
    looked_at = 0
    for words in read_talk():
        message = write(LI, group(3), words)
        if speaks_of_earlier(message):
            continue
        looked_at += 1
        assert not decide(hear(message, SILENT, command=None, threads=earlier)), words
        with_both = bool(decide(hear(message, SILENT, command=None, threads=(*now, *earlier))))
        assert with_both == bool(decide(hear(message, SILENT, command=None, threads=now))), words
    assert looked_at > 200


@pytest.mark.parametrize("minutes", [0, 9])
def test_what_backs_and_tells_nothing_leads_to_nothing_right_after_a_report(minutes: int) -> None:
    lately, own = tuple(make_threads(minutes, 1)), tuple(make_threads(4, 20, LI))
    looked_at = 0
    for words in read_talk():
        message = write(LI, group(3), words)
        if speaks_of_earlier(message) or speaks_of_now(words):
            continue
        looked_at += 1
        assert not decide(hear(message, SILENT, command=None, threads=lately)), words
        with_both = decide(hear(message, SILENT, command=None, threads=(*own, *lately)))
        assert bool(with_both) == bool(decide(hear(message, SILENT, command=None, threads=own))), words
    assert looked_at > 200


@pytest.mark.parametrize("minutes", [11, 120])
def test_who_rails_or_asks_when_it_ends_speaks_of_no_ticket_of_elsewhere_but_of_some(minutes: int) -> None:
    earlier = tuple(make_threads(minutes, 1))
    others = tuple(thread for thread in earlier if not is_for_some(thread, group(4).id))
    assert {thread.ticket.kind for thread in others} == {"repair", "suggestion"}
    lines = [words for words in read_talk() if is_of_some(words) and not is_of_any(words)]
    assert len(lines) > 20
    for words in lines:
        message = write(LI, group(4), words)
        if not is_more_than_text(message):
            assert not decide(hear(message, SILENT, command=None, threads=others)), words


def test_an_experience_a_fault_and_a_word_that_backs_it_may_be_of_what_was_just_said() -> None:
    for words in ("我家昨天就这样", "按键失灵", "是的", "支持 早该装了"):
        assert speaks_of_now(words), words
    assert not speaks_of_now("晚上吃什么")


@pytest.mark.parametrize("minutes", [31, 24 * 60 + 1])
def test_what_does_not_look_like_it_leads_to_the_same_without_the_senders_own_tickets(minutes: int) -> None:
    own, now = tuple(make_threads(minutes, 1)), tuple(make_threads(4, 20, DAI))
    looked_at = 0
    for words in read_talk():
        message = write(HE, group(3), words)
        if may_follow_done(words) or speaks_of_earlier(message) or speaks_of_own(message):
            continue
        looked_at += 1
        assert not any(is_at_hand(thread, message, NOW) for thread in own)
        assert not decide(hear(message, SILENT, command=None, threads=own)), words
        with_both = bool(decide(hear(message, SILENT, command=None, threads=(*now, *own))))
        assert with_both == bool(decide(hear(message, SILENT, command=None, threads=now))), words
    assert looked_at > 200


def test_an_end_a_question_thanks_and_a_room_may_be_of_ones_own_ticket_however_long_ago() -> None:
    for words in ("修好了 谢谢", "不用来了", "师傅怎么还不来", "知道了 谢谢", "8-2-301"):
        assert speaks_of_own(write(HE, group(3), words)), words
    assert not speaks_of_own(write(HE, group(3), "晚上吃什么"))
    spoken = next(make_threads(9, 1))
    assert is_at_hand(spoken, write(HE, group(3), "晚上吃什么"), NOW)
    assert is_at_hand(spoken, write(HE, group(1), "晚上吃什么"), NOW)


def test_an_echo_an_outage_a_quote_a_name_and_what_is_no_text_may_be_of_earlier_tickets() -> None:
    for words in ("+1", "我家也停水了", "什么时候来电", "@何师傅 谢谢", "[图片]"):
        assert speaks_of_earlier(write(LI, group(3), words)), words
    assert speaks_of_earlier(write(LI, group(3), "是的", quote="楼上天天半夜蹦迪"))
    assert not speaks_of_earlier(write(LI, group(3), "晚上吃什么"))
