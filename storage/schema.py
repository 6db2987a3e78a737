"""The tables' version: bringing it up, taking it down, telling whether it fits."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.connect import Engines, explain_failure, find_file, is_sqlite, parse_url, show_url
from storage.errors import SchemaTooNew, SchemaTooOld, StorageError

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"

#: PostgreSQL: two processes that upgrade at once do it one after the other.
UPGRADE_LOCK = 0x4C4C_0001


def head() -> str:
    """The version that this Linli works with."""
    return _list_revisions()[0]


async def current(url: str) -> str | None:
    """The version of the database's tables, None where there are none.  Raises DatabaseUnreachable."""
    where = parse_url(url)
    file = find_file(where)
    if file is not None and not file.exists():
        return None
    engines = Engines(where)
    try:
        with explain_failure(where):
            async with engines.write.connect() as connection:
                return await read_version(connection)
    finally:
        await engines.dispose()


async def upgrade(url: str) -> None:
    """Brings the tables to this version, making them where there are none.

    Raises SchemaTooNew where a later Linli made them, DatabaseUnreachable.
    """
    where = parse_url(url)
    file = find_file(where)
    if file is not None:
        with explain_failure(where):
            file.parent.mkdir(parents=True, exist_ok=True)
    await _migrate(where, lambda config: _run(config, "upgrade", "head"))


async def downgrade(url: str, revision: str) -> None:
    """Takes the tables back to an earlier version (`base` for none), with what only later ones hold."""
    await _migrate(parse_url(url), lambda config: _run(config, "downgrade", revision))


async def read_version(connection: AsyncConnection) -> str | None:
    """The version that the tables say they are."""

    def read(sync: sa.Connection) -> str | None:
        if not sa.inspect(sync).has_table("alembic_version"):
            return None
        return sync.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()

    return await connection.run_sync(read)


def check_version(version: str | None, url: URL) -> None:
    """Nothing where the tables fit.  Raises SchemaTooOld or SchemaTooNew, which say what to do."""
    if version == head():
        return
    name = show_url(url)
    if version is None:
        raise SchemaTooOld(f"the database {name} has no tables yet: run `linli db upgrade`")
    check_not_newer(version, url)
    raise SchemaTooOld(
        f"the database {name} is at version {version}, Linli needs {head()}: run `linli db upgrade`"
    )


def check_not_newer(version: str | None, url: URL) -> None:
    if version is not None and version not in _list_revisions():
        raise SchemaTooNew(
            f"the database {show_url(url)} is at version {version}, which this Linli (up to {head()}) "
            "does not know: a newer Linli made it, run that one"
        )


async def _migrate(url: URL, change: Callable[[Config], None]) -> None:
    # Rebuilding a table drops it for a moment, and its children's rows must not go with it.
    engines = Engines(url, foreign_keys=False)
    try:
        with explain_failure(url):
            connection = await engines.write.connect().start()
        try:
            if not is_sqlite(url):
                await _wait_for_turn(connection)
            check_not_newer(await read_version(connection), url)
            await connection.run_sync(lambda sync: change(_make_config(sync)))
            if is_sqlite(url):
                await _check_keys(connection)
            await connection.commit()
        finally:
            await connection.close()
    finally:
        await engines.dispose()


async def _wait_for_turn(connection: AsyncConnection) -> None:
    await connection.execute(sa.text("SET LOCAL lock_timeout = 0"))
    await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(UPGRADE_LOCK)))


async def _check_keys(connection: AsyncConnection) -> None:
    broken = (await connection.exec_driver_sql("PRAGMA foreign_key_check")).all()
    if broken:
        tables = ", ".join(sorted({row[0] for row in broken}))
        raise StorageError(
            f"the migration would leave rows of {tables} pointing nowhere: nothing was changed"
        )


def _run(config: Config, command: str, revision: str) -> None:
    from alembic import command as commands

    run = commands.upgrade if command == "upgrade" else commands.downgrade
    run(config, revision)


def _make_config(connection: sa.Connection | None = None) -> Config:
    # Imported here: Alembic takes a while, and most commands never need it.
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


@cache
def _list_revisions() -> tuple[str, ...]:
    """Every version there ever was, the latest first."""
    from alembic.script import ScriptDirectory

    script = ScriptDirectory.from_config(_make_config())
    return tuple(revision.revision for revision in script.walk_revisions())
