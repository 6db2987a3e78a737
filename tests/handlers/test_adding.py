"""What the sender adds to a report: photos, the room, more words; and what is only talk."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from handlers.decide import decide
from handlers.model import SILENCE, Chat, Message, Outcome, Status, Step
from nlp.verdict import Verdict
from tests.handlers.building import (
    NOW,
    STAFF_GROUP,
    ZHANG,
    chats_of,
    group,
    hear,
    photo,
    texts_to,
    ticket,
    write,
)


def follow(message: Message, verdict: Verdict | None = None, **changes: Any) -> Outcome:
    return decide(hear(message, verdict, own=(ticket(**changes),)))


def test_a_photo_shortly_after_goes_into_the_ticket_without_a_receipt() -> None:
    outcome = follow(write(ZHANG, group(3), attachments=(photo(),)))
    assert [event.step for event in outcome.events] == [Step.PHOTO]
    assert outcome.tickets[0].photos == 1
    assert outcome.files[0].ticket == 128
    assert chats_of(outcome.deliveries) == [STAFF_GROUP.id]


def test_only_the_first_photo_is_told_to_staff() -> None:
    assert follow(write(ZHANG, group(3), attachments=(photo(),)), photos=1).deliveries == ()


def test_the_room_fills_the_ticket_even_two_hours_later() -> None:
    early = NOW - timedelta(hours=2)
    outcome = follow(
        write(ZHANG, group(3), "8-2-301"), Verdict("other", room="8-2-301"), room=None, opened_at=early
    )
    assert outcome.tickets[0].room == "8-2-301"
    assert texts_to(outcome, STAFF_GROUP) == ["【#128】业主补充房号：8-2-301"]
    assert texts_to(outcome, group(3)) == []


@pytest.mark.parametrize(
    ("text", "room"),
    [
        ("8栋2单元的", "8-2"),
        ("哦对 我家是8栋2单元", "8-2"),
        ("8-2-301 下午三点以后家里都有人 谢谢师傅", "8-2-301"),
    ],
)
def test_an_hour_later_the_room_is_taken_with_a_few_words_beside_it(text: str, room: str) -> None:
    early = NOW - timedelta(hours=1)
    outcome = follow(write(ZHANG, group(3), text), Verdict("other", room=room), room=None, opened_at=early)
    assert outcome.tickets[0].room == room


def test_an_hour_later_talk_that_names_a_building_besides_is_no_answer() -> None:
    early = NOW - timedelta(hours=1)
    said = write(ZHANG, group(3), "谁家装修啊 吵死了 周末都不让人睡 7栋2单元楼上")
    assert follow(said, Verdict("other", room="7-2"), room=None, opened_at=early) == SILENCE


@pytest.mark.parametrize(
    ("text", "verdict", "steps"),
    [
        ("洗碗池下面那个接头还在滴", Verdict("repair", "water"), [Step.DETAIL]),
        ("下午三点后有人在家", None, [Step.DETAIL]),
        ("谢谢", None, []),
        ("好的好的辛苦啦", None, []),
        ("今晚吃什么", None, []),
        ("师傅几点来？", None, [Step.REMINDED]),
        ("请问几点了？", None, []),
        ("电梯也坏了", Verdict("repair", "elevator", "8"), [Step.OPENED]),
        ("9栋那边也漏水", Verdict("repair", "water", "9"), [Step.OPENED]),
    ],
)
def test_what_the_sender_says_next_is_more_of_it_or_another_thing_or_talk(
    text: str, verdict: Verdict | None, steps: list[Step]
) -> None:
    assert [event.step for event in follow(write(ZHANG, group(3), text), verdict).events] == steps


@pytest.mark.parametrize(
    ("chat", "changes"),
    [
        (group(2), {}),
        (group(3), {"status": Status.DONE}),
        (group(3), {"opened_at": NOW - timedelta(minutes=11)}),
    ],
)
def test_a_photo_elsewhere_or_later_is_only_a_photo(chat: Chat, changes: dict[str, Any]) -> None:
    assert follow(write(ZHANG, chat, attachments=(photo(),)), **changes) == SILENCE
