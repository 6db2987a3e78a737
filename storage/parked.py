"""Messages that could not be handled: kept with their text and error until they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from storage import tables
from storage.transaction import Row, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedMessage:
    """`payload` is the message as JSON; `next_at` is None once people have to look at it."""

    key: str
    estate: str
    payload: str
    error: str
    attempts: int
    parked_at: datetime
    next_at: datetime | None


class Parked:
    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def park(self, key: str, estate: str, payload: str, error: str, at: datetime) -> None:
        """Keeps a message after its first failure, due again at once; a parked one gets the new error."""
        row = {
            "key": key,
            "estate": estate,
            "payload": payload,
            "error": error,
            "attempts": 1,
            "parked_at": at,
            "next_at": at,
        }
        await self._transaction.insert_or_change(tables.parked, row, "error")

    async def due(self, now: datetime, limit: int = 20) -> tuple[ParkedMessage, ...]:
        """Those to try again now, oldest first."""
        parked = tables.parked
        rows = await self._transaction.fetch(
            sa.select(parked)
            .where(parked.c.next_at <= now)
            .order_by(parked.c.parked_at, parked.c.key)
            .limit(limit)
        )
        return tuple(map(_read, rows))

    async def bump(self, key: str, error: str, next_at: datetime | None) -> None:
        """Counts one more failure; `next_at` None gives up trying."""
        parked = tables.parked
        await self._transaction.run(
            parked.update()
            .where(parked.c.key == key)
            .values(error=error, next_at=next_at, attempts=parked.c.attempts + 1)
        )

    async def get(self, key: str) -> ParkedMessage | None:
        rows = await self._transaction.fetch(sa.select(tables.parked).where(tables.parked.c.key == key))
        return next(map(_read, rows), None)

    async def hurry(self, key: str, at: datetime) -> None:
        """Makes a message due at `at`, also one that was given up; nothing where it is gone."""
        parked = tables.parked
        await self._transaction.run(parked.update().where(parked.c.key == key).values(next_at=at))

    async def remove(self, key: str) -> None:
        """Forgets a message that was handled or dismissed, text and all."""
        await self._transaction.run(tables.parked.delete().where(tables.parked.c.key == key))

    async def listing(self, limit: int = 100) -> tuple[ParkedMessage, ...]:
        """The latest first."""
        parked = tables.parked
        rows = await self._transaction.fetch(
            sa.select(parked).order_by(parked.c.parked_at.desc(), parked.c.key).limit(limit)
        )
        return tuple(map(_read, rows))


def _read(row: Row) -> ParkedMessage:
    return ParkedMessage(**row)
