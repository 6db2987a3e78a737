"""The open transaction that the parts of a unit of work share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

Row = Mapping[str, Any]


class Transaction:
    """Runs statements on one connection until it is committed; nothing after that.

    `owner` names the opened Database, so that a delivery in flight tells who took it.
    """

    def __init__(self, connection: AsyncConnection, owner: str = "") -> None:
        self._connection = connection
        self.owner = owner
        self.committed = False

    @property
    def on_sqlite(self) -> bool:
        return self._connection.dialect.name == "sqlite"

    async def run(
        self, statement: sa.Executable, values: Row | Sequence[Row] | None = None
    ) -> sa.CursorResult[Any]:
        """What the statement gives.  Raises RuntimeError once the transaction is over."""
        if self.committed:
            raise RuntimeError("this unit of work is committed: open another one")
        return await self._connection.execute(statement, values)

    async def fetch(self, statement: sa.Executable) -> Sequence[Row]:
        """All rows, by column name."""
        return cast("Sequence[Row]", (await self.run(statement)).mappings().all())

    async def fetch_one(self, statement: sa.Executable) -> Row | None:
        return cast("Row | None", (await self.run(statement)).mappings().first())

    async def count(self, statement: sa.Executable, values: Row | Sequence[Row] | None = None) -> int:
        """How many rows the statement changed."""
        return (await self.run(statement, values)).rowcount

    def insert(self, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
        """An INSERT that can say what to do on conflict, in the database's dialect."""
        return sqlite.insert(table) if self.on_sqlite else postgresql.insert(table)

    async def commit(self) -> None:
        if self.committed:
            raise RuntimeError("this unit of work is committed already")
        await self._connection.commit()
        self.committed = True
