"""Which messages were handled: a unique key each, nothing of what they said."""

from __future__ import annotations

from datetime import datetime

from storage import tables
from storage.transaction import Transaction


class Messages:
    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def claim(self, key: str, estate: str, chat: str, at: datetime) -> bool:
        """Whether this message is ours to handle; False where somebody handled it already.

        On PostgreSQL it waits for another transaction that claims the same key to end.
        """
        row = {"key": key, "estate": estate, "chat": chat, "at": at}
        return await self._transaction.insert_new(tables.messages, row)

    async def prune(self, before: datetime) -> int:
        """Forgets the keys of messages older than `before`; how many."""
        return await self._transaction.count(tables.messages.delete().where(tables.messages.c.at < before))
