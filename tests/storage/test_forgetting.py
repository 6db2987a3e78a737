"""A person is taken out of what is over, on both databases; whoever else is in it stays."""

from __future__ import annotations

import pytest

from handlers.model import DeliveryState, Erasure, Outcome, Person, Role, Status, Step
from storage import tables
from storage.engine import Database
from storage.forgetting import SOMEBODY
from storage.people import RoleGrant
from tests.storage.building import (
    ESTATE,
    GROUP,
    NEIGHBOUR,
    NOW,
    OWNER,
    STAFF,
    add_estate,
    make_alert,
    make_delivery,
    make_event,
    make_file,
    make_ticket,
    minutes,
)

CHINESE = Person("web:contact:李阿姨", "李阿姨")


async def fill(database: Database, neighbour: Person = NEIGHBOUR) -> None:
    """Ticket 1 of OWNER with a photo and an alert, which the neighbour joined; 2 is the neighbour's."""
    await add_estate(database)
    async with database.transaction() as uow:
        await uow.save(
            Outcome(
                tickets=(
                    make_ticket(1, status=Status.CLOSED, words="我家漏水\n我家也漏", assignee=STAFF),
                    make_ticket(2, status=Status.CLOSED, reporter=neighbour),
                ),
                events=(
                    make_event(1, words="我家漏水", message="m1"),
                    make_event(1, Step.JOINED, actor=neighbour, words="我家也漏", message="m2"),
                    make_event(1, Step.DONE, actor=STAFF, words="修好了"),
                    make_event(2, actor=neighbour),
                ),
                files=(make_file(1), make_file(1, added_by=neighbour)),
                alerts=(make_alert(1),),
                deliveries=(
                    make_delivery("张三家漏水", ticket=1, answers="m1", mentions=(OWNER,)),
                    make_delivery("邻居也漏", ticket=1, answers="m2", mentions=(neighbour,)),
                    make_delivery("修好了", ticket=1),
                    make_delivery("没有单号", chat=GROUP, mentions=(neighbour,), state=DeliveryState.SEEN),
                ),
            )
        )
        await uow.commit()


async def test_what_somebody_has_part_in(database: Database) -> None:
    await fill(database)
    async with database.view() as uow:
        assert await uow.forgetting.numbers(ESTATE, OWNER.id) == (1,)
        assert await uow.forgetting.numbers(ESTATE, NEIGHBOUR.id) == (1, 2)
        assert await uow.forgetting.numbers("elsewhere", OWNER.id) == ()


async def test_what_staff_did_is_not_theirs(database: Database) -> None:
    await fill(database)
    async with database.transaction() as uow:
        assert await uow.forgetting.numbers(ESTATE, STAFF.id) == (1,)
        grant = RoleGrant(estate=ESTATE, person=STAFF, role=Role.STAFF, source="console", at=NOW)
        await uow.people.grant(grant)
        assert await uow.forgetting.numbers(ESTATE, STAFF.id) == ()


async def test_ones_own_ticket_keeps_no_word(database: Database) -> None:
    await fill(database)
    async with database.transaction() as uow:
        await uow.forgetting.erase(ESTATE, 1, OWNER.id, NOW)
        await uow.commit()
    async with database.view() as uow:
        ticket, alert = await uow.tickets.get(ESTATE, 1), await uow.alerts.get(ESTATE, 1)
        assert ticket is not None
        assert (ticket.words, ticket.summary, ticket.room, ticket.phone) == ("", "", None, None)
        assert (ticket.reporter, ticket.assignee, ticket.version) == (SOMEBODY, STAFF, 2)
        assert alert is not None
        assert (alert.facts, alert.reporter) == ("", SOMEBODY)
        events = await uow.tickets.events(ESTATE, 1)
        assert {event.words for event in events} == {""}
        assert [event.actor for event in events] == [SOMEBODY, NEIGHBOUR, STAFF, None]
        assert {file.attachment.ref for file in await uow.tickets.files(ESTATE, 1)} == {""}
        assert {(d.text, d.mentions) for d in await uow.outbox.of_ticket(ESTATE, 1)} == {("", ())}
        assert await uow.forgetting.numbers(ESTATE, OWNER.id) == ()


