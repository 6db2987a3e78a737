"""An open database: units of work for writing, views for reading."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import uuid
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext

from sqlalchemy.engine import URL

from storage.connect import Engines, explain_failure, find_file, is_sqlite, list_pragmas, parse_url
from storage.erasing import list_rewrites, truncate_wal
from storage.errors import DatabaseUnreachable, SchemaError, SchemaTooNew, SchemaTooOld, VersionConflict
from storage.memory import Memory, MemoryTransaction
from storage.schema import check_version, current, downgrade, head, read_version, upgrade
from storage.transaction import Transaction
from storage.turns import Turns
from storage.unit_of_work import UnitOfWork
from storage.writer import FileWriter

__all__ = [
    "Database",
    "DatabaseUnreachable",
    "SchemaError",
    "SchemaTooNew",
    "SchemaTooOld",
    "VersionConflict",
    "current",
    "downgrade",
    "head",
    "upgrade",
]

#: Who writes next: alerts before all others.
_URGENT, _ORDINARY = 0, 1


class Database:
    """Open it with `await Database.open(url)`, close it at the end."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self.id = uuid.uuid4().hex
        self._on_sqlite = is_sqlite(url)
        in_memory = self._on_sqlite and find_file(url) is None
        self._memory = Memory() if in_memory else None
        self._engines = None if in_memory else Engines(url)
        file = find_file(url)
        self._file = FileWriter(file, list_pragmas(url)) if file else None
        self._writing = Turns()
        self._writer: asyncio.Task[object] | None = None

    @classmethod
    async def open(cls, url: str, *, check: bool = True) -> Database:
        """The database at `sqlite:///FILE`, `postgresql://USER:PASSWORD@HOST/NAME` or `sqlite://`.

        The last is a new one in memory that is gone at the end; its tables are made at once.
        Raises DatabaseUnreachable, and with `check` SchemaTooOld or SchemaTooNew.
        """
        database = cls(parse_url(url))
        try:
            await database._prepare(check)
        except BaseException:
            await database.close()
            raise
        return database

    async def _prepare(self, check: bool) -> None:
        if self._engines is None:
            return
        file = find_file(self.url)
        if check and file is not None and not file.exists():
            check_version(None, self.url)
        with explain_failure(self.url):
            async with self._engines.write.connect() as connection:
                if check:
                    check_version(await read_version(connection), self.url)

    @property
    def shared(self) -> bool:
        """Whether other processes may be sending from the same database; SQLite is one process's."""
        return not self._on_sqlite

    @property
    def urgent_waiting(self) -> int:
        """How many who are urgent wait to write, where there is one writer."""
        return self._writing.count_waiting(_URGENT)

    @property
    def others_waiting(self) -> bool:
        """Whether anybody waits to write, where there is one writer."""
        return any(self._writing.count_waiting(rank) for rank in (_URGENT, _ORDINARY))

    @property
    def alone(self) -> bool:
        """Whether nobody else can write to it."""
        return self._memory is not None

    async def scrub(self) -> bool:
        """Takes what was erased out of the files as well; whether that is done.

        SQLite: the write-ahead log is emptied.  PostgreSQL: the tables are written anew, so that their
        old rows are gone; its own log of the last minutes is the server's business.
        """
        file = find_file(self.url)
        if file is not None:
            scrubbed = await truncate_wal(file)
            await self.make_room()
            return scrubbed
        if not self._on_sqlite and self._engines is not None:
            engine = self._engines.write.execution_options(isolation_level="AUTOCOMMIT")
            async with engine.connect() as connection:
                for statement in list_rewrites():
                    await connection.exec_driver_sql(statement)
        return True

    async def make_room(self) -> None:
        """Makes room for what will be written: without it the commits to an SQLite file are only slower."""
        if self._file is not None:
            async with self._writing.turn(_ORDINARY):
                with contextlib.suppress(OSError, sqlite3.OperationalError):
                    await self._file.make_room()

    async def close(self) -> None:
        if self._memory is not None:
            self._memory.close()
        if self._file is not None:
            await self._file.close()
        if self._engines is not None:
            await self._engines.dispose()

    @asynccontextmanager
    async def transaction(self, *, urgent: bool = False) -> AsyncIterator[UnitOfWork]:
        """A unit of work for writing: forgotten unless `commit` was called.

        SQLite has one writer: here the others wait for it, each in turn, the `urgent` first.
        """
        if not self._on_sqlite:
            async with self._begin() as unit:
                yield unit
            return
        task = asyncio.current_task()
        if task is not None and self._writer is task:
            raise RuntimeError("a transaction within a transaction would wait for itself")
        await self._writing.take(_URGENT if urgent else _ORDINARY)
        self._writer = task
        try:
            if self._memory is not None:
                transaction = self._memory.begin(self.id)
                try:
                    yield UnitOfWork(transaction)
                finally:
                    transaction.forget()
            else:
                async with self._begin() as unit:
                    yield unit
        finally:
            self._writer = None
            self._writing.give()

    @asynccontextmanager
    async def _begin(self) -> AsyncIterator[UnitOfWork]:
        if self._file is not None:
            async with self._file.begin(self.id) as transaction:
                yield UnitOfWork(transaction)
            return
        assert self._engines is not None
        async with self._engines.write.connect() as connection:
            yield UnitOfWork(Transaction(connection, self.id))

    def view(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """A unit of work for reading one moment of the database; it never waits for a writer."""
        if self._memory is None:
            return self._read()
        # In memory nothing is read beside a writer: there a view may see what is not committed yet.
        return nullcontext(UnitOfWork(MemoryTransaction(self._memory, self.id, reading=True)))

    @asynccontextmanager
    async def _read(self) -> AsyncIterator[UnitOfWork]:
        assert self._engines is not None
        async with self._engines.read.connect() as connection:
            yield UnitOfWork(Transaction(connection, self.id))
