"""Migrations: up, down and up again; what they make is what the tables say."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from storage.connect import Engines, parse_url
from storage.engine import Database, current, downgrade, head, upgrade
from storage.errors import DatabaseUnreachable, SchemaTooNew, SchemaTooOld, StorageError
from storage.schema import _list_revisions
from storage.tables import metadata
from tests.storage.building import ESTATE, add_estate

STEPS = _list_revisions()[::-1]


async def read_tables(url: str) -> set[str]:
    engines = Engines(parse_url(url))
    async with engines.read.connect() as connection:
        names = await connection.run_sync(lambda sync: sa.inspect(sync).get_table_names())
    await engines.dispose()
    return set(names)


async def run_sql(url: str, statement: str) -> None:
    engines = Engines(parse_url(url))
    async with engines.write.begin() as connection:
        await connection.exec_driver_sql(statement)
    await engines.dispose()


async def test_an_empty_database_is_brought_to_the_head(empty_url: str) -> None:
    assert await current(empty_url) is None
    await upgrade(empty_url)
    assert await current(empty_url) == head()
    assert await read_tables(empty_url) == {*metadata.tables, "alembic_version"}


@pytest.mark.parametrize("revision", STEPS)
async def test_each_migration_goes_up_down_and_up(empty_url: str, revision: str) -> None:
    await upgrade(empty_url)
    await downgrade(empty_url, revision)
    await downgrade(empty_url, "-1")
    assert await current(empty_url) == (STEPS[STEPS.index(revision) - 1] if revision != STEPS[0] else None)
    await upgrade(empty_url)
    assert await current(empty_url) == head()


async def test_nothing_is_left_when_everything_is_taken_down(empty_url: str) -> None:
    await upgrade(empty_url)
    await downgrade(empty_url, "base")
    assert await read_tables(empty_url) == {"alembic_version"}


async def test_upgrading_what_is_up_to_date_changes_nothing(database_url: str) -> None:
    database = await Database.open(database_url)
    await add_estate(database)
    await database.close()
    await upgrade(database_url)
    database = await Database.open(database_url)
    async with database.view() as unit:
        assert [estate.id for estate in await unit.estates.all()] == [ESTATE]
    await database.close()


async def compare_with_models(url: str) -> list[object]:
    """What Alembic would still change."""
    options = {"compare_type": True, "compare_server_default": True}

    def compare(connection: sa.Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))

    engines = Engines(parse_url(url))
    async with engines.write.connect() as connection:
        found = await connection.run_sync(compare)
    await engines.dispose()
    return found


async def test_models_and_migrations_agree(database_url: str) -> None:
    assert await compare_with_models(database_url) == []


@pytest.mark.parametrize("change", ["DROP INDEX messages_by_age", "ALTER TABLE jobs ADD COLUMN more INTEGER"])
async def test_the_comparison_of_models_and_migrations_would_notice(database_url: str, change: str) -> None:
    await run_sql(database_url, change)
    assert len(await compare_with_models(database_url)) == 1


def file_exists(url: str) -> bool:
    return Path(parse_url(url).database or "").exists()


def read_sql(file: Path) -> dict[str, str]:
    with sqlite3.connect(file) as connection:
        rows = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'alembic_version'"
        ).fetchall()
    connection.close()
    return {name: " ".join(sql.replace(",", " , ").split()) for name, sql in rows}


async def test_a_database_in_memory_has_the_very_tables_of_a_migrated_one(
    sqlite_url: str, tmp_path: Path
) -> None:
    """Also what Alembic does not compare: checks and the conditions of partial indexes."""
    made = tmp_path / "made.sqlite3"
    engines = Engines(parse_url(f"sqlite:///{made}"))
    async with engines.write.begin() as connection:
        await connection.run_sync(metadata.create_all)
    await engines.dispose()
    migrated = read_sql(Path(parse_url(sqlite_url).database or ""))
    in_memory = read_sql(made)
    assert {name: sorted(sql.split()) for name, sql in migrated.items()} == {
        name: sorted(sql.split()) for name, sql in in_memory.items()
    }


# --- databases that do not fit --------------------------------------------------------------------


async def test_a_database_without_tables_says_what_to_run(empty_url: str) -> None:
    with pytest.raises(SchemaTooOld, match="run `linli db upgrade`"):
        await Database.open(empty_url)


async def test_looking_at_a_file_that_is_not_there_does_not_make_it(empty_sqlite_url: str) -> None:
    assert await current(empty_sqlite_url) is None
    with pytest.raises(SchemaTooOld):
        await Database.open(empty_sqlite_url)
    assert not file_exists(empty_sqlite_url)


async def test_a_database_of_a_newer_linli_is_neither_opened_nor_upgraded(database_url: str) -> None:
    await run_sql(database_url, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SchemaTooNew, match="9999"):
        await Database.open(database_url)
    with pytest.raises(SchemaTooNew):
        await upgrade(database_url)
    with pytest.raises(SchemaTooNew):
        await downgrade(database_url, "base")
    unchecked = await Database.open(database_url, check=False)
    await unchecked.close()


async def test_a_database_in_memory_is_ready_at_once_and_shared_by_its_connections() -> None:
    one, two = await Database.open("sqlite://"), await Database.open("sqlite://")
    await add_estate(one)
    async with one.view() as first, one.view() as second, two.view() as other:
        assert len(await first.estates.all()) == len(await second.estates.all()) == 1
        assert await other.estates.all() == ()
    await one.close()
    await two.close()


async def test_a_view_of_a_database_in_memory_never_waits_for_a_writer_nor_the_writer_for_it() -> None:
    database = await Database.open("sqlite://")
    async with asyncio.timeout(5), database.transaction() as unit:
        await unit.estates.save(ESTATE, "翠园")
        async with database.view() as view:
            await view.estates.all()
            await unit.estates.save("other", "别处")
            await unit.commit()
        async with database.view() as view:
            assert len(await view.estates.all()) == 2
    await database.close()


async def test_a_database_in_memory_outlives_a_cancelled_writer() -> None:
    database = await Database.open("sqlite://")
    await add_estate(database)

    async def write() -> None:
        async with database.transaction() as unit:
            while True:
                await unit.estates.save("other", "别处")
                # In memory nothing is waited for, so that nobody could end it before.
                await asyncio.sleep(0)

    task = asyncio.create_task(write())
    for _ in range(50):
        await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with database.transaction() as unit:
        assert [estate.id for estate in await unit.estates.all()] == [ESTATE]
    await database.close()


UNREACHABLE = [
    ("mysql://root@localhost/linli", "mysql"),
    ("postgresql://nobody:geheim@127.0.0.1:1/linli", "127.0.0.1"),
    ("postgresql://nobody:geheim@no-such-host.invalid/linli", "no-such-host.invalid"),
    ("sqlite:////dev/null/linli.sqlite3", "/dev/null"),
    ("no url", "cannot be read"),
    ("sqlite:///x.sqlite3?synchronous=sometimes", "synchronous=sometimes"),
]


@pytest.mark.parametrize(("url", "named"), UNREACHABLE, ids=[url for url, _ in UNREACHABLE])
async def test_a_database_that_cannot_be_opened_is_named_in_one_line_without_its_password(
    url: str, named: str
) -> None:
    for attempt in (Database.open(url, check=False), upgrade(url)):
        with pytest.raises(DatabaseUnreachable) as raised:
            await attempt
        assert named in str(raised.value)
        assert "\n" not in str(raised.value)
        assert "geheim" not in str(raised.value)


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "photo.sqlite3"
    file.write_bytes(b"\xff\xd8\xff" * 5000)
    for attempt in (
        Database.open(f"sqlite:///{file}"),
        upgrade(f"sqlite:///{file}"),
        current(f"sqlite:///{file}"),
    ):
        with pytest.raises(DatabaseUnreachable, match="not a database"):
            await attempt


async def test_a_wrong_password_or_a_missing_database_is_said(postgres_url: str) -> None:
    elsewhere = postgres_url.replace("/test_", "/missing_")
    with pytest.raises(DatabaseUnreachable, match="does not exist"):
        await Database.open(elsewhere)


async def test_upgrading_twice_at_once_upgrades_once(empty_url: str) -> None:
    await asyncio.gather(upgrade(empty_url), upgrade(empty_url))
    assert await current(empty_url) == head()


async def test_a_migration_that_leaves_rows_pointing_nowhere_is_rolled_back(sqlite_url: str) -> None:
    engines = Engines(parse_url(sqlite_url), foreign_keys=False)
    async with engines.write.begin() as connection:
        await connection.exec_driver_sql("INSERT INTO sessions VALUES ('hash', 'nobody', '2025-01-01')")
    await engines.dispose()
    with pytest.raises(StorageError, match="sessions"):
        await upgrade(sqlite_url)


async def test_sqlite_is_set_up_for_a_power_cut_and_for_one_writer(sqlite_url: str) -> None:
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 10_000,
        "secure_delete": 1,
    }
    engines = Engines(parse_url(sqlite_url))
    async with engines.write.connect() as connection:
        for name, value in wanted.items():
            assert (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar() == value, name
    await engines.dispose()


async def test_less_durability_can_be_asked_for_in_the_url(sqlite_url: str) -> None:
    engines = Engines(parse_url(f"{sqlite_url}?synchronous=normal"))
    async with engines.write.connect() as connection:
        assert (await connection.exec_driver_sql("PRAGMA synchronous")).scalar() == 1
    await engines.dispose()
