"""The times that are kept as events come are those that the events alone add up to, whatever happens."""

from __future__ import annotations

import asyncio
import random
from datetime import timedelta

import pytest
import sqlalchemy as sa

from handlers.calendar.working_time import Hold
from handlers.model import Outcome, Person, Status, Step, TicketEvent
from handlers.times.spent import TicketTimes
from storage.engine import Database
from tests.handlers.life import CELLS
from tests.storage.building import (
    ESTATE,
    NEIGHBOUR,
    NOW,
    OWNER,
    STAFF,
    make_alert,
    make_event,
    make_ticket,
    minutes,
    save,
)

HE = Person("web:contact:he", "何师傅")
LIVES, STEPS = 400, 14
#: Steps that no state forbids, and who may take which.
BESIDE = (
    Step.DETAIL,
    Step.JOINED,
    Step.FOLLOWED,
    Step.ESTIMATED,
    Step.CONFIRMED,
    Step.TAUGHT,
    Step.NOTED,
    Step.WARNED,
)
ANYBODY = (OWNER, NEIGHBOUR, STAFF, HE, None)
LONG_AGO, NEVER = NOW - timedelta(days=1), NOW + timedelta(days=400)


async def read(database: Database) -> tuple[list[TicketTimes], list[TicketTimes]]:
    """The times as kept, and as counted again."""
    async with database.view() as uow:
        kept = await uow.reports.month(ESTATE, LONG_AGO, NEVER)
        counted = await uow.reports.recount_month(ESTATE, LONG_AGO, NEVER)
    assert [ticket for ticket, _ in kept] == [ticket for ticket, _ in counted]
    return [times for _, times in kept], [times for _, times in counted]


def draw_life(number: int, chance: random.Random) -> list[TicketEvent]:
    """Any steps that the table allows one after the other, by anybody, with others beside them."""
    status, events = Status.OPEN, [make_event(number, actor=chance.choice(ANYBODY))]
    for turn in range(1, STEPS + 1):
        at = NOW + minutes(turn * 7 + chance.random())
        actor = chance.choice(ANYBODY)
        ways = [(s, t) for (s, state), t in CELLS.items() if state is status and t]
        if not ways or chance.random() < 0.3:
            events.append(make_event(number, chance.choice(BESIDE), at=at, actor=actor))
            continue
        step, status = chance.choice(ways)
        words = str(chance.randint(1, 5)) if step is Step.RATED else ""
        events.append(make_event(number, step, at=at, actor=actor, words=words))
    return events


async def test_what_is_kept_is_what_the_events_add_up_to_in_random_lives(estate: Database) -> None:
    chance = random.Random(20261121)
    lives = [draw_life(number, chance) for number in range(1, LIVES + 1)]
    await save(
        estate,
        Outcome(
            tickets=tuple(make_ticket(number) for number in range(1, LIVES + 1)),
            events=tuple(life[0] for life in lives),
        ),
    )
    for turn in range(1, STEPS + 1):
        for start in range(0, LIVES, 100):
            await save(estate, Outcome(events=tuple(life[turn] for life in lives[start : start + 100])))
    kept, counted = await read(estate)
    assert kept == counted
    # The lives were worth living: every field was filled and emptied.
    assert all(any(getattr(times, name) for times in kept) for name in TicketTimes.__slots__)
    assert any(times.reopened and times.finished_at is None for times in kept)
    assert any(times.finished_at and times.finished_by is None for times in kept)


async def test_one_whole_life_saved_at_once_is_the_same(estate: Database) -> None:
    chance = random.Random(7)
    for number in range(1, 40):
        events = draw_life(number, chance)
        await save(estate, Outcome(tickets=(make_ticket(number),), events=tuple(events)))
    kept, counted = await read(estate)
    assert kept == counted


async def live(estate: Database, *steps: tuple[float, Step, Person | None]) -> TicketTimes:
    """The times of a ticket after these steps, each so many minutes after its opening."""
    await save(estate, Outcome(tickets=(make_ticket(1),), events=(make_event(1),)))
    for after, step, actor in steps:
        words = "4" if step is Step.RATED else ""
        event = make_event(1, step, at=NOW + minutes(after), actor=actor, words=words)
        await save(estate, Outcome(events=(event,)))
    (kept,), (counted,) = await read(estate)
    assert kept == counted
    return kept


