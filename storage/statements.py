"""INSERTs that say what to do with a row that is there already, UPDATEs of what was read: built once.

Building a statement costs more than running it: what a message needs is built once.
"""

from __future__ import annotations

from functools import cache

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

Insert = sqlite.Insert | postgresql.Insert


def insert(table: sa.Table, dialect: str) -> Insert:
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


@cache
def insert_new(table: sa.Table, dialect: str) -> Insert:
    """Adds the row unless one with its key is there; the count says which."""
    return insert(table, dialect).on_conflict_do_nothing()


@cache
def insert_or_change(table: sa.Table, changed: tuple[str, ...], dialect: str) -> Insert:
    """Adds the row, or changes these columns of the one with its primary key."""
    statement = insert(table, dialect)
    return statement.on_conflict_do_update(
        index_elements=[column.name for column in table.primary_key],
        set_={name: statement.excluded[name] for name in changed},
    )


@cache
def insert_person(table: sa.Table, dialect: str) -> Insert:
    """Adds the person, or notes the new name and the time; what is not known stays as it was."""
    statement = insert(table, dialect)
    new, old = statement.excluded, table.c
    return statement.on_conflict_do_update(
        index_elements=["estate", "id"],
        set_={
            "name": sa.case((new.name == "", old.name), else_=new.name),
            "seen_at": sa.func.coalesce(new.seen_at, old.seen_at),
        },
    )


@cache
def change_read(table: sa.Table) -> sa.Update:
    """Changes the row over the version `of_version` and no other; its key is `of_…` too."""
    key = [column == sa.bindparam(f"of_{column.name}") for column in table.primary_key]
    at = table.c.version == sa.bindparam("of_version")
    return table.update().where(*key, at).values(version=table.c.version + 1)
