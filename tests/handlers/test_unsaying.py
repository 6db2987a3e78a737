"""撤128, 撤回B7, 更正B7: whose words are taken back, what the network is asked, what people are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from handlers.case import Command
from handlers.commands import unsaying
from handlers.commands.reading import parse
from handlers.conversation.expecting import find_until
from handlers.decide import decide
from handlers.model import (
    SILENCE,
    Delivery,
    DeliveryState,
    Notice,
    NoticeState,
    Outcome,
    Priority,
    Purpose,
    Recall,
    RecallState,
    Sender,
    Status,
    Step,
    TicketEvent,
)
from handlers.threads import Thread, Touch
from handlers.tickets.progress import write_progress
from tests.handlers.building import (
    CARD,
    DAI,
    ESTATE,
    GROUPS,
    HE,
    LI,
    NOW,
    STAFF_GROUP,
    WANG,
    ZHANG,
    direct,
    group,
    hear,
    texts_to,
    ticket,
    write,
)

TOLD = "【#128】已转告业主。"
SAID_AT = NOW - timedelta(minutes=1)


def step(number: int, who: Sender, kind: Step, minutes: float = 1) -> TicketEvent:
    return TicketEvent(
        estate="home", ticket=128, step=kind, at=NOW - timedelta(minutes=minutes), actor=who.person,
        words=f"第{number}句", message=f"m{number}",
    )  # fmt: skip


def reply(number: int, state: DeliveryState = DeliveryState.SEEN, **changes: Any) -> Delivery:
    made = Delivery(
        estate="home", chat=group(3).id, text=f"【#128】水电 王师傅：第{number}句", purpose=Purpose.REPLY,
        priority=Priority.REPLY, due_at=SAID_AT, ticket=128, answers=f"m{number}", id=number, state=state,
        account="wx1", sent_id=f"s{number}", sent_at=SAID_AT,
    )  # fmt: skip
    return replace(made, **changes)


def order(
    text: str,
    sender: Sender = WANG,
    events: Sequence[TicketEvent] = (step(1, WANG, Step.REPLIED),),
    spoken: Sequence[Delivery] = (reply(1),),
    quote: str | None = None,
    **rest: Any,
) -> Outcome:
    named = {"named": ticket(status=Status.ACCEPTED, assignee=WANG.person), **rest}
    message = write(sender, STAFF_GROUP, text, quote=quote)
    return decide(hear(message, events=tuple(events), spoken=tuple(spoken), **named))


# --- how it is typed -----------------------------------------------------------------------------


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


# --- whose words ---------------------------------------------------------------------------------


def test_what_is_out_is_asked_back_and_answered_later() -> None:
    outcome = order("撤128")
    assert outcome.deliveries == ()
    (recall,) = outcome.recalls
    assert (recall.delivery, recall.ticket, recall.origin) == (1, 128, "m1")
    assert (recall.person, recall.reply_to) == (WANG.person, STAFF_GROUP.id)
    assert [(line.action, line.subject) for line in outcome.audits] == [("unsay", "#128")]


def test_what_still_waits_is_never_said() -> None:
    waiting = reply(1, DeliveryState.PENDING, sent_id=None, account=None, sent_at=None)
    outcome = order("撤128", spoken=[waiting])
    assert outcome.recalls == ()
    assert [each.state for each in outcome.deliveries if each.id == 1] == [DeliveryState.CANCELLED]
    assert "还没有发出" in texts_to(outcome, STAFF_GROUP)[0]
    assert [(event.step, event.message) for event in outcome.events] == [(Step.UNSAID, "m1")]


def test_the_last_words_of_whoever_asks_not_of_a_colleague() -> None:
    events = [step(1, WANG, Step.ACCEPTED), step(2, HE, Step.REPLIED), step(3, WANG, Step.NOTED)]
    outcome = order("撤128", events=events, spoken=[reply(1), reply(2)])
    assert [recall.delivery for recall in outcome.recalls] == [1]
    assert [r.delivery for r in order("撤128", HE, events, [reply(1), reply(2)]).recalls] == [2]


def test_a_manager_without_words_of_their_own_takes_back_a_colleagues() -> None:
    assert [recall.delivery for recall in order("撤128", DAI).recalls] == [1]


def test_a_time_taken_back_takes_back_what_answered_those_who_asked_later() -> None:
    given = step(1, WANG, Step.ESTIMATED)
    expected = reply(1, text="#128（停水）物业正在处理，预计18:00恢复。")
    later = reply(2, DeliveryState.PENDING, text=expected.text, purpose=Purpose.RECEIPT, chat=group(5).id)
    other = reply(3, text="已登记报修 #128", purpose=Purpose.RECEIPT)
    outcome = order("撤128", events=[given], spoken=[expected, later, other])
    assert [each.delivery for each in outcome.recalls] == [1]
    assert {each.id: each.state for each in outcome.deliveries} == {2: DeliveryState.CANCELLED}


def test_what_answered_a_neighbour_is_not_taken_for_words_of_staff() -> None:
    joined = [step(1, WANG, Step.REPLIED), step(2, LI, Step.JOINED)]
    receipt = reply(2, purpose=Purpose.RECEIPT)
    outcome = order("撤128", DAI, joined, [reply(1), receipt])
    assert [each.delivery for each in outcome.recalls] == [1]


def test_a_colleague_does_not() -> None:
    outcome = order("撤128", HE)
    assert outcome.recalls == ()
    assert "没有您发给业主的话" in texts_to(outcome, STAFF_GROUP)[0]


def test_what_an_owner_caused_to_be_said_is_nobodys_to_take_back() -> None:
    outcome = order("撤128", DAI, events=[step(1, ZHANG, Step.REOPENED)])
    assert outcome.recalls == ()


@pytest.mark.parametrize("before", [
    {"recalls": (Recall(
        estate="home", delivery=1, person=WANG.person, reply_to=STAFF_GROUP.id, asked_at=NOW,
    ),)},
    {"spoken": [reply(1, DeliveryState.RECALLED)]},
    {"spoken": [reply(1, DeliveryState.CANCELLED)]},
])  # fmt: skip
def test_the_same_words_are_asked_back_once(before: dict[str, Any]) -> None:
    outcome = order("撤128", **before)
    assert outcome.recalls == ()
    assert "已经撤过了" in texts_to(outcome, STAFF_GROUP)[0]


@pytest.mark.parametrize(("minutes", "found"), [(1, True), (9, True), (11, False)])
def test_alone_it_means_what_was_said_just_now(minutes: float, found: bool) -> None:
    outcome = order("撤", events=[step(1, WANG, Step.REPLIED, minutes)])
    assert bool(outcome.recalls) is found
    assert found or "撤128" in texts_to(outcome, STAFF_GROUP)[0]


def test_alone_without_anything_said_it_teaches() -> None:
    assert "撤128" in texts_to(order("撤", named=None, events=(), spoken=()), STAFF_GROUP)[0]


def test_asked_among_owners_it_is_answered_in_private() -> None:
    message = write(WANG, group(3), "撤", quote=TOLD)
    named = ticket(status=Status.ACCEPTED)
    outcome = decide(hear(message, named=named, events=(step(1, WANG, Step.REPLIED),), spoken=(reply(1),)))
    assert [recall.reply_to for recall in outcome.recalls] == [WANG.id]


# --- what the network can ------------------------------------------------------------------------


def recall(number: int = 1, state: RecallState = RecallState.ASKED, **changes: Any) -> Recall:
    made = Recall(
        estate="home", delivery=number, person=WANG.person, reply_to=STAFF_GROUP.id, asked_at=NOW, ticket=128,
        answers="k1", origin="m1", state=state,
    )  # fmt: skip
    return replace(made, **changes)


@pytest.mark.parametrize(("changes", "seconds", "obstacle"), [
    ({}, 60, None),
    ({"chat": "wechat:room:g3"}, 119, None),
    ({"chat": "wechat:room:g3"}, 121, RecallState.LATE),
    ({"chat": "webchat:room:g3"}, 3600, None),
    ({"sent_id": None}, 60, RecallState.REFUSED),
    ({"account": None}, 60, RecallState.REFUSED),
    ({"state": DeliveryState.UNKNOWN, "sent_id": None}, 60, RecallState.REFUSED),
    ({"state": DeliveryState.DEAD}, 60, RecallState.UNSENT),
    ({"state": DeliveryState.CANCELLED}, 60, RecallState.UNSENT),
    ({"state": DeliveryState.PENDING, "attempts": 1}, 60, RecallState.UNSENT),
])  # fmt: skip
def test_the_network_is_asked_only_where_it_can(changes: Any, seconds: int, obstacle: Any) -> None:
    now = SAID_AT + timedelta(seconds=seconds)
    assert unsaying.find_obstacle(reply(1, **changes), now) is obstacle


@pytest.mark.parametrize(("changes", "seconds", "waits"), [
    ({}, 0, False),
    ({"state": DeliveryState.SENDING}, 60, True),
    ({"state": DeliveryState.ACCEPTED, "sent_id": None}, 3, True),
    ({"state": DeliveryState.ACCEPTED, "sent_id": None}, 11, False),
    ({"state": DeliveryState.UNKNOWN, "sent_id": None}, 3, False),
])  # fmt: skip
def test_an_id_may_still_come_with_the_echo(changes: Any, seconds: int, waits: bool) -> None:
    now = NOW + timedelta(seconds=seconds)
    assert unsaying.must_wait(recall(), reply(1, **changes), now) is waits


# --- what came of it -----------------------------------------------------------------------------


def tell_result(*recalls: Recall, said: Sequence[Delivery] = (reply(1),)) -> Outcome:
    events = [step(1, WANG, Step.REPLIED)]
    done = ticket(status=Status.DONE)
    return unsaying.report(recalls, said, events, done, None, ESTATE, NOW)


@pytest.mark.parametrize(("state", "words", "unsaid"), [
    (RecallState.TAKEN_BACK, ("已撤回", "仍是已完成", "回复128"), True),
    (RecallState.UNSENT, ("还没有发出",), True),
    (RecallState.LATE, ("2分钟", "回复128 刚才那条发错了"), False),
    (RecallState.REFUSED, ("撤不回来", "回复128 刚才那条发错了"), False),
])  # fmt: skip
def test_who_asked_hears_exactly_what_happened(
    state: RecallState, words: Sequence[str], unsaid: bool
) -> None:
    outcome = tell_result(recall(1, state))
    (text,) = texts_to(outcome, STAFF_GROUP)
    assert all(word in text for word in words)
    assert [(event.step, event.message) for event in outcome.events] == [(Step.UNSAID, "m1")] * unsaid
    assert [each.told for each in outcome.recalls] == [True]


def test_nothing_is_told_before_all_of_it_is_settled_nor_twice() -> None:
    assert tell_result(recall(1, RecallState.TAKEN_BACK), recall(2)) == SILENCE
    assert tell_result(recall(1, RecallState.TAKEN_BACK, told=True)) == SILENCE


def test_groups_that_keep_it_are_named() -> None:
    said = [reply(1), reply(2, chat=group(4).id)]
    outcome = tell_result(recall(1, RecallState.TAKEN_BACK), recall(2, RecallState.LATE), said=said)
    (text,) = texts_to(outcome, STAFF_GROUP)
    assert "4号群" in text
    assert "3号群" not in text
    assert outcome.events == ()


def touch(kind: Step, number: int, words: str = "") -> Touch:
    return Touch(
        step=kind, person=WANG.id, name=WANG.name, chat=None, at=NOW, words=words, message=f"m{number}"
    )  # fmt: skip


def test_nobody_repeats_what_was_taken_back() -> None:
    touches = [
        touch(Step.ACCEPTED, 1, "马上到"),
        touch(Step.REPLIED, 2, "明天再说"),
        touch(Step.ESTIMATED, 3, "2026-03-02 18:00"),
        touch(Step.UNSAID, 2),
        touch(Step.UNSAID, 3),
    ]
    accepted = ticket(status=Status.ACCEPTED, assignee=WANG.person)
    text = write_progress(accepted, touches, NOW, ESTATE)
    assert "马上到" in text
    assert "明天再说" not in text
    thread = Thread(ticket=accepted, touches=tuple(touches))
    assert find_until(thread, NOW, ESTATE.timezone) is None


# --- broadcasts ----------------------------------------------------------------------------------


def notice(state: NoticeState = NoticeState.SENT) -> Notice:
    return Notice(
        estate="home", number=7, text="【物业通知】明天停水", chats=tuple(chat.id for chat in GROUPS),
        author=DAI.person, reply_to=STAFF_GROUP.id, state=state, created_at=SAID_AT,
        expires_at=NOW, version=2,
    )  # fmt: skip


def sent(*states: DeliveryState) -> tuple[Delivery, ...]:
    return tuple(
        reply(n, state, chat=group(n).id, purpose=Purpose.NOTICE, ticket=None, notice=7)
        for n, state in enumerate(states, 1)
    )


SEEN, WAITING, DEAD = DeliveryState.SEEN, DeliveryState.PENDING, DeliveryState.DEAD


def direct_notice(text: str, state: NoticeState = NoticeState.SENT, *said: DeliveryState) -> Outcome:
    message = write(DAI, STAFF_GROUP, text)
    return decide(hear(message, notice=notice(state), spoken=sent(*said), next_notice=8))


def test_a_broadcast_is_asked_back_from_every_group_and_goes_to_no_other() -> None:
    outcome = direct_notice("撤回B7", NoticeState.SENDING, SEEN, SEEN, DEAD, WAITING, WAITING)
    assert [each.delivery for each in outcome.recalls] == [1, 2]
    changed = {each.id: each.state for each in outcome.deliveries}
    assert changed == {4: DeliveryState.CANCELLED, 5: DeliveryState.CANCELLED}
    assert [each.state for each in outcome.notices] == [NoticeState.RECALLED]


def test_one_that_waits_for_the_morning_is_never_sent() -> None:
    outcome = direct_notice("撤回B7", NoticeState.SENDING, WAITING, WAITING)
    assert outcome.recalls == ()
    assert "B7 还没有发出，已经取消" in texts_to(outcome, STAFF_GROUP)[0]


@pytest.mark.parametrize("state", [NoticeState.PREVIEW, NoticeState.CANCELLED, NoticeState.RECALLED])
def test_what_was_not_sent_or_is_taken_back_is_told_so(state: NoticeState) -> None:
    outcome = direct_notice("撤回B7", state, SEEN)
    assert (outcome.recalls, outcome.notices) == ((), ())
    assert "没有可撤的" in texts_to(outcome, STAFF_GROUP)[0]


def test_the_manager_hears_which_groups_keep_it_and_why() -> None:
    asked = [
        recall(1, RecallState.TAKEN_BACK, ticket=None, notice=7, origin=None),
        recall(2, RecallState.LATE, ticket=None, notice=7, origin=None),
    ]
    outcome = unsaying.report(asked, sent(SEEN, SEEN), (), None, notice(), ESTATE, NOW)
    (text,) = texts_to(outcome, STAFF_GROUP)
    assert "B7 已从1/2个群撤回" in text
    assert "撤不回（超过2分钟）：2号群" in text
    assert "更正B7" in text


def test_a_correction_goes_to_exactly_the_groups_that_got_it() -> None:
    outcome = direct_notice(
        "更正B7 改到后天", NoticeState.SENT, SEEN, DEAD, SEEN, WAITING, DeliveryState.RECALLED
    )
    new = [each for each in outcome.deliveries if each.purpose is Purpose.NOTICE]
    assert [each.chat for each in new] == [group(n).id for n in (1, 3, 4, 5)]
    assert {each.text for each in new} == {"【物业通知】更正：改到后天"}
    (made,) = outcome.notices
    assert (made.number, made.state, made.chats) == (8, NoticeState.SENDING, tuple(d.chat for d in new))
    assert "B8 更正 B7，发给收到过它的4个群" in texts_to(outcome, STAFF_GROUP)[0]


@pytest.mark.parametrize(("text", "state", "said", "words"), [
    ("更正B7", NoticeState.SENT, (SEEN,), "更正B7 停水改为"),
    ("更正", NoticeState.SENT, (SEEN,), "更正B7 停水改为"),
    ("更正B7 x", NoticeState.PREVIEW, (), "不用更正"),
    ("更正B7 x", NoticeState.SENT, (DEAD,), "不用更正"),
    ("更正B7 x", NoticeState.SENDING, (WAITING, WAITING), "请先发 撤回B7"),
])  # fmt: skip
def test_what_cannot_be_corrected_says_why(text: str, state: NoticeState, said: Any, words: str) -> None:
    outcome = direct_notice(text, state, *said)
    assert outcome.notices == ()
    assert words in texts_to(outcome, STAFF_GROUP)[0]
