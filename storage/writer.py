"""The one that writes to an SQLite file: only what waits for the disk leaves the event loop.

Committing goes to a thread; where another process is writing, one asks again and again.  In between the
database is ours alone, and a statement takes less time than the way to a thread and back.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from storage.connect import SECONDS_FOR_LOCK, open_writing
from storage.disk_thread import DiskThread
from storage.memory import MemoryTransaction, Statements
from storage.wal_room import make_room

BEGIN, COMMIT = "BEGIN IMMEDIATE", "COMMIT"
#: While another process writes, ours asks so often whether it is done: SQLite itself would after a tenth of a
#: second, and meanwhile nothing of ours could be written, an alert neither.
SECONDS_TO_TRY_AGAIN = 0.002


class FileWriter(Statements):
    """The writing connection of one opened Database, made when it is first needed."""

    def __init__(self, file: Path, pragmas: tuple[str, ...]) -> None:
        super().__init__()
        self._file, self._pragmas = file, pragmas
        self._thread = DiskThread()
        self._connection: sqlite3.Connection | None = None

    @property
    def connection(self) -> sqlite3.Connection:
        if self._connection is None:
            raise RuntimeError("the writer is not open")
        return self._connection

    async def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await self._thread.run(connection.close)
        await self._thread.close()

    async def make_room(self) -> None:
        """Makes room in the log for what will be written, while nobody is writing."""
        await self._thread.run(partial(make_room, await self._open(), self._file))

    async def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            uri = self._file.absolute().as_uri()
            self._connection = await self._thread.run(partial(open_writing, uri, self._pragmas))
        return self._connection

    @asynccontextmanager
    async def begin(self, owner: str) -> AsyncIterator[FileTransaction]:
        """A transaction: forgotten unless it was committed.  One at a time."""
        await self._open()
        transaction = FileTransaction(self, owner)
        try:
            await self._begin()
            yield transaction
        finally:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")

    async def _begin(self) -> None:
        """Begins, as soon as no other process is writing."""
        deadline = time.monotonic() + SECONDS_FOR_LOCK
        while (failure := self._try_to_begin()) is not None:
            if failure.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise sa.exc.OperationalError(BEGIN, None, failure) from failure
            await asyncio.sleep(SECONDS_TO_TRY_AGAIN)

    def _try_to_begin(self) -> sqlite3.OperationalError | None:
        """None where it has begun, else why not; it waits for nobody."""
        try:
            self.connection.execute("PRAGMA busy_timeout = 0")
            self.connection.execute(BEGIN)
        except sqlite3.OperationalError as failure:
            return failure
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {SECONDS_FOR_LOCK * 1000}")
        return None

    async def commit(self) -> None:
        """Returns when it is on the disk."""
        try:
            await self._thread.run(partial(self.connection.execute, COMMIT))
        except sqlite3.Error as failure:
            raise sa.exc.OperationalError(COMMIT, None, failure) from failure


class FileTransaction(MemoryTransaction):
    """A transaction that is on the disk when `commit` returns."""

    def __init__(self, writer: FileWriter, owner: str) -> None:
        super().__init__(writer, owner)
        self._writer = writer

    async def commit(self) -> None:
        self._check_open()
        await self._writer.commit()
        self.committed = True