@pytest.mark.parametrize("neighbour", [NEIGHBOUR, CHINESE], ids=lambda person: person.id)
async def test_of_anothers_ticket_only_ones_own_part_goes(database: Database, neighbour: Person) -> None:
    await fill(database, neighbour)
    async with database.transaction() as uow:
        await uow.forgetting.erase(ESTATE, 1, neighbour.id, NOW)
        await uow.forgetting.finish(ESTATE, neighbour.id)
        await uow.commit()
    async with database.view() as uow:
        ticket = await uow.tickets.get(ESTATE, 1)
        assert ticket is not None
        assert (ticket.words, ticket.room, ticket.reporter) == ("我家漏水", "8-2-301", OWNER)
        said = [d.text for d in await uow.outbox.of_ticket(ESTATE, 1)]
        assert said == ["张三家漏水", "", "修好了"]
        files = await uow.tickets.files(ESTATE, 1)
        assert [bool(file.attachment.ref) for file in files] == [True, False]
        assert await uow.people.find(neighbour.id) == Person(neighbour.id, "业主")
        everything = await uow.forgetting._transaction.fetch(tables.outbox.select())
        assert neighbour.name not in str(everything)


async def test_a_photo_that_something_else_holds_is_kept(database: Database) -> None:
    await fill(database)
    async with database.transaction() as uow:
        first, second = await uow.tickets.files(ESTATE, 1)
        for file, content in ((first, "a" * 64), (second, "b" * 64)):
            await uow.tickets._transaction.run(
                tables.ticket_files.update()
                .where(tables.ticket_files.c.id == file.id)
                .values(sha256=content, state="stored")
            )
        assert set(await uow.forgetting.contents(ESTATE, 1, OWNER.id)) == {"a" * 64, "b" * 64}
        assert await uow.forgetting.contents(ESTATE, 1, NEIGHBOUR.id) == ("b" * 64,)


async def test_who_asks_is_written_down_until_it_is_done(database: Database) -> None:
    await fill(database)
    asked = Erasure(estate=ESTATE, person=OWNER, reply_to=OWNER.id, asked_at=NOW)
    sure = Erasure(
        estate=ESTATE, person=OWNER, reply_to=OWNER.id, asked_at=NOW, confirmed_at=NOW + minutes(1)
    )
    async with database.transaction() as uow:
        await uow.save(Outcome(erasures=(asked,)))
        assert await uow.forgetting.asked(ESTATE, OWNER.id) == asked
        assert await uow.forgetting.confirmed() == ()
        await uow.forgetting.save([sure])
        assert await uow.forgetting.confirmed() == (sure,)
        assert await uow.forgetting.prune(NOW + minutes(60)) == 0
        await uow.forgetting.finish(ESTATE, OWNER.id)
        assert await uow.forgetting.asked(ESTATE, OWNER.id) is None
        await uow.forgetting.save([asked])
        assert await uow.forgetting.prune(NOW + minutes(60)) == 1


async def test_what_ended_long_ago_is_found_until_it_is_erased(database: Database) -> None:
    await fill(database)
    async with database.transaction() as uow:
        assert await uow.forgetting.outdated(ESTATE, NOW) == ()
        assert await uow.forgetting.outdated(ESTATE, NOW + minutes(1)) == (2,), "the first has a live alert"
        assert await uow.forgetting.people_of(ESTATE, 1) == (NEIGHBOUR.id, STAFF.id, OWNER.id)
        await uow.forgetting.erase(ESTATE, 2, NEIGHBOUR.id, NOW)
        assert await uow.forgetting.outdated(ESTATE, NOW + minutes(1)) == ()
        assert await uow.forgetting.people_of(ESTATE, 2) == (SOMEBODY.id,)
