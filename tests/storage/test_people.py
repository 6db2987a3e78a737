"""People, roles, estates and chats."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.model import Chat, ChatKind, Estate, Person, Role
from storage.engine import Database
from storage.people import RoleGrant, Sighting
from tests.storage.building import ESTATE, NEIGHBOUR, NOW, OWNER, STAFF, add_estate, minutes


def grant(
    role: Role = Role.STAFF, person: Person = STAFF, source: str = "console", **more: object
) -> RoleGrant:
    values = {"estate": ESTATE, "person": person, "role": role, "source": source, "at": NOW}
    return RoleGrant(**(values | more))  # type: ignore[arg-type]


async def test_a_person_is_found_under_the_latest_name(estate: Database) -> None:
    async with estate.transaction() as unit:
        assert await unit.people.find(OWNER.id) is None
        await unit.people.remember(OWNER, ESTATE, NOW)
        await unit.people.remember(Person(OWNER.id, "老张"), ESTATE, NOW + minutes(1))
        assert await unit.people.find(OWNER.id) == Person(OWNER.id, "老张")
        await unit.people.remember(Person(OWNER.id, ""))
        assert await unit.people.find(OWNER.id) == Person(OWNER.id, "老张")


async def test_a_person_without_a_name_keeps_the_one_that_is_known(estate: Database) -> None:
    async with estate.transaction() as unit:
        await unit.people.remember(OWNER, ESTATE)
        await unit.people.remember(Person(OWNER.id, ""), ESTATE)
        assert await unit.people.find(OWNER.id) == OWNER


async def test_a_link_of_the_web_form_is_nobody_to_give_a_role_to(estate: Database) -> None:
    async with estate.transaction() as unit:
        await unit.people.remember(Person("form:contact:0123", "业主"), ESTATE, NOW)
        await unit.commit()
    async with estate.view() as unit:
        assert "form:contact:0123" not in [person.id for person in await unit.people.seen(ESTATE, limit=1000)]
        assert await unit.people.knows(ESTATE, "form:contact:0123")


async def test_those_seen_in_an_estate_are_listed_latest_first(estate: Database) -> None:
    async with estate.transaction() as unit:
        await unit.people.remember(OWNER, ESTATE, NOW)
        await unit.people.remember(NEIGHBOUR, ESTATE, NOW + minutes(1))
        await unit.people.remember(STAFF, ESTATE)
        await unit.people.remember(Person("x", "elsewhere"), "other")
        assert await unit.people.seen(ESTATE) == (NEIGHBOUR, OWNER, STAFF)
        assert await unit.people.seen(ESTATE, limit=1) == (NEIGHBOUR,)


async def test_many_are_remembered_at_once_and_the_last_name_of_one_stays(estate: Database) -> None:
    people = [
        Sighting(estate=ESTATE, person=Person(f"p{number % 300}", str(number))) for number in range(900)
    ]
    async with estate.transaction() as unit:
        await unit.people.remember_all(people)
        await unit.people.remember_all([])
        seen = await unit.people.seen(ESTATE, limit=1000)
    assert {person.id: person.name for person in seen} == {f"p{n % 300}": str(n) for n in range(600, 900)}


async def test_a_role_is_given_and_taken_by_contact_id(estate: Database) -> None:
    manager = grant(Role.MANAGER, OWNER, trades=("水电", "电梯"))
    async with estate.transaction() as unit:
        await unit.people.grant(manager)
        await unit.people.grant(grant())
        assert set(await unit.people.roles(ESTATE)) == {manager, grant()}
        assert await unit.people.revoke(ESTATE, OWNER.id, Role.MANAGER)
        assert not await unit.people.revoke(ESTATE, OWNER.id, Role.MANAGER)
        assert await unit.people.roles() == (grant(),)


async def test_a_role_from_two_sources_stays_until_both_take_it(estate: Database) -> None:
    async with estate.transaction() as unit:
        await unit.people.grant(grant(source="settings"))
        await unit.people.grant(grant(source="group"))
        assert await unit.people.revoke(ESTATE, STAFF.id, Role.STAFF, "group")
        assert [given.source for given in await unit.people.roles(ESTATE)] == ["settings"]
        await unit.people.grant(grant(source="group"))
        assert await unit.people.revoke(ESTATE, STAFF.id, Role.STAFF)
        assert await unit.people.roles(ESTATE) == ()


async def test_a_second_grant_replaces_trades_and_name(estate: Database) -> None:
    again = grant(person=Person(STAFF.id, "王工"), trades=("电梯",), at=NOW + minutes(1))
    async with estate.transaction() as unit:
        await unit.people.grant(grant(trades=("水电",)))
        await unit.people.grant(again)
        assert await unit.people.roles(ESTATE) == (again,)


async def test_roles_of_one_estate_are_not_of_another(estate: Database) -> None:
    await add_estate(estate, "other", "别处")
    async with estate.transaction() as unit:
        await unit.people.grant(grant())
        assert await unit.people.roles("other") == ()


async def test_a_role_in_an_unknown_estate_is_refused(estate: Database) -> None:
    async with estate.transaction() as unit:
        with pytest.raises(Exception, match=r"(?i)foreign key"):
            await unit.people.grant(grant(estate="nowhere"))


async def test_an_estate_takes_a_new_name_and_keeps_its_numbers(estate: Database) -> None:
    async with estate.transaction() as unit:
        await unit.estates.save(ESTATE, "翠园一期")
        assert await unit.estates.all() == (Estate(id=ESTATE, name="翠园一期"),)


async def test_a_chat_is_met_assigned_and_let_go(estate: Database) -> None:
    met = Chat("web:room:g3", "", ChatKind.UNASSIGNED, "翠园3号群")
    assigned = replace(met, estate=ESTATE, kind=ChatKind.OWNERS, number=3)
    first = Chat("web:room:g1", ESTATE, ChatKind.OWNERS, "1号群", 1)
    async with estate.transaction() as unit:
        await unit.estates.save_chat(met)
        assert await unit.estates.chats() == await unit.estates.chats("") == (met,)
        await unit.estates.save_chat(assigned)
        await unit.estates.save_chat(first)
        assert await unit.estates.chats(ESTATE) == (first, assigned)
        assert await unit.estates.chats("") == ()
        assert (await unit.estates.all())[0].chats == (first, assigned)
        await unit.estates.save_chat(met)
        assert await unit.estates.chats(ESTATE) == (first,)
