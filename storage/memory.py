"""A database in memory: SQLAlchemy writes the SQL, sqlite3 runs it where it is asked for.

Nothing is waited for here, so that the way through pool, thread and greenlet would be nearly all of what
a statement costs; a replay of one month runs some hundred thousand of them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from storage.connect import write_json
from storage.tables import metadata
from storage.transaction import Row, Transaction, Values

Convert = Callable[[Any], Any] | None

_DIALECT = sqlite.dialect(json_serializer=write_json)


@dataclass(frozen=True, slots=True)
class Prepared:
    """The SQL of a statement; how its values are bound, and how the columns of its rows are read."""

    sql: str
    binds: tuple[tuple[str, Any, Convert], ...]
    columns: tuple[tuple[str, Convert], ...]

    def bind(self, row: Row) -> tuple[Any, ...]:
        return tuple(
            row.get(name, given) if convert is None else convert(row.get(name, given))
            for name, given, convert in self.binds
        )

    def read(self, raw: Sequence[Any]) -> Row:
        return {
            name: value if convert is None else convert(value)
            for (name, convert), value in zip(self.columns, raw, strict=True)
        }


def prepare(statement: Any, row: Row) -> Prepared:
    """Compiles the statement for values like those of the row."""
    keys = list(row) if statement.is_dml and row else None
    compiled = statement.compile(dialect=_DIALECT, column_keys=keys)
    # Where it looks for something in a list it has as many places as the list.
    state = compiled.construct_expanded_state(dict(row))
    binds = []
    for name in state.positiontup or ():
        plain = compiled.binds.get(name)
        convert = (
            _find_impl(plain).bind_processor(_DIALECT) if plain is not None else state.processors.get(name)
        )
        binds.append((name, state.parameters[name], convert))
    columns = tuple(
        (column.key, _find_impl(column).result_processor(_DIALECT, None))
        for column in getattr(statement, "exported_columns", ())
    )
    return Prepared(state.statement, tuple(binds), columns)


def _find_impl(element: Any) -> Any:
    return element.type.dialect_impl(_DIALECT)


class Memory:
    """The tables, new and empty, gone when closed.  One connection, which all transactions share."""

    def __init__(self) -> None:
        self.connection = sqlite3.connect(
            ":memory:", isolation_level=None, check_same_thread=False, cached_statements=512
        )
        self.connection.execute("PRAGMA foreign_keys = ON")
        self._prepared: WeakKeyDictionary[Any, dict[tuple[str, ...], Prepared]] = WeakKeyDictionary()
        engine = sa.create_mock_engine("sqlite://", self._create)
        metadata.create_all(engine, checkfirst=False)

    def _create(self, element: Any, *_: Any, **__: Any) -> None:
        self.connection.execute(str(element.compile(dialect=_DIALECT)))

    def close(self) -> None:
        self.connection.close()

    @contextmanager
    def begin(self, owner: str) -> Iterator[MemoryTransaction]:
        """A transaction for writing: forgotten unless it was committed."""
        transaction = MemoryTransaction(self, owner)
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield transaction
        finally:
            if not transaction.committed:
                self.connection.execute("ROLLBACK")

    def run(self, statement: Any, values: Values) -> tuple[Prepared, sqlite3.Cursor]:
        """Runs the statement, once for each row of values."""
        many = not (values is None or isinstance(values, Mapping))
        rows: Sequence[Row] = values if many else [values or {}]  # type: ignore[assignment, list-item]
        prepared = self._prepare(statement, rows[0])
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

    def _prepare(self, statement: Any, row: Row) -> Prepared:
        if any(isinstance(value, list) for value in row.values()):
            return prepare(statement, row)
        known = self._prepared.setdefault(statement, {})
        keys = tuple(row)
        if keys not in known:
            known[keys] = prepare(statement, row)
        return known[keys]


class MemoryTransaction(Transaction):
    """A transaction without a way to go; or, for a view, statements that only read, each by itself."""

    def __init__(self, memory: Memory, owner: str = "", *, reading: bool = False) -> None:
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

    def _check(self, statement: Any) -> None:
        self._check_open()
        if self._reading and statement.is_dml:
            raise sa.exc.InvalidRequestError("a view is read-only")
