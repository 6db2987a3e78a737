"""One bot to a SQLite database: a second one would take from the first what it has to say."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.connect import find_file, parse_url


class NotAlone(Exception):
    """Another bot has the database already; holds its file."""

    def __init__(self, file: Path) -> None:
        super().__init__(str(file))
        self.file = file


@contextmanager
def stay_alone(url: str) -> Iterator[None]:
    """Keeps the SQLite database to this process; the system gives it free when the process dies, however.

    A server's database is shared by as many as like.  Where no lock can be had (no folder yet, a file
    system without locks) opening the database says what is wrong.  Raises NotAlone.
    """
    file = find_file(parse_url(url))
    if file is None:
        yield
        return
    try:
        lock = file.with_name(f"{file.name}.lock").open("ab")
    except OSError:
        yield
        return
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotAlone(file) from None
        except OSError:
            pass
        yield
