"""An alert from its first word: what its reporter must do, who is paged, what other groups are told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.decide import decide
from handlers.kinds import RELAY
from handlers.model import AlertState, Priority, Purpose, Sender
from nlp.verdict import Verdict
from tests.handlers.alerting import CALL, OTHERS, call
from tests.handlers.building import (
    CHEN,
    DAI,
    ESTATE,
    GROUPS,
    MISSING,
    MOTHER,
    NOW,
    STAFF_GROUP,
    chats_of,
    direct,
    group,
    hear,
    photo,
    said,
    write,
)


def test_the_first_words_out_are_what_the_reporter_must_do() -> None:
    first = call().deliveries[0]
    assert (first.chat, first.purpose, first.mentions) == (group(3).id, Purpose.ADVICE, (MOTHER.person,))
    assert all(word in first.text for word in ("最后在哪里看到", "几点", "照", "110"))


@pytest.mark.parametrize(
    ("words", "asked", "known"),
    [
        ("孩子不见了", ("年龄", "穿什么衣服", "最后在哪里看到", "几点", "近照"), ()),
        ("孩子不见了 12岁 蓝色校服", ("最后在哪里看到", "几点", "近照"), ("年龄", "穿什么衣服")),
        ("12岁 蓝色校服 早上六点在北门不见的", ("近照",), ("年龄", "穿什么", "最后在哪里", "告诉我")),
    ],
)
def test_only_what_the_reporter_has_not_said_is_asked_for(
    words: str, asked: tuple[str, ...], known: tuple[str, ...]
) -> None:
    first = call(text=words).deliveries[0].text
    assert all(word in first for word in asked)
    assert not any(word in first for word in known)


@pytest.mark.parametrize(
    ("category", "words"),
    [
        ("fire", ("119", "楼梯", "不要乘电梯")),
        ("gas", ("不要开关", "窗", "室外")),
        ("elevator_trapped", ("别扒门",)),
        ("medical", ("120",)),
        ("crime", ("110",)),
    ],
)
def test_each_danger_has_its_own_advice(category: str, words: tuple[str, ...]) -> None:
    text = call(Verdict("urgent", category)).deliveries[0].text
    assert all(word in text for word in words)


def test_everybody_who_must_know_is_paged_at_once() -> None:
    pages = said(call(), Purpose.PAGE)
    assert chats_of(pages) == [STAFF_GROUP.id, CHEN.id, DAI.id, *ESTATE.apprise]


def test_everything_an_alert_says_is_due_now_and_goes_before_all_else() -> None:
    night = NOW.replace(hour=19)
    deliveries = call(now=night).deliveries
    assert {(delivery.priority, delivery.due_at) for delivery in deliveries} == {(Priority.ALERT, night)}


def test_a_missing_child_is_told_to_every_other_group_once() -> None:
    outcome = call()
    assert chats_of(said(outcome, Purpose.RELAY)) == OTHERS
    assert outcome.alerts[0].told == tuple(OTHERS)
    assert outcome.alerts[0].state is AlertState.ACTIVE


def test_a_relay_carries_facts_and_neither_phone_nor_room_nor_name() -> None:
    sender = Sender(MOTHER.id, "刘晓燕")
    text = CALL + " 我是刘晓燕 微信同号"
    for relay in said(decide(hear(write(sender, group(3), text), MISSING)), Purpose.RELAY):
        assert all(word in relay.text for word in ("蓝色校服", "12岁", "3号群", "看到请直接在群里说"))
        assert not any(secret in relay.text for secret in ("1381234", "2-301", "301", "刘晓燕"))
        assert relay.mentions == ()


@pytest.mark.parametrize(("category", "policy"), sorted(RELAY.items()))
def test_who_is_told_follows_the_policy_of_the_category(category: str, policy: str) -> None:
    outcome = call(Verdict("urgent", category))
    opened = outcome.alerts[0]
    assert opened.policy == policy
    assert (opened.state is AlertState.UNCONFIRMED) is (policy == "confirm")
    assert bool(said(outcome, Purpose.RELAY)) is (policy == "auto")
    page = said(outcome, Purpose.PAGE)[0].text
    assert ("确认128" in page) is (policy == "confirm")


@pytest.mark.parametrize(
    ("category", "own", "certain", "policy"),
    [
        ("missing_person", {}, False, "confirm"),
        ("missing_person", {"missing_person": "never"}, True, "never"),
        ("fire", {"fire": "auto"}, True, "auto"),
        ("fire", {"fire": "auto"}, False, "confirm"),
        ("medical", {}, False, "never"),
    ],
)
def test_doubt_always_asks_and_an_estate_decides_for_itself(
    category: str, own: dict[str, str], certain: bool, policy: str
) -> None:
    verdict = Verdict("urgent", category, certain=certain)
    assert call(verdict, estate=replace(ESTATE, relay=own)).alerts[0].policy == policy


def test_a_call_in_a_direct_chat_is_told_to_all_groups() -> None:
    outcome = decide(hear(write(MOTHER, direct(MOTHER), CALL), MISSING))
    assert chats_of(said(outcome, Purpose.RELAY)) == [chat.id for chat in GROUPS]


def test_photos_of_just_before_belong_to_the_alert() -> None:
    earlier = write(MOTHER, group(3), attachments=(photo(),))
    assert [file.message for file in call(recent=(earlier,)).files] == [earlier.key]


def test_a_category_without_words_of_its_own_still_gives_the_alarm() -> None:
    outcome = call(Verdict("urgent", "snake"))
    assert outcome.deliveries[0].purpose is Purpose.ADVICE
    assert outcome.alerts[0].state is AlertState.UNCONFIRMED
