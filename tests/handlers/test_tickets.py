"""A report: its receipt, its card for staff, and what opens nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from handlers.decide import decide
from handlers.model import (
    SILENCE,
    Attachment,
    AttachmentKind,
    Chat,
    ChatKind,
    Outcome,
    Purpose,
    Sender,
    Status,
    Step,
)
from handlers.tickets import working
from handlers.tickets.gathering import KEPT
from nlp.verdict import Verdict
from tests.handlers.building import (
    CARD,
    DAI,
    ESTATE,
    NO_ROOM,
    NOW,
    REPAIR,
    STAFF_GROUP,
    WANG,
    ZHANG,
    chats_of,
    direct,
    group,
    hear,
    photo,
    texts_to,
    ticket,
    write,
)


def report(text: str = "厨房水管漏水，地板泡了", **rest: Any) -> Outcome:
    return decide(hear(write(ZHANG, group(3), text, **rest), REPAIR))


def test_a_report_gets_a_receipt_that_mentions_its_owner() -> None:
    receipt = report("厨房漏水").deliveries[0]
    assert receipt.chat == group(3).id
    assert receipt.mentions == (ZHANG.person,)
    assert receipt.purpose is Purpose.RECEIPT
    assert receipt.text == (
        "已登记报修 #128：厨房漏水（8-2-301），水电师傅30分钟内联系您。补充说明或照片直接发群里，会并入本单。"
    )


def test_the_card_for_staff_looks_as_agreed() -> None:
    outcome = report(attachments=(photo(),))
    assert texts_to(outcome, STAFF_GROUP) == [CARD]


def test_the_card_goes_to_who_is_on_duty_for_the_trade() -> None:
    cards = tuple(d for d in report().deliveries if d.purpose is Purpose.CARD)
    assert chats_of(cards) == [STAFF_GROUP.id, WANG.id]


def test_the_ticket_keeps_what_the_message_said() -> None:
    message = write(ZHANG, group(3), "厨房漏水 13812341234", attachments=(photo(),))
    verdict = Verdict("repair", "water", "8-2-301", "13812341234")
    outcome = decide(hear(message, verdict))
    made = outcome.tickets[0]
    assert (made.number, made.kind, made.category, made.room) == (128, "repair", "water", "8-2-301")
    assert (made.phone, made.photos, made.status, made.version) == ("13812341234", 1, Status.OPEN, 0)
    assert made.respond_by == NOW + timedelta(minutes=30)
    assert [(event.step, event.message) for event in outcome.events] == [(Step.OPENED, message.key)]
    assert outcome.files[0].message == message.key


def test_phones_are_masked_for_all_but_whoever_takes_the_ticket() -> None:
    message = write(ZHANG, group(3), "厨房漏水 13812341234")
    outcome = decide(hear(message, Verdict("repair", "water", "8-2-301", "13812341234")))
    assert not any("13812341234" in delivery.text for delivery in outcome.deliveries)
    taken = working.accept(outcome.tickets[0], WANG, NOW, ESTATE)
    assert [d.chat for d in taken.deliveries if "13812341234" in d.text] == [WANG.id]


@pytest.mark.parametrize(
    ("verdict", "text", "asked"),
    [
        (NO_ROOM, "厨房漏水了", True),
        (REPAIR, "厨房漏水了", False),
        (Verdict("repair", "electric"), "楼道的灯坏了", False),
        (Verdict("repair", "elevator"), "电梯停了", False),
        (Verdict("repair", "facility"), "秋千坏了", False),
        (Verdict("complaint", "noise"), "楼上太吵", False),
    ],
)
def test_the_room_is_asked_for_only_where_nobody_could_find_the_fault(
    verdict: Verdict, text: str, asked: bool
) -> None:
    assert ("房号" in decide(hear(write(ZHANG, group(3), text), verdict)).deliveries[0].text) is asked


@pytest.mark.parametrize(
    ("verdict", "promise"),
    [
        (Verdict("complaint", "noise"), "安保人员2小时内"),
        (Verdict("suggestion"), "客服3个工作日内"),
        (Verdict("inquiry"), "客服2小时内"),
        (Verdict("repair", "elevator", "5"), "电梯师傅30分钟内"),
    ],
)
def test_the_receipt_promises_what_the_policy_says(verdict: Verdict, promise: str) -> None:
    assert promise in decide(hear(write(ZHANG, group(3), "说一件事"), verdict)).deliveries[0].text


def test_an_estate_promises_its_own_time() -> None:
    estate = replace(ESTATE, accept_minutes={"repair": 45})
    outcome = decide(hear(write(ZHANG, group(3), "漏水"), REPAIR, estate=estate))
    assert "45分钟内" in outcome.deliveries[0].text
    assert outcome.tickets[0].respond_by == NOW + timedelta(minutes=45)


def test_a_report_in_a_direct_chat_is_answered_there_without_a_mention() -> None:
    outcome = decide(hear(write(ZHANG, direct(ZHANG), "漏水"), REPAIR))
    assert outcome.deliveries[0].chat == ZHANG.id
    assert outcome.deliveries[0].mentions == ()
    assert "私信 张三" in outcome.deliveries[1].text


def test_photos_and_the_room_of_shortly_before_go_in() -> None:
    before = (
        write(ZHANG, group(3), "物业在吗"),
        write(ZHANG, group(3), "8-2-301"),
        write(ZHANG, group(3), attachments=(photo(),)),
    )
    outcome = decide(hear(write(ZHANG, group(3), "厨房漏水了"), NO_ROOM, recent=before))
    assert outcome.tickets[0].room == "8-2-301"
    assert outcome.tickets[0].photos == 1
    assert [event.message for event in outcome.events if event.step is Step.PHOTO] == [before[2].key]


@pytest.mark.parametrize("sender", [WANG, DAI], ids=["staff", "manager"])
def test_what_staff_say_among_owners_opens_nothing(sender: Sender) -> None:
    assert decide(hear(write(sender, group(3), "8栋电梯坏了正在修"), REPAIR)) == SILENCE


def test_staff_chatter_is_answered_with_silence() -> None:
    assert decide(hear(write(WANG, STAFF_GROUP, "8栋又漏水了"), REPAIR)) == SILENCE


@pytest.mark.parametrize("kind", sorted(set(AttachmentKind) - KEPT))
def test_what_is_no_photo_opens_nothing_and_breaks_nothing(kind: AttachmentKind) -> None:
    message = write(ZHANG, group(3), "", attachments=(Attachment(kind, "t", "r"),))
    assert decide(hear(message)) == SILENCE
    long_ago = ticket(opened_at=NOW - timedelta(hours=3))
    assert decide(hear(message, own=(long_ago,))) == SILENCE


def test_a_voice_message_right_after_a_report_is_noted_in_it() -> None:
    message = write(ZHANG, group(3), "", attachments=(Attachment(AttachmentKind.VOICE, "t", "r"),))
    outcome = decide(hear(message, own=(ticket(),)))
    assert [(event.step, event.words) for event in outcome.events] == [(Step.NOTED, "[语音]")]
    assert texts_to(outcome, STAFF_GROUP) == ["【#128】业主又发了一条语音，请到3号群里听。"]
    assert texts_to(outcome, group(3)) == []


def test_a_link_with_a_frightening_title_opens_nothing() -> None:
    message = write(ZHANG, group(3), "着火了！", attachments=(Attachment(AttachmentKind.LINK, "t", "r"),))
    assert decide(hear(message, Verdict("urgent", "fire"))) == SILENCE


def test_a_voice_message_to_the_bot_itself_is_asked_for_in_writing() -> None:
    message = write(ZHANG, direct(ZHANG), "", attachments=(Attachment(AttachmentKind.VOICE, "t", "r"),))
    assert len(decide(hear(message)).deliveries) == 1


def test_ordinary_talk_is_answered_with_silence() -> None:
    assert decide(hear(write(ZHANG, group(3), "今天天气真好"))) == SILENCE


def test_a_mention_with_nothing_to_do_gets_two_lines_of_help() -> None:
    said = decide(hear(write(ZHANG, group(3), "", mentions_bot=True))).deliveries
    assert len(said) == 1
    assert len(said[0].text.splitlines()) == 2


def test_a_group_that_belongs_to_nobody_is_left_alone() -> None:
    chat = Chat("t:room:new", "home", ChatKind.UNASSIGNED, "?")
    assert decide(hear(write(ZHANG, chat, "漏水", mentions_bot=True), REPAIR)) == SILENCE
