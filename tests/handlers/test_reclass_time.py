"""Another category: counted anew from the events, and given to whoever of that trade has the fewest."""

from __future__ import annotations

from dataclasses import replace

from handlers.decide import decide
from handlers.model import Duty, Person, Status, Step, Ticket, TicketEvent
from tests.handlers.building import ESTATE, STAFF_GROUP, WANG, ZHANG, hear, ticket, write
from tests.handlers.moments import at

LIN = Person("t:contact:lin", "林师傅")
LIFTS = replace(ESTATE, roster=(*ESTATE.roster, Duty(LIN, ("电梯",))))


def event(step: Step, moment: str) -> TicketEvent:
    return TicketEvent(estate="home", ticket=128, step=step, at=at(moment), actor=WANG.person)


def reclass(before: Ticket, words: str, events: tuple[TicketEvent, ...]) -> Ticket:
    message = write(WANG, STAFF_GROUP, f"改类别128 {words}")
    return decide(hear(message, named=before, events=events, estate=LIFTS, now=at("2 16:00"))).tickets[0]


OPEN = ticket(opened_at=at("2 09:00"), respond_by=at("2 09:30"), resolve_by=at("2 15:00"))
OPENED = event(Step.OPENED, "2 09:00")


def test_the_limit_for_finishing_is_the_new_categorys_and_the_promise_stands() -> None:
    after = reclass(OPEN, "设施", (OPENED,))
    # Facilities have two working days, to the close of the second.
    assert (after.respond_by, after.resolve_by) == (at("2 09:30"), at("4 18:00"))


def test_it_is_counted_from_the_day_that_it_came_back() -> None:
    events = (OPENED, event(Step.DONE, "2 11:00"), event(Step.REOPENED, "3 10:00"))
    again = replace(OPEN, status=Status.REOPENED, reporter=ZHANG.person)
    assert reclass(again, "设施", events).resolve_by == at("5 18:00")


def test_the_time_on_hold_still_does_not_count() -> None:
    events = (OPENED, event(Step.ACCEPTED, "2 09:10"), event(Step.HELD, "2 10:00"))
    held = replace(OPEN, status=Status.ON_HOLD, held_until=at("3 10:00"), assignee=WANG.person)
    # Seven working hours on hold, from Monday ten to Tuesday ten, are added to the close of Wednesday.
    assert reclass(held, "设施", events).resolve_by == at("5 18:00")


def test_an_open_one_goes_to_the_new_trade_and_a_taken_one_stays_with_who_has_it() -> None:
    given = replace(OPEN, assignee=WANG.person)
    assert reclass(given, "电梯", (OPENED,)).assignee == LIN
    taken = replace(given, status=Status.ACCEPTED)
    assert reclass(taken, "电梯", (OPENED,)).assignee == WANG.person
