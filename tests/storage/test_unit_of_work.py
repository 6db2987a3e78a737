"""Units of work: whole or not at all, one moment for a view, nobody in each other's way."""

from __future__ import annotations

import asyncio

import pytest

from handlers.model import Outcome, Status
from storage.engine import Database
from storage.errors import VersionConflict
from tests.storage.building import (
    ESTATE,
    GROUP,
    NEIGHBOUR,
    NOW,
    OWNER,
    STAFF,
    add_estate,
    make_alert,
    make_audit,
    make_delivery,
    make_event,
    make_file,
    make_notice,
    make_ticket,
)

WHOLE = Outcome(
    tickets=(make_ticket(assignee=STAFF),),
    events=(make_event(), make_event(words="补充", actor=None)),
    files=(make_file(),),
    alerts=(make_alert(),),
    notices=(make_notice(),),
    deliveries=(make_delivery("一", ticket=1, notice=1, mentions=(OWNER, STAFF)), make_delivery("二")),
    audits=(make_audit(),),
)


async def test_everything_of_an_outcome_is_read_back_as_it_was(estate: Database) -> None:
    async with estate.transaction() as unit:
        deliveries = await unit.save(WHOLE)
        await unit.commit()
    async with estate.view() as unit:
        ticket = await unit.tickets.get(ESTATE, 1)
        assert ticket == make_ticket(assignee=STAFF, version=1)
        assert await unit.tickets.events(ESTATE, 1) == WHOLE.events
        (file,) = await unit.tickets.files(ESTATE, 1)
        assert file == make_file(id=file.id)
        assert await unit.alerts.get(ESTATE, 1) == make_alert(version=1)
        assert await unit.notices.get(ESTATE, 1) == make_notice(version=1)
        assert await unit.outbox.of_ticket(ESTATE, 1) == deliveries[:1]
        assert await unit.outbox.of_notice(ESTATE, 1) == deliveries[:1]
        assert [await unit.outbox.get(each.id or 0) for each in deliveries] == list(deliveries)
        assert await unit.audits.listing() == WHOLE.audits


async def test_saving_gives_the_deliveries_their_ids_in_the_order_given(estate: Database) -> None:
    texts = [str(number) for number in range(40)]
    async with estate.transaction() as unit:
        saved = await unit.save(Outcome(deliveries=tuple(make_delivery(text) for text in texts)))
    ids = [each.id or 0 for each in saved]
    assert [each.text for each in saved] == texts
    assert ids == sorted(set(ids))


async def test_nothing_is_kept_without_a_commit(estate: Database) -> None:
    async with estate.transaction() as unit:
        await unit.save(WHOLE)
    async with estate.view() as unit:
        assert await unit.tickets.listing(ESTATE) == ()
        assert await unit.outbox.depth() == dict.fromkeys(await unit.outbox.depth(), 0)


async def test_nothing_is_kept_when_something_is_raised_on_the_way(estate: Database) -> None:
    async def fail() -> None:
        async with estate.transaction() as unit:
            await unit.messages.claim("m1", ESTATE, GROUP, NOW)
            await unit.save(WHOLE)
            raise KeyError("on the way")

    with pytest.raises(KeyError):
        await fail()
    async with estate.transaction() as unit:
        assert await unit.messages.claim("m1", ESTATE, GROUP, NOW)
        assert await unit.tickets.get(ESTATE, 1) is None


async def test_a_committed_unit_of_work_is_over(estate: Database) -> None:
    async with estate.transaction() as unit:
        await unit.commit()
        with pytest.raises(RuntimeError, match="committed"):
            await unit.tickets.get(ESTATE, 1)
        with pytest.raises(RuntimeError, match="committed"):
            await unit.commit()


async def test_a_change_to_an_older_version_is_refused(estate: Database) -> None:
    async with estate.transaction() as unit:
        await unit.save(WHOLE)
        await unit.commit()
    stale = (
        Outcome(tickets=(make_ticket(version=2),)),
        Outcome(alerts=(make_alert(version=2),)),
        Outcome(notices=(make_notice(version=2),)),
        Outcome(tickets=(make_ticket(),)),
        Outcome(alerts=(make_alert(),)),
        Outcome(notices=(make_notice(),)),
        Outcome(tickets=(make_ticket(7, version=1),)),
    )
    for outcome in stale:
        async with estate.transaction() as unit:
            with pytest.raises(VersionConflict):
                await unit.save(outcome)


