"""An alert from its first word to the all-clear, and what never happens in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from handlers.alerts import urgent
from handlers.alerts.chasing import LONGEST, chase, list_chain
from handlers.decide import decide
from handlers.kinds import RELAY
from handlers.model import (
    SILENCE,
    Alert,
    AlertState,
    Delivery,
    FileState,
    Message,
    Outcome,
    Priority,
    Purpose,
    Sender,
    Status,
    Step,
    Ticket,
    TicketFile,
)
from handlers.tickets.steps import IllegalTransition
from nlp.verdict import Verdict
from tests.handlers.building import (
    CHEN,
    DAI,
    ESTATE,
    FIRE,
    GROUPS,
    HE,
    LI,
    MISSING,
    MOTHER,
    NOW,
    STAFF_GROUP,
    WANG,
    ZHANG,
    alert,
    chats_of,
    direct,
    group,
    hear,
    photo,
    texts_to,
    ticket,
    write,
)

CALL = "孩子自己跑出去了 穿蓝色校服 12岁 不会说话 大家帮忙看看 电话13812341234 我家8-2-301"
OTHERS = [chat.id for chat in GROUPS if chat.number != 3]


def call(verdict: Verdict = MISSING, text: str = CALL, **rest: Any) -> Outcome:
    return decide(hear(write(MOTHER, group(3), text), verdict, **rest))


def said(outcome: Outcome, purpose: Purpose) -> tuple[Delivery, ...]:
    return tuple(delivery for delivery in outcome.deliveries if delivery.purpose is purpose)


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


# --- confirm, false alarm ------------------------------------------------------------------------

WAITING: dict[str, Any] = {
    "category": "fire",
    "policy": "confirm",
    "state": AlertState.UNCONFIRMED,
    "told": (),
    "facts": "8栋着火了",
    "reporter": ZHANG.person,
}


def urgent_ticket(**changes: Any) -> Ticket:
    given: dict[str, Any] = {"kind": "urgent", "category": "fire", "room": None, **changes}
    return ticket(**given)


def order(sender: Sender, text: str, given: Alert, **rest: Any) -> Outcome:
    message = write(sender, rest.pop("chat", STAFF_GROUP), text)
    return decide(hear(message, named=urgent_ticket(), alert=given, alerts=(given,), **rest))


@pytest.mark.parametrize("sender", [CHEN, DAI, WANG], ids=["guard", "manager", "plumber"])
def test_once_confirmed_every_other_group_is_told(sender: Sender) -> None:
    outcome = order(sender, "确认128", alert(**WAITING))
    assert chats_of(said(outcome, Purpose.RELAY)) == OTHERS
    assert outcome.alerts[0].state is AlertState.ACTIVE
    assert outcome.alerts[0].confirmed_at == NOW
    assert outcome.alerts[0].told == tuple(OTHERS)


def test_the_photos_given_meanwhile_follow_the_relay() -> None:
    kept = stored_file(added_by=ZHANG.person)
    outcome = order(CHEN, "确认128", alert(**WAITING), files=(kept,))
    assert {delivery.file for delivery in said(outcome, Purpose.UPDATE)} == {"a" * 64}


def test_nobody_is_told_twice_by_a_second_confirmation() -> None:
    outcome = order(CHEN, "确认128", alert(**{**WAITING, "confirmed_at": NOW, "state": AlertState.ACTIVE}))
    assert outcome.alerts == ()
    assert said(outcome, Purpose.RELAY) == ()


def test_what_must_stay_quiet_is_never_relayed_even_when_confirmed() -> None:
    given = alert(category="medical", policy="never", told=())
    outcome = order(CHEN, "确认128", given)
    assert said(outcome, Purpose.RELAY) == ()
    assert outcome.alerts[0].confirmed_at == NOW


def test_an_owner_confirms_nothing() -> None:
    outcome = order(ZHANG, "确认128", alert(**WAITING), chat=group(3))
    assert (outcome.alerts, outcome.deliveries) == ((), ())
    assert [line.allowed for line in outcome.audits] == [False]


@pytest.mark.parametrize("told", [(), (GROUPS[0].id,), tuple(OTHERS)])
def test_a_false_alarm_is_put_right_in_exactly_the_groups_that_were_told(told: tuple[str, ...]) -> None:
    outcome = order(CHEN, "误报128", alert(**{**WAITING, "state": AlertState.ACTIVE, "told": told}))
    assert chats_of(said(outcome, Purpose.CORRECTION)) == list(told)
    assert outcome.alerts[0].state is AlertState.FALSE_ALARM
    assert outcome.tickets[0].status is Status.FALSE_ALARM


# --- the end -------------------------------------------------------------------------------------


def hear_in_alert(message: Message, verdict: Verdict | None = None, **changes: Any) -> Outcome:
    given = alert(**changes)
    live = urgent_ticket(category=given.category, reporter=given.reporter)
    return decide(hear(message, verdict, alerts=(given,), alert_tickets=(live,)))


FOUND = [
    "找到了",
    "找到了 谢谢大家",
    "找到了找到了 谢谢大家 孩子没事",
    "孩子找到了！",
    "人在同学家 找到了 谢谢各位",
]
NOT_FOUND = [
    "找到了吗",
    "找到了吗？",
    "找到了没有啊",
    "孩子找到没",
    "还没找到",
    "怎么找到的",
    "希望早点找到了告诉大家",
    "上个月那个早找到了",
    "要是找到了说一声",
    "我的钥匙找到了",
    "一定能找到的",
]


@pytest.mark.parametrize("text", FOUND)
@pytest.mark.parametrize(
    ("sender", "number"),
    [(MOTHER, 3), (MOTHER, 5), (CHEN, 2), (DAI, 1)],
    ids=["mother", "elsewhere", "staff", "manager"],
)
def test_found_gives_the_all_clear_to_every_group_that_heard(text: str, sender: Sender, number: int) -> None:
    outcome = hear_in_alert(write(sender, group(number), text))
    assert sorted(chats_of(said(outcome, Purpose.ALL_CLEAR))) == [chat.id for chat in GROUPS]
    assert chats_of(said(outcome, Purpose.PAGE)) == [STAFF_GROUP.id]
    assert (outcome.alerts[0].state, outcome.alerts[0].closed_at) == (AlertState.CLEARED, NOW)
    assert outcome.tickets[0].status is Status.CLOSED
    assert [event.step for event in outcome.events] == [Step.CLEARED]


@pytest.mark.parametrize("text", NOT_FOUND)
@pytest.mark.parametrize("sender", [MOTHER, CHEN], ids=["mother", "staff"])
def test_a_question_or_a_hope_closes_nothing(text: str, sender: Sender) -> None:
    outcome = hear_in_alert(write(sender, group(3), text))
    assert said(outcome, Purpose.ALL_CLEAR) == ()
    assert all(given.live for given in outcome.alerts)


@pytest.mark.parametrize("text", [*FOUND, "解除128"])
def test_another_owner_ends_no_alert(text: str) -> None:
    message = write(LI, group(2), text)
    given = alert()
    outcome = decide(hear(message, alerts=(given,), named=urgent_ticket(), alert=given))
    assert (outcome.alerts, outcome.deliveries) == ((), ())


def test_an_alert_that_nobody_was_told_of_is_cleared_where_it_began() -> None:
    outcome = hear_in_alert(write(ZHANG, group(3), "火灭了"), **WAITING)
    assert chats_of(said(outcome, Purpose.ALL_CLEAR)) == [group(3).id]


@pytest.mark.parametrize(
    ("category", "text", "over"),
    [
        ("fire", "明火已扑灭", True),
        ("fire", "正在扑灭", False),
        ("fire", "楼道灯灭了", False),
        ("elevator_trapped", "人已救出 两位都平安", True),
        ("elevator_trapped", "马上就能救出来吗", False),
        ("gas", "阀门已关 通风检测正常 大家可以回家了", True),
        ("flood", "总阀已关 不漏了", True),
        ("medical", "找到了", False),
    ],
)
def test_staff_tell_the_end_of_each_danger_in_its_own_words(category: str, text: str, over: bool) -> None:
    outcome = hear_in_alert(write(CHEN, group(3), text), category=category)
    assert bool(outcome.alerts) is over


def test_the_reporter_may_also_end_it_by_number() -> None:
    outcome = order(MOTHER, "解除128", alert(), chat=group(3))
    assert outcome.alerts[0].state is AlertState.CLEARED


def test_where_it_could_be_either_staff_are_asked_which() -> None:
    both = (alert(), alert(130, reporter=LI.person, chat=group(2).id))
    outcome = decide(hear(write(CHEN, STAFF_GROUP, "孩子找到了"), alerts=both))
    assert outcome.alerts == ()
    assert all(number in texts_to(outcome, STAFF_GROUP)[0] for number in ("#128", "#130"))


def test_what_is_over_cannot_end_again() -> None:
    with pytest.raises(IllegalTransition):
        urgent.clear(alert(state=AlertState.CLEARED), None, CHEN, NOW, ESTATE)


# --- second reports and more details -------------------------------------------------------------


@pytest.mark.parametrize(
    ("verdict", "text", "changes", "same"),
    [
        (MISSING, "我家孩子不见了 12岁男孩", {}, True),
        (MISSING, "我家孩子不见了 5岁", {}, False),
        (MISSING, "我奶奶走丢了 82岁", {}, False),
        (MISSING, "女儿不见了 12岁", {"facts": "儿子12岁 蓝色校服"}, False),
        (FIRE, "8栋着火了", {"category": "fire"}, True),
        (replace(FIRE, room="9"), "9栋着火了", {"category": "fire"}, False),
        (FIRE, "8栋着火了", {"category": "gas"}, False),
    ],
)
def test_a_second_report_joins_the_alert_unless_it_is_another_event(
    verdict: Verdict, text: str, changes: dict[str, Any], same: bool
) -> None:
    given = alert(**changes)
    known = urgent_ticket(category=given.category, room="8")
    outcome = decide(hear(write(LI, group(4), text), verdict, alerts=(given,), alert_tickets=(known,)))
    assert bool(outcome.alerts) is not same
    if same:
        assert said(outcome, Purpose.RELAY) == ()
        assert outcome.tickets[0].households == 2
        assert outcome.deliveries[0].chat == group(4).id
        assert "#128" in texts_to(outcome, STAFF_GROUP)[0]


@pytest.mark.parametrize(
    ("text", "category", "opens"),
    [
        ("3栋1单元门禁坏了刷不开", "door_access", True),
        ("3栋1单元电梯不动了", "elevator", True),
        ("3栋1单元这边煤气味也很浓", "other", False),
    ],
)
def test_another_fault_in_the_building_of_an_alert_is_a_repair(text: str, category: str, opens: bool) -> None:
    known = replace(urgent_ticket(category="gas", room="3-1"), words="3栋1单元有煤气味", summary="有煤气味")
    verdict = Verdict(kind="repair", category=category, room="3-1")
    given = alert(category="gas")
    outcome = decide(hear(write(LI, group(3), text), verdict, alerts=(given,), alert_tickets=(known,)))
    assert any(ticket.kind == "repair" for ticket in outcome.tickets) is opens


def test_more_words_of_the_reporter_reach_the_groups_that_were_told() -> None:
    outcome = hear_in_alert(write(MOTHER, group(3), "最后在北门 背红书包 电话13900001111"))
    updates = said(outcome, Purpose.UPDATE)
    assert chats_of(updates) == OTHERS
    assert all("红书包" in update.text and "139000" not in update.text for update in updates)
    assert "红书包" in outcome.alerts[0].facts


def test_a_second_call_by_the_same_mother_is_no_second_alert() -> None:
    outcome = hear_in_alert(write(MOTHER, group(3), "孩子不见了 穿蓝色校服"), MISSING)
    assert said(outcome, Purpose.RELAY) == ()
    assert outcome.alerts[0].ticket == 128


@pytest.mark.parametrize("text", ["谢谢大家", "好的", "有消息吗？"])
def test_thanks_and_questions_of_the_reporter_are_no_news(text: str) -> None:
    assert hear_in_alert(write(MOTHER, group(3), text)) == SILENCE


def test_a_photo_of_the_reporter_is_filed_and_waits_to_be_fetched() -> None:
    outcome = hear_in_alert(write(MOTHER, group(3), attachments=(photo(),)))
    assert outcome.files[0].ticket == 128
    assert said(outcome, Purpose.UPDATE) == ()


def stored_file(**changes: Any) -> TicketFile:
    made = TicketFile(
        estate="home", ticket=128, attachment=photo(), added_at=NOW, added_by=MOTHER.person, message="k",
        id=1, state=FileState.STORED, sha256="a" * 64, media_type="image/jpeg", size=9,
    )  # fmt: skip
    return replace(made, **changes)


def test_a_fetched_photo_goes_to_every_group_that_was_told() -> None:
    outcome = urgent.photo_stored(alert(), None, stored_file(), NOW, ESTATE)
    assert chats_of(outcome.deliveries) == [*OTHERS, STAFF_GROUP.id]
    assert {delivery.file for delivery in outcome.deliveries} == {"a" * 64}


def test_staff_see_the_photo_also_while_nobody_else_was_told() -> None:
    outcome = urgent.photo_stored(alert(told=()), None, stored_file(), NOW, ESTATE)
    assert chats_of(outcome.deliveries) == [STAFF_GROUP.id]


@pytest.mark.parametrize(
    ("changes", "file"),
    [
        ({"state": AlertState.CLEARED}, {}),
        ({}, {"state": FileState.REFUSED, "sha256": None}),
        ({}, {"media_type": "application/zip"}),
        ({}, {"added_by": LI.person}),
        ({}, {"ticket": 129}),
    ],
)
def test_a_photo_that_is_not_for_everybody_stays(changes: dict[str, Any], file: dict[str, Any]) -> None:
    assert urgent.photo_stored(alert(**changes), None, stored_file(**file), NOW, ESTATE) == SILENCE


# --- what time brings ----------------------------------------------------------------------------


def later(minutes: float) -> Any:
    return NOW + timedelta(minutes=minutes)


def test_the_chain_is_paged_step_by_step_each_once() -> None:
    given = alert(**WAITING, opened_at=NOW)
    paged: list[int] = []
    for minute in range(20):
        outcome = chase((given,), ESTATE, later(minute))
        if outcome:
            given = outcome.alerts[0]
            paged.append(minute)
            assert STAFF_GROUP.id in chats_of(outcome.deliveries)
    assert paged == [2, 4, 6]
    assert given.paged == len(list_chain(ESTATE, NOW))


def test_the_last_step_reaches_everybody_of_the_roster() -> None:
    assert {WANG.id, CHEN.id, HE.id, DAI.id, *ESTATE.apprise} <= set(list_chain(ESTATE, NOW)[-1])


def test_after_a_pause_of_the_bot_missed_steps_are_one_page() -> None:
    outcome = chase((alert(**WAITING, opened_at=NOW),), ESTATE, later(30))
    assert outcome.alerts[0].paged == 3
    chats = chats_of(outcome.deliveries)
    assert len(chats) == len(set(chats))
    assert "已30分钟" in outcome.deliveries[0].text


@pytest.mark.parametrize("state", [AlertState.CLEARED, AlertState.FALSE_ALARM])
def test_what_is_over_is_not_chased(state: AlertState) -> None:
    assert chase((alert(state=state, opened_at=NOW),), ESTATE, later(500)) == SILENCE


def test_who_takes_it_in_hand_stops_the_chain() -> None:
    taken = order(CHEN, "接单128", alert(opened_at=NOW)).alerts[0]
    assert taken.confirmed_at == NOW
    assert chase((taken,), ESTATE, later(30)) == SILENCE


def test_taking_an_unconfirmed_one_does_not_spare_the_decision() -> None:
    assert order(CHEN, "接单128", alert(**WAITING)).alerts == ()


def test_past_its_end_an_alert_is_asked_for_every_hour_and_at_last_given_up() -> None:
    given = alert(opened_at=NOW, ends_at=NOW + timedelta(hours=4), confirmed_at=NOW)
    asked: list[int] = []
    for quarter in range(4 * 30):
        outcome = chase((given,), ESTATE, NOW + timedelta(minutes=15 * quarter))
        if outcome:
            given = outcome.alerts[0]
            asked.append(quarter // 4)
            assert {STAFF_GROUP.id, DAI.id} <= set(chats_of(outcome.deliveries))
    assert asked == list(range(4, LONGEST // timedelta(hours=1) + 1))
    assert given.state is AlertState.CLEARED


def test_a_category_without_words_of_its_own_still_gives_the_alarm() -> None:
    outcome = call(Verdict("urgent", "snake"))
    assert outcome.deliveries[0].purpose is Purpose.ADVICE
    assert outcome.alerts[0].state is AlertState.UNCONFIRMED
