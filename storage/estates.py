"""Estates and the chats that belong to them."""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa

from handlers.model import Chat, ChatKind, Estate
from storage import tables
from storage.transaction import Row, Transaction


class Estates:
    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def save(self, estate: str, name: str) -> None:
        """Adds the estate, or gives it a new name."""
        await self._transaction.insert_or_change(tables.estates, {"id": estate, "name": name}, "name")

    async def all(self) -> tuple[Estate, ...]:
        """Every estate with its chats, by id; the rest of an Estate is in the settings."""
        chats = await self.chats()
        rows = await self._transaction.fetch(
            sa.select(tables.estates.c.id, tables.estates.c.name).order_by(tables.estates.c.id)
        )
        return tuple(
            replace(Estate(**row), chats=tuple(chat for chat in chats if chat.estate == row["id"]))
            for row in rows
        )

    async def chats(self, estate: str | None = None) -> tuple[Chat, ...]:
        """The chats of one estate, or all with those that nobody assigned yet (estate '')."""
        chats = tables.chats
        statement = sa.select(chats).order_by(chats.c.estate, chats.c.number, chats.c.id)
        if estate is not None:
            statement = statement.where(chats.c.estate == (estate or None))
        return tuple(map(_read_chat, await self._transaction.fetch(statement)))

    async def save_chat(self, chat: Chat) -> None:
        """Adds the chat, or moves and renames it; estate '' is a chat that nobody assigned."""
        row = {
            "id": chat.id,
            "estate": chat.estate or None,
            "kind": chat.kind,
            "name": chat.name,
            "number": chat.number,
        }
        await self._transaction.insert_or_change(tables.chats, row, "estate", "kind", "name", "number")


def _read_chat(row: Row) -> Chat:
    return Chat(row["id"], row["estate"] or "", ChatKind(row["kind"]), row["name"], row["number"])
