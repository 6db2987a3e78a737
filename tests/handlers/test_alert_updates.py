"""More of a live alert for the groups that were told: once a minute, put right, taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from handlers.decide import decide
from handlers.model import Delivery, DeliveryState, Outcome, Purpose, Step
from handlers.threads import Thread, Touch
from tests.handlers.building import DAI, MISSING, MOTHER, NOW, STAFF_GROUP, alert, group, hear, said, write
from tests.handlers.clues import TICKET, WORDS, order, relay_to


def say_more(text: str, told: tuple[Delivery, ...], at: float, touches: tuple[Touch, ...] = ()) -> Outcome:
    thread = Thread(ticket=TICKET, touches=touches, alert=alert(facts=WORDS))
    now = NOW + timedelta(seconds=at)
    return decide(
        hear(
            write(MOTHER, group(3), text), MISSING, alerts=(alert(facts=WORDS),), alert_tickets=(TICKET,),
            threads=(thread,), told=told, now=now,
        )
    )  # fmt: skip


def number(deliveries: tuple[Delivery, ...]) -> tuple[Delivery, ...]:
    return tuple(replace(each, id=10 + place) for place, each in enumerate(deliveries))


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
    first = said(say_more("他戴着红帽子", (), 0), Purpose.UPDATE)
    assert {each.due_at for each in first} == {NOW}
    assert len(first) == 4
    sent = tuple(replace(each, state=DeliveryState.SEEN) for each in number(first))
    second = said(say_more("背黑色书包", sent, 10, (detail("他戴着红帽子", 0),)), Purpose.UPDATE)
    assert {each.due_at for each in second} == {NOW + timedelta(seconds=60)}
    waiting = number(second)
    touches = (detail("他戴着红帽子", 0), detail("背黑色书包", 10))
    third = said(say_more("往北门走的", (*sent, *waiting), 20, touches), Purpose.UPDATE)
    assert [each.id for each in third] == [each.id for each in waiting], "the same four, with all the words"
    assert all(
        "黑色书包" in each.text and "北门" in each.text and "红帽子" not in each.text for each in third
    )


def test_the_end_takes_back_what_still_waits() -> None:
    waiting = number(said(say_more("他戴着红帽子", (), 0), Purpose.UPDATE))
    held = tuple(replace(each, due_at=NOW + timedelta(seconds=40)) for each in waiting)
    outcome = order(MOTHER, group(3), "找到了 谢谢大家", told=held)
    cancelled = [each for each in outcome.deliveries if each.state is DeliveryState.CANCELLED]
    assert [each.id for each in cancelled] == [each.id for each in held]


def test_the_correction_goes_to_exactly_the_groups_that_the_relay_reached() -> None:
    told = (
        relay_to(group(1).id, DeliveryState.SEEN, 1),
        relay_to(group(2).id, DeliveryState.DEAD, 2),
        relay_to(group(4).id, DeliveryState.PENDING, 3, attempts=0),
        relay_to(group(5).id, DeliveryState.UNKNOWN, 4),
    )
    outcome = order(DAI, STAFF_GROUP, "误报128", named=TICKET, alert=alert(), told=told)
    corrected = said(outcome, Purpose.CORRECTION)
    assert [each.chat for each in corrected] == [group(1).id, group(5).id]
    assert [each.id for each in outcome.deliveries if each.state is DeliveryState.CANCELLED] == [3]


def test_staff_may_put_the_correction_in_their_own_words() -> None:
    outcome = order(DAI, STAFF_GROUP, "误报128 孩子一直在外婆家 13812341234", named=TICKET, alert=alert())
    texts = {each.text for each in said(outcome, Purpose.CORRECTION)}
    assert texts == {"【更正】孩子一直在外婆家"}
