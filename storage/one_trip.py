"""SQLite statements in one trip to the connection's thread each.

aiosqlite goes there four times a statement: for a cursor, to execute, to fetch, to close.  SQLAlchemy
reads every row at once anyway, so all of it can be one trip; that is most of what a statement costs.
"""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Iterable
from typing import Any, Self

import aiosqlite


class OneTripConnection(aiosqlite.Connection):
    """An aiosqlite connection whose cursors do everything in one trip; for SQLAlchemy alone."""

    def __init__(self, uri: str) -> None:
        self._uri = uri
        #: What the thread has opened, whoever waits for it; used by one thread at a time.
        self.opened: sqlite3.Connection | None = None
        super().__init__(self._open, iter_chunk_size=64)
        # A thread that nobody stopped must not keep a dying process alive.
        self._thread.daemon = True

    def _open(self) -> sqlite3.Connection:
        self.opened = sqlite3.connect(self._uri, uri=True, isolation_level=None, check_same_thread=False)
        return self.opened

    @property
    def thread(self) -> threading.Thread:
        """The thread that all statements run in."""
        return self._thread

    async def end(self) -> None:
        """Closes what was opened, if anything was, and waits for the thread.

        A thread that was told to stop and not waited for would still report to an event loop that may
        be closed by then.
        """
        if self._connection is not None:
            await self.close()
        await asyncio.to_thread(self._thread.join)
        if self.opened is not None:  # the opening was cancelled: nobody has been given it to close
            self.opened.close()

    def cursor(self) -> OneTripCursor:  # type: ignore[override]
        return OneTripCursor(self)

    async def run(self, work: Any, *arguments: Any) -> Any:
        """What `work` gives for the sqlite3 connection and the arguments, in the connection's thread."""
        return await self._execute(work, self._conn, *arguments)  # type: ignore[no-untyped-call]


class OneTripCursor:
    """What SQLAlchemy asks of an asynchronous cursor: execute, then everything is here already."""

    def __init__(self, connection: OneTripConnection) -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, sql: str, parameters: Iterable[Any] = ()) -> Self:
        self._take(await self._connection.run(_execute, sql, parameters))
        return self

    async def executemany(self, sql: str, parameters: Iterable[Iterable[Any]]) -> Self:
        self._take(await self._connection.run(_execute_many, sql, parameters))
        return self

    async def fetchall(self) -> list[Any]:
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        self._rows = []

    def _take(self, result: tuple[Any, int, int | None, list[Any]]) -> None:
        self.description, self.rowcount, self.lastrowid, self._rows = result


def _execute(connection: sqlite3.Connection, sql: str, parameters: Any) -> tuple[Any, ...]:
    return _finish(connection.execute(sql, parameters))


def _execute_many(connection: sqlite3.Connection, sql: str, parameters: Any) -> tuple[Any, ...]:
    return _finish(connection.executemany(sql, parameters))


def _finish(cursor: sqlite3.Cursor) -> tuple[Any, ...]:
    rows = cursor.fetchall() if cursor.description else []
    result = (cursor.description, cursor.rowcount, cursor.lastrowid, rows)
    cursor.close()
    return result
