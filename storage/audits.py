"""The append-only audit log: lines are added and read, never changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import sqlalchemy as sa

from handlers.model import Audit
from storage import tables
from storage.transaction import Transaction


class Audits:
    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def add(self, audits: Sequence[Audit]) -> None:
        if audits:
            await self._transaction.run(tables.audits.insert(), [asdict(audit) for audit in audits])

    async def listing(self, estate: str | None = None, limit: int = 100) -> tuple[Audit, ...]:
        """The latest first; of one estate or of all."""
        audits = tables.audits
        columns = [column for column in audits.c if column.name != "id"]
        statement = sa.select(*columns).order_by(audits.c.id.desc()).limit(limit)
        if estate is not None:
            statement = statement.where(audits.c.estate == estate)
        return tuple(Audit(**row) for row in await self._transaction.fetch(statement))
