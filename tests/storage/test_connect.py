"""Opening a file that somebody else holds at that very moment: one waits for the other."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from storage.connect import open_writing
from storage.engine import Database, upgrade
from storage.one_trip import OneTripConnection

#: Long enough for a first try; a slow machine that has not tried by then only proves less.
MOMENT = 0.3


async def open_engines(file: Path) -> None:
    await (await Database.open(f"sqlite:///{file}", check=False)).close()


async def open_writer(file: Path) -> None:
    connection = await asyncio.to_thread(open_writing, file.as_uri(), ("PRAGMA journal_mode = WAL",))
    connection.close()


@pytest.mark.parametrize("connect", [open_engines, open_writer])
async def test_who_opens_a_file_that_is_held_waits_until_it_is_free(
    tmp_path: Path, connect: Callable[[Path], Awaitable[None]]
) -> None:
    file = tmp_path / "linli.sqlite3"
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("CREATE TABLE anything (id)")
    holder.execute("BEGIN EXCLUSIVE")
    opening = asyncio.ensure_future(connect(file))
    done, _ = await asyncio.wait({opening}, timeout=MOMENT)
    assert not done
    holder.execute("COMMIT")
    await opening
    holder.close()
    with contextlib.closing(sqlite3.connect(file)) as reader:
        assert reader.execute("PRAGMA journal_mode").fetchone() == ("wal",)


async def test_who_writes_waits_until_another_process_has_written_and_may_give_up_meanwhile(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path}/linli.sqlite3"
    await upgrade(url)
    database = await Database.open(url)
    holder = sqlite3.connect(tmp_path / "linli.sqlite3", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    gives_up, waits = (asyncio.create_task(save_estate(database, name)) for name in ("gone", "kept"))
    done, _ = await asyncio.wait({gives_up, waits}, timeout=MOMENT)
    assert not done
    gives_up.cancel()
    done, _ = await asyncio.wait({waits}, timeout=MOMENT)
    assert not done
    holder.execute("COMMIT")
    await waits
    assert holder.execute("SELECT id FROM estates").fetchall() == [("kept",)]
    holder.close()
    await database.close()


async def save_estate(database: Database, name: str) -> None:
    async with database.transaction() as unit:
        await unit.estates.save(name, name)
        await unit.commit()


async def test_eight_who_open_a_new_file_at_once_all_get_it(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/linli.sqlite3"
    await upgrade(url)
    for database in await asyncio.gather(*(Database.open(url) for _ in range(8))):
        async with database.transaction() as unit:
            await unit.estates.save("yun", "云杉里")
            await unit.commit()
        await database.close()


async def test_what_an_opening_that_was_cancelled_has_opened_is_closed(tmp_path: Path) -> None:
    connection = OneTripConnection((tmp_path / "linli.sqlite3").as_uri())
    opening = asyncio.create_task(open_and_end(connection))
    await asyncio.sleep(0)
    opening.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await opening
    assert connection.opened is not None
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        connection.opened.execute("SELECT 1")


async def open_and_end(connection: OneTripConnection) -> None:
    try:
        await connection
    finally:
        await connection.end()
