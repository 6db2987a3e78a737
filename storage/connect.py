"""From a URL to engines: what each database needs to be told on every new connection."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from storage.errors import DatabaseUnreachable
from storage.one_trip import OneTripConnection

SECONDS_TO_CONNECT = 10
#: A thread that does not end in this time is left to the end of the process.
SECONDS_TO_END = 10
SECONDS_FOR_LOCK = 10
SECONDS_TO_ASK_AGAIN = 0.02
READERS = 4
POSTGRES_CONNECTIONS = 10

#: What `?synchronous=` may say: `full` survives a power cut, `normal` loses the last commits in one.
SYNCHRONOUS = ("full", "normal", "off")

#: One for all values: `json.dumps` makes a new one for each.
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def parse_url(text: str) -> URL:
    """The URL with its driver.  Raises DatabaseUnreachable for anything but SQLite and PostgreSQL."""
    try:
        url = make_url(text)
    except (sa.exc.ArgumentError, ValueError):
        raise DatabaseUnreachable("the database URL cannot be read: write sqlite:///FILE or "
                                  "postgresql://USER:PASSWORD@HOST/NAME") from None  # fmt: skip
    backend = url.get_backend_name()
    if backend == "sqlite":
        return url.set(drivername="sqlite+aiosqlite")
    if backend in ("postgresql", "postgres"):
        return _translate_libpq(url.set(drivername="postgresql+asyncpg"))
    raise DatabaseUnreachable(f"the database URL names {backend}: Linli works with sqlite and postgresql")


def _translate_libpq(url: URL) -> URL:
    """The options of other PostgreSQL clients' URLs under the names that asyncpg knows."""
    query = dict(url.query)
    if "sslmode" in query:
        query["ssl"] = query.pop("sslmode")
    return url.set(query=query)


def is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def find_file(url: URL) -> Path | None:
    """The SQLite file that the URL names, None for PostgreSQL and for a database in memory."""
    if not is_sqlite(url) or url.database in (None, "", ":memory:"):
        return None
    return Path(str(url.database))


def show_url(url: URL) -> str:
    """The URL as it may be shown: without the password."""
    file = find_file(url)
    return (
        str(file) if file else url.set(drivername=url.get_backend_name()).render_as_string(hide_password=True)
    )


@contextmanager
def explain_failure(url: URL) -> Iterator[None]:
    """Turns what a driver says of a database that cannot be opened into DatabaseUnreachable."""
    try:
        yield
    except (sa.exc.DBAPIError, OSError) as failure:
        cause = failure.orig if isinstance(failure, sa.exc.DBAPIError) else failure
        words = " ".join(str(cause).split()) or type(cause).__name__
        raise DatabaseUnreachable(f"cannot open the database {show_url(url)}: {words}") from failure
    except sa.exc.ArgumentError as failure:
        raise DatabaseUnreachable(f"cannot use the database URL {show_url(url)}: {failure}") from failure


class Engines:
    """The write engine and the read engine of one database that is not in memory.

    Without `foreign_keys` SQLite checks none: only migrations may, which drop and rebuild tables.
    """

    def __init__(self, url: URL, *, foreign_keys: bool = True) -> None:
        self.url = url
        self._threads: list[threading.Thread] = []
        file = find_file(url)
        if file is not None:
            uri = file.absolute().as_uri()
            self.write, self.read = _make_sqlite(url, uri, foreign_keys, self._threads)
        else:
            self.write, self.read = _make_postgres(url)

    async def dispose(self) -> None:
        await self.read.dispose()
        await self.write.dispose()
        # A connection that a cancelled task held ends by itself, but its thread still reports to the loop.
        for thread in self._threads:
            await asyncio.to_thread(thread.join, SECONDS_TO_END)


