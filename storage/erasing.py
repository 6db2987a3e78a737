"""What was personal in an alert is erased: words, looks, names and photos; times and counts stay."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from handlers.model import Step
from storage import tables
from storage.blanks import NO_FILE, NOBODY, blank_words
from storage.transaction import Transaction

SECONDS_FOR_LOCK = 10.0
_TABLES = ("tickets", "ticket_events", "ticket_files", "alerts", "outbox", "people")

_alerts, _events, _files = tables.alerts.c, tables.ticket_events.c, tables.ticket_files.c
_people, _roles = tables.people.c, tables.roles.c


class Erasing:
    """Finds the alerts whose time is over and takes what is personal out of them."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def due(self, closed_before: datetime) -> tuple[tuple[str, int], ...]:
        """Estate and number of the alerts that ended before, and were not erased yet."""
        erased = sa.exists().where(
            _events.estate == _alerts.estate, _events.ticket == _alerts.ticket, _events.step == Step.ERASED
        )
        rows = await self._transaction.fetch(
            sa.select(_alerts.estate, _alerts.ticket)
            .where(_alerts.closed_at < closed_before, ~erased)
            .order_by(_alerts.closed_at)
            .limit(100)
        )
        return tuple((row["estate"], row["ticket"]) for row in rows)

    async def contents(self, estate: str, ticket: int) -> tuple[str, ...]:
        """The names of the stored photos that belong to this alert and to nothing else."""
        other = tables.ticket_files.alias("other")
        shared = sa.exists().where(
            other.c.sha256 == _files.sha256,
            sa.or_(other.c.estate != _files.estate, other.c.ticket != _files.ticket),
        )
        rows = await self._transaction.fetch(
            sa.select(_files.sha256)
            .where(_files.estate == estate, _files.ticket == ticket, _files.sha256.is_not(None), ~shared)
            .distinct()
        )
        return tuple(row["sha256"] for row in rows)

    async def erase(self, estate: str, ticket: int, now: datetime) -> None:
        """Takes every word, photo and name out of the alert, its ticket and all that was said of it."""
        run = self._transaction.run
        await self._forget_names(estate, ticket)
        for statement in blank_words(estate, ticket):
            await run(statement)
        await run(
            tables.ticket_files.update()
            .where(_files.estate == estate, _files.ticket == ticket)
            .values(**NO_FILE)
        )
        await run(
            tables.ticket_events.insert().values(
                estate=estate, ticket=ticket, step=Step.ERASED, at=now, actor=None, words="", message=None
            )
        )

    async def _forget_names(self, estate: str, ticket: int) -> None:
        """Those who reported, joined or gave clues, unless they serve here or have other live tickets."""
        actors = sa.select(_events.actor).where(
            _events.estate == estate, _events.ticket == ticket, _events.actor.is_not(None)
        )
        serving = sa.select(_roles.person).where(_roles.estate == estate)
        other = tables.tickets.alias("other")
        busy = sa.select(other.c.reporter).where(
            other.c.estate == estate,
            other.c.number != ticket,
            other.c.status.in_(("open", "accepted", "on_hold", "reopened", "done")),
        )
        await self._transaction.run(
            tables.people.update()
            .where(
                _people.estate == estate,
                _people.id.in_(actors),
                _people.id.not_in(serving),
                _people.id.not_in(busy),
            )
            .values(name=NOBODY)
        )


async def truncate_wal(file: Path) -> bool:
    """Moves everything from the write-ahead log into the database file and empties it; whether it could.

    What was erased is overwritten in the file (secure_delete), but older pages stay in the log until then.
    """
    return await asyncio.to_thread(_truncate_wal, file)


def _truncate_wal(file: Path) -> bool:
    connection = sqlite3.connect(file, timeout=SECONDS_FOR_LOCK, isolation_level=None)
    try:
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy
    finally:
        connection.close()


def list_rewrites() -> tuple[str, ...]:
    """What PostgreSQL is told so that the old versions of erased rows leave its files."""
    return tuple(f"VACUUM (FULL) {name}" for name in _TABLES)
