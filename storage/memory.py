"""A database in memory: SQLAlchemy writes the SQL, sqlite3 runs it where it is asked for.

Nothing is waited for here, so that the way through pool, thread and greenlet would be nearly all of what
a statement costs; a replay of one month runs some hundred thousand of them.
"""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
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

#: So many statements are kept prepared.
SHAPES = 1_000
_DIALECT = sqlite.dialect(json_serializer=write_json)


@dataclass(frozen=True, slots=True)
class Place:
    """A `?` of an SQL: the name of its value, which of several where it is of a list, how it is bound.

    `given` is where the statement itself holds the value, its place among the statement's own; without
    one it is `constant`.
    """

    name: str
    element: int | None
    given: int | None
    constant: Any
    convert: Convert

    def find(self, row: Row, own: Sequence[Any]) -> Any:
        """The value as SQLite takes it."""
        if self.name in row:
            value = row[self.name]
        else:
            value = self.constant if self.given is None else own[self.given].effective_value
        if self.element is not None:
            value = value[self.element] if isinstance(value, tuple | list) else list(value)[self.element]
        return value if self.convert is None else self.convert(value)


@dataclass(frozen=True, slots=True)
class Prepared:
    """The SQL of a statement; how its values are bound, and how the columns of its rows are read."""

    sql: str
    places: tuple[Place, ...]
    columns: tuple[tuple[str, Convert], ...]

    def bind(self, row: Row, own: Sequence[Any]) -> tuple[Any, ...]:
        return tuple([place.find(row, own) for place in self.places])

    def read(self, raw: Sequence[Any]) -> Row:
        return {
            name: value if convert is None else convert(value)
            for (name, convert), value in zip(self.columns, raw, strict=True)
        }


def prepare(statement: Any, row: Row, own: Sequence[Any]) -> Prepared:
    """Compiles the statement for values like those of the row; `own` are the values that it holds."""
    keys = list(row) if statement.is_dml and row else None
    compiled = statement.compile(dialect=_DIALECT, column_keys=keys)
    # Where it looks for something in a list it has as many places as the list.
    state = compiled.construct_expanded_state(dict(row))
    given = _match_names(compiled, own)
    places = []
    for full in state.positiontup or ():
        if full in compiled.binds:
            convert = _find_impl(compiled.binds[full]).bind_processor(_DIALECT)
            places.append(Place(full, None, given.get(full), state.parameters[full], convert))
        else:
            name, _, element = full.rpartition("_")
            places.append(Place(name, int(element) - 1, given.get(name), None, state.processors.get(full)))
    columns = tuple(
        (column.key, _find_impl(column).result_processor(_DIALECT, None))
        for column in getattr(statement, "exported_columns", ())
    )
    return Prepared(state.statement, tuple(places), columns)


def _match_names(compiled: Any, own: Sequence[Any]) -> dict[str, int]:
    """The names of the statement's own values, each with its place; compiling copies some of them."""
    places = {value.key: at for at, value in enumerate(own)}
    return {
        name: places[copy.key]
        for value, name in compiled.bind_names.items()
        for copy in value._cloned_set
        if copy.key in places
    }


def _find_impl(element: Any) -> Any:
    return element.type.dialect_impl(_DIALECT)


class Preparer:
    """Prepares every statement once, as SQLAlchemy does: by its shape, whatever values it holds.

    SQLAlchemy has no public name for the shape of a statement; `constraints.txt` pins its version, and
    every test of storage runs on this too.
    """

    def __init__(self) -> None:
        self._by_shape: OrderedDict[Any, Prepared] = OrderedDict()
        #: What `_generate_cache_key` costs is spared for statements that are built once.
        self._shapes: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()

    def prepare(self, statement: Any, row: Row) -> tuple[Prepared, Sequence[Any]]:
        """The statement prepared, and the values that it holds itself."""
        shape = self._shapes.get(statement)
        if shape is None:
            shape = self._shapes[statement] = statement._generate_cache_key()
        own = shape.bindparams
        lengths = tuple(len(row.get(value.key, value.effective_value)) for value in own if value.expanding)
        key = (shape.key, tuple(row), lengths)
        prepared = self._by_shape.get(key)
        if prepared is None:
            prepared = self._by_shape[key] = prepare(statement, row, own)
            if len(self._by_shape) > SHAPES:
                self._by_shape.popitem(last=False)
        return prepared, own


class Statements:
    """Runs statements on a connection of sqlite3, each shape prepared once."""

    def __init__(self) -> None:
        self._preparer = Preparer()

    @property
    def connection(self) -> sqlite3.Connection:
        raise NotImplementedError

    def run(self, statement: Any, values: Values) -> tuple[Prepared, sqlite3.Cursor]:
        """Runs the statement, once for each row of values."""
        many = not (values is None or isinstance(values, Mapping))
        rows: Sequence[Row] = values if many else [values or {}]  # type: ignore[assignment, list-item]
        prepared, own = self._preparer.prepare(statement, rows[0])
        try:
            bound = [prepared.bind(row, own) for row in rows]
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