def make_sqlite_engine(connect: Callable[..., Awaitable[Any]], begin: str, connections: int) -> AsyncEngine:
    """An engine whose transactions open with `begin`, and which ends each of them by itself."""
    engine = create_async_engine(
        "sqlite+aiosqlite://",
        async_creator=connect,
        poolclass=AsyncAdaptedQueuePool,
        pool_size=connections,
        max_overflow=0,
        json_serializer=write_json,
    )

    @sa.event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def list_pragmas(url: URL, foreign_keys: bool = True) -> tuple[str, ...]:
    """What a connection that writes to the SQLite file is told.  Raises DatabaseUnreachable."""
    synchronous = str(url.query.get("synchronous", "full")).lower()
    if synchronous not in SYNCHRONOUS:
        wanted = ", ".join(SYNCHRONOUS)
        raise DatabaseUnreachable(f"synchronous={synchronous} in the database URL: one of {wanted}")
    keys = f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}"
    # What is erased is to be gone from the file as well, not only from the tables.
    erasing = "PRAGMA secure_delete = ON"
    return ("PRAGMA journal_mode = WAL", f"PRAGMA synchronous = {synchronous}", keys, erasing)


def _make_sqlite(
    url: URL, uri: str, foreign_keys: bool, threads: list[threading.Thread]
) -> tuple[AsyncEngine, AsyncEngine]:
    write = partial(connect_sqlite, uri, list_pragmas(url, foreign_keys), threads)
    read = partial(connect_sqlite, uri, ("PRAGMA query_only = ON",), threads)
    return (
        make_sqlite_engine(write, "BEGIN IMMEDIATE", 1),
        make_sqlite_engine(read, "BEGIN", READERS),
    )


async def connect_sqlite(
    uri: str, pragmas: tuple[str, ...], threads: list[threading.Thread], *_: Any, **__: Any
) -> OneTripConnection:
    """A connection that waits for a busy file, and begins transactions only when told to.

    Its thread is noted in `threads`, where those that have ended are dropped.
    """
    connection = OneTripConnection(uri)
    threads[:] = [thread for thread in threads if thread.is_alive()]
    try:
        await connection
        threads.append(connection.thread)
        for pragma in (f"PRAGMA busy_timeout = {SECONDS_FOR_LOCK * 1000}", *pragmas):
            await _set(connection, pragma)
    except BaseException:
        await connection.end()
        raise
    return connection


async def _set(connection: OneTripConnection, pragma: str) -> None:
    # To change the journal mode SQLite asks once and waits for nobody, whatever busy_timeout says.
    deadline = time.monotonic() + SECONDS_FOR_LOCK
    while True:
        try:
            await connection.cursor().execute(pragma)
            return
        except sqlite3.OperationalError as failure:
            if failure.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
        await asyncio.sleep(SECONDS_TO_ASK_AGAIN)


def open_writing(uri: str, pragmas: tuple[str, ...]) -> sqlite3.Connection:
    """A connection of sqlite3 that waits for a busy file, for any thread to use, one at a time."""
    connection = sqlite3.connect(
        uri,
        timeout=SECONDS_FOR_LOCK,
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=512,
    )
    deadline = time.monotonic() + SECONDS_FOR_LOCK
    for pragma in pragmas:
        while True:
            try:
                connection.execute(pragma)
                break
            except sqlite3.OperationalError as failure:
                if failure.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                    connection.close()
                    raise
            time.sleep(SECONDS_TO_ASK_AGAIN)
    return connection


def _make_postgres(url: URL) -> tuple[AsyncEngine, AsyncEngine]:
    engine = create_async_engine(
        url,
        pool_size=POSTGRES_CONNECTIONS,
        max_overflow=POSTGRES_CONNECTIONS,
        pool_pre_ping=True,
        json_serializer=write_json,
        connect_args={
            "timeout": SECONDS_TO_CONNECT,
            "server_settings": {"application_name": "linli", "lock_timeout": f"{SECONDS_FOR_LOCK}s"},
        },
    )
    # One snapshot for all that a view reads.
    return engine, engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def write_json(value: object) -> str:
    return _JSON.encode(value)
