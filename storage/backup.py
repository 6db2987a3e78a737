"""A copy of a SQLite database that is whole, taken while the bot goes on writing."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from storage.connect import find_file, parse_url
from storage.errors import StorageError


class NoBackup(StorageError):
    """The database cannot be copied like this: it is no SQLite file, or it is not there."""


def back_up(url: str, target: Path) -> int:
    """Copies the SQLite database at `url` to the new file `target`, for its owner's eyes alone; its bytes.

    What is committed while it copies is in it or not, never half.  Raises NoBackup; OSError where
    `target` is there already or cannot be written; sqlite3.Error where the database is broken.
    """
    source = find_file(parse_url(url))
    if source is None:
        raise NoBackup("only a SQLite file is copied: for PostgreSQL use pg_dump")
    if not source.is_file():
        raise NoBackup(f"there is no database {source} yet")
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as old:
            copy_whole(old, target)
    except sqlite3.Error:
        target.unlink()
        raise
    return target.stat().st_size


def copy_whole(old: sqlite3.Connection, target: Path) -> None:
    """Copies in one go, to one file without a log beside it, and looks at every page of the copy."""
    with closing(sqlite3.connect(target)) as new:
        old.backup(new)
        new.execute("PRAGMA journal_mode = DELETE")
        found = new.execute("PRAGMA integrity_check").fetchone()[0]
    if found != "ok":
        raise sqlite3.DatabaseError(found)
