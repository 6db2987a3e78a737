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
from sqlalchemy.util import LRUCache

from storage.connect import write_json
from storage.tables import metadata
from storage.transaction import Row, Transaction, Values

Convert = Callable[[Any], Any] | None

#: Forms of statements remembered compiled.
FORMS = 500
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


@dataclass(frozen=True, slots=True)
class Shape:
    """What all statements of one form have in common: how values are bound and columns read."""

    binds: Mapping[str, Convert]
    columns: tuple[tuple[str, Convert], ...]


class Compiler:
    """Compiles each form of statement once: two that differ in their values alone are of one form."""

    def __init__(self) -> None:
        self._compiled: LRUCache[Any, Any] = LRUCache(FORMS)
        self._shapes: WeakKeyDictionary[Any, Shape] = WeakKeyDictionary()

    def prepare(self, statement: Any, row: Row) -> Prepared:
        """The statement, for values like those of the row."""
        keys = sorted(row) if statement.is_dml else []
        # What SQLAlchemy's own connections do to use what they compiled before.
        compiled, extracted, collected, _ = statement._compile_w_cache(
            _DIALECT, compiled_cache=self._compiled, column_keys=keys
        )
        values = compiled.construct_params(
            dict(row), escape_names=False, extracted_parameters=extracted, _collected_params=collected
        )
        shape = self._shapes.get(compiled)
        if shape is None:
            shape = self._shapes[compiled] = find_shape(compiled, statement)
        names, sql, more = compiled.positiontup or (), compiled.string, {}
        if compiled._pre_expanded_string is not None or compiled.post_compile_params:
            # Where it looks for something in a list it has as many places as the list.
            state = compiled._process_parameters_for_postcompile(values)
            names, sql, more = state.positiontup or (), state.statement, state.processors
            values = {**values, **state.parameters}
        binds = tuple((name, values[name], shape.binds.get(name) or more.get(name)) for name in names)
        return Prepared(sql, binds, shape.columns)


def find_shape(compiled: Any, statement: Any) -> Shape:
    binds = {name: _find_impl(bind).bind_processor(_DIALECT) for name, bind in compiled.binds.items()}
    columns = tuple(
        (column.key, _find_impl(column).result_processor(_DIALECT, None))
        for column in getattr(statement, "exported_columns", ())
    )
    return Shape(binds, columns)


def _find_impl(element: Any) -> Any:
    return element.type.dialect_impl(_DIALECT)


class Statements:
    """Runs statements on a connection of sqlite3, each compiled once."""

    def __init__(self) -> None:
        self._compiler = Compiler()
        self._prepared: WeakKeyDictionary[Any, dict[tuple[str, ...], Prepared]] = WeakKeyDictionary()

    @property
    def connection(self) -> sqlite3.Connection:
        raise NotImplementedError

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
            return self._compiler.prepare(statement, row)
        known = self._prepared.setdefault(statement, {})
        keys = tuple(row)
        if keys not in known:
            known[keys] = self._compiler.prepare(statement, row)
        return known[keys]


class Memory(Statements):
    """The tables, new and empty, gone when closed.  One connection, which all transactions share."""

    def __init__(self) -> None:
        super().__init__()
        self._connection = sqlite3.connect(
            ":memory:", isolation_level=None, check_same_thread=False, cached_statements=512
        )
        self.connection.execute("PRAGMA foreign_keys = ON")
        engine = sa.create_mock_engine("sqlite://", self._create)
        metadata.create_all(engine, checkfirst=False)

    @property
    def connection(self) -> sqlite3.Connection:
        return self._connection

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

    def _check(self, statement: Any) -> None:
        self._check_open()
        if self._reading and statement.is_dml:
            raise sa.exc.InvalidRequestError("a view is read-only")
