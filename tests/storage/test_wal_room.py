"""Room in the write-ahead log of an SQLite file: nothing of it is ever read, and commits need no more."""

from __future__ import annotations

import asyncio
import threading
from functools import partial
from pathlib import Path

import pytest

from storage.disk_thread import DiskThread
from storage.engine import Database, upgrade
from storage.wal_room import ROOM, name_wal


async def save_estates(database: Database, *names: str) -> None:
    for name in names:
        async with database.transaction() as unit:
            await unit.estates.save(name, name)
            await unit.commit()


async def list_estates(database: Database) -> list[str]:
    async with database.view() as unit:
        return sorted(estate.id for estate in await unit.estates.all())


async def test_commits_need_no_longer_log_and_others_read_what_they_wrote(tmp_path: Path) -> None:
    url, wal = f"sqlite:///{tmp_path}/a.sqlite3", name_wal(tmp_path / "a.sqlite3")
    await upgrade(url)
    database = await Database.open(url)
    await save_estates(database, "one")
    await database.make_room()
    length = wal.stat().st_size
    assert length >= ROOM
    await save_estates(database, "two", "three")
    await database.make_room()
    assert wal.stat().st_size == length
    other = await Database.open(url)
    await save_estates(other, "four")
    assert await list_estates(database) == await list_estates(other) == ["four", "one", "three", "two"]
    await other.close()
    await database.close()


async def test_a_log_with_room_is_taken_over_after_a_crash(tmp_path: Path) -> None:
    url, file = f"sqlite:///{tmp_path}/a.sqlite3", tmp_path / "a.sqlite3"
    await upgrade(url)
    database = await Database.open(url)
    await database.make_room()
    await save_estates(database, "one", "two")
    copy = tmp_path / "b.sqlite3"
    # What the disk has at this moment, as after a crash.
    copy.write_bytes(file.read_bytes())
    name_wal(copy).write_bytes(name_wal(file).read_bytes())
    await database.close()
    survivor = await Database.open(f"sqlite:///{copy}")
    assert await list_estates(survivor) == ["one", "two"]
    await save_estates(survivor, "three")
    await survivor.close()


async def test_after_a_scrub_there_is_room_again(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/a.sqlite3"
    await upgrade(url)
    database = await Database.open(url)
    await save_estates(database, "one")
    assert await database.scrub()
    assert name_wal(tmp_path / "a.sqlite3").read_bytes() == bytes(ROOM)
    await save_estates(database, "two")
    assert await list_estates(database) == ["one", "two"]
    await database.close()


# --- the thread that waits for the disk ------------------------------------------------------------


async def test_the_thread_gives_what_was_done_and_raises_what_was_raised() -> None:
    thread = DiskThread()
    assert await thread.run(partial(divmod, 7, 2)) == (3, 1)
    with pytest.raises(ZeroDivisionError):
        await thread.run(partial(divmod, 7, 0))
    await thread.close()
    assert await thread.run(partial(divmod, 9, 2)) == (4, 1)
    await thread.close()
    await thread.close()


@pytest.mark.parametrize("fails", [False, True])
async def test_who_is_cancelled_waits_until_it_is_done_all_the_same(fails: bool) -> None:
    thread, may_end, done = DiskThread(), threading.Event(), []

    def work() -> None:
        may_end.wait()
        done.append("work")
        if fails:
            raise OSError("full")

    task = asyncio.create_task(thread.run(work))
    for _ in range(3):  # also who is cancelled again and again
        await asyncio.sleep(0)
        task.cancel()
    await asyncio.sleep(0)
    assert not task.done()
    assert not done
    may_end.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert done == ["work"]
    await thread.close()
