"""Shifts and leaves are kept, and who has how many tickets is counted, on both databases."""

from __future__ import annotations

from handlers.model import Duty, Leave, Outcome, Person, RosterChange, Status
from storage.engine import Database
from tests.storage.building import ESTATE, NOW, STAFF, make_ticket, minutes

HE = Person("web:contact:he", "何师傅")


async def save(estate: Database, *changes: RosterChange) -> tuple[RosterChange, ...]:
    async with estate.transaction() as uow:
        await uow.save(Outcome(roster=changes))
        await uow.commit()
    async with estate.view() as uow:
        return await uow.roster.changes(ESTATE)


def change(person: Person = STAFF, **values: object) -> RosterChange:
    return RosterChange(estate=ESTATE, person=person, **values)  # type: ignore[arg-type]


async def test_shifts_and_leaves_come_back_as_they_were_given(estate: Database) -> None:
    duties = (Duty(STAFF, ("水电",), 480, 720), Duty(STAFF, ("水电",), 1320, 360))
    leaves = (Leave(STAFF, NOW, NOW + minutes(60)), Leave(STAFF, NOW + minutes(90)))
    given = change(duties=duties, leaves=leaves)
    assert await save(estate, given) == (given,)


async def test_shifts_of_different_days_may_begin_at_the_same_time(estate: Database) -> None:
    duties = (Duty(STAFF, (), 480, 720, days="rest"), Duty(STAFF, (), 480, 1020, days="work"))
    (kept,) = await save(estate, change(duties=duties))
    assert kept.duties == duties


async def test_one_of_the_two_is_changed_without_the_other(estate: Database) -> None:
    duties, leaves = (Duty(STAFF, (), 0, 0),), (Leave(STAFF, NOW),)
    await save(estate, change(duties=duties))
    assert await save(estate, change(leaves=leaves)) == (change(duties=duties, leaves=leaves),)
    assert await save(estate, change(duties=())) == (change(leaves=leaves),)
    assert await save(estate, change(leaves=())) == ()


async def test_everybody_has_shifts_of_their_own(estate: Database) -> None:
    await save(estate, change(duties=(Duty(STAFF, (), 0, 60),)), change(HE, duties=(Duty(HE, (), 60, 120),)))
    left = await save(estate, change(duties=()))
    assert [each.person for each in left] == [HE]


async def test_tickets_are_counted_by_who_has_to_see_to_them(estate: Database) -> None:
    tickets = (
        make_ticket(1, assignee=STAFF),
        make_ticket(2, assignee=STAFF, status=Status.ACCEPTED),
        make_ticket(3, assignee=STAFF, status=Status.ON_HOLD),
        make_ticket(4, assignee=HE, status=Status.REOPENED),
        make_ticket(5, assignee=HE, status=Status.DONE),
        make_ticket(6),
    )
    async with estate.transaction() as uow:
        await uow.save(Outcome(tickets=tickets))
        await uow.commit()
    async with estate.view() as uow:
        assert await uow.tickets.loads(ESTATE) == {STAFF.id: 2, HE.id: 1}
        assert await uow.tickets.loads("elsewhere") == {}
