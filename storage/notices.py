"""Broadcasts."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from handlers.model import Notice
from storage import tables
from storage.errors import VersionConflict
from storage.rows import read_notice, write_notice
from storage.transaction import Transaction

_notices = tables.notices.c
_SELECT = sa.select(tables.notices, tables.people.c.name.label("author_name")).join(
    tables.people,
    sa.and_(tables.people.c.estate == _notices.estate, tables.people.c.id == _notices.author),
)


class Notices:
    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def next_number(self, estate: str) -> int:
        """The number for the estate's next notice; until this transaction ends nobody else gets it.

        Raises LookupError where there is no such estate.
        """
        estates = tables.estates.c
        row = await self._transaction.fetch_one(
            sa.select(estates.last_notice).where(estates.id == estate).with_for_update(key_share=True)
        )
        if row is None:
            raise LookupError(f"no estate {estate}")
        return int(row["last_notice"]) + 1

    async def get(self, estate: str, number: int) -> Notice | None:
        row = await self._transaction.fetch_one(
            _SELECT.where(_notices.estate == estate, _notices.number == number)
        )
        return None if row is None else read_notice(row)

    async def unfinished(self, estate: str | None = None) -> tuple[Notice, ...]:
        """Those that wait for a confirmation or are being sent, the oldest first."""
        # Spelled out, so that the partial index is used.
        statement = _SELECT.where(sa.text("notices.state IN ('preview', 'sending')"))
        if estate is not None:
            statement = statement.where(_notices.estate == estate)
        rows = await self._transaction.fetch(statement.order_by(_notices.created_at, _notices.number))
        return tuple(map(read_notice, rows))

    async def listing(self, estate: str, limit: int = 50) -> tuple[Notice, ...]:
        """The latest first."""
        rows = await self._transaction.fetch(
            _SELECT.where(_notices.estate == estate).order_by(_notices.number.desc()).limit(limit)
        )
        return tuple(map(read_notice, rows))

    async def save(self, notices: Sequence[Notice]) -> None:
        """Adds those of version 0, changes the others.  Raises VersionConflict."""
        for notice in notices:
            if notice.version == 0:
                saved = await self._add(notice)
            else:
                saved = await self._transaction.change_read(tables.notices, write_notice(notice))
            if not saved:
                raise VersionConflict(f"changed meanwhile: the notice {notice.estate} B{notice.number}")

    async def _add(self, notice: Notice) -> bool:
        estates = tables.estates
        added = await self._transaction.insert_new(tables.notices, {**write_notice(notice), "version": 1})
        await self._transaction.run(
            estates.update()
            .where(estates.c.id == notice.estate, estates.c.last_notice < notice.number)
            .values(last_notice=notice.number)
        )
        return added
