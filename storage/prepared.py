"""What a statement of SQLAlchemy is for sqlite3: its SQL, its values in order, how its rows are read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy.dialects import sqlite

from storage.connect import write_json
from storage.transaction import Row

Convert = Callable[[Any], Any] | None

DIALECT = sqlite.dialect(json_serializer=write_json)
#: A statement that looks for things in a list is prepared for so many lengths of it.
LENGTHS = 600


@dataclass(frozen=True, slots=True)
class Place:
    """A `?` of an SQL: the value of this name, or one of several where it is a list, and how it is bound.

    Without a name it is `constant`, bound already.
    """

    name: str | None
    element: int | None = None
    constant: Any = None
    convert: Convert = None

    def find(self, row: Row) -> Any:
        """The value as SQLite takes it."""
        if self.name is None:
            return self.constant
        value = row[self.name] if self.element is None else row[self.name][self.element]
        return value if self.convert is None else self.convert(value)


@dataclass(frozen=True, slots=True)
class Prepared:
    """The SQL of a statement; how its values are bound, and how the columns of its rows are read."""

    sql: str
    places: tuple[Place, ...]
    columns: tuple[str, ...]
    #: The columns that are not taken as SQLite gives them.
    converted: tuple[tuple[str, Callable[[Any], Any]], ...]
    #: The values of all places at once, where each place is one value of the row; and which are converted.
    _take: Callable[[Row], tuple[Any, ...]] | None = field(init=False, compare=False)
    _changed: tuple[tuple[int, Callable[[Any], Any]], ...] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        names = [place.name for place in self.places if place.name is not None and place.element is None]
        plain = len(names) == len(self.places) > 1
        changed = ((index, place.convert) for index, place in enumerate(self.places))
        object.__setattr__(self, "_take", itemgetter(*names) if plain else None)
        object.__setattr__(self, "_changed", tuple((i, convert) for i, convert in changed if convert))

    def bind(self, row: Row) -> Sequence[Any]:
        if self._take is None:
            return [place.find(row) for place in self.places]
        values = list(self._take(row))
        for index, convert in self._changed:
            values[index] = convert(values[index])
        return values

    def read(self, raw: Sequence[Any]) -> Row:
        values = dict(zip(self.columns, raw, strict=True))
        for name, convert in self.converted:
            if (value := values[name]) is not None:
                values[name] = convert(value)
        return values


class Form:
    """A statement, prepared once for each set of names and each length of the lists that it is given."""

    def __init__(self) -> None:
        self._lists: frozenset[str] = frozenset()
        self._prepared: dict[Any, Prepared] = {}

    def find(self, row: Row) -> Prepared | None:
        return self._prepared.get(self._make_key(row))

    def prepare(self, statement: Any, row: Row) -> Prepared:
        keys = list(row) if statement.is_dml and row else None
        compiled = statement.compile(dialect=DIALECT, column_keys=keys)
        self._lists |= {name for name, bound in compiled.binds.items() if bound.expanding and name in row}
        if len(self._prepared) >= LENGTHS:
            self._prepared.clear()
        prepared = self._prepared[self._make_key(row)] = prepare(statement, compiled, row)
        return prepared

    def _make_key(self, row: Row) -> tuple[str | int, ...]:
        names = tuple(row)
        return (*names, *[len(row[name]) for name in names if name in self._lists]) if self._lists else names


def prepare(statement: Any, compiled: Any, row: Row) -> Prepared:
    """What was compiled for values like those of the row; what the statement itself holds is bound once."""
    # Where it looks for something in a list it has as many places as the list.
    state = compiled.construct_expanded_state(dict(row))
    places = []
    for full in state.positiontup or ():
        if full in compiled.binds:
            convert = _find_impl(compiled.binds[full]).bind_processor(DIALECT)
            name, element = full, None
        else:
            name, _, number = full.rpartition("_")
            convert, element = state.processors.get(full), int(number) - 1
        if name in row:
            places.append(Place(name, element, None, convert))
        else:
            value = state.parameters[full]
            places.append(Place(None, constant=value if convert is None else convert(value)))
    columns = getattr(statement, "exported_columns", ())
    readers = ((column.key, _find_impl(column).result_processor(DIALECT, None)) for column in columns)
    return Prepared(
        state.statement,
        tuple(places),
        tuple(column.key for column in columns),
        tuple((name, convert) for name, convert in readers if convert is not None),
    )


def _find_impl(element: Any) -> Any:
    return element.type.dialect_impl(DIALECT)


class Preparer:
    """Prepares statements; those that live on, as what is asked often does, once and for all.

    A statement that is built where it is asked is prepared each time: ten times what running it costs.
    """

    def __init__(self) -> None:
        self._forms: WeakKeyDictionary[Any, Form] = WeakKeyDictionary()

    def prepare(self, statement: Any, row: Row) -> Prepared:
        form = self._forms.get(statement)
        if form is None:
            form = self._forms[statement] = Form()
        return form.find(row) or form.prepare(statement, row)
