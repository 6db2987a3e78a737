"""Tickets: numbers, lists, files."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from handlers.model import FileState, Outcome, Person, Status, Step, Ticket
from storage.engine import Database
from tests.storage.building import (
    ESTATE,
    NEIGHBOUR,
    NOW,
    OWNER,
    STAFF,
    add_estate,
    make_event,
    make_file,
    make_ticket,
    minutes,
)


async def save(database: Database, *tickets: Ticket) -> None:
    async with database.transaction() as unit:
        await unit.save(Outcome(tickets=tickets))
        await unit.commit()


async def test_numbers_count_per_estate_and_a_number_not_used_is_given_again(estate: Database) -> None:
    await add_estate(estate, "other", "别处")
    async with estate.transaction() as unit:
        assert await unit.tickets.next_number(ESTATE) == 1
    await save(estate, make_ticket(1), make_ticket(2))
    async with estate.transaction() as unit:
        assert await unit.tickets.next_number(ESTATE) == 3
        assert await unit.tickets.next_number("other") == 1


async def test_an_unknown_estate_has_no_numbers(estate: Database) -> None:
    async with estate.transaction() as unit:
        with pytest.raises(LookupError):
            await unit.tickets.next_number("nowhere")
        with pytest.raises(LookupError):
            await unit.notices.next_number("nowhere")


async def test_a_person_gets_what_is_live_and_what_changed_lately_newest_first(estate: Database) -> None:
    long_ago = NOW - minutes(60 * 24 * 30)
    await save(
        estate,
        make_ticket(1, updated_at=long_ago),
        make_ticket(2, updated_at=long_ago, status=Status.CLOSED),
        make_ticket(3, status=Status.WITHDRAWN),
        make_ticket(4, opened_at=long_ago, updated_at=None, status=Status.DONE),
        make_ticket(5, reporter=NEIGHBOUR),
        make_ticket(6, status=Status.ON_HOLD),
    )
    async with estate.view() as unit:
        own = await unit.tickets.of_person(ESTATE, OWNER.id, NOW - minutes(60 * 24 * 14))
        assert [ticket.number for ticket in own] == [6, 3, 1]
        assert await unit.tickets.of_person("other", OWNER.id, long_ago) == ()


LISTINGS: list[tuple[dict[str, Any], list[int]]] = [
    ({}, [5, 4, 3, 2, 1]),
    ({"limit": 2}, [5, 4]),
    ({"before_number": 3}, [2, 1]),
    ({"statuses": [Status.OPEN]}, [5, 3, 2]),
    ({"statuses": []}, []),
    ({"kind": "complaint"}, [3]),
    ({"assignee": STAFF.id}, [1]),
    ({"room": "8-2"}, [2, 1]),
    ({"room": "8-2-301"}, [1]),
    ({"room": "8_2"}, []),
    ({"text": "漏水"}, [5, 4, 3, 1]),
    ({"text": "李"}, [4]),
    ({"text": "100%"}, [5]),
    ({"text": "#2"}, [2]),
    ({"text": "abc"}, [2]),
    ({"text": "%"}, [5]),
    ({"statuses": [Status.OPEN], "text": "漏水", "before_number": 5}, [3]),
]


@pytest.mark.parametrize(("wanted", "numbers"), LISTINGS, ids=[str(wanted) for wanted, _ in LISTINGS])
async def test_a_listing_is_narrowed_by_what_is_given(
    estate: Database, wanted: dict[str, Any], numbers: list[int]
) -> None:
    await save(
        estate,
        make_ticket(1, assignee=STAFF, status=Status.ACCEPTED),
        make_ticket(2, room="8-2-1102", summary="门禁ABC坏了", words="门禁ABC坏了"),
        make_ticket(3, kind="complaint", category="noise", room="8-21-301"),
        make_ticket(4, reporter=NEIGHBOUR, room=None, status=Status.DONE),
        make_ticket(5, room="12", words="水漏了100%"),
    )
    async with estate.view() as unit:
        found = await unit.tickets.listing(ESTATE, **wanted)
    assert [ticket.number for ticket in found] == numbers


async def test_estates_do_not_see_each_other(estate: Database) -> None:
    await add_estate(estate, "other", "别处")
    await save(estate, make_ticket(1), make_ticket(1, estate="other"))
    async with estate.view() as unit:
        assert [ticket.estate for ticket in await unit.tickets.listing("other")] == ["other"]
        assert await unit.tickets.counts("other") == {Status.OPEN: 1}
        assert [person.id for person in await unit.people.seen("other")] == [OWNER.id]


async def test_a_ticket_of_an_unknown_estate_is_refused(estate: Database) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        await save(estate, make_ticket(estate="nowhere"))


async def test_tickets_are_counted_by_status(estate: Database) -> None:
    await save(estate, make_ticket(1), make_ticket(2), make_ticket(3, status=Status.DONE))
    async with estate.view() as unit:
        assert await unit.tickets.counts(ESTATE) == {Status.OPEN: 2, Status.DONE: 1}


async def test_events_come_in_the_order_of_their_time(estate: Database) -> None:
    first, second = make_event(), make_event(step=Step.ACCEPTED, actor=STAFF, at=NOW + minutes(1))
    async with estate.transaction() as unit:
        await unit.save(Outcome(tickets=(make_ticket(),), events=(second, first)))
        assert await unit.tickets.events(ESTATE, 1) == (first, second)


async def test_a_file_is_pending_until_it_is_set(estate: Database) -> None:
    async with estate.transaction() as unit:
        await unit.save(Outcome(tickets=(make_ticket(),), files=(make_file(), make_file(message="m2"))))
        first, second = await unit.tickets.pending_files(limit=10)
        stored = replace(
            first, state=FileState.STORED, sha256="ab" * 32, media_type="image/jpeg", size=2_200_000_000
        )
        await unit.tickets.set_file(stored)
        assert await unit.tickets.pending_files(limit=10) == (second,)
        refused = replace(second, state=FileState.REFUSED, note="50 MB")
        await unit.save(Outcome(files=(refused,)))
        assert await unit.tickets.files(ESTATE, 1) == (stored, refused)


async def test_a_person_who_takes_another_name_has_it_everywhere(estate: Database) -> None:
    await save(estate, make_ticket())
    renamed = Person(OWNER.id, "张三（8-2-301）")
    async with estate.transaction() as unit:
        # The ticket still carries the old name; who acted just now has the fresh one.
        await unit.save(Outcome(tickets=(make_ticket(version=1),), events=(make_event(actor=renamed),)))
        await unit.commit()
    async with estate.view() as unit:
        ticket = await unit.tickets.get(ESTATE, 1)
        assert ticket is not None
        assert ticket.reporter == renamed
        assert await unit.people.find(OWNER.id) == renamed