async def test_a_plain_life_keeps_its_moments(estate: Database) -> None:
    times = await live(
        estate, (5, Step.REPLIED, STAFF), (9, Step.ACCEPTED, STAFF), (12, Step.HELD, STAFF),
        (40, Step.RESUMED, None), (60, Step.DONE, HE), (70, Step.RATED, OWNER),
    )  # fmt: skip
    assert times == TicketTimes(
        estate=ESTATE, ticket=1, answered_at=NOW + minutes(5), accepted_at=NOW + minutes(9),
        finished_at=NOW + minutes(60), finished_by=HE.id, rating=4,
        holds=(Hold(NOW + minutes(12), NOW + minutes(40)),),
    )  # fmt: skip


async def test_what_came_back_is_unfinished_and_unrated_until_it_is_done_again(estate: Database) -> None:
    times = await live(
        estate, (9, Step.ACCEPTED, STAFF), (20, Step.DONE, STAFF), (21, Step.RATED, OWNER),
        (30, Step.REOPENED, OWNER), (35, Step.ACCEPTED, HE), (50, Step.DONE, HE),
    )  # fmt: skip
    assert (times.finished_at, times.finished_by) == (NOW + minutes(50), HE.id)
    assert (times.reopened, times.reopened_at, times.rating) == (1, NOW + minutes(30), None)
    assert times.accepted_at == NOW + minutes(9)


async def test_an_owner_whose_tap_mends_itself_was_answered_by_nobody(estate: Database) -> None:
    times = await live(estate, (3, Step.JOINED, NEIGHBOUR), (20, Step.DONE, NEIGHBOUR))
    assert (times.answered_at, times.finished_at, times.finished_by) == (None, NOW + minutes(20), None)


async def test_staff_who_file_what_was_missed_are_staff_all_the_same(estate: Database) -> None:
    await save(
        estate, Outcome(tickets=(make_ticket(1, reporter=STAFF),), events=(make_event(1, actor=STAFF),))
    )
    await save(estate, Outcome(events=(make_event(1, Step.TAUGHT, actor=STAFF),)))
    await save(estate, Outcome(events=(make_event(1, Step.DONE, actor=STAFF, at=NOW + minutes(3)),)))
    (kept,), (counted,) = await read(estate)
    assert kept == counted
    assert (kept.finished_by, kept.answered_at) == (STAFF.id, NOW + minutes(3))


async def test_two_at_once_lose_nothing_of_each_other(estate: Database) -> None:
    await save(estate, Outcome(tickets=(make_ticket(1),), events=(make_event(1),)))
    steps = (Step.ESTIMATED, Step.REOPENED, Step.CONFIRMED, Step.REOPENED, Step.REPLIED, Step.REOPENED) * 3
    await asyncio.gather(
        *(save(estate, Outcome(events=(make_event(1, step, actor=STAFF),))) for step in steps)
    )
    (kept,), (counted,) = await read(estate)
    assert kept == counted
    assert kept.reopened == 9


async def test_exercises_and_other_months_are_left_out(estate: Database) -> None:
    tickets = (make_ticket(1), make_ticket(2), make_ticket(3, opened_at=NOW - timedelta(days=60)))
    await save(estate, Outcome(tickets=tickets, alerts=(make_alert(2, policy="drill"),)))
    async with estate.view() as uow:
        found = await uow.reports.month(ESTATE, LONG_AGO, NEVER)
    assert [ticket.number for ticket, _ in found] == [1]


@pytest.mark.parametrize("wrong", ["forgotten", "changed"])
async def test_what_is_kept_wrongly_is_put_right(estate: Database, wrong: str) -> None:
    before = await live(estate, (9, Step.ACCEPTED, STAFF), (20, Step.DONE, STAFF))
    spoil = {
        "forgotten": "DELETE FROM ticket_times",
        "changed": "UPDATE ticket_times SET reopened = 7",
    }[wrong]
    async with estate.transaction() as uow:
        await uow.reports._transaction.run(sa.text(spoil))
        await uow.commit()
    kept, counted = await read(estate)
    assert kept != counted
    async with estate.transaction() as uow:
        assert await uow.reports.rebuild(ESTATE, [1]) == 1
        assert await uow.reports.rebuild(ESTATE, [1]) == 0
        await uow.commit()
    assert (await read(estate))[0] == [before]
