"""Column types: aware instants, text that any database can hold, and small lists as JSON."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from handlers.model import Person


def clean_text(text: str) -> str:
    """The text without what PostgreSQL (NUL) or UTF-8 (lone surrogates) cannot hold."""
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-8", "replace").decode()
    return text.replace("\x00", "") if "\x00" in text else text


def _check_instant(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError(f"a naive datetime is no instant: {value!r}")
    return value


_LENGTH_WITHOUT_ZONE = len("2026-01-31 23:59:59.000000")


def _write_instant(value: datetime | None) -> str | None:
    """As SQLite has it, and as SQLAlchemy writes it, in one step."""
    if value is None:
        return None
    if value.tzinfo is not UTC:
        value = _check_instant(value).astimezone(UTC)
    return value.isoformat(" ", "microseconds")[:_LENGTH_WITHOUT_ZONE]


def _read_instant(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value).replace(tzinfo=UTC)


def _write_words(value: str | None) -> str | None:
    return None if value is None else clean_text(str(value))


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware in, aware out, in UTC.  Naive datetimes are refused."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        value = _check_instant(value).astimezone(UTC)
        return value if dialect.name == "postgresql" else value.replace(tzinfo=None)

    def bind_processor(self, dialect: Dialect) -> Any:
        return _write_instant if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        return _read_instant if dialect.name == "sqlite" else super().result_processor(dialect, coltype)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Words(TypeDecorator[str]):
    """Text of any length, cleaned of what a database cannot hold.  Enum members become their words."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return _write_words(value)

    def bind_processor(self, dialect: Dialect) -> Any:
        return _write_words if dialect.name == "sqlite" else super().bind_processor(dialect)


T = TypeVar("T")
_EMPTY = "[]"


class _SmallTuple(TypeDecorator[tuple[T, ...]]):
    """A short tuple as JSON.  Mostly there is nothing in it: then no JSON is written or read."""

    impl = sa.JSON
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Any:
        write = super().bind_processor(dialect)
        if dialect.name != "sqlite" or write is None:
            return write
        return lambda value: _EMPTY if value == () else write(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        read = super().result_processor(dialect, coltype)
        if dialect.name != "sqlite" or read is None:
            return read
        return lambda value: () if value == _EMPTY else read(value)


class Strings(_SmallTuple[str]):
    """A short tuple of strings, as JSON."""

    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> Any:
        return None if value is None else [clean_text(text) for text in value]

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[str, ...] | None:
        return None if value is None else tuple(value)


class Persons(_SmallTuple[Person]):
    """A short tuple of persons, as JSON pairs of id and name."""

    cache_ok = True

    def process_bind_param(self, value: tuple[Person, ...] | None, dialect: Dialect) -> Any:
        return None if value is None else [[clean_text(p.id), clean_text(p.name)] for p in value]

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[Person, ...] | None:
        return None if value is None else tuple(Person(*pair) for pair in value)
