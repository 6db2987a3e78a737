"""The open transaction that the parts of a unit of work share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.statements import change_read, insert_new, insert_or_change

Row = Mapping[str, Any]
Values = Row | Sequence[Row] | None


class Transaction:
    """Runs statements on one connection until it is committed; nothing after that.

    `owner` names the opened Database, so that a delivery in flight tells who took it.
    """

    def __init__(self, connection: AsyncConnection, owner: str = "") -> None:
        self._connection = connection
        self.dialect = connection.dialect.name
        self.owner = owner
        self.committed = False

    async def run(self, statement: sa.Executable, values: Values = None) -> None:
        """Runs the statement.  Raises RuntimeError once the transaction is over."""
        await self._execute(statement, values)

    async def fetch(self, statement: sa.Executable, values: Values = None) -> Sequence[Row]:
        """All rows, by column name."""
        return cast("Sequence[Row]", (await self._execute(statement, values)).mappings().all())

    async def fetch_one(self, statement: sa.Executable, values: Row | None = None) -> Row | None:
        return cast("Row | None", (await self._execute(statement, values)).mappings().first())

    async def count(self, statement: sa.Executable, values: Values = None) -> int:
        """How many rows the statement changed."""
        return (await self._execute(statement, values)).rowcount

    async def insert_new(self, table: sa.Table, row: Row) -> bool:
        """Adds the row; False where one with its key is there already."""
        return await self.count(insert_new(table, self.dialect), row) == 1

    async def insert_or_change(self, table: sa.Table, row: Row, *changed: str) -> None:
        """Adds the row, or changes these columns of the one with its primary key."""
        await self.run(insert_or_change(table, changed, self.dialect), row)

    async def change_read(self, table: sa.Table, row: Row) -> bool:
        """Changes the row with its key; False where its version is not what it was read at."""
        fixed = {*table.primary_key.columns.keys(), "version"}
        values = {f"of_{name}" if name in fixed else name: value for name, value in row.items()}
        return await self.count(change_read(table), values) == 1

    async def commit(self) -> None:
        self._check_open()
        await self._connection.commit()
        self.committed = True

    async def _execute(self, statement: sa.Executable, values: Values) -> sa.CursorResult[Any]:
        self._check_open()
        return await self._connection.execute(statement, values)

    def _check_open(self) -> None:
        if self.committed:
            raise RuntimeError("this unit of work is committed: open another one")
