"""Which messages were handled: a unique key each, nothing of what they said."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

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
        """Forgets the keys of messages older than `before`, but of clues: they tell the group; how many."""
        events, messages = tables.ticket_events.c, tables.messages.c
        clues = sa.select(events.message).where(events.step == "clue", events.message.is_not(None))
        gone = tables.messages.delete().where(messages.at < before, messages.key.not_in(clues))
        return await self._transaction.count(gone)
