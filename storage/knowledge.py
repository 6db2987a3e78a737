"""The knowledge base of each estate: what is known, and what was said of it lately."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from handlers.model import Purpose
from nlp.knowledge import Entry
from storage import tables
from storage.transaction import Transaction

_knowledge, _outbox = tables.knowledge.c, tables.outbox.c
_OF_ESTATE = (
    sa.select(_knowledge.title, _knowledge.questions, _knowledge.answer)
    .where(_knowledge.estate == sa.bindparam("of_estate"))
    .order_by(_knowledge.title)
)
#: The purpose is spelled out, so that the partial index is used.
_SAID = sa.select(_outbox.text).where(
    sa.text(f"outbox.purpose = '{Purpose.KNOWLEDGE.value}'"),
    _outbox.chat == sa.bindparam("in_chat"),
    _outbox.due_at > sa.bindparam("since"),
)


class Knowledge:
    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def all(self, estate: str) -> tuple[Entry, ...]:
        """Every entry of the estate, by title."""
        rows = await self._transaction.fetch(_OF_ESTATE, {"of_estate": estate})
        return tuple(Entry(row["title"], tuple(row["questions"]), row["answer"]) for row in rows)

    async def said(self, chat: str, since: datetime) -> frozenset[str]:
        """The texts of the answers that were given in the chat after `since`."""
        rows = await self._transaction.fetch(_SAID, {"in_chat": chat, "since": since})
        return frozenset(row["text"] for row in rows)

    async def save(self, estate: str, entries: Iterable[Entry]) -> None:
        """Adds the entries; one with the title of an old one replaces it."""
        for entry in entries:
            row = {
                "estate": estate,
                "title": entry.title,
                "questions": entry.questions,
                "answer": entry.answer,
            }
            await self._transaction.insert_or_change(tables.knowledge, row, "questions", "answer")

    async def remove(self, estate: str, title: str) -> bool:
        """Forgets the entry; False where there is none."""
        gone = tables.knowledge.delete().where(_knowledge.estate == estate, _knowledge.title == title)
        return await self._transaction.count(gone) == 1
