"""Column types: aware instants, text that any database can hold, and small lists as JSON."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from handlers.model import Person


def clean_text(text: str) -> str:
    """The text without what PostgreSQL (NUL) or UTF-8 (lone surrogates) cannot hold."""
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode("utf-8")
    return text.replace("\x00", "")


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware in, aware out, in UTC.  Naive datetimes are refused."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a naive datetime is no instant: {value!r}")
        value = value.astimezone(UTC)
        return value if dialect.name == "postgresql" else value.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Words(TypeDecorator[str]):
    """Text of any length, cleaned of what a database cannot hold.  Enum members become their words."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else clean_text(str(value))


class Strings(TypeDecorator[tuple[str, ...]]):
    """A short tuple of strings, as JSON."""

    impl = sa.JSON
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> Any:
        return None if value is None else [clean_text(text) for text in value]

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[str, ...] | None:
        return None if value is None else tuple(value)


class Persons(TypeDecorator[tuple[Person, ...]]):
    """A short tuple of persons, as JSON pairs of id and name."""

    impl = sa.JSON
    cache_ok = True

    def process_bind_param(self, value: tuple[Person, ...] | None, dialect: Dialect) -> Any:
        return None if value is None else [[clean_text(p.id), clean_text(p.name)] for p in value]

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[Person, ...] | None:
        return None if value is None else tuple(Person(*pair) for pair in value)
