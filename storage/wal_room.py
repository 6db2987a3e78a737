"""Room in SQLite's write-ahead log before it is needed.

A commit waits until the disk has its pages.  Where the log has to grow for them the file system writes its
own books as well: measured 1 to 4 ms on a busy disk instead of 0.25 ms.  SQLite begins its log anew once a
thousand pages are in it, so it grows no further; what is in it beyond the last commit it does not read.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

#: A thousand pages of 4 KiB with their heads, after which SQLite begins anew, and one large transaction.
ROOM = 5 * 1024 * 1024
#: Written in such pieces: what is written in one go the kernel may keep as one piece of two megabytes, and
#: each later write into that takes it five times as long (measured, ext4, Linux 6.18: 0.47 ms instead of
#: 0.10 ms for the 28 pages of an alert).
PIECE = 4096


def name_wal(file: Path) -> Path:
    """The write-ahead log of the database in `file`."""
    return file.with_name(f"{file.name}-wal")


def make_room(connection: sqlite3.Connection, file: Path) -> None:
    """Lengthens the log with zeros where it is shorter than ROOM.

    Nobody writes meanwhile: neither to the log nor to shorten it.  Raises sqlite3.Error, OSError.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        with name_wal(file).open("r+b", buffering=0) as wal:
            length = wal.seek(0, os.SEEK_END)
            if length < ROOM:
                lengthen(wal.fileno(), length)
    finally:
        connection.execute("ROLLBACK")


def lengthen(wal: int, length: int) -> None:
    """Writes zeros behind the log's `length` up to ROOM, onto the disk."""
    zeros = bytes(PIECE)
    while length < ROOM:
        length += os.pwrite(wal, zeros[: ROOM - length], length)
    os.fsync(wal)
