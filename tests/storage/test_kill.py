"""kill -9 at any instant: what was committed is there, whole; what was not is not."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from handlers.model import DeliveryState
from storage.engine import Database
from tests.storage.building import ESTATE

REPOSITORY = Path(__file__).parents[2]

#: Saves tickets with their deliveries one after the other, says each number once it is committed,
#: and is in the middle of the next one when it is killed.
WRITER = """
import asyncio, sys
from handlers.model import Outcome
from storage.engine import Database
from tests.storage.building import ESTATE, NOW, GROUP, add_estate, make_delivery, make_event, make_ticket

async def main():
    database = await Database.open(sys.argv[1])
    await add_estate(database)
    number = 0
    while True:
        async with database.transaction() as unit:
            await unit.messages.claim(f"m{number}", ESTATE, GROUP, NOW)
            number = await unit.tickets.next_number(ESTATE)
            await unit.save(Outcome(
                tickets=(make_ticket(number),),
                events=(make_event(number),),
                deliveries=(make_delivery("receipt", ticket=number), make_delivery("card", ticket=number)),
            ))
            await unit.commit()
        print(number, flush=True)

asyncio.run(main())
"""


def kill_after(url: str, tickets: int) -> int:
    """Runs the writer until it has committed so many tickets, then kills it; the last it spoke of."""
    command = [sys.executable, "-c", WRITER, url]
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        said = [int(next(writer.stdout)) for _ in range(tickets)]
        writer.send_signal(signal.SIGKILL)
        said += [int(line) for line in writer.stdout if line.endswith("\n")]
    return said[-1]


@pytest.mark.parametrize("tickets", [1, 7, 20])
async def test_a_killed_process_leaves_each_ticket_with_its_deliveries(
    database_url: str, tickets: int
) -> None:
    committed = kill_after(database_url, tickets)
    database = await Database.open(database_url)
    async with database.view() as unit:
        found = await unit.tickets.listing(ESTATE, limit=100_000)
        numbers = [ticket.number for ticket in found]
        waiting = await unit.outbox.listing([DeliveryState.PENDING], limit=100_000)
    # The one after the last it spoke of may have been committed too: it was killed before it could say so.
    assert numbers[0] in (committed, committed + 1)
    assert numbers == list(range(numbers[0], 0, -1))
    assert [(each.ticket, each.text) for each in reversed(waiting)] == [
        (number, text) for number in reversed(numbers) for text in ("receipt", "card")
    ]
    async with database.transaction() as unit:
        assert await unit.tickets.next_number(ESTATE) == numbers[0] + 1
    await database.close()
