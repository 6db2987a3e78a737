"""A database in memory: SQLAlchemy writes the SQL, sqlite3 runs it where it is asked for.

Nothing is waited for here, so that the way through pool, thread and greenlet would be nearly all of what
a statement costs; a replay of one month runs some hundred thousand of them.
"""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa

from storage.prepared import DIALECT, Prepared, Preparer
from storage.tables import metadata
from storage.transaction import Row, Transaction, Values


class Statements(ABC):
    """Runs statements on a connection of sqlite3, each prepared once."""

    def __init__(self, preparer: Preparer | None = None) -> None:
        self._preparer = preparer or Preparer()

    @property
    @abstractmethod
    def connection(self) -> sqlite3.Connection:
        """Where the statements run."""

    def run(self, statement: Any, values: Values) -> tuple[Prepared, sqlite3.Cursor]:
        """Runs the statement, once for each row of values."""
        many = not (values is None or isinstance(values, Mapping))
        rows: Sequence[Row] = values if many else [values or {}]  # type: ignore[assignment, list-item]
        prepared = self._preparer.prepare(statement, rows[0])
        try:
            bound = [prepared.bind(row) for row in rows]
            if many and not prepared.columns:
                return prepared, self.connection.executemany(prepared.sql, bound)
            return prepared, self.connection.execute(prepared.sql, bound[0])
        except sqlite3.IntegrityError as refused:
            raise sa.exc.IntegrityError(prepared.sql, None, refused) from refused
        except (sqlite3.Error, ValueError, TypeError) as failure:
            raise sa.exc.StatementError(str(failure), prepared.sql, None, failure) from failure

    def run_each(self, statement: Any, rows: Sequence[Row]) -> Iterator[Row]:
        """Runs the statement for one row of values after the other, and gives what each returns."""
        for row in rows:
            prepared, cursor = self.run(statement, row)
            yield from map(prepared.read, cursor.fetchall())


class Memory(Statements):
    """The tables, new and empty, gone when closed.  One connection, which all transactions share."""

    def __init__(self) -> None:
        super().__init__(_share_preparer())
        self._connection = sqlite3.connect(
            ":memory:", isolation_level=None, check_same_thread=False, cached_statements=512
        )
        self.connection.execute("PRAGMA foreign_keys = ON")
        for statement in _write_tables():
            self.connection.execute(statement)

    @property
    def connection(self) -> sqlite3.Connection:
        return self._connection

    def close(self) -> None:
        self.connection.close()

    def begin(self, owner: str) -> MemoryTransaction:
        """A transaction for writing: `forget` it at its end unless it was committed."""
        self.connection.execute("BEGIN IMMEDIATE")
        return MemoryTransaction(self, owner)


@cache
def _share_preparer() -> Preparer:
    """One for all databases in memory: each scenario has its own, and asks the same of it."""
    return Preparer()


@cache
def _write_tables() -> tuple[str, ...]:
    """What creates the tables, written once."""
    written: list[str] = []

    def write(element: Any, *_: Any, **__: Any) -> None:
        written.append(str(element.compile(dialect=DIALECT)))

    metadata.create_all(sa.create_mock_engine("sqlite://", write), checkfirst=False)
    return tuple(written)


class MemoryTransaction(Transaction):
    """A transaction without a way to go; or, for a view, statements that only read, each by itself."""

    def __init__(self, memory: Statements, owner: str = "", *, reading: bool = False) -> None:
        self._memory = memory
        self._reading = reading
        self.dialect = "sqlite"
        self.owner = owner
        self.committed = False

    async def run(self, statement: sa.Executable, values: Values = None) -> None:
        self._check(statement)
        self._memory.run(statement, values)

    async def fetch(self, statement: sa.Executable, values: Values = None) -> Sequence[Row]:
        self._check(statement)
        if values is None or isinstance(values, Mapping):
            prepared, cursor = self._memory.run(statement, values)
            return [prepared.read(raw) for raw in cursor.fetchall()]
        return list(self._memory.run_each(statement, values))

    async def fetch_one(self, statement: sa.Executable, values: Row | None = None) -> Row | None:
        self._check(statement)
        prepared, cursor = self._memory.run(statement, values)
        raw = cursor.fetchone()
        cursor.close()
        return None if raw is None else prepared.read(raw)

    async def count(self, statement: sa.Executable, values: Values = None) -> int:
        self._check(statement)
        return self._memory.run(statement, values)[1].rowcount

    async def commit(self) -> None:
        self._check_open()
        self._memory.connection.execute("COMMIT")
        self.committed = True

    def forget(self) -> None:
        """Takes back what was done in it, unless it was committed."""
        if not self.committed:
            self._memory.connection.execute("ROLLBACK")

    def _check(self, statement: Any) -> None:
        self._check_open()
        if self._reading and statement.is_dml:
            raise sa.exc.InvalidRequestError("a view is read-only")
