# ruff: noqa: E501
"""线索3属实, 延长, 演练: what people may say of a live alert, and what comes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from handlers.alerts.chasing import chase, report_unreached
from handlers.alerts.drills import contain
from handlers.commands.alert_orders import parse_alert_order
from handlers.decide import decide
from handlers.model import (
    Alert,
    Chat,
    Delivery,
    DeliveryState,
    FileState,
    Message,
    Outcome,
    Purpose,
    Sender,
    Status,
    Step,
    Ticket,
    TicketFile,
)
from handlers.saying.speak import tell
from handlers.threads import Thread, Touch
from nlp.verdict import SILENT
from tests.handlers.building import (
    CHEN,
    DAI,
    ESTATE,
    GROUPS,
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

WORDS = "孩子自己跑出去了 穿蓝色校服 12岁 不会说话"
OWNERS = [chat.id for chat in GROUPS]
TICKET = ticket(kind="urgent", category="missing_person", words=WORDS, reporter=MOTHER.person, room=None)


def give(index: int, words: str, sender: Sender = LI, minutes: float = 5) -> Touch:
    return Touch(
        step=Step.CLUE, person=sender.id, name=sender.name, chat=group(1).id,
        at=NOW - timedelta(minutes=minutes), words=words, message=f"clue{index}",
    )  # fmt: skip


CLUES = (
    give(1, "我在环桥下面看到一个男孩 蓝衣服 电话13812341234"),
    give(2, "公路大桥这边 我跟着他呢", ZHANG, 3),
)


def order(sender: Sender, chat: Chat, text: str, live: Alert | None = None, **rest: Any) -> Outcome:
    running = live or alert(facts=WORDS)
    thread = Thread(ticket=TICKET, touches=CLUES, alert=running)
    values: dict[str, Any] = {
        "alerts": (running,), "alert_tickets": (TICKET,), "threads": (thread,), "verdict": SILENT, **rest
    }  # fmt: skip
    return decide(hear(write(sender, chat, text, quote=values.pop("quote", None)), **values))


def purposes(outcome: Outcome, purpose: Purpose) -> list[Delivery]:
    return [each for each in outcome.deliveries if each.purpose is purpose]


# --- 属实 and 排除 -------------------------------------------------------------------------------


@pytest.mark.parametrize("sender", [WANG, DAI, MOTHER])
@pytest.mark.parametrize(
    "text", ["线索1属实", "线索 1 属实", "线索１属实。", "128线索1属实", "线索1是真的", "线索1 属实 128"]
)
def test_a_clue_found_true_is_told_to_every_group_as_progress(sender: Sender, text: str) -> None:
    chat = group(3) if sender is MOTHER else STAFF_GROUP
    outcome = order(sender, chat, text)
    told = purposes(outcome, Purpose.PROGRESS)
    assert sorted(chats_of(tuple(told))) == sorted(OWNERS)
    assert all("线索1" in each.text and "环桥下面" in each.text and "1号群" in each.text for each in told)
    assert [(event.step, event.words) for event in outcome.events] == [(Step.VERIFIED, "1")]
    assert [line.allowed for line in outcome.audits] == [True]


def test_progress_carries_neither_phone_nor_name_of_who_gave_the_clue() -> None:
    told = purposes(order(WANG, STAFF_GROUP, "线索1属实"), Purpose.PROGRESS)
    assert not any("138" in each.text or LI.name in each.text for each in told)


def test_the_photo_of_a_clue_goes_with_it() -> None:
    file = TicketFile(
        estate="home", ticket=128, attachment=photo(), added_at=NOW, added_by=LI.person, message="clue1",
        id=1, state=FileState.STORED, sha256="b" * 64, media_type="image/jpeg", size=9,
    )  # fmt: skip
    outcome = order(WANG, STAFF_GROUP, "线索1属实", files=(file,))
    assert sorted(each.chat for each in outcome.deliveries if each.file == "b" * 64) == sorted(OWNERS)
    other = order(WANG, STAFF_GROUP, "线索2属实", files=(file,))
    assert not any(each.file for each in other.deliveries)


def test_a_clue_that_is_dismissed_is_marked_and_told_to_the_reporter_alone() -> None:
    outcome = order(WANG, STAFF_GROUP, "线索2排除")
    assert [(event.step, event.words) for event in outcome.events] == [(Step.DISMISSED, "2")]
    assert {each.chat for each in outcome.deliveries} == {group(3).id, STAFF_GROUP.id}


@pytest.mark.parametrize(
    ("quote", "answer", "step"),
    [
        ("【紧急 #128 线索2】1号群 张三，06:31：公路大桥这边", "属实", Step.VERIFIED),
        ("【线索2】1号群，06:31：公路大桥这边", "不是他", Step.DISMISSED),
    ],
)
def test_the_word_alone_is_enough_after_a_quote_of_the_clue(quote: str, answer: str, step: Step) -> None:
    outcome = order(WANG, STAFF_GROUP, answer, quote=quote)
    assert [(event.step, event.words) for event in outcome.events] == [(step, "2")]


@pytest.mark.parametrize("text", ["线索1属实", "线索1排除"])
def test_a_neighbour_judges_no_clue_and_hears_nothing(text: str) -> None:
    outcome = order(ZHANG, group(1), text)
    assert outcome.events == ()
    assert outcome.deliveries == ()
    assert [line.allowed for line in outcome.audits] == [False]


def test_a_neighbours_word_after_a_quoted_clue_is_only_talk() -> None:
    outcome = order(ZHANG, group(1), "真的", quote="【线索2】1号群，06:31：公路大桥这边")
    assert outcome == Outcome()


@pytest.mark.parametrize("text", ["线索9属实", "线索0排除"])
def test_a_clue_that_is_not_there_is_said_to_staff(text: str) -> None:
    outcome = order(WANG, STAFF_GROUP, text)
    assert outcome.events == ()
    assert "没有线索" in texts_to(outcome, STAFF_GROUP)[0]


def test_where_two_alerts_have_the_clue_staff_are_asked_which() -> None:
    other = ticket(129, kind="urgent", category="missing_person", reporter=ZHANG.person)
    second = alert(129, reporter=ZHANG.person, chat=group(1).id)
    threads = (
        Thread(ticket=TICKET, touches=CLUES, alert=alert()),
        Thread(ticket=other, touches=CLUES, alert=second),
    )
    rest: dict[str, Any] = {"alerts": (alert(), second), "alert_tickets": (TICKET, other), "threads": threads}
    asked = order(WANG, STAFF_GROUP, "线索1属实", **rest)
    assert asked.events == ()
    assert "#128、#129" in texts_to(asked, STAFF_GROUP)[0]
    named = order(WANG, STAFF_GROUP, "129线索1属实", **rest)
    assert [event.ticket for event in named.events] == [129]


def test_what_was_judged_before_is_not_told_again() -> None:
    judged = Touch(step=Step.VERIFIED, person=WANG.id, name="", chat=None, at=NOW, words="1")
    thread = Thread(ticket=TICKET, touches=(*CLUES, judged), alert=alert())
    outcome = order(WANG, STAFF_GROUP, "线索1属实", threads=(thread,))
    assert not purposes(outcome, Purpose.PROGRESS)
    assert "已经" in texts_to(outcome, STAFF_GROUP)[0]


@pytest.mark.parametrize(
    "text",
    [
        "线索1属实吗",
        "有线索了",
        "线索很多 属实的少",
        "演练几点开始",
        "延长保修期",
        "明天演练",
        "消防演练通知",
    ],
)
def test_ordinary_words_are_no_orders(text: str) -> None:
    assert parse_alert_order(write(WANG, STAFF_GROUP, text)) is None


# --- updates, once a minute ----------------------------------------------------------------------


def say_more(text: str, told: tuple[Delivery, ...], at: float, touches: tuple[Touch, ...] = ()) -> Outcome:
    thread = Thread(ticket=TICKET, touches=touches, alert=alert(facts=WORDS))
    now = NOW + timedelta(seconds=at)
    return decide(
        hear(
            write(MOTHER, group(3), text), MISSING, alerts=(alert(facts=WORDS),), alert_tickets=(TICKET,),
            threads=(thread,), told=told, now=now,
        )
    )  # fmt: skip


def number(said: list[Delivery]) -> tuple[Delivery, ...]:
    return tuple(replace(each, id=10 + place) for place, each in enumerate(said))


def detail(text: str, at: float) -> Touch:
    return Touch(
        step=Step.DETAIL,
        person=MOTHER.id,
        name="",
        chat=group(3).id,
        at=NOW + timedelta(seconds=at),
        words=text,
    )


def test_the_first_addition_goes_out_at_once_and_the_next_wait_for_their_minute_together() -> None:
    first = purposes(say_more("他戴着红帽子", (), 0), Purpose.UPDATE)
    assert {each.due_at for each in first} == {NOW}
    assert len(first) == 4
    sent = tuple(replace(each, state=DeliveryState.SEEN) for each in number(first))
    second = purposes(say_more("背黑色书包", sent, 10, (detail("他戴着红帽子", 0),)), Purpose.UPDATE)
    assert {each.due_at for each in second} == {NOW + timedelta(seconds=60)}
    waiting = number(second)
    touches = (detail("他戴着红帽子", 0), detail("背黑色书包", 10))
    third = purposes(say_more("往北门走的", (*sent, *waiting), 20, touches), Purpose.UPDATE)
    assert [each.id for each in third] == [each.id for each in waiting], "the same four, with all the words"
    assert all(
        "黑色书包" in each.text and "北门" in each.text and "红帽子" not in each.text for each in third
    )


def test_the_end_takes_back_what_still_waits() -> None:
    waiting = number(purposes(say_more("他戴着红帽子", (), 0), Purpose.UPDATE))
    held = tuple(replace(each, due_at=NOW + timedelta(seconds=40)) for each in waiting)
    outcome = order(MOTHER, group(3), "找到了 谢谢大家", told=held)
    cancelled = [each for each in outcome.deliveries if each.state is DeliveryState.CANCELLED]
    assert [each.id for each in cancelled] == [each.id for each in held]


# --- the correction ------------------------------------------------------------------------------


def relay_to(chat: str, state: DeliveryState, id_: int, attempts: int = 1) -> Delivery:
    made = tell(ESTATE, chat, "【紧急寻人】", Purpose.RELAY, NOW, ticket=128)
    return replace(made, state=state, id=id_, attempts=attempts)


def test_the_correction_goes_to_exactly_the_groups_that_the_relay_reached() -> None:
    told = (
        relay_to(group(1).id, DeliveryState.SEEN, 1),
        relay_to(group(2).id, DeliveryState.DEAD, 2),
        relay_to(group(4).id, DeliveryState.PENDING, 3, attempts=0),
        relay_to(group(5).id, DeliveryState.UNKNOWN, 4),
    )
    outcome = order(DAI, STAFF_GROUP, "误报128", named=TICKET, alert=alert(), told=told)
    corrected = purposes(outcome, Purpose.CORRECTION)
    assert [each.chat for each in corrected] == [group(1).id, group(5).id]
    assert [each.id for each in outcome.deliveries if each.state is DeliveryState.CANCELLED] == [3]


def test_staff_may_put_the_correction_in_their_own_words() -> None:
    outcome = order(DAI, STAFF_GROUP, "误报128 孩子一直在外婆家 13812341234", named=TICKET, alert=alert())
    texts = {each.text for each in purposes(outcome, Purpose.CORRECTION)}
    assert texts == {"【更正】孩子一直在外婆家"}


# --- longer --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "hours"),
    [("延长128 6小时", 6), ("延长128 六小时", 6), ("延长6小时", 6), ("延长 90分钟 ", 1.5), ("延长128", 4)],
)
def test_an_alert_goes_on_for_as_long_as_asked(text: str, hours: float) -> None:
    ending = alert(ends_at=NOW + timedelta(minutes=10))
    outcome = order(WANG, STAFF_GROUP, text, ending)
    assert [each.ends_at for each in outcome.alerts] == [NOW + timedelta(hours=hours)]
    assert group(3).id in chats_of(outcome.deliveries)
    assert STAFF_GROUP.id in chats_of(outcome.deliveries)


def test_a_neighbour_makes_no_alert_longer() -> None:
    assert order(ZHANG, group(3), "延长128 2小时").alerts == ()


def test_at_its_end_the_reporter_is_asked_too_and_given_up_every_group_hears_it() -> None:
    past = alert(ends_at=NOW)
    asked = chase([past], ESTATE, NOW)
    assert "延长128" in texts_to(asked, group(3))[0]
    over = chase([replace(past, opened_at=NOW - timedelta(hours=25))], ESTATE, NOW)
    assert sorted(each.chat for each in over.deliveries if each.purpose is Purpose.ALL_CLEAR) == sorted(
        OWNERS
    )


# --- who cannot be reached -----------------------------------------------------------------------


def page_to(chat: str, state: DeliveryState, minutes: float = 2) -> Delivery:
    made = tell(ESTATE, chat, "【紧急 #128】", Purpose.PAGE, NOW - timedelta(minutes=minutes), ticket=128)
    return replace(made, state=state)


def test_a_person_who_cannot_be_reached_is_reported_once_through_the_others() -> None:
    said = (
        page_to(STAFF_GROUP.id, DeliveryState.SEEN),
        page_to(CHEN.id, DeliveryState.DEAD),
        page_to(DAI.id, DeliveryState.ACCEPTED),
    )
    outcome = report_unreached(alert(), said, (), ESTATE, NOW)
    assert set(chats_of(outcome.deliveries)) == {STAFF_GROUP.id, DAI.id, *ESTATE.apprise}
    assert all(CHEN.name in each.text for each in outcome.deliveries)
    known = [event.words for event in outcome.events if event.step is Step.UNREACHED]
    assert report_unreached(alert(), said, known, ESTATE, NOW) == Outcome()


@pytest.mark.parametrize(
    ("state", "minutes", "reported"),
    [
        (DeliveryState.PENDING, 2, True),
        (DeliveryState.SENDING, 2, True),
        (DeliveryState.UNKNOWN, 0, True),
        (DeliveryState.PENDING, 0.5, False),
        (DeliveryState.ACCEPTED, 9, False),
    ],
)
def test_a_step_that_is_late_is_reported(state: DeliveryState, minutes: float, reported: bool) -> None:
    outcome = report_unreached(alert(), (page_to(CHEN.id, state, minutes),), (), ESTATE, NOW)
    assert bool(outcome) is reported


def test_a_group_that_was_not_told_is_named() -> None:
    outcome = report_unreached(alert(), (relay_to(group(4).id, DeliveryState.DEAD, 1),), (), ESTATE, NOW)
    assert "4号群" in texts_to(outcome, STAFF_GROUP)[0]
    assert group(4).id not in chats_of(outcome.deliveries)


# --- 演练 ----------------------------------------------------------------------------------------


def drill(text: str = "演练", sender: Sender = DAI, chat: Chat = STAFF_GROUP, **rest: Any) -> Outcome:
    return decide(hear(write(sender, chat, text), next_ticket=128, **rest))


def running_drill() -> tuple[Alert, Ticket]:
    outcome = drill()
    return replace(outcome.alerts[0], version=1), replace(outcome.tickets[0], version=1)


@pytest.mark.parametrize("chat", [STAFF_GROUP, direct(DAI)])
def test_a_drill_speaks_to_its_staff_group_alone_and_marks_every_word(chat: Chat) -> None:
    outcome = drill(chat=chat)
    assert {each.chat for each in outcome.deliveries} == {STAFF_GROUP.id}
    assert all(each.text.startswith("【演练】") for each in outcome.deliveries)
    assert outcome.alerts[0].told == ()


@pytest.mark.parametrize(
    ("text", "category"),
    [("演练", "missing_person"), ("演练 着火", "fire"), ("演练：电梯困人", "elevator_trapped")],
)
def test_a_drill_is_of_the_danger_that_is_named(text: str, category: str) -> None:
    assert drill(text).alerts[0].category == category


def test_an_owner_starts_no_drill() -> None:
    assert decide(hear(write(LI, direct(LI), "演练"))).alerts == ()
    assert decide(hear(write(LI, group(1), "演练"))) == Outcome()


def test_the_steps_of_a_drill_stay_in_its_group_and_end_with_a_score_card() -> None:
    running, filed = running_drill()
    said: list[Delivery] = []
    touches: list[Touch] = []
    for seconds, sender, text in (
        (18, CHEN, "接单128"), (40, DAI, "确认128"), (80, CHEN, "线索1属实"), (200, DAI, "解除128")
    ):  # fmt: skip
        thread = Thread(ticket=filed, touches=tuple(touches), alert=running)
        outcome = decide(
            hear(
                write(sender, STAFF_GROUP, text), now=NOW + timedelta(seconds=seconds), named=filed, alert=running,
                alerts=(running,), alert_tickets=(filed,), threads=(thread,),
            )
        )  # fmt: skip
        said += outcome.deliveries
        filed = next((each for each in outcome.tickets), filed)
        running = next((each for each in outcome.alerts), running)
        touches += [
            Touch(
                step=e.step, person=e.actor.id, name=e.actor.name, chat=None, at=e.at, words=e.words, message=e.message
            )
            for e in outcome.events
            if e.actor
        ]  # fmt: skip
    assert {each.chat for each in said} == {STAFF_GROUP.id}
    assert all(each.text.startswith("【演练】") for each in said)
    assert filed.status is Status.CLOSED
    assert not running.live
    card = said[-1].text
    assert "接单：18秒（陈队长）" in card
    assert "确认：40秒" in card
    assert "1分20秒" in card
    assert "全程3分20秒" in card


def test_a_drill_taken_back_as_a_false_alarm_begs_no_owners_pardon() -> None:
    running, filed = running_drill()
    message = write(DAI, STAFF_GROUP, "误报128")
    outcome = decide(hear(message, named=filed, alert=running, alerts=(running,), alert_tickets=(filed,)))
    told = texts_to(outcome, STAFF_GROUP)
    assert any("演练结束" in text for text in told)
    assert not any("打扰您了" in text for text in told)


def test_owners_words_never_touch_a_drill() -> None:
    running, filed = running_drill()
    thread = Thread(ticket=filed, alert=running)
    for text in ("我在北门看到一个男孩 蓝衣服", "找到了", "我家也是"):
        rest: dict[str, Any] = {"alerts": (running,), "alert_tickets": (filed,), "threads": (thread,)}
        assert decide(hear(write(LI, group(1), text), **rest)) == Outcome()
    real = decide(hear(write(MOTHER, group(3), WORDS), MISSING, next_ticket=129, **rest))
    assert [(each.ticket, each.policy) for each in real.alerts] == [(129, "auto")]
    assert not any("演练" in each.text for each in real.deliveries)


def test_a_drill_that_nobody_ends_is_over_after_half_an_hour() -> None:
    running, _ = running_drill()
    assert chase([running], ESTATE, NOW + timedelta(minutes=29)) == Outcome()
    over = chase([running], ESTATE, NOW + timedelta(minutes=31))
    assert not over.alerts[0].live
    assert {each.chat for each in over.deliveries} == {STAFF_GROUP.id}


def test_the_wall_around_a_drill_lets_what_is_not_of_it_pass() -> None:
    running, _ = running_drill()
    of_it = tell(ESTATE, group(1).id, "x", Purpose.RELAY, NOW, ticket=128)
    other = tell(ESTATE, group(1).id, "x", Purpose.RELAY, NOW, ticket=129)
    assert contain(Outcome(deliveries=(of_it, other)), (running,), ESTATE).deliveries == (other,)


# --- who is believed at once ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rest", "text", "policy"),
    [
        ({}, WORDS, "auto"),
        ({"false_alarms": 1}, WORDS, "confirm"),
        ({"is_stranger": True}, WORDS, "confirm"),
        ({}, "【紧急寻人】孩子走丢了 12岁 看到请直接在群里说，机器人会立即转给家属和物业。", "confirm"),
    ],
)
def test_who_gave_false_alarms_strangers_and_forgeries_are_confirmed_first(
    rest: dict[str, Any], text: str, policy: str
) -> None:
    outcome = decide(hear(write(MOTHER, group(3), text), MISSING, **rest))
    assert outcome.alerts[0].policy == policy
    assert bool(purposes(outcome, Purpose.RELAY)) is (policy == "auto")
    assert outcome.deliveries[0].purpose is Purpose.ADVICE, "the first words go out all the same"


@pytest.mark.parametrize(
    "text",
    [
        "转：3群有个妈妈找孩子 12岁男孩 蓝色校服 大家留意",
        "【紧急寻人】孩子自己跑出去了 穿蓝色校服 12岁\n消息来自3号群，06:00。看到请直接在群里说，机器人会立即转给家属和物业。",
        "帮转 12岁 蓝色校服 不会说话",
    ],
)
@pytest.mark.parametrize("verdict", [MISSING, SILENT])
def test_a_neighbours_forward_of_the_alert_is_neither_a_new_one_nor_a_clue(text: str, verdict: Any) -> None:
    message: Message = write(ZHANG, group(1), text)
    thread = Thread(ticket=TICKET, alert=alert(facts=WORDS))
    case = hear(message, verdict, alerts=(alert(facts=WORDS),), alert_tickets=(TICKET,), threads=(thread,))
    assert decide(case) == Outcome()
