"""The steps of staff: a few words after the card, where the answer goes, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from handlers.decide import decide
from handlers.model import LIVE, Delivery, Outcome, Sender, Status, Step, Ticket
from handlers.tickets import working
from handlers.tickets.steps import TRANSITIONS, IllegalTransition
from tests.handlers.building import (
    CARD,
    CHEN,
    ESTATE,
    GROUPS,
    HE,
    NOW,
    STAFF_GROUP,
    WANG,
    ZHANG,
    alert,
    chats_of,
    direct,
    group,
    hear,
    texts_to,
    ticket,
    write,
)


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


@pytest.mark.parametrize(
    "text",
    ["接单128,129", "接单128 129", "接单128、129和130", "接单128接单129", "完成128 129", "接单128 #129"],
)
def test_several_numbers_in_one_order_are_no_words_for_the_owner(text: str) -> None:
    outcome = decide(hear(write(WANG, STAFF_GROUP, text), named=ticket()))
    assert outcome.tickets == ()
    assert chats_of(outcome.deliveries) == [STAFF_GROUP.id]
    assert "一张一张" in texts_to(outcome, STAFF_GROUP)[0]


@pytest.mark.parametrize(
    "text", ["接单128 15分钟到", "完成128 换了2个", "接单128 13812345678", "完成128 8-2-301已修"]
)
def test_words_with_a_number_in_them_are_for_the_owner(text: str) -> None:
    outcome = decide(hear(write(WANG, STAFF_GROUP, text), named=ticket()))
    assert len(outcome.tickets) == 1


def test_a_transfer_to_who_has_it_already_tells_the_owner_nothing() -> None:
    outcome = quote_card(WANG, "转派 陈队长", status=Status.ACCEPTED, assignee=CHEN.person)
    assert outcome.tickets == ()
    assert outcome.events == ()
    assert texts_to(outcome, STAFF_GROUP) == ["#128 已经是陈队长的了。"]
    assert len(outcome.deliveries) == 1


def test_who_was_only_proposed_can_be_given_the_ticket() -> None:
    outcome = quote_card(WANG, "转派 陈队长", status=Status.OPEN, assignee=CHEN.person)
    assert outcome.tickets[0].status is Status.ACCEPTED


@pytest.mark.parametrize("words", ["完成", "好了", "完成 派人去找了"])
def test_a_search_is_not_finished_like_a_repair(words: str) -> None:
    given = ticket(kind="urgent", category="missing_person", summary="孩子走失", status=Status.ACCEPTED)
    message = write(WANG, STAFF_GROUP, words, quote=CARD)
    outcome = decide(hear(message, named=given, alert=alert(), alerts=(alert(),)))
    assert outcome.tickets == ()
    assert chats_of(outcome.deliveries) == [STAFF_GROUP.id]
    assert "解除128" in texts_to(outcome, STAFF_GROUP)[0]


def test_a_lift_that_runs_again_is_finished_while_its_alert_lives() -> None:
    given = ticket(kind="urgent", category="elevator_trapped", summary="电梯困人", status=Status.ACCEPTED)
    live = alert(category="elevator_trapped", policy="never", told=())
    outcome = decide(hear(write(WANG, STAFF_GROUP, "完成128"), named=given, alert=live, alerts=(live,)))
    assert outcome.tickets[0].status is Status.DONE


def test_an_answer_that_had_to_be_cut_shows_that_it_was() -> None:
    outcome = quote_card(WANG, "回复128 " + "明天来" * 300)
    (told,) = texts_to(outcome, group(3))
    assert told.endswith("…")
    assert len(told) < 600


def test_a_transfer_to_nobody_known_names_who_there_is() -> None:
    outcome = quote_card(WANG, "转派 赵六")
    assert outcome.tickets == ()
    assert "王师傅" in texts_to(outcome, STAFF_GROUP)[0]


def test_who_can_be_given_a_ticket_is_named_also_where_no_roster_has_them() -> None:
    estate = replace(ESTATE, roster=(), staff=(WANG, HE))
    case = replace(hear(write(WANG, STAFF_GROUP, "转派128 赵六"), named=ticket()), estate=estate)
    outcome = decide(case)
    assert "何师傅" in texts_to(outcome, STAFF_GROUP)[0]


STEPS: dict[Step, Callable[[Ticket], Outcome]] = {
    Step.ACCEPTED: lambda given: working.accept(given, HE, NOW, ESTATE),
    Step.REPLIED: lambda given: working.reply(given, HE, NOW, ESTATE, "好"),
    Step.DONE: lambda given: working.finish(given, HE, NOW, ESTATE),
    Step.FALSE_ALARM: lambda given: working.mark_false_alarm(given, HE, NOW, ESTATE),
    Step.TRANSFERRED: lambda given: working.transfer(given, HE, CHEN.person, NOW, ESTATE),
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
        working.finish(ticket(status=Status.WITHDRAWN), WANG, NOW, ESTATE)
    assert "完成128" not in refused.value.text
    assert "已撤单" in refused.value.text


@pytest.mark.parametrize("status", list(Status))
def test_live_tickets_can_be_finished_and_only_they(status: Status) -> None:
    assert (status in TRANSITIONS[Step.DONE].sources) is (status in LIVE)


def test_from_the_console_the_staff_group_hears_of_it() -> None:
    outcome = working.accept(ticket(), WANG, NOW, ESTATE)
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
    outcome = working.reply(ticket(chat=group(number).id), WANG, NOW, ESTATE, "好的")
    told: tuple[Delivery, ...] = outcome.deliveries
    assert {d.chat for d in told if d.chat in {g.id for g in GROUPS}} == {group(number).id}
