"""What the parts of the tickets share."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

import sqlalchemy as sa

from handlers.model import Ticket
from storage import tables
from storage.rows import read_ticket
from storage.transaction import Row, Transaction

columns = tables.tickets.c
_AT_ONCE = 500


class Part:
    """One verb of the tickets, within a transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def _fetch(self, statement: sa.Select[Any], values: Row | None = None) -> tuple[Ticket, ...]:
        return tuple(map(read_ticket, await self._transaction.fetch(statement, values)))


def share_out(numbers: Collection[int]) -> Iterator[list[int]]:
    """The numbers in order, in shares that one statement takes at ease."""
    ordered = sorted(numbers)
    return (ordered[start : start + _AT_ONCE] for start in range(0, len(ordered), _AT_ONCE))
