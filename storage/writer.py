"""The one that writes to an SQLite file: only what may wait leaves the event loop.

Committing waits for the disk, and beginning for another process where one is writing: both go to a thread.
In between the database is ours alone, and a statement takes less time than the way to a thread and back.
"""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import sqlalchemy as sa

from storage.connect import SECONDS_FOR_LOCK, open_writing
from storage.memory import MemoryTransaction, Statements

BEGIN = "BEGIN IMMEDIATE"


class FileWriter(Statements):
    """The writing connection of one opened Database, made when it is first needed."""

    def __init__(self, uri: str, pragmas: tuple[str, ...]) -> None:
        super().__init__()
        self._uri, self._pragmas = uri, pragmas
        self._connection: sqlite3.Connection | None = None

    @property
    def connection(self) -> sqlite3.Connection:
        if self._connection is None:
            raise RuntimeError("the writer is not open")
        return self._connection

    async def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await wait_for_thread(connection.close)

    @asynccontextmanager
    async def begin(self, owner: str) -> AsyncIterator[FileTransaction]:
        """A transaction: forgotten unless it was committed.  One at a time."""
        if self._connection is None:
            self._connection = await wait_for_thread(open_writing, self._uri, self._pragmas)
        transaction = FileTransaction(self, owner)
        try:
            if not self._begin_at_once():
                await self.step(BEGIN)
            yield transaction
        finally:
            # Also where it was cancelled while it waited: begun it may be all the same.
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")

    def _begin_at_once(self) -> bool:
        """Begins, unless another process is writing: False, for that is to be waited for elsewhere."""
        try:
            self.connection.execute("PRAGMA busy_timeout = 0")
            self.connection.execute(BEGIN)
        except sqlite3.OperationalError as failure:
            if failure.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:  # whichever kind of busy
                raise sa.exc.OperationalError(BEGIN, None, failure) from failure
            return False
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {SECONDS_FOR_LOCK * 1000}")
        return True

    async def step(self, sql: str) -> None:
        """Begins or commits, in a thread."""
        try:
            await wait_for_thread(self.connection.execute, sql)
        except sqlite3.Error as failure:
            raise sa.exc.OperationalError(sql, None, failure) from failure


class FileTransaction(MemoryTransaction):
    """A transaction that is on the disk when `commit` returns."""

    def __init__(self, writer: FileWriter, owner: str) -> None:
        super().__init__(writer, owner)
        self._writer = writer

    async def commit(self) -> None:
        self._check_open()
        await self._writer.step("COMMIT")
        self.committed = True


async def wait_for_thread(work: Callable[..., Any], *arguments: Any) -> Any:
    """What `work` gives, in a thread; who is cancelled meanwhile waits for its end all the same."""
    working = asyncio.get_running_loop().run_in_executor(None, work, *arguments)
    try:
        return await asyncio.shield(working)
    except asyncio.CancelledError:
        while not working.done():
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.wait([working])
        working.exception()
        raise