async def test_of_two_who_accept_at_once_one_wins(estate: Database) -> None:
    async with estate.transaction() as unit:
        await unit.save(Outcome(tickets=(make_ticket(),)))
        await unit.commit()

    async def accept(person: object) -> str:
        try:
            async with estate.transaction() as unit:
                changed = make_ticket(assignee=person, status=Status.ACCEPTED, version=1)
                await unit.save(Outcome(tickets=(changed,)))
                await unit.commit()
        except VersionConflict:
            return "was told"
        return "won"

    assert sorted(await asyncio.gather(accept(STAFF), accept(NEIGHBOUR))) == ["was told", "won"]
    async with estate.view() as unit:
        ticket = await unit.tickets.get(ESTATE, 1)
    assert ticket is not None
    assert ticket.version == 2


async def test_a_view_never_waits_for_a_writer_and_sees_only_what_is_committed(database_url: str) -> None:
    database = await Database.open(database_url)
    async with database.transaction() as writing:
        await writing.estates.save(ESTATE, "翠园")
        async with asyncio.timeout(5), database.view() as unit:
            assert await unit.estates.all() == ()
        await writing.commit()
    async with database.view() as unit:
        assert len(await unit.estates.all()) == 1
    await database.close()


async def test_a_view_sees_one_moment(database_url: str) -> None:
    database = await Database.open(database_url)
    await add_estate(database)
    async with database.view() as unit:
        assert await unit.tickets.listing(ESTATE) == ()
        async with database.transaction() as writing:
            await writing.save(WHOLE)
            await writing.commit()
        assert await unit.tickets.listing(ESTATE) == ()
    await database.close()


async def test_a_view_writes_nothing(estate: Database) -> None:
    async with estate.view() as unit:
        with pytest.raises(Exception, match=r"readonly|read-only"):
            await unit.estates.save("other", "别处")


async def test_many_writers_each_get_their_turn_and_their_own_number(estate: Database) -> None:
    async def report() -> int:
        async with estate.transaction() as unit:
            number = await unit.tickets.next_number(ESTATE)
            await unit.save(Outcome(tickets=(make_ticket(number),), deliveries=(make_delivery(),)))
            await unit.commit()
            return number

    numbers = await asyncio.gather(*(report() for _ in range(25)))
    assert sorted(numbers) == list(range(1, 26))


async def test_a_transaction_within_a_transaction_is_refused_on_sqlite(sqlite_url: str) -> None:
    database = await Database.open(sqlite_url)
    async with database.transaction():
        with pytest.raises(RuntimeError, match="within"):
            async with database.transaction():
                pass
    await database.close()


async def test_a_cancelled_writer_leaves_nothing_behind_and_the_next_one_goes_on(estate: Database) -> None:
    inside = asyncio.Event()

    async def write() -> None:
        async with estate.transaction() as unit:
            await unit.save(WHOLE)
            inside.set()
            while True:
                await unit.tickets.get(ESTATE, 1)
                # In memory nothing is waited for, so that nobody could end it before.
                await asyncio.sleep(0)

    for _ in range(5):
        inside.clear()
        task = asyncio.create_task(write())
        await inside.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    async with asyncio.timeout(30), estate.transaction() as unit:
        assert await unit.tickets.get(ESTATE, 1) is None
        await unit.save(WHOLE)
        await unit.commit()
    async with estate.view() as unit:
        assert await unit.tickets.get(ESTATE, 1) is not None


async def test_two_open_databases_on_one_file_take_turns(database_url: str) -> None:
    one, two = await Database.open(database_url), await Database.open(database_url)
    async with one.transaction() as unit:
        await unit.estates.save(ESTATE, "翠园")
        await unit.commit()

    async def report(database: Database) -> None:
        async with database.transaction() as unit:
            number = await unit.tickets.next_number(ESTATE)
            await unit.save(Outcome(tickets=(make_ticket(number),)))
            await unit.commit()

    await asyncio.gather(*(report(database) for database in (one, two) * 8))
    async with one.view() as unit:
        assert [ticket.number for ticket in await unit.tickets.listing(ESTATE)] == list(range(16, 0, -1))
    await one.close()
    await two.close()
