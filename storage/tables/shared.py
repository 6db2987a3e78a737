"""What all tables share: how constraints are called, row ids, keys to people and tickets."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import ForeignKeyConstraint, Index, Integer

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

#: Row ids: 64 bits on PostgreSQL; SQLite counts only in an INTEGER primary key.
RowId = sa.BigInteger().with_variant(Integer(), "sqlite")


def index(name: str, *columns: str, where: str | None = None, unique: bool = False) -> Index:
    """An index over the rows for which `where` holds, on both databases."""
    condition = None if where is None else sa.text(where)
    return Index(name, *columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


def person_key(*columns: str) -> ForeignKeyConstraint:
    """`columns` (estate, person) name somebody known in that estate."""
    return ForeignKeyConstraint(columns, ["people.estate", "people.id"])


def ticket_key() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["estate", "ticket"], ["tickets.estate", "tickets.number"])
