"""From a report to its end: receipt, card, the steps of staff, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from handlers.decide import decide
from handlers.model import (
    LIVE,
    SILENCE,
    Attachment,
    AttachmentKind,
    Chat,
    ChatKind,
    Delivery,
    Duty,
    Message,
    Outcome,
    Purpose,
    Sender,
    Status,
    Step,
    Ticket,
)
from handlers.roster import on_duty, staff_groups_for
from handlers.tickets import opening as tickets
from handlers.tickets.gathering import KEPT
from handlers.tickets.steps import TRANSITIONS, IllegalTransition
from nlp.verdict import Verdict
from tests.handlers.building import (
    CHEN,
    DAI,
    ESTATE,
    GROUPS,
    HE,
    LI,
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

CARD = (
    "【报修 #128】水 · 8-2-301 · 3号群 张三\n"
    "厨房水管漏水，地板泡了（照片1张）\n"
    "09:12 登记，09:42 前接单，派给王师傅\n"
    "回复本条，或：接单128 · 完成128 说明 · 回复128 内容 · 转派128 姓名 · 误报128"
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
    taken = tickets.accept(outcome.tickets[0], WANG, NOW, ESTATE)
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


# --- steps ---------------------------------------------------------------------------------------


def quote_card(sender: Sender, words: str, **rest: Any) -> Outcome:
    return decide(hear(write(sender, STAFF_GROUP, words, quote=CARD), named=ticket(**rest)))


def test_on_my_way_accepts_and_tells_the_owner() -> None:
    outcome = quote_card(WANG, "马上到，约15分钟")
    assert outcome.tickets[0].status is Status.ACCEPTED
    assert outcome.tickets[0].assignee == WANG.person
    answer = outcome.deliveries[0]
    assert (answer.chat, answer.mentions) == (group(3).id, (ZHANG.person,))
    assert answer.text == "【#128】水电 王师傅：马上到，约15分钟。"
    assert texts_to(outcome, STAFF_GROUP) == ["【#128】水电 王师傅已接单，业主已收到通知。"]


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        ("接", Status.ACCEPTED, "【#128】水电 王师傅已接单，会尽快与您联系。"),
        ("好了", Status.DONE, "【#128】水电 王师傅：已完成。如还有问题，直接在群里说一声。"),
        (
            "完成 换了角阀",
            Status.DONE,
            "【#128】水电 王师傅：已完成，换了角阀。如还有问题，直接在群里说一声。",
        ),
        ("下午两点到", Status.OPEN, "【#128】水电 王师傅：下午两点到。"),
        ("您在家吗？", Status.OPEN, "【#128】水电 王师傅：您在家吗？"),
        ("误报", Status.FALSE_ALARM, "【#128】登记有误，已撤销，打扰您了。如需处理，请@我再说一次。"),
    ],
)
def test_a_few_words_after_the_card_do_it(words: str, status: Status, told: str) -> None:
    outcome = quote_card(WANG, words)
    assert outcome.tickets[0].status is status
    assert texts_to(outcome, group(3)) == [told]


def test_the_second_who_accepts_is_told_who_has_it() -> None:
    outcome = quote_card(HE, "接", status=Status.ACCEPTED, assignee=WANG.person)
    assert outcome.tickets == ()
    assert len(outcome.deliveries) == 1
    assert "已由王师傅接单" in texts_to(outcome, STAFF_GROUP)[0]


def test_more_words_by_who_has_it_are_passed_on() -> None:
    outcome = quote_card(WANG, "马上到", status=Status.ACCEPTED, assignee=WANG.person)
    assert [event.step for event in outcome.events] == [Step.REPLIED]


def test_a_transfer_gives_the_card_to_the_other() -> None:
    outcome = quote_card(WANG, "转派 陈队长", status=Status.ACCEPTED, assignee=WANG.person)
    assert outcome.tickets[0].assignee == CHEN.person
    assert texts_to(outcome, CHEN)[0].startswith("【报修 #128】")


def test_a_transfer_to_nobody_known_names_who_there_is() -> None:
    outcome = quote_card(WANG, "转派 赵六")
    assert outcome.tickets == ()
    assert "王师傅" in texts_to(outcome, STAFF_GROUP)[0]


STEPS: dict[Step, Callable[[Ticket], Outcome]] = {
    Step.ACCEPTED: lambda given: tickets.accept(given, HE, NOW, ESTATE),
    Step.REPLIED: lambda given: tickets.reply(given, HE, NOW, ESTATE, "好"),
    Step.DONE: lambda given: tickets.finish(given, HE, NOW, ESTATE),
    Step.FALSE_ALARM: lambda given: tickets.mark_false_alarm(given, HE, NOW, ESTATE),
    Step.TRANSFERRED: lambda given: tickets.transfer(given, HE, CHEN.person, NOW, ESTATE),
}


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("step", list(STEPS))
def test_each_step_goes_where_the_table_says_or_tells_what_is_possible(step: Step, status: Status) -> None:
    given = ticket(status=status, assignee=WANG.person if status is not Status.OPEN else None)
    if status in TRANSITIONS[step].sources:
        after = STEPS[step](given)
        assert after.tickets[0].status is (TRANSITIONS[step].target or status)
        assert [event.step for event in after.events] == [step]
    else:
        with pytest.raises(IllegalTransition, match="#128"):
            STEPS[step](given)


def test_a_ticket_that_is_over_offers_no_command_that_fails() -> None:
    with pytest.raises(IllegalTransition) as refused:
        tickets.finish(ticket(status=Status.WITHDRAWN), WANG, NOW, ESTATE)
    assert "完成128" not in refused.value.text
    assert "已撤单" in refused.value.text


@pytest.mark.parametrize("status", list(Status))
def test_live_tickets_can_be_finished_and_only_they(status: Status) -> None:
    assert (status in TRANSITIONS[Step.DONE].sources) is (status in LIVE)


def test_from_the_console_the_staff_group_hears_of_it() -> None:
    outcome = tickets.accept(ticket(), WANG, NOW, ESTATE)
    assert chats_of(outcome.deliveries) == [group(3).id, STAFF_GROUP.id]
    assert all(delivery.answers is None for delivery in outcome.deliveries)


def test_a_step_in_a_direct_chat_is_confirmed_there_and_known_in_the_group() -> None:
    outcome = decide(hear(write(WANG, direct(WANG), "接单128"), named=ticket()))
    assert chats_of(outcome.deliveries) == [group(3).id, WANG.id, STAFF_GROUP.id]


def test_a_step_among_owners_is_confirmed_to_staff_only() -> None:
    outcome = decide(hear(write(WANG, group(1), "接单128"), named=ticket()))
    assert chats_of(outcome.deliveries) == [group(3).id, STAFF_GROUP.id]


@pytest.mark.parametrize("number", range(1, 6))
def test_the_answer_goes_to_the_group_that_the_ticket_came_from(number: int) -> None:
    outcome = tickets.reply(ticket(chat=group(number).id), WANG, NOW, ESTATE, "好的")
    told: tuple[Delivery, ...] = outcome.deliveries
    assert {d.chat for d in told if d.chat in {g.id for g in GROUPS}} == {group(number).id}


# --- who and which group -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("starts", "ends", "hour", "there"),
    [
        (0, 0, 3, True),
        (480, 1020, 9, True),
        (480, 1020, 17, False),
        (1200, 360, 23, True),
        (1200, 360, 5, True),
        (1200, 360, 6, False),
    ],
)
def test_who_is_on_duty_by_the_clock_of_the_estate(starts: int, ends: int, hour: int, there: bool) -> None:
    now = NOW.astimezone(ZoneInfo("Asia/Shanghai")).replace(hour=hour, minute=0)
    duty = Duty(WANG.person, ("水电",), starts, ends)
    assert bool(on_duty((duty,), now, "水电", "Asia/Shanghai")) is there
    assert on_duty((duty,), now, "电梯", "Asia/Shanghai") == ()


def test_a_card_goes_to_the_group_of_its_trade_where_there_is_one() -> None:
    plumbers = Chat("t:room:water", "home", ChatKind.STAFF, "水电组")
    estate = replace(ESTATE, chats=(*ESTATE.chats, plumbers))
    assert staff_groups_for(estate, "水电") == (plumbers,)
    assert staff_groups_for(estate, "电梯") == (STAFF_GROUP,)


# --- what the sender adds ------------------------------------------------------------------------


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


# --- progress and lists --------------------------------------------------------------------------


def test_an_owner_hears_of_the_own_ticket() -> None:
    outcome = decide(hear(write(ZHANG, group(1), "进度128"), named=ticket()))
    assert "厨房漏水" in outcome.deliveries[0].text
    assert outcome.deliveries[0].mentions == (ZHANG.person,)


@pytest.mark.parametrize("named", [ticket(), None], ids=["another's", "none"])
def test_a_ticket_of_another_is_as_unknown_as_none(named: Ticket | None) -> None:
    outcome = decide(hear(write(LI, group(1), "进度128"), named=named))
    assert [delivery.text for delivery in outcome.deliveries] == ["没有查到您名下的 #128。"]


def test_who_asks_after_the_promised_time_sets_staff_going() -> None:
    late = ticket(respond_by=NOW - timedelta(minutes=1))
    outcome = decide(hear(write(ZHANG, group(3), "进度128"), named=late))
    assert chats_of(outcome.deliveries) == [group(3).id, STAFF_GROUP.id]


def test_staff_see_any_ticket_but_not_among_owners() -> None:
    assert decide(hear(write(WANG, STAFF_GROUP, "进度128"), named=ticket())).deliveries
    assert decide(hear(write(WANG, group(3), "进度128"), named=ticket())) == SILENCE


def test_the_own_list_names_nobody_else() -> None:
    other = ticket(129, reporter=LI.person, summary="李家的事")
    outcome = decide(hear(write(ZHANG, group(1), "我的工单"), listing=(ticket(), other)))
    assert outcome.deliveries[0].text == "您的工单：\n#128 报修 厨房漏水：待接单"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("未接单", {"#128"}), ("我的", {"#129"}), ("今日", {"#128", "#129"})],
)
def test_staff_get_the_list_that_they_ask_for(text: str, expected: set[str]) -> None:
    rows = (
        ticket(),
        ticket(129, status=Status.ACCEPTED, assignee=WANG.person),
        ticket(130, status=Status.ACCEPTED, assignee=HE.person, opened_at=NOW - timedelta(days=1)),
    )
    lines = decide(hear(write(WANG, STAFF_GROUP, text), listing=rows)).deliveries[0].text.splitlines()[1:]
    assert {line.split(" ")[0] for line in lines} == expected


def test_a_long_list_fits_a_phone() -> None:
    rows = tuple(ticket(number) for number in range(1, 60))
    text = decide(hear(write(WANG, STAFF_GROUP, "未接单"), listing=rows)).deliveries[0].text
    assert len(text.splitlines()) == 12
