"""What the parts of the outbox share."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from handlers.model import Delivery, DeliveryState
from storage import tables
from storage.rows import read_delivery
from storage.transaction import Transaction

columns = tables.outbox.c
SELECT = sa.select(tables.outbox)


class Part:
    """One verb of the outbox, within a transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def _change(
        self, which: sa.ColumnElement[bool], states: Collection[DeliveryState], **values: Any
    ) -> int:
        """Changes those that are in one of `states`; how many."""
        return await self._transaction.count(
            tables.outbox.update().where(which, columns.state.in_(states)).values(values)
        )

    async def _fetch(self, statement: sa.Select[Any]) -> tuple[Delivery, ...]:
        return tuple(map(read_delivery, await self._transaction.fetch(statement)))
