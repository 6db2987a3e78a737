"""The one that writes to an SQLite file: only what may wait leaves the event loop.

Committing waits for the disk, and beginning for another process where one is writing: both go to a thread.
In between the database is ours alone, and a statement takes less time than the way to a thread and back.
"""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from storage.connect import SECONDS_FOR_LOCK, open_writing
from storage.disk_thread import DiskThread
from storage.memory import MemoryTransaction, Statements
from storage.wal_room import make_room

BEGIN = "BEGIN IMMEDIATE"


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
            await self._thread.run(partial(self.connection.execute, sql))
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
