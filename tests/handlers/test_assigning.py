"""Who gets a ticket: the trade's people on duty, of them the one with the fewest; or whoever comes first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.decide import decide
from handlers.model import Delivery, Duty, Estate, Leave, Outcome, Person, Purpose, Status
from handlers.roster import find_staff
from handlers.tickets import working
from nlp.verdict import Verdict
from tests.handlers.building import (
    CHEN,
    ESTATE,
    HE,
    MISSING,
    NOW,
    REPAIR,
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

TWO = replace(
    ESTATE, roster=(Duty(WANG.person, ("水电",)), Duty(CHEN.person, ("安保",)), Duty(HE.person, ("水电",)))
)
AWAY = Leave(WANG.person, NOW)


def report(estate: Estate = TWO, loads: dict[str, int] | None = None, verdict: Verdict = REPAIR) -> Outcome:
    return decide(hear(write(ZHANG, group(3), "厨房漏水"), verdict, estate=estate, loads=loads or {}))


def cards(outcome: Outcome) -> dict[str, Delivery]:
    return {said.chat: said for said in outcome.deliveries if said.purpose is Purpose.CARD}


@pytest.mark.parametrize(
    ("loads", "chosen"),
    [
        ({}, WANG),
        ({WANG.id: 1}, HE),
        ({WANG.id: 2, HE.id: 3}, WANG),
        ({WANG.id: 3, HE.id: 3}, WANG),
        ({WANG.id: 4, HE.id: 3}, HE),
    ],
)
def test_of_those_on_duty_whoever_has_the_fewest_gets_it(loads: dict[str, int], chosen: Person) -> None:
    outcome = report(loads=loads)
    given = outcome.tickets[0]
    assert (given.assignee, given.status) == (Person(chosen.id, chosen.name), Status.OPEN)
    assert set(cards(outcome)) == {STAFF_GROUP.id, chosen.id}
    assert cards(outcome)[STAFF_GROUP.id].mentions == (given.assignee,)
    assert f"，派给{chosen.name}\n" in cards(outcome)[STAFF_GROUP.id].text
    # Alone with somebody there is nobody else to mistake.
    assert cards(outcome)[chosen.id].mentions == ()


def test_who_is_away_or_of_another_trade_gets_nothing() -> None:
    roster = tuple(replace(duty, away=(AWAY,)) if duty.person == WANG.person else duty for duty in TWO.roster)
    assert report(replace(TWO, roster=roster)).tickets[0].assignee == HE.person
    assert report(verdict=Verdict("complaint", "noise")).tickets[0].assignee == CHEN.person


def test_with_nobody_on_duty_the_group_has_it() -> None:
    outcome = report(verdict=Verdict("repair", "elevator"))
    assert outcome.tickets[0].assignee is None
    assert set(cards(outcome)) == {STAFF_GROUP.id}
    assert "派给" not in cards(outcome)[STAFF_GROUP.id].text


def test_where_the_first_may_take_it_everybody_on_duty_gets_the_card() -> None:
    outcome = report(replace(TWO, assign="first_come"))
    assert outcome.tickets[0].assignee is None
    assert set(cards(outcome)) == {STAFF_GROUP.id, WANG.id, HE.id}
    assert cards(outcome)[STAFF_GROUP.id].mentions == ()


def test_what_is_urgent_is_everybodys() -> None:
    assert report(verdict=MISSING).tickets[0].assignee is None


def test_whom_it_was_given_to_is_told_when_somebody_else_goes() -> None:
    given = ticket(assignee=WANG.person)
    message = write(HE, direct(HE), "接单128")
    outcome = working.accept(given, HE, NOW, TWO, "", message)
    assert outcome.tickets[0].assignee == HE.person
    assert texts_to(outcome, WANG) == ["【#128】水电 何师傅已接单，业主已收到通知。"]


def test_what_was_given_to_one_and_done_by_another_is_the_others() -> None:
    outcome = working.finish(ticket(assignee=WANG.person), HE, NOW, TWO)
    assert outcome.tickets[0].assignee == HE.person
    taken = ticket(status=Status.ACCEPTED, assignee=WANG.person)
    assert working.finish(taken, HE, NOW, TWO).tickets[0].assignee == WANG.person


@pytest.mark.parametrize("typed", ["王师傅", "王師傅", "王", " 王 师傅 ", "王師傅\u200b"])
def test_a_colleague_is_found_however_the_name_is_typed(typed: str) -> None:
    assert find_staff(TWO, typed) == WANG.person


@pytest.mark.parametrize("typed", ["", "师傅", "赵六", "王师"])
def test_a_name_that_is_nobodys_or_several_peoples_is_not_guessed(typed: str) -> None:
    assert find_staff(TWO, typed) == (WANG.person if typed == "王师" else None)
