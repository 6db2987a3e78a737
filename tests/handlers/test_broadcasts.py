"""Broadcasts: seen before they are sent, sent once, and answered for group by group."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.commands import broadcast
from handlers.decide import decide
from handlers.model import SILENCE, Delivery, DeliveryState, NoticeState, Priority, Purpose, Sender
from handlers.saying.speak import tell
from handlers.tickets.steps import IllegalTransition
from nlp.verdict import SILENT
from tests.handlers.building import (
    DAI,
    ESTATE,
    GROUPS,
    NOW,
    STAFF_GROUP,
    WANG,
    ZHANG,
    chats_of,
    direct,
    group,
    hear,
    texts_to,
    write,
)
from tests.handlers.moments import SHANGHAI
from tests.handlers.notices import notice, order


def test_a_broadcast_is_shown_before_anything_is_sent() -> None:
    outcome = order("广播 明天9:00检修，停水两小时")
    assert chats_of(outcome.deliveries) == [STAFF_GROUP.id]
    preview = outcome.deliveries[0].text
    made = outcome.notices[0]
    assert made.text in preview
    assert all(word in preview for word in ("B7", "5个群", "1号群", "约15秒", "10分钟", "确认B7", "取消B7"))
    assert (made.number, made.state, made.expires_at) == (7, NoticeState.PREVIEW, NOW + timedelta(minutes=10))


@pytest.mark.parametrize(
    ("words", "numbers", "text"),
    [
        ("1号群,3号群 停水", [1, 3], "停水"),
        ("3号群，1号群 停水", [1, 3], "停水"),
        ("1,3号群 停水", [1, 3], "停水"),
        ("2群 停水", [2], "停水"),
        ("业主4群 停水", [4], "停水"),
        ("停水", [1, 2, 3, 4, 5], "停水"),
        ("3 号楼今天停水", [1, 2, 3, 4, 5], "3 号楼今天停水"),
        ("8:00 停水", [1, 2, 3, 4, 5], "8:00 停水"),
        ("各位业主 明天停水", [1, 2, 3, 4, 5], "各位业主 明天停水"),
    ],
)
def test_a_broadcast_goes_to_the_groups_that_it_begins_with(
    words: str, numbers: list[int], text: str
) -> None:
    chats, rest = broadcast.choose_groups(words, ESTATE)
    assert ([chat.number for chat in chats], rest) == (numbers, text)


def test_a_group_that_is_not_there_is_named_and_nothing_is_made() -> None:
    outcome = order("广播 1号群,9号群 停水")
    assert outcome.notices == ()
    assert "9号群" in texts_to(outcome, STAFF_GROUP)[0]


@pytest.mark.parametrize("text", ["广播 1号群", "广播 1号群,3号群", "广播 1,3号群"])
def test_a_broadcast_of_groups_without_words_is_told_how(text: str) -> None:
    outcome = order(text)
    assert outcome.notices == ()
    assert "内容" in texts_to(outcome, STAFF_GROUP)[0]


def test_a_broadcast_at_a_time_is_not_taken_in_silence() -> None:
    outcome = order("定时广播 明天8:00 停水")
    assert outcome.notices == ()
    assert "广播 内容" in texts_to(outcome, STAFF_GROUP)[0]


@pytest.mark.parametrize(("length", "made"), [(2000, 1), (2001, 0)])
def test_a_broadcast_too_long_is_refused_and_not_cut(length: int, made: int) -> None:
    outcome = order("广播 " + "停" * length)
    assert len(outcome.notices) == made
    assert ("2001字" in texts_to(outcome, STAFF_GROUP)[0]) is not bool(made)


def test_an_owner_is_not_taught_to_broadcast() -> None:
    outcome = decide(hear(write(ZHANG, direct(ZHANG), "定时广播 明天8:00 停水")))
    assert not any("广播" in delivery.text for delivery in outcome.deliveries)


@pytest.mark.parametrize(
    ("text", "category", "filed"),
    [
        ("广播 物业费翻倍", "fees", 0),
        ("广播：保安全部辞退", "security", 0),
        ("广播 吵死了", "noise", 1),
        ("物业费翻倍", "fees", 1),
    ],
)
def test_what_an_owner_would_broadcast_in_the_group_is_noted_and_files_nothing(
    text: str, category: str, filed: int
) -> None:
    verdict = replace(SILENT, kind="complaint", category=category)
    outcome = decide(hear(write(ZHANG, group(3), text), verdict))
    assert len(outcome.tickets) == filed
    noted = [(line.action, line.allowed) for line in outcome.audits]
    assert noted == ([] if filed else [("broadcast", False)])


def test_a_broadcast_without_words_is_told_how() -> None:
    outcome = order("广播")
    assert outcome.notices == ()
    assert len(outcome.deliveries) == 1


def test_confirmed_it_goes_word_for_word_to_its_groups() -> None:
    given = notice()
    outcome = order("确认B7", notice=given)
    sent = [delivery for delivery in outcome.deliveries if delivery.purpose is Purpose.NOTICE]
    assert [delivery.chat for delivery in sent] == [group(1).id, group(3).id]
    assert {delivery.text for delivery in sent} == {given.text}
    assert {delivery.priority for delivery in sent} == {Priority.ROUTINE}
    assert outcome.notices[0].state is NoticeState.SENDING


@pytest.mark.parametrize(
    ("hour", "minute", "due_day", "due_hour"),
    [(9, 0, 2, 9), (21, 59, 2, 21), (22, 0, 3, 8), (23, 30, 3, 8), (3, 0, 2, 8), (8, 0, 2, 8)],
)
def test_quiet_hours_hold_a_broadcast_and_say_so(hour: int, minute: int, due_day: int, due_hour: int) -> None:
    now = NOW.astimezone(SHANGHAI).replace(hour=hour, minute=minute)
    given = notice(created_at=now, expires_at=now + timedelta(minutes=10))
    outcome = order("确认B7", notice=given, now=now)
    due = {d.due_at.astimezone(SHANGHAI) for d in outcome.deliveries if d.purpose is Purpose.NOTICE}
    assert {(moment.day, moment.hour) for moment in due} == {(due_day, due_hour)}
    held = due != {now}
    assert ("免打扰" in broadcast.write_preview(given, now, ESTATE)) is held


@pytest.mark.parametrize("state", [state for state in NoticeState if state is not NoticeState.PREVIEW])
@pytest.mark.parametrize("text", ["确认B7", "取消B7"])
def test_what_was_decided_is_decided(state: NoticeState, text: str) -> None:
    outcome = order(text, notice=notice(state=state))
    assert outcome.notices == ()
    assert not any(delivery.purpose is Purpose.NOTICE for delivery in outcome.deliveries)


@pytest.mark.parametrize("state", [NoticeState.SENDING, NoticeState.SENT])
def test_who_cancels_what_was_confirmed_is_told_how_to_take_it_back(state: NoticeState) -> None:
    outcome = order("取消B7", notice=notice(state=state))
    assert "撤回B7" in texts_to(outcome, STAFF_GROUP)[0]


def test_cancelled_it_is_never_sent() -> None:
    outcome = order("取消B7", notice=notice())
    assert outcome.notices[0].state is NoticeState.CANCELLED
    assert chats_of(outcome.deliveries) == [STAFF_GROUP.id]


def test_a_confirmation_that_comes_too_late_sends_nothing() -> None:
    late = NOW + timedelta(minutes=11)
    outcome = order("确认B7", notice=notice(), now=late)
    assert outcome.notices[0].state is NoticeState.EXPIRED
    assert "作废" in texts_to(outcome, STAFF_GROUP)[0]


def test_a_preview_that_nobody_answers_expires_once() -> None:
    given = notice()
    assert broadcast.expire(given, NOW, ESTATE) == SILENCE
    expired = broadcast.expire(given, NOW + timedelta(minutes=11), ESTATE).notices[0]
    assert expired.state is NoticeState.EXPIRED
    assert broadcast.expire(expired, NOW + timedelta(minutes=12), ESTATE) == SILENCE


@pytest.mark.parametrize("sender", [WANG, ZHANG], ids=["staff", "owner"])
def test_only_a_manager_sends_or_drops_one(sender: Sender) -> None:
    for function in (broadcast.confirm, broadcast.cancel):
        with pytest.raises(IllegalTransition):
            function(notice(), sender, NOW, ESTATE)


def test_an_unknown_number_is_said_to_be_unknown() -> None:
    assert "B9" in texts_to(order("确认B9"), STAFF_GROUP)[0]


def test_ordered_in_a_direct_chat_it_is_answered_there() -> None:
    outcome = decide(hear(write(DAI, direct(DAI), "广播 停水")))
    assert outcome.notices[0].reply_to == DAI.id
    assert chats_of(outcome.deliveries) == [DAI.id]


def results(*states: DeliveryState) -> tuple[Delivery, ...]:
    return tuple(
        replace(tell(ESTATE, chat.id, "x", Purpose.NOTICE, NOW, notice=7), state=state)
        for chat, state in zip(GROUPS, states, strict=False)
    )


@pytest.mark.parametrize("unfinished", [DeliveryState.PENDING, DeliveryState.SENDING])
def test_the_result_waits_until_every_group_is_settled(unfinished: DeliveryState) -> None:
    rows = results(DeliveryState.ACCEPTED, unfinished)
    assert broadcast.report(notice(state=NoticeState.SENDING), rows, ESTATE, NOW) == SILENCE


def test_the_result_names_what_failed_and_what_is_uncertain() -> None:
    rows = results(DeliveryState.SEEN, DeliveryState.ACCEPTED, DeliveryState.DEAD, DeliveryState.UNKNOWN)
    outcome = broadcast.report(notice(state=NoticeState.SENDING), rows, ESTATE, NOW)
    assert outcome.notices[0].state is NoticeState.SENT
    lines = outcome.deliveries[0].text.splitlines()
    assert "2/4" in lines[0]
    assert [("1号群、2号群" in lines[1]), ("3号群" in lines[2]), ("4号群" in lines[3])] == [True] * 3


def test_the_result_is_told_once() -> None:
    rows = results(DeliveryState.SEEN)
    assert broadcast.report(notice(state=NoticeState.SENT), rows, ESTATE, NOW) == SILENCE


def test_another_notices_deliveries_do_not_count() -> None:
    rows = tuple(replace(row, notice=8) for row in results(DeliveryState.SEEN))
    assert broadcast.report(notice(state=NoticeState.SENDING), rows, ESTATE, NOW) == SILENCE
