"""Ten thousand tickets go through random steps: no state that the table does not have, no event lost.

Each ticket is kept beside in a dict, by the table of tests/handlers/life.py.  Steps that are refused,
and steps taken on a ticket that somebody else has changed meanwhile, must leave nothing behind.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from handlers.model import Outcome, Status, Step, Ticket, TicketEvent
from handlers.tickets.steps import IllegalTransition, take_step
from storage.engine import Database
from storage.errors import VersionConflict
from tests.handlers.life import CELLS
from tests.storage.building import ESTATE, NOW, STAFF, make_event, make_ticket, minutes, save

TICKETS = 10_000
STEPS = 5
#: Tickets that take their next step in one transaction: a writer a ticket would measure the disk.
TOGETHER = 1_000
CHOICES = sorted({step for step, _ in CELLS})


@dataclass(slots=True)
class Kept:
    """What a ticket must look like."""

    status: Status = Status.OPEN
    steps: list[Step] = field(default_factory=lambda: [Step.OPENED])


async def open_all(estate: Database) -> None:
    for first in range(1, TICKETS + 1, TOGETHER):
        numbers = range(first, first + TOGETHER)
        outcome = Outcome(
            tickets=tuple(make_ticket(number) for number in numbers),
            events=tuple(make_event(number) for number in numbers),
        )
        await save(estate, outcome)


def take_random(
    ticket: Ticket, kept: Kept, chance: random.Random, turn: int
) -> tuple[Ticket, TicketEvent] | None:
    """The ticket after a random step with its event, None where the step was refused, as it must be."""
    step = chance.choice(CHOICES)
    target = CELLS[step, kept.status]
    try:
        after = take_step(ticket, step, NOW + minutes(turn), {}, STAFF if step is Step.ACCEPTED else None)
    except IllegalTransition:
        assert target is None
        return None
    assert after.status is target
    if step is Step.HELD:
        after = replace(after, held_until=NOW + timedelta(days=1))
    kept.status = after.status
    kept.steps.append(step)
    return after, make_event(ticket.number, step, at=NOW + minutes(turn), actor=STAFF)


@pytest.mark.timeout(600)
async def test_ten_thousand_random_lives_end_in_the_tables_states_with_every_event(estate: Database) -> None:
    chance = random.Random(20261121)
    kept = {number: Kept() for number in range(1, TICKETS + 1)}
    await open_all(estate)
    for turn in range(1, STEPS + 1):
        for first in range(1, TICKETS + 1, TOGETHER):
            async with estate.transaction() as uow:
                tickets = await uow.tickets.numbered(ESTATE, range(first, first + TOGETHER))
                taken = [take_random(ticket, kept[ticket.number], chance, turn) for ticket in tickets]
                done = [each for each in taken if each]
                await uow.save(Outcome(tuple(each[0] for each in done), tuple(each[1] for each in done)))
                await uow.commit()

    async with estate.view() as uow:
        tickets = await uow.tickets.numbered(ESTATE, kept)
        histories = await uow.tickets.histories(ESTATE, tuple(kept))
    assert len(tickets) == TICKETS
    for ticket in tickets:
        must = kept[ticket.number]
        assert ticket.status is must.status
        assert [event.step for event in histories[ticket.number]] == must.steps
        # Each taken step is one saved change, and no other.
        assert ticket.version == len(must.steps)
        assert (ticket.held_until is not None) is (ticket.status is Status.ON_HOLD)
    # The walk led everywhere.
    assert {ticket.status for ticket in tickets} == set(Status)


async def test_a_step_on_a_ticket_that_was_changed_meanwhile_leaves_nothing(estate: Database) -> None:
    await save(estate, Outcome(tickets=(make_ticket(1),), events=(make_event(1),)))
    async with estate.view() as uow:
        seen = await uow.tickets.get(ESTATE, 1)
    assert seen is not None
    for turn, step in enumerate((Step.ACCEPTED, Step.HELD, Step.RESUMED, Step.DONE)):
        async with estate.view() as uow:
            fresh = await uow.tickets.get(ESTATE, 1)
        assert fresh is not None
        after = take_step(fresh, step, NOW + minutes(turn), {}, STAFF)
        await save(estate, Outcome(tickets=(after,), events=(make_event(1, step),)))
        late = take_step(seen, Step.WITHDRAWN, NOW, {})
        with pytest.raises(VersionConflict):
            await save(estate, Outcome(tickets=(late,), events=(make_event(1, Step.WITHDRAWN),)))
    async with estate.view() as uow:
        steps = [event.step for event in await uow.tickets.events(ESTATE, 1)]
    assert steps == [Step.OPENED, Step.ACCEPTED, Step.HELD, Step.RESUMED, Step.DONE]
